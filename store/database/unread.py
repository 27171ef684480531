"""Rows that cannot be read: noted by kind and number or key, logged once, never with what they hold."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from bot.model.record.trouble import Kept, Unread
from bot.ports.refusals import Unreadable

T = TypeVar("T")
log = logging.getLogger("milepost.store")
# What the makers of nouns and the database's own readers of dates raise. A ValidationError is a ValueError.
WRONG = (ValueError, TypeError, AttributeError)


class Noted:
    """The rows one reading met and could not read. `logged` is shared by all readings of a process."""

    def __init__(self, logged: set[Unread]) -> None:
        self.met: dict[Unread, None] = {}
        self.times = 0  # that one was met
        self._logged = logged

    def read(self, kind: Kept, key: object, make: Callable[[], T], plan: str = "") -> T:
        """Make a value of a row. Raises Unreadable, and no word of the row with it."""
        try:
            return make()
        except WRONG:
            unread = Unread(kind=kind, key=str(key), plan=plan)
            self.met[unread] = None
            self.times += 1
            raise Unreadable(unread) from None

    def passed_over(self, kind: Kept, key: object, make: Callable[[], T], plan: str = "") -> T | None:
        """Make a value of a row. Returns None if that cannot be, which is logged once."""
        try:
            return self.read(kind, key, make, plan)
        except Unreadable as found:
            if found.unread not in self._logged:
                self._logged.add(found.unread)
                log.warning("%s cannot be read", found)
            return None
