"""A date phrase as it was read, and the year that a plan names for dates without one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bot.model.plan import Recurrence

NO_YEAR, EITHER = "date_no_year", "date_order"


class Reading(NamedTuple):
    """A date phrase as read. `problem` is the code of the warning it earns, if any. It may have one and yet be read.

    `was` is an earlier due date that it names beside the one now. `done` says that it calls the thing completed, on the day
    `done_on` if it names one. `choices` are the days that an unclear one may mean.
    """

    start: date | None = None
    due: date | None = None
    open_ended: bool = False
    recurrence: Recurrence | None = None
    problem: str | None = None
    was: date | None = None
    done: bool = False
    done_on: date | None = None
    choices: tuple[date, ...] = ()

    @property
    def lacks_year(self) -> bool:
        """Say if nothing but the year is lacking."""
        return self.problem == NO_YEAR

    @property
    def names_a_day(self) -> bool:
        """Say if a day was read."""
        return self.due is not None or self.start is not None


class PlanYear(NamedTuple):
    """A year that a plan is about, by its first day. `said` is how it is written: 2026, or 2026/27."""

    begins: date
    said: str


def financial_year(first: int) -> PlanYear:
    """Return the year from April to March that begins in a year."""
    return PlanYear(date(first, 4, 1), f"{first}/{(first + 1) % 100:02}")


def calendar_year(year: int) -> PlanYear:
    """Return the year from January to December."""
    return PlanYear(date(year, 1, 1), str(year))
