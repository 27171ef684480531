"""The answers to what was asked in place of "no change": new words of one milestone, or one new forecast of several."""

from __future__ import annotations

from typing import NamedTuple

from bot.conversation.updating import update_form
from bot.conversation.updating.confirming.going_on import ANEW, EXPECTED, awaiting
from bot.conversation.updating.said_back import guessed
from bot.conversation.updating.saving import standing_now
from bot.conversation.visit import Said
from bot.model.letters.form import Answers
from bot.model.letters.message import Spans
from bot.model.letters.talk import Draft
from bot.model.status import Status
from bot.model.updates.day import DayMeant
from bot.model.updates.update import OFF_GREEN
from bot.ports.record import View
from bot.rules.dates import read
from bot.rules.updates.standing import local_day
from bot.wording.sentences import words
from bot.wording.typed.cleaning import cleaned
from bot.wording.typed.fields import answers_in
from bot.wording.typed.line import Entry, entries_in
from bot.wording.updates.dates import unread

_UNNAMED = "0.0.0"


class Taken(NamedTuple):
    """An answer put where it belongs. With `why` it could not be taken, and the same is asked again."""

    draft: Draft
    why: str = ""
    notes: tuple[Spans, ...] = ()


def take(view: View, said: Said, draft: Draft) -> Taken:
    """Put an answer into the draft that waits for it."""
    assert draft.awaiting is not None
    return _words(view, said, draft) if draft.awaiting[1] == ANEW else _forecast(view, said, draft)


def _forecast(view: View, said: Said, draft: Draft) -> Taken:
    """Put one new forecast to all milestones it was asked of. Words that stand beside it are new words of each."""
    policy = view.plans.policy(draft.plan)
    told = answers_in("forecast", cleaned(said.inbound.said))
    meant = read(told.forecast or said.inbound.said, said.today, policy.calendar)
    if not isinstance(meant, DayMeant):
        return Taken(draft, unread(meant, said.today))
    if meant.day < local_day(said.asker.now, policy):
        return Taken(draft, words("confirming.ask.not_coming", {"day": meant.day}))
    refs = awaiting(draft)
    entries = tuple(
        (ref, {**given, "forecast": meant.day.isoformat(), **_beside(told)} if ref in refs else given)
        for ref, given in draft.entries
    )
    notes = guessed({", ".join(refs): told.forecast or said.inbound.said}, said.today, policy.calendar)
    return Taken(_filled(draft, refs, EXPECTED, entries, anew=bool(_beside(told))), notes=tuple(notes))


def _beside(told: Entry) -> Answers:
    found = {"happened": told.narrative, "path": told.path, "decision": told.decision, "link": "\n".join(told.links)}
    return {field: answer for field, answer in found.items() if answer}


def _words(view: View, said: Said, draft: Draft) -> Taken:
    """Put new words in the place of those that stood. A status before them is taken too."""
    ((ref, given),) = [one for one in draft.entries if draft.awaiting is not None and one[0] == draft.awaiting[0]]
    told = next(iter(entries_in(f"{_UNNAMED} {cleaned(said.inbound.said)}")), Entry())
    status = Status(told.status or given["status"])
    fresh = {**given, "status": status.value, **_beside(told), **({"forecast": told.forecast} if told.forecast else {})}
    if status not in OFF_GREEN and not told.path:
        fresh.pop("path", None)
    milestone = next(one for one in view.plans.one(draft.plan).milestones if one.ref == ref)
    stood = update_form.said_answers(standing_now(view, said, draft.plan, milestone))
    if all(fresh.get(field, "") == stood.get(field, "") for field in ("status", "happened", "path", "decision")):
        return Taken(draft, words("confirming.ask.not_anew"))
    entries = tuple((one, fresh if one == ref else known) for one, known in draft.entries)
    return Taken(_filled(draft, [ref], ANEW, entries, anew=True))


def _filled(draft: Draft, refs: list[str], asked: str, entries: tuple[tuple[str, Answers], ...], anew: bool) -> Draft:
    """Return a draft with the answers to one question in it. If they are `anew`, no other's words are said again."""
    lacks = tuple(one for one in draft.lacks if one[1] != asked or one[0] not in refs)
    same = {ref: update for ref, update in draft.same.items() if not (anew and ref in refs)}
    return draft.model_copy(update={"entries": entries, "lacks": lacks, "same": same})
