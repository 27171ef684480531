"""The clock that all machines share that deliver from one database: the database's own."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.ports.clock import Clock
from bot.ports.record import Store


class SharedClock:
    """Shows what the database's clock shows, as it was compared last and has gone on since. On SQLite it is this machine's.

    However this machine's clock is set, others see for how long it holds a letter.
    """

    def __init__(self, store: Store, own: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store, self._own, self._monotonic = store, own, monotonic
        self._shown: tuple[datetime, float] | None = None

    async def compare(self) -> None:
        """Look at the database's clock."""
        moment = await self._store.read(lambda view: view.rounds.moment())
        self._shown = (moment, self._monotonic()) if moment is not None else None

    def __call__(self) -> datetime:
        """Return the moment."""
        if self._shown is None:
            return self._own()
        moment, at = self._shown
        return moment + timedelta(seconds=self._monotonic() - at)


async def shared_clock(store: Store, own: Clock) -> SharedClock:
    """Return the clock, compared for the first time."""
    made = SharedClock(store, own)
    await made.compare()
    return made
