"""The pace at which Teams may be written to: its published limits on a conversation and on a tenant, kept before they are met."""

from __future__ import annotations

import random

MOST_KEPT = 20_000


class Pace:
    """Lets `burst` calls through at once and `rate` a second after that, for each name by itself."""

    def __init__(self, burst: int, rate: float) -> None:
        self._gap = 1.0 / rate
        self._slack = (burst - 1) * self._gap
        self._next: dict[str, float] = {}

    def wait(self, name: str, now: float) -> float:
        """Return the seconds until the next call may go."""
        return max(0.0, self._next.get(name, now) - self._slack - now)

    def take(self, name: str, now: float) -> None:
        """Count a call that goes when its wait is over."""
        self._next[name] = max(self._next.get(name, now), now) + self._gap
        if len(self._next) > MOST_KEPT:
            self._next = {name: moment for name, moment in self._next.items() if moment > now}

    def note(self, name: str, now: float) -> None:
        """Count a call that went without waiting. However many did, the next to wait waits for one place alone."""
        self._next[name] = min(max(self._next.get(name, now), now) + self._gap, now + self._slack + self._gap)

    def hold(self, name: str, now: float, seconds: float) -> None:
        """Let nothing through for n seconds: Teams has said so."""
        self._next[name] = max(self._next.get(name, now), now + seconds + self._slack)


class Chastened(Pace):
    """A pace kept only after it was asked for: until Teams says that it is too much, nothing waits."""

    def __init__(self, burst: int, rate: float, for_seconds: float) -> None:
        super().__init__(burst, rate)
        self._for = for_seconds
        self._until: dict[str, float] = {}

    def wait(self, name: str, now: float) -> float:
        """Return the seconds until the next call may go, none if Teams has not complained lately."""
        return super().wait(name, now) if self._kept(name, now) else 0.0

    def take(self, name: str, now: float) -> None:
        """Count a call that goes when its wait is over, while they are counted."""
        if self._kept(name, now):
            super().take(name, now)

    def hold(self, name: str, now: float, seconds: float) -> None:
        """Let nothing through for n seconds, and keep the pace for a good while after."""
        self._until[name] = now + seconds + self._for
        super().hold(name, now, seconds)

    def _kept(self, name: str, now: float) -> bool:
        return now < self._until.get(name, now)


def conversations(haste: float = 1.0) -> Pace:
    """Return the pace of a conversation. Published: 7 in 1 s, 8 in 2 s, 60 in 30 s."""
    return Pace(burst=5, rate=1.8 * haste)


def tenants(haste: float = 1.0) -> Pace:
    """Return the pace of a tenant. Published: 50 in 1 s, which has changed before and which a plan's few dozen people
    hardly meet.

    So it is kept once a tenant has said that it is too much, for ten minutes. A burst of half and a rate of half are below
    it.
    """
    return Chastened(burst=25, rate=25 * haste, for_seconds=600.0)


def later(tried: int, first: float, most: float) -> float:
    """Return the seconds to wait after n tries in vain: twice as long each time, and never two callers alike."""
    return float(min(first * 2**min(tried, 16), most) * random.uniform(0.75, 1.25))  # noqa: S311 (jitter is no secret)
