"""How fast Teams may be written to: its published limits on a conversation and on a tenant, kept before they are met."""

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
        """Seconds until the next call may go."""
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
        """Let nothing through for so long: Teams has said so."""
        self._next[name] = max(self._next.get(name, now), now + seconds + self._slack)


def conversations(haste: float = 1.0) -> Pace:
    """Published: 7 in 1 s, 8 in 2 s, 60 in 30 s in one conversation."""
    return Pace(burst=5, rate=1.8 * haste)


def tenants(haste: float = 1.0) -> Pace:
    """Published: 50 in 1 s in one tenant, which a burst of half and a rate of half never exceed."""
    return Pace(burst=25, rate=25 * haste)


def later(tried: int, first: float, most: float) -> float:
    """Seconds to wait after so many tries in vain: twice as long each time, and never two callers alike."""
    return float(min(first * 2**min(tried, 16), most) * random.uniform(0.75, 1.25))  # noqa: S311 (jitter is no secret)
