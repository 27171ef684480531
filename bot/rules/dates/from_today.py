"""Find the days that are meant from the day something was said: next week, Friday, in two months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

from bot.model.policy import Calendar
from bot.model.updates.day import DayMeant, DayRead, How, ImpossibleDay, Lacking, NoDay
from bot.rules.calendar import month_end, quarter_of, working_days_of
from bot.rules.dates.kinds import Counted, InStretch, OnWeekday, Part, Turn, Unit
from bot.rules.dates.said import Said, Towards, of_stretch, of_terms, part_of_month

FRIDAY = 4


def in_stretch(written: InStretch, said: Said, on: date) -> DayRead:
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
            return said.meant(of_stretch(*quarter_of(aside), written.part), How.PART)
        case Unit.TERM:
            terms = [(one.starts, one.ends) for one in said.calendar.terms]
            return of_terms(terms, written.part, written.turn, said, named=False)
        case Unit.BUDGET_YEAR:
            begins = on.year + steps - (on.month < 4)
            return said.meant(of_stretch(date(begins, 4, 1), date(begins + 1, 3, 31), written.part), How.PART)
        case Unit.CALENDAR_YEAR:
            year = on.year + steps
            return said.meant(of_stretch(date(year, 1, 1), date(year, 12, 31), written.part), How.PART)
        case Unit.SCHOOL_YEAR:
            return said.unclear(Lacking.TERMS)
        case Unit.YEAR:
            both = (written.model_copy(update={"unit": unit}) for unit in (Unit.BUDGET_YEAR, Unit.CALENDAR_YEAR))
            days = [one.day for one in (in_stretch(each, said, on) for each in both) if isinstance(one, DayMeant)]
            return said.unclear(Lacking.WHICH_YEAR, *sorted(days))
        case Unit.DAY | Unit.WORKING_DAY | Unit.FORTNIGHT:
            return NoDay(said=said.words)
    assert_never(written.unit)


def _in_week(part: Part, steps: int, said: Said, on: date) -> DayRead:
    """A week ends on its Friday. At the weekend "this week" is the one to come."""
    monday = on - timedelta(days=on.weekday()) + timedelta(weeks=steps)
    if steps == 0 and on.weekday() > FRIDAY:
        monday += timedelta(weeks=1)
    after = {Part.START: 0, Part.EARLY: 1, Part.MIDDLE: 2, Part.END: FRIDAY}[part]
    return said.meant(monday + timedelta(days=after), How.PART)


def on_weekday(written: OnWeekday, said: Said, on: date) -> DayRead:
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


def counted(written: Counted, said: Said, on: date) -> DayRead:
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
