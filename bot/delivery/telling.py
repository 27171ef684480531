"""Telling: what became of each try to deliver a letter, for the log and the figures. It says nothing of what the letter says."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from bot.model.letters.letter import Ending, Letter, LetterKind, LetterState
from bot.model.mark import mark
from bot.ports.clock import Clock


class Tried(NamedTuple):
    """One try: of which kind of letter, on which platform ("" if no address was found), how it ended, how long the letter
    had waited by then, how long the platform took, in seconds, and the letter's mark."""

    kind: LetterKind
    platform: str
    state: LetterState
    attempt: int
    age: float
    seconds: float
    mark: str


Tell = Callable[[Tried], None]


def nobody(_tried: Tried) -> None:
    """Tell nobody."""


class Telling:
    """Knows when each letter in hand was given to its platform."""

    def __init__(self, tell: Tell, clock: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._monotonic = monotonic
        self._began: dict[str, float] = {}

    def begins(self, letter: Letter) -> None:
        """Take note that a letter is worked on from now on."""
        self._began[letter.key] = self._monotonic()

    def ended(self, taken: Letter, ending: Ending) -> None:
        """Tell how that ended."""
        now, began = self._monotonic(), self._began.pop(taken.key, None)
        address = ending.letter.address
        self._tell(
            Tried(
                kind=taken.kind,
                platform=address.platform if address is not None else "",
                state=ending.state,
                attempt=taken.attempts,
                age=max((self._clock() - taken.not_before).total_seconds(), 0.0),
                seconds=now - began if began is not None else 0.0,
                mark=mark(taken.key),
            )
        )
