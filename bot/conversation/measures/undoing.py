"""Undoing: the last thing that somebody said of a measure counts no longer, unless somebody built on it since."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.measures.meant import entries_of, made_by, refused
from bot.conversation.measures.told import gone
from bot.conversation.visit import Said
from bot.model.letters.talk import Say
from bot.model.measures.measure import Measure
from bot.model.record.entry import Entry, EntryKind
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal

MEASURES = frozenset({EntryKind.MEASURE, EntryKind.READING})


def take_back(tx: Tx, said: Said, saved: Sequence[Entry]) -> Say:
    """Take back what was said last of a measure. Raises Refusal if that was done already, or others built on it."""
    entry, short = saved[0], said.asker.short
    made = made_by(tx, short, (entry.header.number,))
    if made is None:
        raise Refusal("undone_already")
    measure, number = made
    if _is_built_on(measure, entry):
        raise refused("undo_built", {"handle": measure.handle})
    tx.acting(said.by_as(entry.fields.get("capacity", "")))
    tx.measures.take_back(measure, number)
    tx.rounds.wake(short)
    return gone(tx, said, measure, entry, "undone")


def _is_built_on(measure: Measure, entry: Entry) -> bool:
    """Say if more was said that rests on an entry: on a reading its correction, on a step a later one, on the measure all."""
    number = entry.header.number
    if entry.header.kind is EntryKind.READING:
        return any(one.corrects == number for one in measure.readings)
    later = entries_of(measure) if number == measure.id else tuple(one.id for one in measure.steps)
    return any(one > number for one in later)


def say_undone(view: View, said: Said, entries: Sequence[Entry]) -> Say:
    """Say again what was undone."""
    entry = entries[0]
    begun = int(entry.fields.get("measure", 0)) or entry.header.number
    measure = next((one for one in view.measures.all(said.asker.short) if one.id == begun), None)
    if measure is None:
        raise Refusal("undone_already")
    return gone(view, said, measure, entry, "undone")
