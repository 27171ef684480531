"""Courtesy: whoever has said something is answered first. Letters can wait a moment; a person should not."""

from __future__ import annotations

import asyncio
import contextlib

from bot.ports import Handle, Inbound, Reply

LONGEST = 0.05  # seconds a letter gives way at most, so that many who talk do not stop the post


class Courtesy:
    """Knows whether somebody is being answered."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._answering = 0
        self._nobody = asyncio.Event()

    def first(self, handle: Handle) -> Handle:
        """The same desk, before which letters give way."""

        async def answered(inbound: Inbound) -> Reply:
            self._answering += 1
            self._nobody.clear()
            try:
                return await handle(inbound)
            finally:
                self._answering -= 1
                if not self._answering:
                    self._nobody.set()

        return answered

    async def give_way(self) -> None:
        """Return when nobody is being answered, or after a moment."""
        if self._answering:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._nobody.wait(), self._longest)
