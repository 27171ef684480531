"""Working days of a plan, month ends, terms, quarters and local windows. Days are calendar dates; moments are UTC.

Bank holidays come from the `holidays` library (gov.uk's lists), read once for each division into a table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import holidays

from bot.model import noun
from bot.model.plan import Recurrence
from bot.model.policy import Calendar, Division, Policy, Quarters, Term

local_day = noun.local_day  # there, as a snapshot has its day
FIRST, LAST = date(2000, 1, 1), date(2070, 12, 31)
DECEMBER = 12
MONTHS = {
    Recurrence.MONTHLY: 1,
    Recurrence.QUARTERLY: 3,
    Recurrence.TERMLY: 4,
    Recurrence.SIX_MONTHLY: 6,
    Recurrence.YEARLY: 12,
}
SUBDIVISIONS = {
    Division.ENGLAND: "ENG",
    Division.WALES: "WLS",
    Division.SCOTLAND: "SCT",
    Division.NORTHERN_IRELAND: "NIR",
}


def last_moment(day: date, zone: str) -> datetime:
    """Return the last moment of a day in a zone, UTC."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC) - timedelta(microseconds=1)


class WorkingDays:
    """The days on which offices are open, from FIRST to LAST, numbered without gaps.

    Days outside these count as the first or the last one: a mistyped year must never stop a round.
    """

    def __init__(self, calendar: Calendar) -> None:
        table = _weekdays(calendar.division)
        for closure in calendar.closures:
            before, after = closure.starts.toordinal(), closure.ends.toordinal() + 1
            table = table[: bisect_left(table, before)] + table[bisect_left(table, after) :]
        self._table = table
        self._known: dict[date, int] = {}

    def __contains__(self, day: date) -> bool:
        """Say if offices are open."""
        return self.last(day) == day

    def index(self, day: date) -> int:
        """Return the number of the last working day on or before a day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = max(bisect_right(self._table, day.toordinal()) - 1, 0)
        return known

    def numbered(self, number: int) -> date:
        """Return the working day of that number."""
        return date.fromordinal(self._table[min(max(number, 0), len(self._table) - 1)])

    def last(self, day: date) -> date:
        """Return the day itself, or the last working day before it."""
        return self.numbered(self.index(day))

    def next(self, after: date) -> date:
        """Return the first working day after a day."""
        return self.numbered(self.index(after) + 1)


@cache
def _weekdays(division: Division) -> tuple[int, ...]:
    """Return the ordinals of all days from FIRST to LAST that are no weekend and no bank holiday."""
    away = _united_kingdom().UnitedKingdom(subdiv=SUBDIVISIONS[division], years=range(FIRST.year, LAST.year + 1))
    closed = {day.toordinal() for day in away}
    days = range(FIRST.toordinal(), LAST.toordinal() + 1)
    return tuple(day for day in days if date.fromordinal(day).weekday() < 5 and day not in closed)


@cache
def _united_kingdom() -> ModuleType:
    """Import one country alone: asked by its code, the library imports all of them first, for a good part of a second."""
    file = Path(holidays.__file__).parent / "countries" / "united_kingdom.py"
    spec = spec_from_file_location("holidays_of_the_united_kingdom", file)
    assert spec is not None  # of a file of Python
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=256)
def working_days_of(calendar: Calendar) -> WorkingDays:
    """Return the working days of a calendar."""
    return WorkingDays(calendar)


def working_days(policy: Policy) -> WorkingDays:
    """Return the working days of a plan."""
    return working_days_of(policy.calendar)


def month_end(day: date) -> date:
    """Return the last day of the day's month."""
    if day.month == DECEMBER:
        return day.replace(day=31)
    return day.replace(month=day.month + 1, day=1) - timedelta(days=1)


def add_months(day: date, count: int) -> date:
    """Go n months on. A month's last day stays a month's last day."""
    months = day.year * 12 + day.month - 1 + count
    first = date(months // 12, months % 12 + 1, 1)
    end = month_end(first)
    return end if day == month_end(day) else first.replace(day=min(day.day, end.day))


Moved = Sequence[tuple[date, date]]  # single occurrences that were moved, each with its day now: it stays between its neighbours


def occurrences(due: date, recurrence: Recurrence, terms: Sequence[Term] = (), moved: Moved = ()) -> Iterator[date]:
    """Return the due dates of a recurring milestone, the first one first, up to the end of the table, those that were moved on
    their day now.

    What comes round every term falls due on the last day of each term that begins after the first date; every four months
    beyond the terms that are given.
    """
    times, known = _as_planned(due, recurrence, terms), dict(moved)
    return (known.get(day, day) for day in times) if known else times


def _as_planned(due: date, recurrence: Recurrence, terms: Sequence[Term]) -> Iterator[date]:
    current = due
    if recurrence is Recurrence.TERMLY:
        for term in terms:
            if term.starts > due:
                yield current
                current = term.ends
    first, count = current, 0
    while current < LAST - timedelta(days=366):
        yield current
        count += 1
        weekly = recurrence is Recurrence.WEEKLY
        current = first + timedelta(weeks=count) if weekly else add_months(first, MONTHS[recurrence] * count)


def period(
    first: date, recurrence: Recurrence, day: date, terms: Sequence[Term] = (), moved: Moved = ()
) -> tuple[date | None, date]:
    """Return the period of a day: the occurrence before it (None in the first period), and the occurrence that ends it.

    The day of an occurrence is the last of its period. The day after it is the first of the next. The first period has no
    beginning; days beyond the table's end count to the last one.
    """
    times = occurrences(first, recurrence, terms, moved)
    before, ends = None, next(times, first)
    for following in times:
        if day <= ends:
            break
        before, ends = ends, following
    return before, ends


def neighbours(times: Iterator[date], day: date) -> tuple[date | None, date | None]:
    """Return the dates before and after one of the dates of a milestone that comes round."""
    before: date | None = None
    for here, following in pairwise(times):
        if here >= day:
            return before, following
        before = here
    return before, None


def quarter(number: int, year: int, quarters: Quarters) -> tuple[date, date]:
    """Return the first and last day of a quarter. A financial year is called by the year in which it begins."""
    months = (3 if quarters is Quarters.FINANCIAL else 0) + (number - 1) * 3
    first = date(year + months // 12, months % 12 + 1, 1)
    return first, month_end(add_months(first, 2))


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first and last day of the quarter of a day: they are the same months, whenever the year begins."""
    return quarter((day.month - 1) // 3 + 1, day.year, Quarters.CALENDAR)


def hours(day: date, policy: Policy, zone: str) -> tuple[datetime, datetime]:
    """Return when a plan's working hours open and close on a local day in a zone."""
    return window(day, policy.asking.opens, policy.asking.closes, zone)


def window(day: date, opens: time, closes: time, zone: str) -> tuple[datetime, datetime]:
    """Return a local day's opening and closing as moments. 09:00 stays 09:00 over a clock change."""
    return _moment(day, opens, zone), _moment(day, closes, zone)


def _moment(day: date, at: time, zone: str) -> datetime:
    local = datetime.combine(day, at, ZoneInfo(zone))
    there_and_back = local.astimezone(UTC).astimezone(ZoneInfo(zone))
    # In a spring gap the wall time does not exist; the round trip gives the first valid one at or after it.
    return max(local.astimezone(UTC), there_and_back.astimezone(UTC))
