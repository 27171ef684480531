"""Answers to whoever did something with the board's business: its handle first, who hears of it and when, and how to undo it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot.conversation.visit import Said, plan_named, undo_of
from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.letters.message import Actions, Button, Facts, Items, Message, Paragraph, Spans
from bot.model.letters.message import Item as Line
from bot.model.letters.talk import Asker
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.snapshot import take
from bot.rules import holders
from bot.rules.board import business as rules
from bot.rules.board import whose
from bot.wording import business as wording
from bot.wording import commands
from bot.wording.commands.phrase import Phrase
from bot.wording.sentences import Fact, line, with_full_stop, words


def told(view: View, said: Said, item: Item, entry: int) -> Message:
    """Say what an entry has done with a piece of business."""
    snapshot = take(view, said.asker.short, said.asker.now)
    step = next((one for one in item.steps if one.id == entry), None)
    notes = _raised(snapshot, item) if step is None else _done(snapshot, item, step)
    plan = plan_named(view, said.asker.person.id, said.asker.short)
    blocks = (*(Paragraph(spans=spans) for spans in (*plan, *notes)), Actions(buttons=(undo_of(said, entry),)))
    return Message(title=_title(item, step), blocks=blocks)


def _title(item: Item, step: Step | None) -> str:
    facts: dict[str, Fact] = {"handle": item.handle, "about": wording.about(item), "owner": item.owner}
    if step is None:
        return words(f"business.told.{item.kind.value}", facts)
    return words(f"business.told.{step.deed.value}", facts)


def _raised(snapshot: Snapshot, item: Item) -> Iterator[Spans]:
    yield line("business.told.words", {"text": with_full_stop(item.words)})
    if item.raised_for:
        yield line("business.told.for", {"whom": item.raised_for})
    yield _asked(snapshot, item)
    if item.due is not None:
        yield line(f"business.told.wanted_{item.kind.value}", {"day": item.due})


def _asked(snapshot: Snapshot, item: Item) -> Spans:
    """Say who is asked for it, or that nobody can be."""
    people, day = snapshot.people, snapshot.today
    if item.owner:
        held = holders.asked_through(people, item.owner, day)
        return line("business.told.asked" if held else "business.told.asked_nobody", {"role": item.owner})
    roles, led = whose.answering(snapshot.plan, people, item)
    facts: dict[str, Fact] = {"number": ", ".join(map(str, led)), "roles": ", ".join(roles)}
    if led:
        return line("business.told.asked_both" if roles else "business.told.asked_lead", facts)
    asked = whose.asked(snapshot.plan, people, item, day)
    return line("business.told.asked_several" if asked else "business.told.asked_none", facts)


def _done(snapshot: Snapshot, item: Item, step: Step) -> Iterator[Spans]:
    yield from _said(step)
    match step.deed:
        case Deed.ANSWERED:
            yield line("business.told.hears_answer", {"who": _judges(snapshot, item)})
        case Deed.ACCEPTED | Deed.CLOSED | Deed.WITHDRAWN:
            yield line("business.told.over")
        case Deed.NOT_ACCEPTED:
            yield _asked(snapshot, item)
        case Deed.DECIDED:
            yield line("business.told.hears_decision", {"who": _owners(snapshot, item)})
        case Deed.RAISED | Deed.REWORDED | Deed.CARRIED:
            return
        case _:
            assert_never(step.deed)


def _said(step: Step) -> Iterator[Spans]:
    if step.words:
        yield line("business.told.words", {"text": with_full_stop(step.words)})
    if step.why:
        yield line("business.told.why", {"why": with_full_stop(step.why)})
    for name in ("options", "conditions", "follow_up"):
        if text := str(getattr(step, name)):
            yield line(f"business.step.{name}", {"said": with_full_stop(text)})
    if step.deed is Deed.ANSWERED and not step.words:
        yield line("business.told.see_link")
    if step.evidence:
        yield line("business.told.evidence", {"links": ", ".join(step.evidence.split())})


def _owners(snapshot: Snapshot, item: Item) -> str:
    return wording.owners(item, whose.answering(snapshot.plan, snapshot.people, item))


def _judges(snapshot: Snapshot, item: Item) -> str:
    """Name who is asked if an answer is enough, or say that the chair is."""
    return wording.judges(snapshot.people, whose.judging(snapshot.people, item, snapshot.today))


# ---- one thing whole ------------------------------------------------------------------------


def whole(view: View, asker: Asker, item: Item) -> Message:
    """Tell one piece of business whole, with buttons for what whoever asks may do with it."""
    snapshot = take(view, asker.short, asker.now)
    zone = snapshot.policy.zone
    title = words(f"business.log.one_{item.kind.value}", {"handle": item.handle, "about": wording.about(item)})
    plan = tuple(Paragraph(spans=spans) for spans in plan_named(view, asker.person.id, asker.short))
    steps = tuple(Line(spans=wording.step_in_words(step, zone)) for step in item.steps)
    happened = (Items(heading=words("business.log.happened"), lines=steps),) if steps else ()
    offered = buttons(snapshot, asker, item)
    pairs = Facts(pairs=wording.in_full(item, whose.answering(snapshot.plan, snapshot.people, item), zone))
    return Message(title=title, blocks=(*plan, pairs, *happened, *((Actions(buttons=offered),) if offered else ())))


def buttons(snapshot: Snapshot, asker: Asker, item: Item) -> tuple[Button, ...]:
    """Return the buttons of what somebody may do with a piece of business now."""
    person = snapshot.people.one(asker.person.id) or asker.person
    people, plan, day = snapshot.people, snapshot.plan, snapshot.today
    of = {"plan": asker.plan_named, "kind": item.kind, "number": item.number}
    found: list[tuple[str, Phrase]] = []
    if not item.is_open:
        return ()
    if item.kind is BusinessKind.DECISION and whose.may_decide(people, person, item, day):
        found.append(("decide", commands.DecideForm.model_validate(of)))
    if rules.is_answered(item) and whose.may_judge(people, person, item, day):
        found += [("accept", commands.Accept.model_validate(of)), ("not_enough", commands.NotAcceptedForm.model_validate(of))]
    if item.kind is not BusinessKind.DECISION and whose.capacity_to_answer(people, plan, person, item, day) is not None:
        found.append(("answer", commands.AnswerForm.model_validate(of)))
    return tuple(
        Button(
            label=words(f"business.button.{name}"),
            command=str(command),
            spoken=words("business.button.spoken", {"label": words(f"business.button.{name}"), "handle": item.handle}),
            style="primary" if at == 0 else "plain",
        )
        for at, (name, command) in enumerate(found)
    )
