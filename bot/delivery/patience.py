"""Patience: how long until a letter that did not go is tried again."""

from __future__ import annotations

import math
import zlib
from datetime import datetime, timedelta

from bot.model.letters.letter import Ending, Letter, LetterState

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0  # seconds before a later try, if the platform does not say
LONGEST_WANTED = 7 * 86_400.0  # seconds: no platform means more


def pause(letter: Letter, wanted: float | None) -> float:
    """Return the seconds until the next try: what the platform asked for, else twice as long as before, each letter at a
    moment of its own."""
    if wanted is not None and 0 < wanted < math.inf:
        return min(wanted, LONGEST_WANTED)
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(letter.attempts, 20))
    share = zlib.crc32(f"{letter.key} {letter.attempts}".encode()) / 2**32
    return longest * (0.5 + share / 2)


def looked_at_again(letter: Letter, state: LetterState, reason: str, now: datetime, asked: float | None) -> Ending:
    """Return the ending of a letter that has not come to its end: it is looked at again after a pause."""
    return Ending(letter=letter, state=state, reason=reason, retry_at=now + timedelta(seconds=pause(letter, asked)))
