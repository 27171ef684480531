"""The local courier: one process that delivers the letters that wait."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from bot.model.letter import Carried, Outbox
from bot.model.trouble import Trouble
from bot.ports.refusals import RecordAway

log = logging.getLogger("milepost.courier")
REFILL = 200  # letters in hand, below which the outbox is read again if it holds more than was listed


class LocalCourier:
    """Carries letters in this process: n hands side by side, those of one lane one after another.

    It sleeps until something may go: until the outbox's own next moment, or until it is woken.
    """

    def __init__(
        self,
        carry: Callable[[str], Awaitable[Carried | None]],
        outbox: Callable[[], Awaitable[Outbox]],
        hands: int = 40,
        every: float = 5.0,
    ) -> None:
        self._carry = carry
        self._outbox = outbox
        self._count = hands  # more than the post sends at once: some are noting how theirs ended
        self._every = every  # seconds after which it looks, whatever it was told: clocks are set, and plans resumed
        self._woken = asyncio.Event()
        self._stopping = False
        self._lanes: dict[str, deque[str]] = {}
        self._known: set[str] = set()
        self._free: asyncio.Queue[str | None] = asyncio.Queue()  # lanes with a letter to carry; None ends a hand
        self._more = False

    async def wake(self, keys: Sequence[str]) -> None:
        """Take note that letters were committed and may go."""
        if keys:
            self._woken.set()

    def stop(self) -> None:
        """End `run` after the letters under way."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Carry what may go, now and whenever there is more, until stopped."""
        hands = [asyncio.create_task(self._hand()) for _ in range(self._count)]
        try:
            while not self._stopping:
                self._woken.clear()
                pause = await self._fill()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), pause)
        finally:
            self._stopping = True
            for _ in hands:
                self._free.put_nowait(None)
            await asyncio.gather(*hands)

    async def _fill(self) -> float:
        """Put what may go into its lanes. Returns for how long nothing more will."""
        try:
            outbox = await self._outbox()
        except RecordAway as away:
            if away.trouble is not Trouble.GONE:  # which was logged once, when it was found
                log.warning("the outbox could not be read (%s)", away.trouble.value)
            return self._every
        except Exception:
            log.exception("the outbox could not be read")
            return self._every
        self._more = outbox.more
        for key, lane in outbox.ready:
            if key in self._known:
                continue
            self._known.add(key)
            if lane not in self._lanes:
                self._lanes[lane] = deque()
                self._free.put_nowait(lane)
            self._lanes[lane].append(key)
        return min(self._every, outbox.pause if outbox.pause is not None else self._every)

    async def _hand(self) -> None:
        while (lane := await self._free.get()) is not None and not self._stopping:
            key = self._lanes[lane].popleft()
            done = await self._one(key)
            self._known.discard(key)
            if self._lanes[lane]:
                self._free.put_nowait(lane)
            else:
                del self._lanes[lane]
            if done and (not self._known or (self._more and len(self._known) < REFILL)):
                self._woken.set()

    async def _one(self, key: str) -> bool:
        """Carry one letter. Returns False if there was nothing to carry: it is no use then to look again at once."""
        try:
            carried = await self._carry(key)
        except Exception:
            log.exception("letter %s could not be carried", key)
            return False
        if carried is None:
            return False
        if carried.more:
            self._woken.set()
        elif carried.again is not None:
            asyncio.get_running_loop().call_later(carried.again, self._woken.set)
        return True
