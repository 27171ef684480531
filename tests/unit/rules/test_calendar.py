"""Working days of England and local windows."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.plan import Recurrence
from bot.model.policy import Division, Policy, Quarters
from bot.rules.calendar import add_months, occurrences, quarter, window, working_days
from tests.laws import tried

DAYS = working_days(Policy())


@pytest.mark.parametrize("day", [date(2025, 4, 18), date(2025, 4, 21), date(2025, 12, 25), date(2025, 12, 26), date(2025, 5, 3)])
def test_easter_christmas_and_weekends_are_no_working_days(day: date) -> None:
    assert day not in DAYS


def test_counting_steps_over_easter_and_christmas() -> None:
    assert DAYS.next(date(2025, 4, 17)) == date(2025, 4, 22)
    assert DAYS.numbered(DAYS.index(date(2025, 12, 24)) + 1) == date(2025, 12, 29)
    assert DAYS.numbered(DAYS.index(date(2025, 4, 22)) - 1) == date(2025, 4, 17)


def test_a_mistyped_year_counts_as_the_end_of_the_table_and_stops_nothing() -> None:
    assert DAYS.index(date(9999, 1, 1)) == DAYS.index(date(2070, 12, 31))
    assert DAYS.index(date(1, 1, 1)) == 0
    assert DAYS.numbered(-10) == DAYS.numbered(-20) == DAYS.numbered(0)


def test_a_months_last_day_stays_a_months_last_day() -> None:
    assert add_months(date(2025, 2, 28), 1) == date(2025, 3, 31)
    quarters = list(islice(occurrences(date(2025, 9, 30), Recurrence.QUARTERLY), 3))
    assert quarters == [date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31)]


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2025, 3, 28), 9), (date(2025, 3, 31), 8), (date(2025, 10, 24), 8), (date(2025, 10, 27), 9)]
)
def test_nine_stays_nine_over_both_clock_changes(day: date, hour: int) -> None:
    assert window(day, time(9), time(17), "Europe/London")[0] == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


CLOSURES = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 40)).map(
        lambda one: {"from": one[0], "to": one[0] + timedelta(days=one[1])}
    ),
    max_size=6,
)


def policy(**calendar: object) -> Policy:
    return Policy.model_validate({"calendar": calendar})


@tried(200)
@given(CLOSURES, st.dates(date(2023, 12, 1), date(2028, 1, 31)))
def test_a_day_is_a_working_day_unless_it_was_none_already_or_lies_in_a_closure(closures: list[dict[str, date]], day: date) -> None:
    days = working_days(policy(closures=closures))
    closed = any(closure["from"] <= day <= closure["to"] for closure in closures)

    assert (day in days) == (day in DAYS and not closed)
    assert days.numbered(days.index(day)) == days.last(day) <= day < days.next(day)
    assert days.index(days.next(day)) == days.index(day) + 1


@pytest.mark.parametrize(
    ("division", "away"),
    [
        ("england", date(2025, 4, 21)),
        ("wales", date(2025, 4, 21)),
        ("scotland", date(2025, 1, 2)),
        ("northern-ireland", date(2025, 3, 17)),
    ],
)
def test_each_part_of_the_country_has_its_own_bank_holidays(division: str, away: date) -> None:
    others = [one for one in Division if away in working_days(policy(division=one))]

    assert division not in others
    assert away == date(2025, 4, 21) or Division.ENGLAND in others


@pytest.mark.parametrize(
    ("number", "year", "quarters", "first", "last"),
    [
        (1, 2025, Quarters.FINANCIAL, date(2025, 4, 1), date(2025, 6, 30)),
        (4, 2025, Quarters.FINANCIAL, date(2026, 1, 1), date(2026, 3, 31)),
        (1, 2025, Quarters.CALENDAR, date(2025, 1, 1), date(2025, 3, 31)),
        (4, 2025, Quarters.CALENDAR, date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_a_quarter_is_three_months_of_the_year_that_the_plan_counts_by(
    number: int, year: int, quarters: Quarters, first: date, last: date
) -> None:
    assert quarter(number, year, quarters) == (first, last)


def test_beyond_the_terms_given_a_term_is_four_months() -> None:
    terms = policy(terms=[{"name": "Spring", "from": date(2026, 1, 5), "to": date(2026, 3, 27)}]).calendar.terms
    found = list(islice(occurrences(date(2025, 12, 31), Recurrence.TERMLY, terms), 4))

    assert found == [date(2025, 12, 31), date(2026, 3, 27), date(2026, 7, 27), date(2026, 11, 27)]
    assert list(islice(occurrences(date(2025, 12, 31), Recurrence.TERMLY), 2)) == [date(2025, 12, 31), date(2026, 4, 30)]
