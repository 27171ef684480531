"""The turnstile: how much may be asked of the page at once, and how often somebody may come with a link that opens nothing.

Nobody guesses a secret of 256 bits, however often they try. What is bounded is the work that trying makes, so that nobody who
answers in chat waits for it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.ports.page import Shut
from bot.ports.refusals import Refusal

AT_ONCE = 4  # requests that are worked on
WAITING = 100  # requests that wait for their turn; more are sent away
MOST_FAILED = 60  # links a minute that open nothing
MINUTE = 60.0


class Turnstile:
    """Lets requests in, so many at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._here = 0
        self._clock = clock
        self._began = 0.0
        self._failed = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a place. Raises Refusal if too many wait already."""
        if self._here >= self._most:
            raise Refusal(Shut.SLOWER)
        self._here += 1
        try:
            async with self._places:
                yield
        finally:
            self._here -= 1

    def failed(self) -> bool:
        """Note a link that opened nothing. Says if there were too many of these in a minute."""
        now = self._clock()
        if now - self._began >= MINUTE:
            self._began, self._failed = now, 0
        self._failed += 1
        return self._failed > MOST_FAILED
