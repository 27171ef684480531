"""The local courier: one process that delivers the letters that wait."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

log = logging.getLogger("milepost.courier")


class DelivererLock:
    """A file beside the database that one delivering process holds; the system frees it when that process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: int | None = None

    def acquire(self) -> bool:
        """Take the lock; False when another process has it."""
        if self._held is not None:
            return True
        opened = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
            return False
        self._held = opened
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._held is not None:
            os.close(self._held)
            self._held = None


class LocalCourier:
    """Carries letters in this process: one loop, several at once, order kept for each person or channel."""

    def __init__(
        self,
        deliver: Callable[[str], Awaitable[None]],
        waiting: Callable[[], Awaitable[Sequence[str]]],
        most: int = 20,
        every: float = 5.0,
    ) -> None:
        self._deliver = deliver
        self._waiting = waiting
        self._most = asyncio.Semaphore(most)
        self._every = every
        self._woken = asyncio.Event()
        self._stopping = False

    async def wake(self, keys: Sequence[str]) -> None:
        """Letters were committed and may go."""
        if keys:
            self._woken.set()

    def stop(self) -> None:
        """End `run` after the letters under way."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Carry what waits, now and whenever woken, until stopped. What waits for a later try is looked at each round."""
        while not self._stopping:
            self._woken.clear()
            await self._carry()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._every)

    async def _carry(self) -> None:
        try:
            keys = await self._waiting()
        except Exception:
            log.exception("the outbox could not be read")
            return
        lanes: dict[str, list[str]] = {}
        for key in keys:
            lanes.setdefault(_lane(key), []).append(key)
        await asyncio.gather(*(self._one_by_one(lane) for lane in lanes.values()))

    async def _one_by_one(self, keys: Sequence[str]) -> None:
        for key in keys:
            async with self._most:
                try:
                    await self._deliver(key)
                except Exception:
                    log.exception("letter %s could not be carried", key)


def _lane(key: str) -> str:
    """Letters to the same person or channel share a lane: a key's second part names whom it is for."""
    return key.split(":", 2)[1] if ":" in key else key
