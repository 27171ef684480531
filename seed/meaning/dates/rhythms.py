"""The rhythms in which things come round: in a date phrase, and in the words of a milestone."""

from __future__ import annotations

import re

from bot.model.plan import Recurrence
from bot.rules.dates.ways import MONTH

RHYTHMS = (
    (Recurrence.WEEKLY, r"weekly|(?:every|each)\s+week"),
    (
        Recurrence.SIX_MONTHLY,
        r"six[\s-]monthly|6[\s-]monthly|half[\s-]yearly|bi-?annually|every\s+(?:six|6)\s+months|twice\s+(?:a|each|every)\s+year",
    ),
    (Recurrence.MONTHLY, r"monthly|(?:every|each)\s+month"),
    (Recurrence.TERMLY, r"termly|(?:every|each)\s+term"),
    (Recurrence.QUARTERLY, r"quarterly|(?:every|each)\s+quarter|every\s+(?:three|3)\s+months"),
    (Recurrence.YEARLY, r"annually|yearly|annual|(?:every|each)\s+year"),
)
_NOT_HALF = r"(?<!half[ -])(?<!bi[ -])(?<!-)"  # there is no rhythm of two months, or of half a term
_EVERY_MONTH_OF_THE_YEAR = re.compile(rf"\b(?:every|each)\s+(?={MONTH})")


def without_rhythm(words: str) -> tuple[Recurrence | None, str]:
    """Return the rhythm that a date phrase in small letters names, and the phrase without it."""
    for recurrence, pattern in _CUTS:
        if found := pattern.search(words):
            return recurrence, words[: found.start()] + " " + words[found.end() :]
    if every := _EVERY_MONTH_OF_THE_YEAR.search(words):
        return Recurrence.YEARLY, words[: every.start()] + words[every.end() :]
    return None, words


_CUTS = tuple(
    (recurrence, re.compile(rf"(?:\b(?:and|then)\s+|&\s*|,\s*)?\b{_NOT_HALF}(?:{pattern})\b(?:\s+thereafter)?"))
    for recurrence, pattern in RHYTHMS
)
