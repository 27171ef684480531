"""Rounds as they are watched: how long each took, and by how much it came too late, also if Milepost stood still before it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.model.tenants import Serving
from bot.model.watching import Noted
from bot.planning.rounds import Planned, plan_and_tell
from bot.ports.clock import Clock
from bot.ports.record import Store
from bot.program.watching.lines import planned

NOTED_EVERY = timedelta(minutes=5)  # so that whoever starts later knows since when no round ran


class Rounds:
    """Runs rounds, and knows when the last one was."""

    def __init__(self, store: Store, served: Serving, give_way: Callable[[], Awaitable[None]], clock: Clock) -> None:
        self._store, self._served, self._give_way, self._clock = store, served, give_way, clock
        self._last: datetime | None = None
        self._noted: datetime | None = None

    async def run(self) -> tuple[tuple[str, ...], Mapping[str, datetime]]:
        """Run one round. Returns the keys of the letters it planned, and since when each plan that was due had waited for it."""
        now, began = self._clock(), time.monotonic()
        last = await self._last_round()
        done = await plan_and_tell(self._store, now, self._served, self._give_way)
        waited = waited_for(done, last)
        late = max(((now - since).total_seconds() for since in waited.values()), default=0.0)
        self._last = self._clock()
        planned(done, self._last, time.monotonic() - began, max(late, 0.0))
        await self._note(self._last)
        return done.keys, waited

    async def _last_round(self) -> datetime | None:
        """Return when the last round ended, of this process or of one before it. Another process may have planned meanwhile."""
        if self._noted is None or (self._last is not None and self._clock() - self._last > NOTED_EVERY):
            self._noted = await self._store.read(lambda view: view.watching.noted(Noted.ROUND))
        return max((moment for moment in (self._last, self._noted) if moment is not None), default=None)

    async def _note(self, ended: datetime) -> None:
        if self._noted is None or not self._noted <= ended < self._noted + NOTED_EVERY:
            await self._store.transact(lambda tx: tx.watching.note(Noted.ROUND, ended))
            self._noted = ended


def waited_for(done: Planned, last: datetime | None) -> Mapping[str, datetime]:
    """Return since when each plan that was due had waited for a round. A round before knew of what happened before it; if none
    is known of, nobody can tell."""
    return {short: max(since, last) for short, since in done.due.items()} if last is not None else {}
