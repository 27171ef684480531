"""Readings asked for at the same time share one snapshot and one trip to a thread: most take less time than the trip."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import TypeVar

from bot.model.record.trouble import Trouble
from bot.ports.record import View
from bot.ports.refusals import RecordAway

T = TypeVar("T")
AT_ONCE = 3  # trips under way side by side, so that a long reading does not hold up the short ones behind it
MOST = 64  # readings on one trip

Told = Callable[[], None]
Asked = Callable[[View], Told]


class Readings:
    """The readings that are wanted now, had read many at a time. `on_snapshot` opens one snapshot and calls back with it."""

    def __init__(self, threads: Executor, on_snapshot: Callable[[Callable[[View], list[Told]]], list[Told]]) -> None:
        self._threads = threads
        self._on_snapshot = on_snapshot
        self._asked: deque[tuple[Asked, Callable[[BaseException], None]]] = deque()
        self._trips: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """Return how many wait for a trip."""
        return len(self._asked)

    async def read(self, work: Callable[[View], T], until: float | None = None) -> T:
        """Return what work makes of a snapshot no older than this call. Raises what work raises, and RecordAway after `until`."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def fail(error: BaseException) -> None:
            if not answer.done():
                answer.set_exception(error)

        def tell(result: T) -> None:
            if not answer.done():
                answer.set_result(result)

        def one(view: View) -> Told:
            if answer.done():  # nobody waits any longer
                return lambda: None
            try:
                result = work(view)
            except Exception as error:
                return partial(fail, error)
            return partial(tell, result)

        self._asked.append((one, fail))
        # One that is over, and of which the loop has not told yet, takes nothing more along: it must not count.
        if sum(not trip.done() for trip in self._trips) < AT_ONCE:
            trip = asyncio.create_task(self._travel())
            self._trips.add(trip)
            trip.add_done_callback(self._trips.discard)
        if until is None:
            return await answer
        try:
            async with asyncio.timeout(max(until - time.monotonic(), 0)):
                return await answer
        except TimeoutError:
            raise RecordAway(Trouble.BUSY) from None

    async def _travel(self) -> None:
        loop = asyncio.get_running_loop()
        while self._asked:
            group = [self._asked.popleft() for _ in range(min(len(self._asked), MOST))]
            try:
                told = await loop.run_in_executor(self._threads, self._on_snapshot, _all([one for one, _ in group]))
            except Exception as error:
                told = [partial(fail, error) for _, fail in group]
            for tell in told:
                tell()


def _all(group: Sequence[Asked]) -> Callable[[View], list[Told]]:
    return lambda view: [one(view) for one in group]
