"""Find the day that is meant by what was written, given the day it was said and the plan's calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import assert_never

from bot.model.policy import Calendar, Quarters
from bot.model.updates.day import DayMeant, DayRead, How, ImpossibleDay, Lacking, NoDay
from bot.rules.calendar import quarter
from bot.rules.dates.from_today import FRIDAY, counted, in_stretch, on_weekday
from bot.rules.dates.kinds import (
    CalendarDay,
    Counted,
    Feast,
    InFeast,
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
from bot.rules.dates.said import Said, of_stretch, of_terms, part_of_month, terms_named

_YEARS = range(20, 29)  # numbers after a month that are its year in a document: any other may as well be the day
_SOON = 10  # years in which a number after a month may be the year
_BEFORE_EASTER = timedelta(days=3)  # Good Friday is a holiday
_SUMMER = range(5, 9)  # months in which the last term of a school year ends


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
        case InFeast():
            return _in_feast(written, said)
        case InStretch() | OnWeekday() | Counted() if said.on is None:
            return NoDay(said=said.words)
        case InStretch():
            return in_stretch(written, said, said.on)
        case OnWeekday():
            return on_weekday(written, said, said.on)
        case Counted():
            return counted(written, said, said.on)
    assert_never(written)


def beginning(written: Written) -> Written:
    """Return what stands for the first day of a week, a month, a quarter, a term or a year, in place of its last."""
    if isinstance(written, MonthAndNumber) and written.number in _YEARS:
        return InMonth(month=written.month, year=2000 + written.number, part=Part.START)
    if isinstance(written, CalendarDay) and written.whole_week:
        return written.model_copy(update={"whole_week": False})
    if isinstance(written, InMonth | InQuarter | InTerm | InStretch | InYear) and written.part is not Part.MIDDLE:
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
        return said.meant(day + timedelta(days=(FRIDAY - day.weekday()) % 7), How.PART)
    return said.meant(day, how)


def _month_and_number(written: MonthAndNumber, said: Said) -> DayRead:
    """A document is of no day: it gives a month and its year. Whoever speaks gives a day, and is told how it was read."""
    year = 2000 + written.number
    if said.on is None and written.number in _YEARS:
        return _in_month(InMonth(month=written.month, year=year), said)
    if written.number > monthrange(2000, written.month)[1] and written.number > 31:
        return _in_month(InMonth(month=written.month, year=year), said)
    read = _calendar_day(CalendarDay(day=written.number, month=written.month), said)
    may_be_the_year = said.on is not None and said.on.year <= year <= said.on.year + _SOON
    return read.model_copy(update={"how": How.ORDER}) if isinstance(read, DayMeant) and may_be_the_year else read


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
            return said.meant(of_stretch(*stretch, written.part), How.PART)
        both = (quarter(written.number, written.year, quarters) for quarters in Quarters)
        return said.unclear(Lacking.WHICH_YEAR, *sorted(of_stretch(*one, written.part) for one in both))
    if said.on is None:
        return said.unclear(Lacking.YEAR)
    around = (quarter(written.number, year, said.calendar.quarters) for year in said.years())
    return said.meant(said.nearest(of_stretch(*one, written.part) for one in around), How.PART)


def _in_term(written: InTerm, said: Said) -> DayRead:
    named = terms_named(written, said.calendar)
    if written.year is None:
        return of_terms(named, written.part, written.turn, said, named=True)
    if len(named) != 1:
        return said.unclear(Lacking.TERMS, *(ends for _, ends in named))
    return said.meant(of_stretch(*named[0], written.part), How.PART)


def _in_year(written: InYear, said: Said) -> DayRead:
    """Return the last day of a year, or its first. Whoever says 2026/27 is asked which year, and so is a document by 2027."""
    last = date(written.year, 12, 31)
    if written.end:
        return said.meant(last, How.PART)
    stretch = _of_two_years(written, said.calendar) if said.on is None else None
    if stretch and written.part in (Part.START, Part.END):
        return said.meant(of_stretch(*stretch, written.part), How.PART)
    if written.ends is None:
        budget = written.unit is Unit.BUDGET_YEAR
        choices = (date(written.year, 3, 31), date(written.year + 1, 3, 31) if budget else last)
        return said.unclear(Lacking.WHICH_YEAR, *choices)
    if written.unit is Unit.SCHOOL_YEAR:
        return said.unclear(Lacking.TERMS)
    return said.unclear(Lacking.WHICH_YEAR, *([date(written.ends, 3, 31)] if written.ends == written.year + 1 else []))


def _of_two_years(written: InYear, calendar: Calendar) -> tuple[date, date] | None:
    """Return the first and last day of 2026/27: a year of the budget, or of the plan's terms if it is called one of school."""
    if written.ends != written.year + 1:
        return None
    if written.unit is not Unit.SCHOOL_YEAR:
        return date(written.year, 4, 1), date(written.ends, 3, 31)
    terms = [one for one in calendar.terms if date(written.year, 8, 1) <= one.starts and one.ends < date(written.ends, 9, 1)]
    return (terms[0].starts, terms[-1].ends) if terms and terms[-1].ends.month in _SUMMER else None


def _in_feast(written: InFeast, said: Said) -> DayRead:
    """Return the last day before the holidays: the Thursday before Easter, and Christmas Eve."""
    if written.year is not None:
        return said.meant(_eve(written.feast, written.year), How.PART)
    if said.on is None:
        return said.unclear(Lacking.YEAR)
    return said.meant(said.nearest(_eve(written.feast, year) for year in said.years()), How.PART)


def _eve(feast: Feast, year: int) -> date:
    match feast:
        case Feast.EASTER:
            return easter(year) - _BEFORE_EASTER
        case Feast.CHRISTMAS:
            return date(year, 12, 24)
    assert_never(feast)


def easter(year: int) -> date:
    """Return Easter Sunday: the Sunday after the full moon that the Gregorian calendar reckons for the spring of that year."""
    century, golden = year // 100, year % 19
    leap_days_left_out = century - century // 4
    moon_corrected = (8 * century + 13) // 25
    moon = (19 * golden + leap_days_left_out - moon_corrected + 15) % 30
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - leap_days_left_out) % 7
    return date(year, 3, 28) + timedelta(days=moon - weekday)
