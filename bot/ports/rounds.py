"""The record's verbs for rounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from bot.model.letters.nudge import Ended, Mark, Rounds


class RoundsView(Protocol):
    """The verbs that read rounds, and whom they could not reach."""

    def due(self, now: datetime) -> tuple[str, ...]:
        """Return the plans whose moment has come. Paused plans are left out."""
        ...

    def moment(self) -> datetime | None:
        """Return what the database's own clock shows, which all machines share. None if it has none but this machine's."""
        ...

    def waiting(self, now: datetime) -> Mapping[str, datetime]:
        """Return the moment since which each plan is due for a round, where that is known. Paused plans are left out."""
        ...

    def mark(self, short: str) -> Mark:
        """Return the state of a plan that a round would rest on."""
        ...

    def days(self, short: str, zone: str, before: date) -> Rounds:
        """Return the days before that one on which rounds ran for people of this zone."""
        ...

    def held_over(self, short: str, before: date) -> Mapping[int, frozenset[date]]:
        """Return the days before that one on which a round could not reach each person, because that day's letter had gone
        already."""
        ...


class RoundsTx(RoundsView, Protocol):
    """The verbs that change rounds, and whom they could not reach."""

    def end(self, ended: Ended, now: datetime) -> bool:
        """Note how a plan's round ended. Returns False and changes nothing if the plan is not as the round found it."""
        ...

    def carry_over(self, short: str, was: str, now: str) -> None:
        """Count the rounds of one zone for another too: the plan's own zone was changed, and its rounds went on."""
        ...

    def hold_over(self, short: str, person: int, day: date) -> None:
        """Note that this person was not reached on that day. The plan is looked at when its hours next open."""
        ...

    def wake(self, short: str) -> None:
        """Have the next round look at the plan."""
        ...
