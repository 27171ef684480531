"""Unheard: the rounds that somebody missed, because their questions did not arrive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.model.letters.letter import LetterState


def unheard_since(nudges: Iterable[tuple[date, LetterState]]) -> date | None:
    """Return the first day since a question last arrived on which one failed: from that day on all rounds count as missed."""
    days: dict[LetterState, list[date]] = {}
    for day, state in nudges:
        days.setdefault(state, []).append(day)
    arrived = max(days.get(LetterState.SENT, []), default=date.min)
    return min((day for day in days.get(LetterState.FAILED, []) if day > arrived), default=None)
