"""The pace at which Slack may be written to: one message a second to a channel, a burst to a workspace.

Slack's 429 to a message is about its channel: that one waits. If it says so of many at once, it means the workspace.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta

from bot.ports.clock import Clock
from bot.ports.refusals import DeliveryFailed
from bot.wording.sentences import words

EACH = 1.0  # seconds between two messages in one channel
BURST = 20  # messages of one workspace on their way at once
PATIENCE = 10.0  # seconds a letter waits its turn here; one that would wait longer is handed back
MANY = 3  # channels of a workspace told to wait at once: the workspace is meant


class Pace:
    """The moment from which the next message may go, to each channel, and to each that Slack asked to leave in peace."""

    def __init__(self, clock: Clock, haste: float = 1.0) -> None:
        self._clock = clock
        self._each = EACH / haste
        self._next: dict[str, float] = {}
        self._paused: defaultdict[str, dict[str, tuple[float, datetime]]] = defaultdict(dict)
        self._bursts: dict[str, asyncio.Semaphore] = {}

    def burst(self, token: str) -> asyncio.Semaphore:
        """Return what limits how many messages of one workspace are on their way."""
        return self._bursts.setdefault(token, asyncio.Semaphore(BURST))

    async def turn(self, token: str, channel: str) -> None:
        """Wait for this channel's turn. If that is too far away, raises DeliveryFailed with the seconds until then."""
        now = asyncio.get_running_loop().time()
        slot = max(now + self._pause_left(token, channel, now), self._next.get(channel, 0.0))
        if slot - now > PATIENCE:
            raise DeliveryFailed(words("slack.reach.busy", {"error": "ratelimited"}), slot - now)
        self._reserve(channel, slot, now)
        if slot > now:
            await asyncio.sleep(slot - now)

    def pause(self, token: str, channel: str, seconds: float) -> None:
        """Send this channel nothing for a while. All others of its workspace go on, unless many were told to wait."""
        now = asyncio.get_running_loop().time()
        if seconds > self._pauses(token, now).get(channel, 0.0):
            self._paused[token][channel] = (now + seconds, self._clock() + timedelta(seconds=seconds))

    def _pause_left(self, token: str, channel: str, now: float) -> float:
        pauses = self._pauses(token, now)
        return pauses.get(channel, min(pauses.values()) if len(pauses) >= MANY else 0.0)

    def _pauses(self, token: str, now: float) -> dict[str, float]:
        """Return how long each channel's pause still lasts: until either clock says it is over, as a record's clock may be
        moved by hand."""
        known = self._paused.get(token)
        if not known:
            return {}
        moment = self._clock()
        left = {channel: min(until - now, (end - moment).total_seconds()) for channel, (until, end) in known.items()}
        self._paused[token] = {channel: known[channel] for channel, seconds in left.items() if seconds > 0}
        return {channel: seconds for channel, seconds in left.items() if seconds > 0}

    def _reserve(self, channel: str, slot: float, now: float) -> None:
        if len(self._next) > 10_000:
            self._next = {known: free for known, free in self._next.items() if free > now}
        self._next[channel] = slot + self._each
