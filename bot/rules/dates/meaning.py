"""Find the day that is meant by what was written, given the day it was said and the plan's calendar."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from typing import assert_never

from bot.model.day import DayMeant, DayRead, How, ImpossibleDay, Lacking, NoDay, UnclearDay
from bot.model.policy import Calendar, Quarters
from bot.rules.calendar import month_end, quarter, quarter_of, working_days_of
from bot.rules.dates.kinds import (
    CalendarDay,
    Counted,
    InMonth,
    InQuarter,
    InStretch,
    InTerm,
    InYear,
    MonthAndNumber,
    OnWeekday,
    Part,
    Turn,
    Unit,
    Written,
)

_FRIDAY = 4
_EARLY, _MIDDLE = 10, 15  # days of a month
_LAST_DIGIT = 9  # what has one digit is no year
_AROUND = 9  # years; there is a 29 February within them
_HOLIDAYS = timedelta(days=60)  # in which "the end of term" is that of the term to come
_NEAR = timedelta(days=370)  # a term that begins further away is another year's
_SOON = 10  # years in which a number after a month may be the year


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


def meaning(written: Written, said: Said) -> DayRead:
    """Return the day that is meant."""
    match written:
        case CalendarDay():
            return _calendar_day(written, said)
        case MonthAndNumber():
            return _month_and_number(written, said)
        case InMonth():
            return _in_month(written, said)
        case InQuarter():
            return _in_quarter(written, said)
        case InTerm():
            return _in_term(written, said)
        case InYear():
            return _in_year(written, said)
        case InStretch() | OnWeekday() | Counted() if said.on is None:
            return NoDay(said=said.words)
        case InStretch():
            return _in_stretch(written, said, said.on)
        case OnWeekday():
            return _on_weekday(written, said, said.on)
        case Counted():
            return _counted(written, said, said.on)
    assert_never(written)


def beginning(written: Written) -> Written:
    """Return what stands for the first day of a month, a quarter or a term, in place of its last."""
    if isinstance(written, MonthAndNumber) and written.number > _LAST_DIGIT:
        return InMonth(month=written.month, year=2000 + written.number, part=Part.START)
    if isinstance(written, InMonth | InQuarter | InTerm | InStretch) and written.part is not Part.MIDDLE:
        return written.model_copy(update={"part": Part.START})
    return written


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ---- days of a month ---------------------------------------------------------------------


def _calendar_day(written: CalendarDay, said: Said) -> DayRead:
    if written.year is not None:
        day = _day(written.year, written.month, written.day)
        how = How.ORDER if written.turned else How.WRITTEN
    elif _day(2000, written.month, written.day) is None:  # a leap year
        return ImpossibleDay(said=said.words)
    elif said.on is None:
        return said.unclear(Lacking.YEAR)
    else:
        found = (_day(year, written.month, written.day) for year in said.years())
        day = said.nearest(one for one in found if one)
        how = How.ORDER if written.turned else How.WRITTEN if day is not None and day.year == said.on.year else How.YEAR
    if day is not None and written.weekday not in (None, day.weekday()):
        return said.unclear(Lacking.WEEKDAY, day)
    if day is not None and written.whole_week:
        return said.meant(day + timedelta(days=(_FRIDAY - day.weekday()) % 7), How.PART)
    return said.meant(day, how)


def _month_and_number(written: MonthAndNumber, said: Said) -> DayRead:
    """A document is of no day: it gives a month and its year. Whoever speaks gives a day, and is told how it was read."""
    year = 2000 + written.number
    if said.on is None and written.number > _LAST_DIGIT:
        return _in_month(InMonth(month=written.month, year=year), said)
    if written.number > monthrange(2000, written.month)[1] and written.number > 31:
        return _in_month(InMonth(month=written.month, year=year), said)
    read = _calendar_day(CalendarDay(day=written.number, month=written.month), said)
    may_be_the_year = said.on is not None and said.on.year <= year <= said.on.year + _SOON
    return read.model_copy(update={"how": How.ORDER}) if isinstance(read, DayMeant) and may_be_the_year else read


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


def _in_month(written: InMonth, said: Said) -> DayRead:
    if not 1 <= written.month <= 12:
        return ImpossibleDay(said=said.words)
    if written.year is not None:
        return said.meant(part_of_month(written.year, written.month, written.part), How.PART)
    if said.on is None:
        return said.unclear(Lacking.YEAR)
    days = [part_of_month(year, written.month, written.part) for year in said.years()]
    match written.turn:
        case Turn.COMING:
            return said.meant(said.nearest(days), How.PART)
        case Turn.LAST:
            return said.meant(max((day for day in days if day < said.on), default=None), How.PART)
        case Turn.NEXT:
            coming = [day for day in days if day > said.on]
            if coming and coming[0].year == said.on.year:
                return said.unclear(Lacking.YEAR, *coming[:2])
            return said.meant(coming[0] if coming else None, How.PART)
    assert_never(written.turn)


# ---- quarters, terms, years --------------------------------------------------------------


def _of_stretch(first: date, last: date, part: Part) -> date:
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


def quarter_meant(written: InQuarter, calendar: Calendar) -> tuple[date, date] | None:
    """Return the first and last day of a quarter that has its year. None if that is no year as the plan counts them:
    2026/27 is a year of the budget, and 2026 one of the calendar."""
    if written.year is None:
        return None
    budget = calendar.quarters is Quarters.FINANCIAL
    if written.ends != (written.year + 1 if budget else None):
        return None
    return quarter(written.number, written.year, calendar.quarters)


def _in_quarter(written: InQuarter, said: Said) -> DayRead:
    if written.year is not None:
        stretch = quarter_meant(written, said.calendar)
        if stretch is not None:
            return said.meant(_of_stretch(*stretch, written.part), How.PART)
        both = (quarter(written.number, written.year, quarters) for quarters in Quarters)
        return said.unclear(Lacking.WHICH_YEAR, *sorted(_of_stretch(*one, written.part) for one in both))
    if said.on is None:
        return said.unclear(Lacking.YEAR)
    around = (quarter(written.number, year, said.calendar.quarters) for year in said.years())
    return said.meant(said.nearest(_of_stretch(*one, written.part) for one in around), How.PART)


def terms_named(written: InTerm, calendar: Calendar) -> list[tuple[date, date]]:
    """Return the first and last day of each term of that name, and of that year if there is one."""
    named = [term for term in calendar.terms if term.name.lower().startswith(written.name)]
    years = [(term, (term.starts.year, term.ends.year)) for term in named]
    return [(term.starts, term.ends) for term, both in years if written.year is None or written.year in both]


def _in_term(written: InTerm, said: Said) -> DayRead:
    named = terms_named(written, said.calendar)
    if written.year is None:
        return _of_terms(named, written.part, written.turn, said, named=True)
    if len(named) != 1:
        return said.unclear(Lacking.TERMS, *(ends for _, ends in named))
    return said.meant(_of_stretch(*named[0], written.part), How.PART)


def _of_terms(terms: Iterable[tuple[date, date]], part: Part, turn: Turn, said: Said, named: bool) -> DayRead:
    on = said.on
    if on is None:
        return said.unclear(Lacking.YEAR)
    # The settings may name the terms of another year alone: then the one that is meant is not among them.
    days = [(*term, _of_stretch(*term, part)) for term in terms if abs(term[0] - on) < _NEAR]
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


def _in_year(written: InYear, said: Said) -> DayRead:
    last = date(written.year, 12, 31)
    if written.end:
        return said.meant(last, How.PART)
    choices = (date(written.year, 3, 31), last) if written.ends is None else (date(written.ends, 3, 31),)
    return said.unclear(Lacking.WHICH_YEAR, *choices)


# ---- from the day it was said ------------------------------------------------------------


def _in_stretch(written: InStretch, said: Said, on: date) -> DayRead:
    steps = {Turn.LAST: -1, Turn.COMING: 0, Turn.NEXT: 1}[written.turn]
    match written.unit:
        case Unit.WEEK:
            return _in_week(written.part, steps, said, on)
        case Unit.MONTH:
            months = on.year * 12 + on.month - 1 + steps
            return said.meant(part_of_month(months // 12, months % 12 + 1, written.part), How.PART)
        case Unit.QUARTER:
            first, last = quarter_of(on)
            aside = {-1: first - timedelta(days=1), 0: on, 1: last + timedelta(days=1)}[steps]
            return said.meant(_of_stretch(*quarter_of(aside), written.part), How.PART)
        case Unit.TERM:
            terms = [(one.starts, one.ends) for one in said.calendar.terms]
            return _of_terms(terms, written.part, written.turn, said, named=False)
        case Unit.BUDGET_YEAR:
            begins = on.year + steps - (on.month < 4)
            return said.meant(_of_stretch(date(begins, 4, 1), date(begins + 1, 3, 31), written.part), How.PART)
        case Unit.CALENDAR_YEAR:
            year = on.year + steps
            return said.meant(_of_stretch(date(year, 1, 1), date(year, 12, 31), written.part), How.PART)
        case Unit.SCHOOL_YEAR:
            return said.unclear(Lacking.TERMS)
        case Unit.YEAR:
            both = (written.model_copy(update={"unit": unit}) for unit in (Unit.BUDGET_YEAR, Unit.CALENDAR_YEAR))
            days = [one.day for one in (_in_stretch(each, said, on) for each in both) if isinstance(one, DayMeant)]
            return said.unclear(Lacking.WHICH_YEAR, *sorted(days))
        case Unit.DAY | Unit.WORKING_DAY | Unit.FORTNIGHT:
            return NoDay(said=said.words)
    assert_never(written.unit)


def _in_week(part: Part, steps: int, said: Said, on: date) -> DayRead:
    """A week ends on its Friday. At the weekend "this week" is the one to come."""
    monday = on - timedelta(days=on.weekday()) + timedelta(weeks=steps)
    if steps == 0 and on.weekday() > _FRIDAY:
        monday += timedelta(weeks=1)
    after = {Part.START: 0, Part.EARLY: 1, Part.MIDDLE: 2, Part.END: _FRIDAY}[part]
    return said.meant(monday + timedelta(days=after), How.PART)


def _on_weekday(written: OnWeekday, said: Said, on: date) -> DayRead:
    this = on + timedelta(days=written.weekday - on.weekday())  # of this week
    match written.turn:
        case Turn.NEXT:
            day = this + timedelta(weeks=1)
        case Turn.LAST:
            day = this - timedelta(weeks=this >= on)
        case Turn.COMING if said.towards is Towards.PAST:
            day = this - timedelta(weeks=this > on)
        case Turn.COMING:
            day = this + timedelta(weeks=this < on)
        case _:
            assert_never(written.turn)
    return said.meant(day + timedelta(weeks=written.weeks), How.COUNTED)


def _counted(written: Counted, said: Said, on: date) -> DayRead:
    how = How.WRITTEN if written.unit is Unit.DAY and 0 <= written.number <= 1 else How.COUNTED
    try:
        return said.meant(_after(on, written.number, written.unit, said.calendar), how)
    except (ValueError, OverflowError):
        return ImpossibleDay(said=said.words)


def _after(on: date, number: int, unit: Unit, calendar: Calendar) -> date:
    if unit is Unit.WORKING_DAY:
        days = working_days_of(calendar)
        return days.numbered(days.index(on) + number)
    if unit in (Unit.MONTH, Unit.YEAR):
        months = on.year * 12 + on.month - 1 + number * (12 if unit is Unit.YEAR else 1)
        first = date(months // 12, months % 12 + 1, 1)
        return first.replace(day=min(on.day, month_end(first).day))
    return on + timedelta(days=number * {Unit.WEEK: 7, Unit.FORTNIGHT: 14}.get(unit, 1))
