"""Doing: what somebody says of measures is judged, put on the record once, and said back."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.guarding import personal
from bot.conversation.measures import giving, setting
from bot.conversation.measures.meant import Change, made_by
from bot.conversation.measures.told import told
from bot.conversation.visit import Said
from bot.model.letters.message import Message
from bot.model.measures.measure import Measure
from bot.ports.record import Tx, View
from bot.wording import commands


def meant(view: View, said: Said, command: commands.MeasureWork) -> Change:
    """Return what a command changes. Raises Refusal if it can't, or not by whoever speaks."""
    match command:
        case commands.GiveReading():
            return giving.reading(view, said, command)
        case commands.WithdrawReading():
            return giving.withdraw(view, said, command)
        case commands.SetMeasure():
            return setting.set_terms(view, said, command)
        case commands.OwnMeasure():
            return setting.own(view, said, command)
        case commands.CloseMeasure():
            return setting.close(view, said, command)
        case commands.ReopenMeasure():
            return setting.reopen(view, said, command)
    assert_never(command)


def put(tx: Tx, said: Said, change: Change, said_as: str = "") -> tuple[Measure, int]:
    """Put a change on the record, with what looked as if it told who a child is. Returns the measure and the entry.

    `said_as` is how it was typed if that was not just now.
    """
    found = personal.found_in(tx, said.asker.short, change.texts)
    tx.acting(said.by_as(change.capacity, said_as))
    if change.taken_back is not None:
        measure, entry = tx.measures.take_back(change.measure, change.taken_back, change.why), change.taken_back
    elif change.reading is not None:
        measure = tx.measures.read(change.measure, change.reading)
        entry = max(one.id for one in measure.readings)
    elif change.measure.id and change.step is not None:
        measure = tx.measures.step(change.measure, change.step)
        entry = max(one.id for one in measure.steps)
    else:
        measure = tx.measures.begin(change.measure)
        entry = measure.id
    about = measure.terms.actions[0] if measure.terms.actions else measure.handle
    personal.note(tx, said.asker.short, about, entry, found, change.capacity)
    tx.rounds.wake(said.asker.short)
    return measure, entry


def told_of(view: View, said: Said, numbers: tuple[int, ...]) -> Message:
    """Say what some entries have done."""
    made = made_by(view, said.asker.short, numbers)
    assert made is not None  # the order was done
    return told(view, said, *made)
