"""Courtesy: whoever has said something is answered first. Letters can wait a moment; a person should not."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable

from bot.model.letters.talk import Inbound, Reply
from bot.ports.channel import Handle

LONGEST = 0.01  # seconds a letter gives way at most, so that many who talk do not stop the post
LATELY = 1.0  # seconds after an answer during which the next thing said is expected
APART = 0.002  # seconds between two turns of letters while people talk
AT_A_TURN = 5  # letters that go then: what is said meanwhile waits for those few alone


class Courtesy:
    """Knows if somebody is being answered. While people talk, a few letters go at a time, otherwise all as fast as they can."""

    def __init__(self, longest: float = LONGEST, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._longest = longest
        self._monotonic = monotonic
        self._answering = 0
        self._answered = -LATELY
        self._nobody = asyncio.Event()
        self._gate = asyncio.Lock()
        self._more = 0  # letters that may yet go in this turn

    def first(self, handle: Handle) -> Handle:
        """Return the same desk, before which letters give way."""

        async def answered(inbound: Inbound) -> Reply:
            self._answering += 1
            self._nobody.clear()
            try:
                return await handle(inbound)
            finally:
                self._answering -= 1
                self._answered = self._monotonic()
                if not self._answering:
                    self._nobody.set()

        return answered

    async def give_way(self) -> None:
        """Wait until it is a letter's turn."""
        if not self._talking():
            return
        async with self._gate:
            if self._more:
                self._more -= 1
                return
            if self._answering:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._nobody.wait(), self._longest)
            if self._talking():
                await asyncio.sleep(APART)
            self._more = AT_A_TURN - 1

    def _talking(self) -> bool:
        return self._answering > 0 or self._monotonic() - self._answered < LATELY
