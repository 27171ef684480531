"""Words said twice of a voice: whoever is in doubt says them again, and they are one thing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.model.voices.voice import Voice, VoiceStep
from bot.rules.board.business import alike

_SAME_LINE = timedelta(minutes=10)  # said again within these, a line is the same thing


def said_before(voices: Iterable[Voice], voice: Voice, step: VoiceStep | None) -> tuple[Voice, int] | None:
    """Return the voice that the same person said the same of not long before, and the entry of that. None if they did not."""
    if step is not None:
        last = voice.steps[-1]
        is_same = (last.by, last.deed, last.words, last.terms, last.evidence, last.by_when) == (
            step.by, step.deed, step.words, step.terms, step.evidence, step.by_when,
        )  # fmt: skip
        return (voice, last.id) if is_same and step.at - last.at <= _SAME_LINE else None
    new = voice.steps[0]
    for one in voices:
        first = one.steps[0]
        if one.is_open and first.by == new.by and new.at - first.at <= _SAME_LINE and _says_the_same(first, new):
            return one, first.id
    return None


def _says_the_same(one: VoiceStep, other: VoiceStep) -> bool:
    """Say if two voices were heard in the same words, of which nothing else is said otherwise."""
    if one.terms is None or other.terms is None:
        return False
    plain = other.terms.model_copy(update={"said": one.terms.said})
    return alike(one.terms.said, other.terms.said) and plain == one.terms
