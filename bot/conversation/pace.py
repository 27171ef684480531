"""Pace: how much one person may say in a minute, with whichever of their accounts, and how much an account that is nobody's."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto
from threading import Lock

from bot.model.record.remembered import Remembered

MINUTE = timedelta(minutes=1)
FOR_STRANGERS = 5  # answers in a minute to an account that is nobody's: what it is told is the same each time
Account = tuple[str, str, str]  # platform, tenant and account
MOST_KEPT = 10_000  # people whose minute is known; the ones heard longest ago are forgotten


class Turn(Enum):
    """The fate of one more thing said."""

    ANSWERED = auto()
    SLOWED = auto()  # the first past the limit: told so
    UNHEARD = auto()  # the others of that minute


class Pace:
    """Counts what each person says in a minute that begins with the first of it. `most` is the limit, 0 for none."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._minutes: Remembered[int | Account, tuple[datetime, int]] = Remembered(MOST_KEPT)
        self._lock = Lock()  # questions are answered on several threads

    def turn(self, person: int | Account, now: datetime) -> Turn:
        """Say what becomes of one more thing that this person says."""
        if not self.most:
            return Turn.ANSWERED
        with self._lock:
            began, count = self._minutes.get(person) or (now, 0)
            if not began <= now < began + MINUTE:
                began, count = now, 0
            self._minutes.keep(person, (began, count + 1))
        if count < self.most:
            return Turn.ANSWERED
        return Turn.SLOWED if count == self.most else Turn.UNHEARD
