"""Hearing: the forum or an admin puts on the record what families said, or says its details anew."""

from __future__ import annotations

from datetime import date

from bot.conversation.visit import Said, day_meant
from bot.conversation.voices.meant import (
    Change,
    Table,
    at_table,
    found,
    refuse_long,
    refuse_names,
    refuse_wordless,
    refused,
    titled,
)
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import Heard, Shareable, Voice, VoiceDeed, VoiceState, VoiceStep, VoiceTerms
from bot.ports.record import View
from bot.rules.board import business, whose
from bot.rules.dates import Towards
from bot.rules.voices import rights
from bot.rules.voices.cases import tells_a_case
from bot.wording import commands
from bot.wording.help import nearest_of
from bot.wording.letters.sections import MOST_LINES
from bot.wording.sentences import words
from bot.wording.summary_lines import named, shortened
from bot.wording.voices.lines import MOST_SAID

NEAR = 0.5  # how much of a name must be alike for it to be meant
MOST_COUNTED = 7  # digits
NONE = "none"  # takes a detail away
MAY_BE_NONE = ("count", "about", "owner", "summary")
Details = commands.Hear | commands.Retell


def hear(view: View, said: Said, command: commands.Hear) -> Change:
    """Return a new voice. Raises Refusal if whoever speaks may not, or it says nothing, or names somebody."""
    table = at_table(view, said)
    may_hear(table)
    refuse_wordless("no_words", "", command.text)
    terms = _terms(view, said, table, command, VoiceTerms(said=command.text, heard_on=table.snapshot.today), "")
    capacity = rights.hears_as(table.person)
    step = _step(said, VoiceDeed.HEARD, terms, capacity)
    return Change(Voice(plan=said.asker.short, steps=(step,)), None, capacity)


def may_hear(table: Table) -> None:
    """Raise Refusal if somebody may not put on the record what families said."""
    if not rights.may_hear(table.person):
        raise refused("hear_right", {})


def retell(view: View, said: Said, command: commands.Retell) -> Change:
    """Return the details of a voice, said anew: what is not said stays. Raises Refusal as `hear` does, or if nothing is new."""
    table = at_table(view, said)
    one = found(view, table.snapshot, command.handle)
    may_retell(table, one)
    if command.unknown:
        raise refused("no_detail", {"handle": one.handle, "said": shortened(command.unknown, MOST_SAID).text})
    before = one.voice.terms
    terms = _terms(view, said, table, command, before.model_copy(update={"said": command.text or before.said}), one.handle)
    if terms == before:
        raise refused("nothing_new", {"handle": one.handle})
    capacity = rights.hears_as(table.person)
    return Change(one.voice, _step(said, VoiceDeed.RETOLD, terms, capacity), capacity)


def may_retell(table: Table, one: VoiceTold) -> None:
    """Raise Refusal if somebody may not change the details of a voice, or it is withdrawn."""
    if not rights.may_retell(table.person, one.voice):
        raise refused("retell_right", {"handle": one.handle})
    if one.state is VoiceState.WITHDRAWN:
        raise refused("over", {"handle": one.handle, "how": words("voices.ended.withdrawn")})


def _step(said: Said, deed: VoiceDeed, terms: VoiceTerms, capacity: str) -> VoiceStep:
    person = said.asker.person
    return VoiceStep(deed=deed, terms=terms, by=person.id, by_name=person.name, capacity=capacity, at=said.asker.now)


# ---- its details ----------------------------------------------------------------------------


def _terms(view: View, said: Said, table: Table, command: Details, begun: VoiceTerms, handle: str) -> VoiceTerms:
    """Return what is known of a voice once its details are read, each of which stays as it is if nothing is said of it."""
    refuse_long(handle, begun.said, command.summary)
    refuse_names(table.snapshot, handle, begun.said, command.summary)
    about = _about(view, table, command, handle) if command.about else begun.about
    share, summary = _share(command, begun, handle)
    terms = VoiceTerms(
        said=begun.said,
        heard_on=_day(view, said, table, command, handle) if command.on else begun.heard_on,
        source=_source(table, command, begun),
        count=_count(command, handle) if command.count else begun.count,
        about=about,
        owner=_owner(view, table, command, begun, about, handle),
        shareable=share,
        summary=summary,
    )
    if terms.source is Heard.COMPLAINT and (terms.count == 1 or tells_a_case(f"{terms.said}\n{terms.summary}")):
        raise refused("case", {})
    return terms


def _source(table: Table, command: Details, begun: VoiceTerms) -> Heard:
    """Return where it was heard. Whoever speaks for the forum need not say so."""
    sources = ", ".join(Heard)
    if command.source:
        if command.source not in set(Heard):
            raise refused("no_such_source", {"source": command.source, "sources": sources})
        return Heard(command.source)
    if isinstance(command, commands.Hear) and not rights.is_forum(table.person):
        raise refused("no_source", {"text": command.text, "sources": sources})
    return begun.source


def _day(view: View, said: Said, table: Table, command: Details, handle: str) -> date:
    try:
        day = date.fromisoformat(command.on)
    except ValueError:
        day = day_meant(view, said.asker.short, command.on, said.today, Towards.PAST)
    if day > table.snapshot.today:
        raise refused("future", {"handle": titled(handle), "day": day})
    return day


def _count(command: Details, handle: str) -> int | None:
    if command.count == NONE:
        return None
    if not is_number(command.count):
        raise refused("no_number", {"handle": titled(handle), "count": command.count})
    return int(command.count)


def is_number(said: str) -> bool:
    """Say if words are a number of people."""
    return said.isascii() and said.isdigit() and len(said) <= MOST_COUNTED and int(said) > 0


def _about(view: View, table: Table, command: Details, handle: str) -> tuple[str, ...]:
    refs = refs_in(command.about) if command.about != NONE else ()
    if strange := unknown(view, table, refs):
        raise refused("unknown_ref", {"handle": titled(handle), "refs": ", ".join(strange)})
    return refs


def refs_in(said: str) -> tuple[str, ...]:
    """Return the refs and the handles of measures that words name: all that stands between commas and blanks."""
    parts = said.replace(",", " ").replace(";", " ").replace("&", " ").split()
    left_out = ("and", "priority", "priorities", "action", "actions", "milestone", "milestones", "measure", "measures")
    return tuple(dict.fromkeys(part.rstrip(".").lower() for part in parts if part.lower() not in left_out))


def unknown(view: View, table: Table, refs: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some refs that name nothing in the plan and no measure of it."""
    measures = {one.handle for one in view.measures.all(table.snapshot.short)}
    return business.unknown(table.snapshot.plan, (one for one in refs if one not in measures))


def _owner(
    view: View, table: Table, command: Details, begun: VoiceTerms, about: tuple[str, ...], handle: str
) -> str:
    """Return the role that answers: the one named, else the one that does for what it is about."""
    plan, people = table.snapshot.plan, table.snapshot.people
    if command.owner in ("", NONE):
        if about == begun.about and begun.owner and command.owner != NONE:
            return begun.owner
        return rights.owner_of(plan, people, view.measures.all(plan.short), about)
    role = whose.role_named(plan, people, command.owner, table.snapshot.today)
    if role is None:
        nearest = nearest_of(command.owner, [one.name for one in plan.roles], NEAR)
        name = "no_such_role" if nearest else "no_such_role_list"
        roles = named([one.name for one in plan.roles], MOST_LINES)
        raise refused(name, {"handle": titled(handle), "role": command.owner, "nearest": nearest, "roles": roles})
    return role


def _share(command: Details, begun: VoiceTerms, handle: str) -> tuple[Shareable, str]:
    """Return what may be shown outside. Whoever writes a summary and says no more means that one."""
    said, summary = command.share.lower().strip(" ."), command.summary or begun.summary
    summary = "" if command.summary == NONE else summary
    if not said:
        return (Shareable.SUMMARY if command.summary and summary else begun.shareable), summary
    if said not in set(Shareable):
        raise refused("no_such_share", {"handle": titled(handle), "share": command.share})
    if said == Shareable.SUMMARY and business.says_nothing(summary):
        raise refused("no_summary", {"handle": titled(handle)})
    return Shareable(said), summary
