"""Doing: what somebody says of the board's business is judged, put on the record once, and said back."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.board.business import answering, deciding, raising
from bot.conversation.board.business.meant import Change
from bot.conversation.board.business.told import told
from bot.conversation.guarding import personal
from bot.conversation.visit import Said
from bot.model.board.business import Item
from bot.model.letters.message import Message
from bot.ports.record import Tx, View
from bot.wording import commands


def meant(view: View, said: Said, command: commands.BusinessWork) -> Change:
    """Return what a command changes. Raises Refusal if it can't, or not by whoever speaks."""
    match command:
        case commands.Challenge():
            return raising.challenge(view, said, command)
        case commands.NewAction():
            return raising.action(view, said, command)
        case commands.Decide():
            return deciding.decide(view, said, command)
        case commands.Answer():
            return answering.answer(view, said, command)
        case commands.Accept(handle=handle):
            return answering.accept(view, said, handle)
        case commands.NotAccepted():
            return answering.not_accepted(view, said, command)
        case commands.CloseAction():
            return answering.close(view, said, command)
        case commands.WithdrawBusiness():
            return answering.withdraw(view, said, command)
    assert_never(command)


def put(tx: Tx, said: Said, change: Change, drawn_from: str = "", said_as: str = "") -> tuple[Item, int]:
    """Put a change on the record, with what looked as if it told who a child is. Returns the item and the entry.

    `said_as` is how it was typed if that was not just now.
    """
    found = personal.found_in(tx, said.asker.short, change.texts)
    tx.acting(said.by_as(change.capacity, said_as))
    if change.step is None:
        item = tx.business.begin(change.item.model_copy(update={"drawn_from": drawn_from}))
        entry = item.id
    else:
        step = change.step.model_copy(update={"capacity": change.capacity, "drawn_from": drawn_from})
        item = tx.business.step(change.item, step)
        entry = max(one.id for one in item.steps)
    about = item.about[0] if item.about else item.handle
    personal.note(tx, said.asker.short, about, entry, found, change.capacity)
    tx.rounds.wake(said.asker.short)
    return item, entry


def recorded(view: View, said: Said) -> tuple[Item, int] | None:
    """Return the item, and the entry, that this was recorded as when it was first heard. None if it was not."""
    return made_by(view, said.asker.short, view.entries.recorded(said.asker.short, said.inbound.id))


def made_by(view: View, short: str, numbers: tuple[int, ...]) -> tuple[Item, int] | None:
    """Return the item of which one of these entries tells, and that entry."""
    if not numbers:
        return None
    for item in view.business.all(short):
        for entry in (item.id, *(step.id for step in item.steps)):
            if entry in numbers:
                return item, entry
    return None


def drawn(view: View, said: Said, drawn_from: str) -> tuple[Item, int] | None:
    """Return the item, and the entry, that this person made from a form before. None if they made none."""
    person = said.asker.person.id
    for item in view.business.all(said.asker.short):
        if item.by == person and item.drawn_from == drawn_from:
            return item, item.id
        for step in item.steps:
            if step.by == person and step.drawn_from == drawn_from:
                return item, step.id
    return None


def told_of(view: View, said: Said, numbers: tuple[int, ...]) -> Message:
    """Say what some entries have done."""
    made = made_by(view, said.asker.short, numbers)
    assert made is not None  # the order was done
    return told(view, said, *made)
