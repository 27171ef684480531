"""Doing: what somebody says of a voice is judged, put on the record once, and said back."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.guarding import personal
from bot.conversation.visit import Said
from bot.conversation.voices import hearing, telling
from bot.conversation.voices.meant import Change
from bot.conversation.voices.told import told
from bot.model.letters.message import Message
from bot.model.voices.voice import Voice
from bot.ports.record import Tx, View
from bot.wording import commands


def meant(view: View, said: Said, command: commands.VoiceWork) -> Change:
    """Return what a command changes. Raises Refusal if it can't, or not by whoever speaks."""
    match command:
        case commands.Hear():
            return hearing.hear(view, said, command)
        case commands.Retell():
            return hearing.retell(view, said, command)
        case commands.TellVoice():
            return telling.tell(view, said, command)
    assert_never(command)


def put(tx: Tx, said: Said, change: Change, drawn_from: str = "", said_as: str = "") -> tuple[Voice, int]:
    """Put a change on the record, with what looked as if it told who a child is. Returns the voice and the entry.

    `said_as` is how it was typed if that was not just now.
    """
    misfits = personal.found_in(tx, said.asker.short, change.texts)
    tx.acting(said.by_as(change.capacity, said_as))
    step = change.made.model_copy(update={"drawn_from": drawn_from})
    if change.step is None:
        voice = tx.voices.begin(change.voice.model_copy(update={"steps": (step,)}))
    else:
        voice = tx.voices.step(change.voice, step)
    entry = voice.steps[-1].id
    about = voice.terms.about[0] if voice.terms.about else voice.handle
    personal.note(tx, said.asker.short, about, entry, misfits, change.capacity)
    tx.rounds.wake(said.asker.short)
    return voice, entry


def recorded(view: View, said: Said) -> tuple[Voice, int] | None:
    """Return the voice, and the entry, that this was recorded as when it was first heard. None if it was not."""
    return made_by(view, said.asker.short, view.entries.recorded(said.asker.short, said.inbound.id))


def made_by(view: View, short: str, numbers: tuple[int, ...]) -> tuple[Voice, int] | None:
    """Return the voice of which one of these entries tells, and that entry."""
    if not numbers:
        return None
    return next(((one, step.id) for one in view.voices.all(short) for step in one.steps if step.id in numbers), None)


def drawn(view: View, said: Said, drawn_from: str) -> tuple[Voice, int] | None:
    """Return the voice, and the entry, that this person made from a form before. None if they made none."""
    key = said.asker.person.id, drawn_from
    each = ((one, step) for one in view.voices.all(said.asker.short) for step in one.steps)
    return next(((one, step.id) for one, step in each if (step.by, step.drawn_from) == key), None)


def told_of(view: View, said: Said, numbers: tuple[int, ...]) -> Message:
    """Say what some entries have done."""
    made = made_by(view, said.asker.short, numbers)
    assert made is not None  # the order was done
    return told(view, said, *made)
