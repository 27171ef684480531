"""Working days of England and local windows."""

from datetime import UTC, date, datetime, time
from itertools import islice

import pytest

from bot.model.plan import Recurrence
from bot.rules.calendar import add_months, day_numbered, index, next_working_day, occurrences, window, working_day


@pytest.mark.parametrize("day", [date(2025, 4, 18), date(2025, 4, 21), date(2025, 12, 25), date(2025, 12, 26), date(2025, 5, 3)])
def test_easter_christmas_and_weekends_are_no_working_days(day: date) -> None:
    assert not working_day(day)


def test_counting_steps_over_easter_and_christmas() -> None:
    assert next_working_day(date(2025, 4, 17)) == date(2025, 4, 22)
    assert day_numbered(index(date(2025, 12, 24)) + 1) == date(2025, 12, 29)
    assert day_numbered(index(date(2025, 4, 22)) - 1) == date(2025, 4, 17)


def test_a_mistyped_year_counts_as_the_end_of_the_table_and_stops_nothing() -> None:
    assert index(date(9999, 1, 1)) == index(date(2070, 12, 31))
    assert index(date(1, 1, 1)) == 0
    assert day_numbered(-10) == day_numbered(-20) == day_numbered(0)


def test_a_months_last_day_stays_a_months_last_day() -> None:
    assert add_months(date(2025, 2, 28), 1) == date(2025, 3, 31)
    quarters = list(islice(occurrences(date(2025, 9, 30), Recurrence.QUARTERLY), 3))
    assert quarters == [date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31)]


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2025, 3, 28), 9), (date(2025, 3, 31), 8), (date(2025, 10, 24), 8), (date(2025, 10, 27), 9)]
)
def test_nine_stays_nine_over_both_clock_changes(day: date, hour: int) -> None:
    assert window(day, time(9), time(17), "Europe/London")[0] == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
