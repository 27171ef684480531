"""The ticker: asks the rounds to look at the clock, again and again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class Ticker:
    """Runs `tick` every `every` seconds, never twice at once. A missed tick is made up for once."""

    def __init__(self, every: float, tick: Callable[[], Awaitable[None]]) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            tick,
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

    def stop(self) -> None:
        """Stop ticking. A tick under way is left to end."""
        self._scheduler.shutdown(wait=False)
