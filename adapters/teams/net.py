"""The one way out to Microsoft, and what still runs in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

import aiohttp

from adapters.web.background import Errands
from adapters.web.outgoing import Outgoing

T = TypeVar("T")
MOST_OPEN = 200  # connections; the post has a hundred letters in flight
DRAIN = 3.0  # seconds


class Net:
    """A session opened when first used, and the work that is done on it behind a request."""

    def __init__(self) -> None:
        self._out = Outgoing(MOST_OPEN)
        self.errands = Errands()

    @property
    def session(self) -> aiohttp.ClientSession:
        """Return the session shared by every call."""
        return self._out.session

    def start(self, work: Coroutine[object, object, T]) -> asyncio.Task[T]:
        """Do something that nobody waits for to the end. It is finished before the session closes."""
        return self.errands.begin(work)

    async def close(self) -> None:
        """Let what runs end, for a moment, then close the session."""
        await self.errands.drain(DRAIN)
        await self._out.close()


def readable(wrong: BaseException) -> str:
    """Say what went wrong with a call, without anything secret: the kind of error alone."""
    return type(wrong).__name__
