"""Undoing: the last thing that somebody said of a voice counts no longer, unless somebody built on it since."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.visit import Said, plan_named
from bot.conversation.voices.doing import made_by
from bot.conversation.voices.meant import refused
from bot.model.letters.message import Message, Paragraph
from bot.model.letters.talk import Say
from bot.model.record.entry import Entry, EntryKind
from bot.model.voices.voice import Voice, VoiceState
from bot.ports.record import Tx, View
from bot.ports.refusals import Refusal
from bot.rules.voices.standing import standing
from bot.wording.sentences import words
from bot.wording.voices import lines as wording

VOICES = frozenset({EntryKind.VOICE})


def take_back(tx: Tx, said: Said, saved: Sequence[Entry]) -> Say:
    """Take back what was said last of a voice. Raises Refusal if that was done already, or others built on it."""
    for entry in saved:
        voice = _voice_of(tx, said, entry)
        _refuse(tx, said, voice, entry.header.number)
        tx.acting(said.by_as(entry.fields.get("capacity", "")))
        tx.voices.take_back(voice, entry.header.number)
    tx.rounds.wake(said.asker.short)
    return say_undone(tx, said, saved)


def _voice_of(view: View, said: Said, entry: Entry) -> Voice:
    begun = int(entry.fields.get("voice", entry.header.number))
    found = made_by(view, said.asker.short, (begun,))
    if found is None:
        raise Refusal("undone_already")
    return found[0]


def _refuse(view: View, said: Said, voice: Voice, entry: int) -> None:
    if voice.state is VoiceState.WITHDRAWN and all(step.id != entry for step in voice.steps[-1:]):
        raise Refusal("undone_already")
    if any(step.id > entry for step in voice.steps):
        raise refused("undo_built", {"handle": voice.handle, "state": _state(view, said, voice)})
    if all(step.id != entry for step in voice.steps):
        raise Refusal("undone_already")


def say_undone(view: View, said: Said, entries: Sequence[Entry]) -> Say:
    """Say which voice stands as before, and how."""
    voice = _voice_of(view, said, entries[0])
    gone = entries[0].header.number == voice.id
    facts = {"handle": voice.handle, "state": _state(view, said, voice)}
    plan = tuple(Paragraph(spans=spans) for spans in plan_named(view, said.asker.person.id, said.asker.short))
    title = words(f"voices.told.undone_{'heard' if gone else 'step'}", facts)
    return Say(message=Message(title=title, blocks=plan), in_place=said.inbound.card is not None)


def _state(view: View, said: Said, voice: Voice) -> str:
    policy = view.plans.policy(said.asker.short)
    return wording.state(standing(voice, said.today, policy.zone))
