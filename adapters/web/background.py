"""Work that outlives the request it was begun for: held until done, and awaited at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")
log = logging.getLogger("milepost.web")
DRAIN = 10.0  # seconds


class Errands:
    """The work still to be done. `passing` are the errors of a platform that is away: each is logged in one line."""

    def __init__(self, passing: tuple[type[Exception], ...] = ()) -> None:
        self._passing = passing
        self._running: set[asyncio.Task[object]] = set()

    def begin(self, work: Coroutine[object, object, T]) -> asyncio.Task[T]:
        """Begin something. Its outcome is for whoever waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def start(self, work: Coroutine[object, object, object], ident: str) -> asyncio.Task[None]:
        """Begin something that nobody need wait for. If it fails, that is logged once; `ident` names what it was for."""
        return self.begin(self._logged(work, ident))

    @property
    def under_way(self) -> bool:
        """Say if something is still to be done."""
        return bool(self._running)

    async def within(self, work: Coroutine[object, object, object], ident: str, deadline: float) -> None:
        """Begin something and wait for it until the deadline (in the loop's time). It goes on beyond."""
        task = self.start(work, ident)
        left = deadline - asyncio.get_running_loop().time()
        if left > 0:
            await asyncio.wait({task}, timeout=left)

    async def drain(self, seconds: float = DRAIN) -> None:
        """Let what is running end, for a while, and then stop it."""
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _logged(self, work: Coroutine[object, object, object], ident: str) -> None:
        try:
            await work
        except self._passing as away:
            log.warning("%s could not be shown (%s %s)", ident, type(away).__name__, away)
        except Exception:
            log.exception("%s could not be shown", ident)
