"""Verdicts: an assurer signs off what was declared complete, or sends it back. Each is recorded once, and may be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.assuring.meant import Meant, looks, meant
from bot.conversation.updating.update_form import MOST, too_long
from bot.conversation.visit import Said, plan_named, undo_of
from bot.model.letters.message import Actions, Facts, Item, Items, Message, Paragraph, Spans, Text
from bot.model.letters.talk import Say
from bot.model.people import Right
from bot.model.updates.assurance import Assurance, Verdict
from bot.model.updates.evidence import Verdict as Look
from bot.model.updates.update import evidence_handle
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.reports.snapshot import take
from bot.rules.updates.assurance import Waits, waits_for
from bot.rules.updates.standing import face_in
from bot.wording import commands
from bot.wording.sentences import Fact, line, mark, with_full_stop, words


def assure(tx: Tx, said: Said, command: commands.Assure, fresh: bool) -> Say:
    """Sign off a completion, as it was typed. A level that counts as assured accepts its evidence."""
    if not fresh and (before := recorded(tx, said)) is not None:
        return say(tx, said, before)
    one = meant(tx, said, command.ref)
    levels = one.snapshot.policy.assurance
    level = levels.level(command.level)
    if level is None:
        raise Refusal("assure_level", ref=command.ref, levels=", ".join(levels.levels), example=levels.blue_from)
    if not command.why:
        raise Refusal("assure_why", ref=command.ref, level=level)
    found = one.accepted_in_words(looks(tx, said.asker.short, one.update.evidence)) if levels.is_blue(level) else {}
    return give(tx, said, one, Verdict.SIGNED_OFF, level, command.why, found)


def send_back(tx: Tx, said: Said, command: commands.SendBack, fresh: bool) -> Say:
    """Send a completion back to its owner, as it was typed."""
    if not fresh and (before := recorded(tx, said)) is not None:
        return say(tx, said, before)
    return give(tx, said, meant(tx, said, command.ref), Verdict.SENT_BACK, "", command.why, {})


def recorded(view: View, said: Said) -> Assurance | None:
    """Return the verdict that this was recorded as when it was first heard."""
    numbers = view.entries.recorded(said.asker.short, said.inbound.id)
    return next((one for one in view.assurances.verdicts(said.asker.short) if one.id in numbers), None)


def give(
    tx: Tx, said: Said, one: Meant, verdict: Verdict, level: str, why: str, found: Mapping[int, Look], drawn_from: str = ""
) -> Say:
    """Record a verdict with what was found of the evidence, and say so. Raises Refusal if its evidence cannot carry it."""
    short, ref, person = said.asker.short, one.milestone.ref, said.asker.person
    if long := too_long({"why": why}, {"why": MOST}):
        raise Refusal("assure_long", sentence=long["why"])
    before = looks(tx, short, one.update.evidence)
    rests_on = one.rests_on({**before, **found})
    blue = verdict is Verdict.SIGNED_OFF and one.snapshot.policy.assurance.is_blue(level)
    if blue and one.update.evidence and not rests_on:
        raise Refusal("assure_evidence", ref=ref, level=level)
    given = {"plan": short, "ref": ref, "by": person.id, "capacity": Right.ASSURER.value, "at": said.asker.now}
    new = {number: look for number, look in found.items() if before.get(number) is not look}
    for number, look in new.items():
        tx.evidence.check(short, number, look, "", Right.ASSURER.value)
    if not new and one.last is not None and _says_so_already(one, one.last, person.id, (verdict, level, why)):
        return say(tx, said, one.last, already=True)
    numbers = tuple(link.id for link in rests_on) if verdict is Verdict.SIGNED_OFF else ()
    told = {"update": one.update.id, "verdict": verdict, "level": level, "why": why, "evidence": numbers}
    made = tx.assurances.judge(Assurance.model_validate({**given, **told, "drawn_from": drawn_from}))
    return say(tx, said, made)


def _says_so_already(one: Meant, last: Assurance, person: int, told: tuple[Verdict, str, str]) -> bool:
    """Say if the latest verdict says the same, and still counts for what stands."""
    same = (last.by, (last.verdict, last.level, last.why)) == (person, told)
    standing = one.snapshot.standing(one.milestone)
    return same and waits_for(one.milestone, standing, one.snapshot.policy, one.today) is not Waits.ASSURER


# ---- said ---------------------------------------------------------------------------------------


def say(view: View, said: Said, verdict: Assurance, already: bool = False) -> Say:
    """Say what a verdict means, on what it rests, and offer to take it back."""
    snapshot = take(view, said.asker.short, said.asker.now)
    milestone = next(one for one in snapshot.plan.milestones if one.ref == verdict.ref)
    blue = verdict.verdict is Verdict.SIGNED_OFF and snapshot.policy.assurance.is_blue(verdict.level)
    name = "sent_back" if verdict.verdict is Verdict.SENT_BACK else "signed_off" if blue else "checked"
    if already:
        name = "sent_back_already" if verdict.verdict is Verdict.SENT_BACK else "already"
    facts: dict[str, Fact] = {"ref": verdict.ref, "level": verdict.level, "from": snapshot.policy.assurance.blue_from}
    item = Item(mark=mark(face_in(snapshot, milestone)), spans=_plain(f"{verdict.ref} {with_full_stop(milestone.text)}"))
    plan = [Paragraph(spans=spans) for spans in plan_named(view, said.asker.person.id, said.asker.short)]
    completion = snapshot.standing(milestone).completion
    until = completion.good_until if blue and completion is not None else None
    notes = [Paragraph(spans=line("assurance.done.until", {"day": until}))] if until is not None else []
    told = Facts(pairs=_pairs(view, said, verdict))
    undo = () if already else (Actions(buttons=(undo_of(said, verdict.id),)),)
    blocks = (*plan, Items(lines=(item,)), told, *notes, *undo)
    message = Message(title=words(f"assurance.done.{name}", facts), blocks=blocks)
    return Say(message=message, in_place=said.inbound.card is not None)


def _pairs(view: View, said: Said, verdict: Assurance) -> tuple[tuple[str, Spans], ...]:
    pairs = [(words("assurance.done.words"), _plain(verdict.why))]
    if verdict.verdict is Verdict.SIGNED_OFF:
        handles = ", ".join(map(evidence_handle, verdict.evidence)) or words("assurance.done.rests_on_none")
        pairs.append((words("assurance.done.rests_on"), _plain(handles)))
    lacking = _not_enough(view, said.asker.short, verdict)
    if lacking:
        pairs.append((words("assurance.done.not_enough"), _plain(", ".join(map(evidence_handle, lacking)))))
    return tuple(pairs)


def _not_enough(view: View, short: str, verdict: Assurance) -> Sequence[int]:
    update = view.updates.one(short, verdict.update)
    found = looks(view, short, update.evidence) if update is not None else {}
    return [number for number, look in found.items() if look is Look.NOT_ENOUGH]


def _plain(text: str) -> Spans:
    return (Text(text=text),)
