"""A day as read from words, and how; or why there is none in them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bot.model.noun import Noun


class How(StrEnum):
    """A way in which a day was read from words."""

    WRITTEN = "written"  # it can hardly mean another
    YEAR = "year"  # it had no year, and is not of this one
    ORDER = "order"  # the numbers would also be a day if they were taken in another order
    PART = "part"  # a month, a week, a quarter or a term: one day of it is meant
    COUNTED = "counted"  # from the day it was said, or to a day of the week


class Lacking(StrEnum):
    """The thing that is lacking before words name one day."""

    YEAR = "year"
    TERMS = "terms"  # the plan's settings do not name that term
    WHICH_YEAR = "which_year"  # the year of the calendar, or the year of the budget
    WEEKDAY = "weekday"  # the day of the week and the date differ


class DayMeant(Noun):
    """A day, and how it was read."""

    day: date
    how: How = How.WRITTEN

    @property
    def certain(self) -> bool:
        """Say if it was written so that it hardly means another."""
        return self.how is How.WRITTEN


class NoDay(Noun):
    """Words in which no day was read."""

    said: str


class ImpossibleDay(Noun):
    """Words that name a day that is in no calendar, such as 31 June."""

    said: str


class UnclearDay(Noun):
    """Words that need an answer before they name one day. `choices` are the days that they may mean, if they are known."""

    said: str
    lacking: Lacking
    choices: tuple[date, ...] = ()


Unread = NoDay | ImpossibleDay | UnclearDay
DayRead = DayMeant | Unread
