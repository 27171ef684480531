"""The local courier: one process's hands, which deliver the letters that wait."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from bot.model.letters.letter import Carried, Outbox
from bot.model.mark import mark
from bot.model.record.trouble import Trouble
from bot.ports.refusals import RecordAway

log = logging.getLogger("milepost.courier")
REFILL = 200  # letters in hand, below which the outbox is read again if it holds more than was listed


class LocalCourier:
    """Carries letters in this process: n hands side by side, those of one lane one after another.

    It sleeps until something may go: until the outbox's own next moment, or until it is woken. `plenty` is called when there
    is more than its hands can take at once. Then other processes take letters too, and each begins somewhere else.
    """

    def __init__(
        self,
        carry: Callable[[str], Awaitable[Carried | None]],
        outbox: Callable[[], Awaitable[Outbox]],
        hands: int = 80,
        every: float = 5.0,
        plenty: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._carry = carry
        self._outbox = outbox
        self._count = hands  # as many as the post takes at once: more than it sends, for some are noting how theirs ended
        self._every = every  # seconds after which it looks, whatever it was told: clocks are set, and plans resumed
        self._plenty = plenty
        self._woken = asyncio.Event()
        self._stopping = False
        self._lanes: dict[str, deque[str]] = {}
        self._known: set[str] = set()
        self._idle = asyncio.Event()
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
            self._idle.set()

    async def carry_all(self) -> None:
        """Look for letters now, and return when none are left."""
        await self._fill()
        if not self._stopping:
            await self._idle.wait()

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
        for lane, keys in self._laid_out(outbox):
            if lane not in self._lanes:
                self._lanes[lane] = deque()
                self._free.put_nowait(lane)
            self._lanes[lane] += keys
            self._known.update(keys)
        if self._known:
            self._idle.clear()
        else:
            self._idle.set()
        if self._plenty is not None and len(self._known) > self._count:
            await self._plenty()
        return min(self._every, outbox.pause if outbox.pause is not None else self._every)

    def _laid_out(self, outbox: Outbox) -> list[tuple[str, list[str]]]:
        """Return the letters that are not in hand yet by their lanes, in order."""
        lanes: dict[str, list[str]] = {}
        for key, lane in outbox.ready:
            if key not in self._known:
                lanes.setdefault(lane, []).append(key)
        found = list(lanes.items())
        first = secrets.randbelow(len(found)) if self._plenty is not None and found else 0
        return found[first:] + found[:first]

    async def _hand(self) -> None:
        while (lane := await self._free.get()) is not None and not self._stopping:
            keys = self._lanes[lane]
            if keys:
                await self._next(keys)
            if keys:
                self._free.put_nowait(lane)
            else:
                del self._lanes[lane]

    async def _next(self, keys: deque[str]) -> None:
        """Carry the first letter of a lane."""
        key = keys.popleft()
        done = await self._one(key, keys)
        self._known.discard(key)
        if not self._known:
            self._idle.set()
        if done and (not self._known or (self._more and len(self._known) < REFILL)):
            self._woken.set()

    async def _one(self, key: str, later: deque[str]) -> bool:
        """Carry one letter. Returns False if there was nothing to carry: it is no use then to look again at once.

        Those behind one that has not gone are listed again when it is their turn.
        """
        try:
            carried = await self._carry(key)
        except Exception:
            log.exception("letter %s could not be carried", mark(key))
            self._drop(later)
            return False
        if carried is None:
            return self._taken_elsewhere()
        if carried.more:
            self._woken.set()
        if carried.again is not None:
            self._drop(later)
            asyncio.get_running_loop().call_later(carried.again, self._woken.set)
        return True

    def _drop(self, keys: deque[str]) -> None:
        self._known.difference_update(keys)
        keys.clear()

    def _taken_elsewhere(self) -> bool:
        """Look again if others take letters too: what was listed here is theirs by now. Returns False if nobody does."""
        if self._plenty is None or len(self._known) <= self._count:
            return False
        for keys in self._lanes.values():
            self._drop(keys)
        self._woken.set()
        return True
