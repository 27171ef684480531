"""Lanes: the transactions of one process that change the same plan go one after another, in the order in which they came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager


class Lanes:
    """A lane for each plan. Who waits in one needs no thread for it, so that a plan that is long in other hands holds up no
    other."""

    def __init__(self) -> None:
        self._lanes: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def of(self, plans: Collection[str]) -> AsyncIterator[None]:
        """Wait until the lanes of these plans are free, and keep others out of them."""
        async with AsyncExitStack() as taken:
            for short in sorted(plans):
                await taken.enter_async_context(self._lanes.setdefault(short, asyncio.Lock()))
            yield
