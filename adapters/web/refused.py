"""Requests that are refused at a door, since nobody can tell that they are the platform's own: counted by reason, and logged.

What was sent is told nowhere: it may be anybody's.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum

from prometheus_client import Counter as Counted

log = logging.getLogger("milepost.http")
REFUSED = Counted(
    "milepost_refused", "Requests refused at a door: most are not proved to be the platform's.", ["platform", "reason"]
)
SECRET_REFUSED = Counted(
    "milepost_secret_refused", "Calls that a platform refused because a secret of Milepost's does not work there.", ["platform"]
)
TOLD_EVERY = 60.0  # seconds between two lines of the log about one reason


class Refused:
    """Counts the refused requests of one platform, and tells of each reason at most once a minute."""

    def __init__(self, platform: str, reasons: Iterable[StrEnum], clock: Callable[[], float] = time.monotonic) -> None:
        self._platform, self._clock = platform, clock
        for reason in reasons:
            REFUSED.labels(platform, reason.value)  # at nought from the start: an alert sees nothing rise that was not there
        self._told: dict[StrEnum, float] = {}
        self._untold: Counter[StrEnum] = Counter()

    def count(self, reason: StrEnum) -> None:
        """Count one more request of which the log need not tell."""
        REFUSED.labels(self._platform, reason.value).inc()

    def note(self, reason: StrEnum, why: str) -> None:
        """Count one more request. `why` says in words what was wrong, and what may be done about it."""
        self.count(reason)
        self._untold[reason] += 1
        now = self._clock()
        if now - self._told.get(reason, -TOLD_EVERY) < TOLD_EVERY:
            return
        self._told[reason] = now
        count = self._untold.pop(reason)
        log.warning("%s: refused %s (%s in all since this was last told): %s", self._platform, reason.value, count, why)


def secret_refused(platform: str) -> None:
    """Count one more call that a platform refused because a secret of ours does not work there."""
    SECRET_REFUSED.labels(platform).inc()
