"""The ticker: asks the rounds to look at the clock, again and again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger("milepost.ticker")
PATIENCE = 3  # ticks that may be missing
AT_LEAST = 1.0  # seconds, for a loop that is busy is no clock that was set


class Ticker:
    """Runs `tick` every `every` seconds, never twice at once. A missed tick is made up for once."""

    def __init__(self, every: float, tick: Callable[[], Awaitable[None]]) -> None:
        self._tick = tick
        self._under_way: asyncio.Future[None] | None = None
        self._stopping = False
        self._every = every
        self._ticked = 0.0  # when it did last, by what no clock that is set can change
        self._minding: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._job = self._scheduler.add_job(
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
        self._ticked = asyncio.get_running_loop().time()
        self._mind()

    def _mind(self) -> None:
        """Begin to count anew if no tick came. If the clock is set back, the scheduler waits until it has caught up."""
        loop = asyncio.get_running_loop()
        idle = self._under_way is None or self._under_way.done()
        if idle and loop.time() - self._ticked > max(PATIENCE * self._every, AT_LEAST):
            log.warning("no round came in time, as if the clock was set back: they go on by what it says now")
            self._ticked = loop.time()
            self._job.reschedule("interval", seconds=self._every, jitter=self._every / 10)
        self._minding = loop.call_later(self._every, self._mind)

    async def stop(self, seconds: float) -> None:
        """Stop ticking. A tick under way may end within so many seconds, and is then given up."""
        self._stopping = True
        if self._minding is not None:
            self._minding.cancel()
        self._scheduler.shutdown(wait=False)
        if self._under_way is None or self._under_way.done():
            return
        await asyncio.wait({self._under_way}, timeout=seconds)
        self._under_way.cancel()
        await asyncio.gather(self._under_way, return_exceptions=True)

    async def _once(self) -> None:
        """Tick. The scheduler cancels what it waits for as it shuts down: that is neither the tick's end nor a fault."""
        self._under_way = asyncio.ensure_future(self._tick())
        self._under_way.add_done_callback(self._note)
        try:
            await asyncio.shield(self._under_way)
        except asyncio.CancelledError:
            if not self._stopping:
                raise

    def _note(self, _ended: asyncio.Future[None]) -> None:
        self._ticked = asyncio.get_running_loop().time()
