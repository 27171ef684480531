"""Work that goes on after Slack was answered: held on to until done, logged once where it fails, awaited at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine

log = logging.getLogger("milepost.slack")
DRAIN = 10.0  # seconds


class Errands:
    """What is still to be shown to people."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[object, object, object], ident: str) -> asyncio.Task[None]:
        """Begin something; `ident` names what it is for in the log."""
        task = asyncio.get_running_loop().create_task(_logged(work, ident))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    @property
    def under_way(self) -> bool:
        """Whether something is still to be shown."""
        return bool(self._running)

    async def within(self, work: Coroutine[object, object, object], ident: str, deadline: float) -> None:
        """Begin something and wait for it until the deadline (in the loop's time); it goes on beyond."""
        task = self.start(work, ident)
        left = deadline - asyncio.get_running_loop().time()
        if left > 0:
            await asyncio.wait({task}, timeout=left)

    async def drain(self) -> None:
        """Let what is running end, for a while."""
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=DRAIN)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def _logged(work: Coroutine[object, object, object], ident: str) -> None:
    try:
        await work
    except Exception:
        log.exception("%s could not be shown", ident)
