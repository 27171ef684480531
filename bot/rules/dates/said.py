"""The circumstances in which a day was said, and the stretches of days that a calendar knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from typing import assert_never

from bot.model.policy import Calendar
from bot.model.updates.day import DayMeant, DayRead, How, ImpossibleDay, Lacking, UnclearDay
from bot.rules.calendar import month_end
from bot.rules.dates.kinds import InTerm, Part, Turn

_EARLY, _MIDDLE = 10, 15  # days of a month
_AROUND = 9  # years; there is a 29 February within them
_HOLIDAYS = timedelta(days=60)  # in which "the end of term" is that of the term to come
_NEAR = timedelta(days=370)  # a term that begins further away is another year's


class Towards(Enum):
    """On which side of the day it was said a day without a year lies."""

    COMING = 1
    PAST = -1


class Said:
    """The circumstances of a phrase: its words, its day (None in a document, that is of no day), the calendar."""

    def __init__(self, words: str, on: date | None, calendar: Calendar, towards: Towards) -> None:
        self.words = words
        self.on = on
        self.calendar = calendar
        self.towards = towards

    def nearest(self, days: Iterable[date]) -> date | None:
        """Return the first of some days from the day of the phrase on, or the last up to it."""
        assert self.on is not None
        if self.towards is Towards.PAST:
            return max((day for day in days if day <= self.on), default=None)
        return min((day for day in days if day >= self.on), default=None)

    def years(self) -> range:
        """Return the years in which a day without a year may lie."""
        assert self.on is not None
        return range(max(self.on.year - _AROUND, 1), min(self.on.year + _AROUND + 1, 9999))

    def unclear(self, lacking: Lacking, *choices: date) -> UnclearDay:
        """Say that something is lacking."""
        return UnclearDay(said=self.words, lacking=lacking, choices=choices)

    def meant(self, day: date | None, how: How) -> DayRead:
        """Return a day as read. None is one that cannot be."""
        return ImpossibleDay(said=self.words) if day is None else DayMeant(day=day, how=how)


def part_of_month(year: int, month: int, part: Part) -> date:
    """Return the day that stands for a part of a month: early is the 10th, the middle the 15th, the end its last day."""
    first = date(year, month, 1)
    match part:
        case Part.START:
            return first
        case Part.EARLY:
            return first.replace(day=_EARLY)
        case Part.MIDDLE:
            return first.replace(day=_MIDDLE)
        case Part.END:
            return month_end(first)
    assert_never(part)


def of_stretch(first: date, last: date, part: Part) -> date:
    """Return the day that stands for a part of a quarter or a term."""
    match part:
        case Part.START:
            return first
        case Part.EARLY:
            return first + (last - first) // 4
        case Part.MIDDLE:
            return first + (last - first) // 2
        case Part.END:
            return last
    assert_never(part)


def terms_named(written: InTerm, calendar: Calendar) -> list[tuple[date, date]]:
    """Return the first and last day of each term of that name, and of that year if there is one."""
    named = [term for term in calendar.terms if term.name.lower().startswith(written.name)]
    years = [(term, (term.starts.year, term.ends.year)) for term in named]
    return [(term.starts, term.ends) for term, both in years if written.year is None or written.year in both]


def of_terms(terms: Iterable[tuple[date, date]], part: Part, turn: Turn, said: Said, named: bool) -> DayRead:
    on = said.on
    if on is None:
        return said.unclear(Lacking.YEAR)
    # The settings may name the terms of another year alone: then the one that is meant is not among them.
    days = [(*term, of_stretch(*term, part)) for term in terms if abs(term[0] - on) < _NEAR]
    match turn:
        case Turn.COMING:
            near = _NEAR if named else _HOLIDAYS
            found = said.nearest(day for starts, _, day in days if starts - on < near)
        case Turn.NEXT:
            found = min((day for starts, _, day in days if starts > on), default=None)
        case Turn.LAST:
            found = max((day for _, ends, day in days if ends < on), default=None)
        case _:
            assert_never(turn)
    return said.unclear(Lacking.TERMS) if found is None else said.meant(found, How.PART)
