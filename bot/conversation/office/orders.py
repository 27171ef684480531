"""Orders that are said back first: what they would change, in words and counted; done at a yes, and told when done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from bot.conversation.board import narrative
from bot.conversation.board.business import offered
from bot.conversation.board.papers import issuing
from bot.conversation.dates import moving
from bot.conversation.guarding import personal
from bot.conversation.measures import steps
from bot.conversation.office import giving_back, pauses, redaction, roles
from bot.conversation.office.subjects import OfSubject, doing
from bot.conversation.visit import Said, day_meant, undo_of
from bot.model.absences.pause import EVERYTHING
from bot.model.letters.message import Actions, Button, Message, Paragraph, Spans
from bot.model.letters.talk import Draft, Reply, Say
from bot.model.record.entry import Entry, EntryKind
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.wording import commands
from bot.wording.parse import parse
from bot.wording.sentences import words

Proposed = (
    commands.Holder | commands.Pause | commands.Resume | commands.Redact | commands.DateOrder
    | commands.PaperWork | commands.Narrate | commands.SetStep | OfSubject
)  # fmt: skip
OFFICE = frozenset({EntryKind.HOLDING, EntryKind.DEPUTY, EntryKind.PAUSE})  # what an order changes, and undo gives back


def read(said: Said, draft: Draft) -> Proposed:
    """Return the order that a draft waits with."""
    command = parse(draft.order, said.today, (draft.plan,))
    assert isinstance(command, Proposed)
    return command


def proposed(tx: Tx, said: Said, command: Proposed) -> Draft | Reply:
    """Return an order as a draft, with its day; or what to say if it would change nothing. Raises Refusal if it can't be."""
    order, known = _judged(tx, said, command)
    if known is not None:
        return known
    asker = said.asker
    return Draft(
        person=asker.person.id,
        chat=said.inbound.chat.id,
        plan=asker.short,
        entries=(),
        said=said.inbound.said,
        at=asker.now,
        order=str(order.model_copy(update={"plan": asker.short})),
    )


def _judged(tx: Tx, said: Said, command: Proposed) -> tuple[Proposed, Reply | None]:
    """Return an order with its day, and what to say if it would change nothing."""
    if isinstance(command, OfSubject):
        doing(said, command).judge(tx)
        return command, None
    match command:
        case commands.Holder(starts=starts):
            day = day_meant(tx, said.asker.short, command.when, said.today) if command.when else starts or said.today
            order = command.model_copy(update={"starts": day, "when": ""})
            return order, roles.held_already(tx, said, roles.meant(tx, said, order), day)
        case commands.Pause() | commands.Resume():
            meant = pauses.meant(tx, said, command)
            return meant, pauses.so_already(tx, said, meant)
        case commands.Redact():
            return redaction.meant(tx, said, command), None
        case commands.Move() | commands.Drop():
            return moving.resolved(tx, said, command), None
        case commands.Narrate():
            narrative.typed(tx, said, command)
        case commands.SetStep():
            steps.typed(tx, said, command)
        case commands.Issue():
            return issuing.meant(tx, said, command), issuing.known(tx, said, command)
        case _:
            assert_never(command)
    return command, None


def asked(view: View, said: Said, draft: Draft, notes: Sequence[Spans] = ()) -> Say:
    """Say what an order would change, and ask if it is meant."""
    order = read(said, draft)
    if isinstance(order, commands.Challenge) and draft.under is not None:  # it was said in a thread, and may be no command
        message = offered.said_back(view, said, draft, order)
    elif isinstance(order, commands.DateOrder):
        message = _below(notes, moving.said_back(view, said, draft, order))
    elif isinstance(order, commands.PaperWork):
        message = _below(notes, issuing.asked(view, said, order, draft))
    else:
        message = _below((*notes, _would_change(view, said, order)), _sure(said, draft))
    return Say(message=message, in_place=said.inbound.card is not None, draft=draft.token)


def _sure(said: Said, draft: Draft) -> Message:
    plan = said.asker.plan_named
    buttons = (
        Button(label=words("replies.admin.yes"), command=str(commands.Save(plan=plan, token=draft.token)), style="primary"),
        Button(label=words("replies.admin.no"), command=str(commands.Discard(plan=plan, token=draft.token))),
    )
    return Message(title=words("replies.admin.sure"), blocks=(Actions(buttons=buttons),))


def _below(notes: Sequence[Spans], message: Message) -> Message:
    """Return a message below some paragraphs of its own."""
    return message.model_copy(update={"blocks": (*(Paragraph(spans=spans) for spans in notes), *message.blocks)})


def _would_change(
    view: View,
    said: Said,
    order: OfSubject | commands.Holder | commands.Pause | commands.Resume | commands.Redact | commands.Narrate | commands.SetStep,
) -> Spans:
    """Return what an order would change, or why it is asked about."""
    if isinstance(order, OfSubject):
        return personal.why_asked(view, said.asker.short, doing(said, order).judge(view).texts)
    match order:
        case commands.Holder(starts=starts):
            return roles.would_move(view, said, roles.meant(view, said, order), starts or said.today)
        case commands.Pause() | commands.Resume():
            return pauses.would_change(view, said, order)
        case commands.Redact():
            return redaction.would_take_out(order)
        case commands.Narrate():
            return narrative.why_asked(view, said, order)
        case commands.SetStep():
            return personal.why_asked(view, said.asker.short, (order.why,))
    assert_never(order)


def done(tx: Tx, said: Said, draft: Draft) -> tuple[int, ...]:
    """Do what an order says. Returns the numbers of the entries that it made."""
    order = read(said, draft)
    if order.admin_only and not said.asker.person.is_admin:
        raise Refusal("admin_only")
    tx.acting(said.by.model_copy(update={"said": draft.said}))
    if isinstance(order, OfSubject):
        doing(said, order).put(tx, draft.said)
        return tx.entries.recorded(draft.plan, said.inbound.id)
    match order:
        case commands.Holder(starts=starts):
            roles.hold(tx, said, roles.meant(tx, said, order), starts or said.today)
        case commands.Pause() | commands.Resume():
            pauses.change(tx, said, order)
        case commands.Redact(number=number, field=field, why=why):
            tx.erasures.redact(draft.plan, number, field, why)
        case commands.Move() | commands.Drop():
            moving.ask(tx, said, order)
        case commands.Narrate():
            narrative.narrate(tx, said, order, fresh=True)
        case commands.SetStep():
            steps.put(tx, said, steps.typed(tx, said, order), said_as=draft.said)
        case commands.Issue():
            issuing.issue(tx, said, order)
        case _:
            assert_never(order)
    return tx.entries.recorded(draft.plan, said.inbound.id)


def told(view: View, said: Said, draft: Draft) -> Message:
    """Say what an order has changed, with a button that takes it back if anything can."""
    order = read(said, draft)
    if isinstance(order, OfSubject):
        return doing(said, order).told(view, draft.saved)
    match order:
        case commands.Holder(starts=starts):
            title = roles.held(roles.meant(view, said, order), starts or said.today)
        case commands.Pause() | commands.Resume():
            title = pauses.changed(view, said, pauses.scope_of(order))
        case commands.Redact(number=number):
            return Message(title=words("erasures.chat.done", {"number": number}))
        case commands.Move() | commands.Drop():
            request = moving.made_by(view, draft.plan, draft.saved)
            assert request is not None  # the order was done
            return moving.told(view, said, request)
        case commands.Narrate():
            return narrative.told_of(view, said, order, draft.saved)
        case commands.SetStep():
            return steps.told_of(view, said, order, draft.saved)
        case commands.Issue():
            return issuing.told(view, said, order, draft)
        case _:
            assert_never(order)
    if not draft.saved:
        return Message(title=title)
    return Message(title=title, blocks=(Actions(buttons=(undo_of(said, draft.saved[0]),)),))


# ---- undone --------------------------------------------------------------------------------


def give_back(tx: Tx, said: Said, entries: Sequence[Entry]) -> Reply:
    """Say the former facts anew. Raises Refusal if somebody has changed them since, or it was undone already."""
    short = said.asker.short
    if isinstance(parse(entries[0].fields.get("said", ""), said.today, (short,)), commands.Undo):
        raise Refusal("undone_already")
    giving_back.give_back(tx, short, entries)
    tx.rounds.wake(short)
    return say_given_back(tx, said, entries)


def say_given_back(view: View, said: Said, entries: Sequence[Entry]) -> Reply:
    """Say what is so again, from the entries that were undone or from those that undid them."""
    holdings = [entry for entry in entries if entry.header.kind is EntryKind.HOLDING]
    if holdings:
        days = [date.fromisoformat(entry.fields["starts"]) for entry in holdings if "starts" in entry.fields]
        sentence = roles.held_by(view, said, holdings[0].fields["role"], max(days, default=said.today))
    else:
        sentence = pauses.changed(view, said, entries[0].fields.get("scope", EVERYTHING))
    title = words("replies.withdrawn.order", {"sentence": sentence})
    return Say(message=Message(title=title), in_place=said.inbound.card is not None)
