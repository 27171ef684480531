"""The pace at which Slack may be written to: one message a second to a channel, a burst to a workspace."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.ports.clock import Clock
from bot.ports.refusals import DeliveryFailed
from bot.wording.sentences import words

EACH = 1.0  # seconds between two messages in one channel
BURST = 20  # messages of one workspace on their way at once
PATIENCE = 10.0  # seconds a letter waits its turn here; one that would wait longer is handed back


class Pace:
    """The moment from which the next message may go, to each channel, and to each workspace after it asked for a pause."""

    def __init__(self, clock: Clock, haste: float = 1.0) -> None:
        self._clock = clock
        self._each = EACH / haste
        self._next: dict[str, float] = {}
        self._paused: dict[str, tuple[float, datetime]] = {}
        self._bursts: dict[str, asyncio.Semaphore] = {}

    def burst(self, token: str) -> asyncio.Semaphore:
        """Return what limits how many messages of one workspace are on their way."""
        return self._bursts.setdefault(token, asyncio.Semaphore(BURST))

    async def turn(self, token: str, channel: str) -> None:
        """Wait for this channel's turn. If that is too far away, raises DeliveryFailed with the seconds until then."""
        now = asyncio.get_running_loop().time()
        slot = max(now + self._pause_left(token, now), self._next.get(channel, 0.0))
        if slot - now > PATIENCE:
            raise DeliveryFailed(words("slack.reach.busy", {"error": "ratelimited"}), slot - now)
        self._reserve(channel, slot, now)
        if slot > now:
            await asyncio.sleep(slot - now)

    def pause(self, token: str, seconds: float) -> None:
        """Send this workspace nothing for a while."""
        now = asyncio.get_running_loop().time()
        if seconds > self._pause_left(token, now):
            self._paused[token] = (now + seconds, self._clock() + timedelta(seconds=seconds))

    def _pause_left(self, token: str, now: float) -> float:
        """Return how long the pause still lasts: until either clock says it is over, as a record's clock may be moved by hand."""
        until, moment = self._paused.get(token, (0.0, None))
        if moment is None:
            return 0.0
        left = min(until - now, (moment - self._clock()).total_seconds())
        if left <= 0:
            self._paused.pop(token, None)
        return max(left, 0.0)

    def _reserve(self, channel: str, slot: float, now: float) -> None:
        if len(self._next) > 10_000:
            self._next = {known: free for known, free in self._next.items() if free > now}
        self._next[channel] = slot + self._each
