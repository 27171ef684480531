"""The ticker: asks the rounds to look at the clock, again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class Ticker:
    """Runs `tick` every `every` seconds, never twice at once. A missed tick is made up for once."""

    def __init__(self, every: float, tick: Callable[[], Awaitable[None]]) -> None:
        self._tick = tick
        self._under_way: asyncio.Future[None] | None = None
        self._stopping = False
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._once,
            "interval",
            seconds=every,
            jitter=every / 10,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Start ticking on the running loop."""
        self._scheduler.start()

    async def stop(self, seconds: float) -> None:
        """Stop ticking. A tick under way may end within so many seconds, and is then given up."""
        self._stopping = True
        self._scheduler.shutdown(wait=False)
        if self._under_way is None or self._under_way.done():
            return
        await asyncio.wait({self._under_way}, timeout=seconds)
        self._under_way.cancel()
        await asyncio.gather(self._under_way, return_exceptions=True)

    async def _once(self) -> None:
        """Tick. The scheduler cancels what it waits for as it shuts down: that is neither the tick's end nor a fault."""
        self._under_way = asyncio.ensure_future(self._tick())
        try:
            await asyncio.shield(self._under_way)
        except asyncio.CancelledError:
            if not self._stopping:
                raise
