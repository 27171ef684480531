"""The days of measures: when each period of data ends, on which day it is asked for, and since when a reading is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import assert_never

from bot.model.measures.measure import DataPeriod, Measure, MeasureDeed, Reading, Terms
from bot.model.policy import Calendar, Policy, Quarters
from bot.rules import calendar
from bot.rules.calendar import WorkingDays, local_day

DAY = timedelta(days=1)
AGAIN = timedelta(weeks=1)  # whoever is silent is asked once more
_OPENS = (MeasureDeed.SET, MeasureDeed.REOPENED)
TERM_ENDS = (3, 7, 12)  # the months at whose end a term does if the plan's settings say nothing of that year
LONGEST = 13  # months: no period of data is longer


def ends(terms: Terms, policy: Policy, first: date, last: date) -> tuple[date, ...]:
    """Return the data dates of a measure between two days, both included, the earliest first. A survey has none."""
    return tuple(day for day in _ends(terms, policy.calendar, first, last) if first <= day <= last)


def unread(measure: Measure, policy: Policy) -> tuple[date, ...]:
    """Return the data dates between the first reading of a measure and the last for which none was given. Empty if it was read in
    other periods before: then nobody can tell."""
    read = [one.as_at for one in measure.standing]
    if not read or len({step.terms.period for step in measure.steps if step.terms is not None}) > 1:
        return ()
    days = ends(measure.terms, policy, read[0], read[-1])
    return tuple(day for before, day in pairwise((read[0] - DAY, *days)) if not any(before < one <= day for one in read))


def period(terms: Terms, policy: Policy, day: date) -> tuple[date, date] | None:
    """Return the first and last day of the period that a day is in. None of a survey: any day may be read."""
    after = ends(terms, policy, day, calendar.add_months(day, LONGEST))
    before = ends(terms, policy, calendar.add_months(day, -LONGEST), day - DAY)
    return (before[-1] + DAY if before else day, after[0]) if after else None


def asked_on(day: date, days: WorkingDays) -> tuple[date, date]:
    """Return the days on which a reading is asked for: the first working day after its data date, and once more after a week."""
    first = days.next(day)
    again = first + AGAIN
    return first, again if again in days else days.next(again)


def wanted(measure: Measure, policy: Policy, today: date) -> date | None:
    """Return the data date whose reading is missing now: the latest that has passed, if nothing is known of its period or of a
    later one. Only what ended since the measure was set is wanted."""
    if measure.is_closed:
        return None
    past = ends(measure.terms, policy, _began(measure, policy), today - DAY)
    latest = past[-1] if past else None
    return latest if latest is not None and not _is_read(measure, policy, latest) else None


def late_since(measure: Measure, policy: Policy, today: date) -> date | None:
    """Return the data date from which on a reading is missing, once the day on which it was first asked for is over."""
    days = calendar.working_days(policy)
    if (day := wanted(measure, policy, today)) is None:
        return None
    began = _began(measure, policy)
    read = max((one.as_at for one in measure.standing), default=None)
    missing = [one for one in ends(measure.terms, policy, began, day) if read is None or one > _end_of(measure, policy, read)]
    return next((one for one in missing if today > asked_on(one, days)[0]), None)


def next_on(measure: Measure, policy: Policy, today: date) -> date | None:
    """Return the next data date, today's included. None of a survey and of a measure that is closed."""
    if measure.is_closed:
        return None
    return next(iter(ends(measure.terms, policy, today, calendar.add_months(today, LONGEST))), None)


def read_of(measure: Measure, policy: Policy, day: date) -> Reading | None:
    """Return the reading that counts of the period that a day is in: the latest of that period, or that of the day itself."""
    span = period(measure.terms, policy, day) or (day, day)
    return next((one for one in reversed(measure.standing) if span[0] <= one.as_at <= span[1]), None)


def _began(measure: Measure, policy: Policy) -> date:
    """Return the day from which on a measure is read: that on which it was set, or last opened again."""
    return local_day(max(one.at for one in measure.steps if one.deed in _OPENS), policy.zone)


def _is_read(measure: Measure, policy: Policy, data_date: date) -> bool:
    span = period(measure.terms, policy, data_date)
    return span is not None and any(one.as_at >= span[0] for one in measure.standing)


def _end_of(measure: Measure, policy: Policy, day: date) -> date:
    span = period(measure.terms, policy, day)
    return span[1] if span is not None else day


def _ends(terms: Terms, on: Calendar, first: date, last: date) -> Iterator[date]:
    match terms.period:
        case DataPeriod.MONTH | DataPeriod.ROLLING_YEAR | DataPeriod.YEAR_TO_DATE:
            return _month_ends(range(1, 13), first, last)
        case DataPeriod.QUARTER:
            return _month_ends((3, 6, 9, 12), first, last)
        case DataPeriod.YEAR:
            return _month_ends((year_ends_in(terms, on),), first, last)
        case DataPeriod.TERM:
            return iter(term_ends(on, first, last))
        case DataPeriod.SURVEY:
            return iter(())
    assert_never(terms.period)


def year_ends_in(terms: Terms, on: Calendar) -> int:
    """Return the month at whose end the year of an annual measure does: that of its baseline or its target, else the plan's."""
    said = terms.baseline_on or terms.target_by
    return said.month if said is not None else 3 if on.quarters is Quarters.FINANCIAL else 12


def term_ends(on: Calendar, first: date, last: date) -> tuple[date, ...]:
    """Return the last days of terms: those of the plan's settings, and month ends in years of which these say nothing."""
    known = [one.ends for one in on.terms]
    usual = _month_ends(TERM_ENDS, first, last)
    if on.terms:
        usual = (day for day in usual if not on.terms[0].starts <= day <= calendar.add_months(on.terms[-1].ends, 2))
    return tuple(sorted({*known, *usual}))


def _month_ends(months: Sequence[int], first: date, last: date) -> Iterator[date]:
    day = calendar.month_end(first)
    while day <= last:
        if day.month in months:
            yield day
        day = calendar.add_months(day, 1)
