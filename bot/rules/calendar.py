"""Working days of England, month ends and local windows. Days are calendar dates; moments are UTC.

Bank holidays come from the `holidays` library (gov.uk's list for England and Wales), read once into a table.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

import holidays

from bot.model import noun
from bot.model.plan import Recurrence

local_day = noun.local_day  # there, as a snapshot has its day
FIRST, LAST = date(2000, 1, 1), date(2070, 12, 31)
MONTHS = {
    Recurrence.MONTHLY: 1,
    Recurrence.QUARTERLY: 3,
    Recurrence.TERMLY: 4,
    Recurrence.SIX_MONTHLY: 6,
    Recurrence.YEARLY: 12,
}


@cache
def _table() -> tuple[int, ...]:
    """Return the ordinals of all working days from FIRST to LAST."""
    away = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST.year, LAST.year + 1))
    closed = {day.toordinal() for day in away}
    days = range(FIRST.toordinal(), LAST.toordinal() + 1)
    return tuple(day for day in days if date.fromordinal(day).weekday() < 5 and day not in closed)


@cache
def index(day: date) -> int:
    """Return the number of the last working day on or before a day. Working days are numbered without gaps.

    Days outside the table count as its first or last one: a mistyped year must never stop a round.
    """
    return max(bisect_right(_table(), day.toordinal()) - 1, 0)


def day_numbered(number: int) -> date:
    """Return the working day of that number, the table's first or last one beyond its ends."""
    return date.fromordinal(_table()[min(max(number, 0), len(_table()) - 1)])


def working_day(day: date) -> bool:
    """Say if offices in England are open."""
    return last_working_day_on_or_before(day) == day


def last_working_day_on_or_before(day: date) -> date:
    """Return the day itself, or the last working day before it."""
    return day_numbered(index(day))


def next_working_day(after: date) -> date:
    """Return the first working day after a day."""
    return day_numbered(index(after) + 1)


def month_end(day: date) -> date:
    """Return the last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, count: int) -> date:
    """Go n months on. A month's last day stays a month's last day."""
    months = day.year * 12 + day.month - 1 + count
    first = date(months // 12, months % 12 + 1, 1)
    end = month_end(first)
    return end if day == month_end(day) else first.replace(day=min(day.day, end.day))


def occurrences(due: date, recurrence: Recurrence) -> Iterator[date]:
    """Return the due dates of a recurring milestone, the first one first, up to the end of the table."""
    count = 0
    current = due
    while current < LAST - timedelta(days=366):
        yield current
        count += 1
        weekly = recurrence is Recurrence.WEEKLY
        current = due + timedelta(weeks=count) if weekly else add_months(due, MONTHS[recurrence] * count)


def period(first: date, recurrence: Recurrence, day: date) -> tuple[date | None, date]:
    """Return the period of a day: the occurrence before it (None in the first period), and the occurrence that ends it.

    The day of an occurrence is the last of its period. The day after it is the first of the next. The first period has no
    beginning; days beyond the table's end count to the last one.
    """
    before, ends = None, first
    for following in islice(occurrences(first, recurrence), 1, None):
        if day <= ends:
            break
        before, ends = ends, following
    return before, ends


def window(day: date, opens: time, closes: time, zone: str) -> tuple[datetime, datetime]:
    """Return a local day's opening and closing as moments. 09:00 stays 09:00 over a clock change."""
    return _moment(day, opens, zone), _moment(day, closes, zone)


def _moment(day: date, at: time, zone: str) -> datetime:
    local = datetime.combine(day, at, ZoneInfo(zone))
    there_and_back = local.astimezone(UTC).astimezone(ZoneInfo(zone))
    # In a spring gap the wall time does not exist; the round trip gives the first valid one at or after it.
    return max(local.astimezone(UTC), there_and_back.astimezone(UTC))
