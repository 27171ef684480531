"""The past of Milepost itself: nothing of that is kept."""

from __future__ import annotations

from datetime import datetime

from bot.model.watching import Noted, Vitals


class NothingWatched:
    """A past of which nothing is known."""

    def vitals(self, now: datetime) -> Vitals:
        """Return nothing of note."""
        return Vitals()

    def noted(self, what: Noted) -> datetime | None:
        """Return None: nothing was noted."""
        return None

    def held_up(self, now: datetime, most: int = 1000) -> tuple[()]:
        """Return no letter."""
        return ()

    def refusing(self) -> tuple[()]:
        """Return no organisation."""
        return ()

    def told(self) -> tuple[()]:
        """Return nobody."""
        return ()


NOTHING_WATCHED = NothingWatched()
