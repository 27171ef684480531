"""The record's verbs for watching over Milepost: none of this is a plan's, and none of it is in the record itself."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.model.fault import FaultTold, Refusing
from bot.model.letters.letter import Letter
from bot.model.watching import Noted, Vitals


class WatchingView(Protocol):
    """The verbs that read how the database stands."""

    def vitals(self, now: datetime) -> Vitals:
        """Return the state of the whole database: cheap, however much is in it."""
        ...

    def noted(self, what: Noted) -> datetime | None:
        """Return when that was last done, as far as it was noted."""
        ...

    def told(self) -> tuple[FaultTold, ...]:
        """Return the faults that admins were told of, and not yet that they are over."""
        ...

    def held_up(self, now: datetime, most: int = 1000) -> tuple[Letter, ...]:
        """Return letters that might have gone by now and have not, whatever holds them up but a pause: the oldest, `most` of
        them."""
        ...

    def refusing(self) -> tuple[Refusing, ...]:
        """Return the organisations that take no letters."""
        ...


class WatchingTx(WatchingView, Protocol):
    """The verbs that note what was seen."""

    def note(self, what: Noted, at: datetime) -> None:
        """Note that it was done."""
        ...

    def begin(self, told: FaultTold, since: datetime) -> None:
        """Note that an admin was told of a fault."""
        ...

    def end(self, told: FaultTold) -> None:
        """Note that an admin was told that a fault is over."""
        ...
