"""Date phrases of published plans, read without a guess."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.plan import Recurrence
from bot.model.policy import Calendar, Quarters
from seed.meaning.dates import Reading, read_date

CALENDAR_YEAR = Calendar(quarters=Quarters.CALENDAR)


@pytest.mark.parametrize(
    ("phrase", "start", "due"),
    [
        ("August 25", None, date(2025, 8, 31)),
        ("Dec-25", None, date(2025, 12, 31)),
        ("Jan – March 2025", date(2025, 1, 1), date(2025, 3, 31)),
        ("December 25 - March 26", date(2025, 12, 1), date(2026, 3, 31)),
        ("April 2025– July 2025", date(2025, 4, 1), date(2025, 7, 31)),
        ("November – February 2026", date(2025, 11, 1), date(2026, 2, 28)),
        ("12 March 2026", None, date(2026, 3, 12)),
        ("31/03/2026", None, date(2026, 3, 31)),
        ("end of March 2026", None, date(2026, 3, 31)),
        ("1st April 2025 to 31st March 2026", date(2025, 4, 1), date(2026, 3, 31)),
        ("February 2028", None, date(2028, 2, 29)),
        ("mid-November 2026", None, date(2026, 11, 15)),
        ("early March 2027", None, date(2027, 3, 10)),
        ("12.3.27", None, date(2027, 3, 12)),
        ("March 12th, 2027", None, date(2027, 3, 12)),
        ("w/c 6 July 2026", None, date(2026, 7, 10)),
        ("30/Oct/26 5:00 PM", None, date(2026, 10, 30)),
        ("early March 2027 to mid-May 2027", date(2027, 3, 1), date(2027, 5, 15)),
    ],
)
def test_a_month_means_its_last_day_and_a_range_starts_on_its_first(phrase: str, start: date | None, due: date) -> None:
    assert read_date(phrase) == Reading(start=start, due=due)


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("Quarter 4", "date_no_year"),
        ("by end of Autumn term", "date_no_year"),
        ("12 March", "date_no_year"),
        ("Spring term 2026", "date_not_fixed"),
        ("every August", "date_not_fixed"),
        ("Ongoing", "date_open_ended"),
        ("TBC", "date_not_fixed"),
        ("Q2 2025", "date_not_read"),
        ("2026", "date_not_read"),
        ("31/13/2026", "date_impossible"),
        ("30 February 2026", "date_impossible"),
        ("May 2025 and September 2025", "date_not_read"),
        ("March 2026 - January 2026", "date_backwards"),
    ],
)
def test_what_has_no_year_or_no_fixed_day_is_left_empty_with_its_reason(phrase: str, problem: str) -> None:
    reading = read_date(phrase)

    assert (reading.start, reading.due, reading.problem) == (None, None, problem)


def test_onwards_starts_in_its_month_and_has_no_end() -> None:
    assert read_date("May 2025 onwards") == Reading(start=date(2025, 5, 1), open_ended=True)


def test_a_recurrence_keeps_its_first_date() -> None:
    quarterly = Reading(due=date(2025, 9, 30), recurrence=Recurrence.QUARTERLY)

    assert read_date("September 2025 and quarterly") == quarterly
    assert read_date("monthly from May 2025") == Reading(due=date(2025, 5, 31), recurrence=Recurrence.MONTHLY)


def test_a_financial_quarter_is_read_and_doubted() -> None:
    assert read_date("Q2 2025/26") == Reading(due=date(2025, 9, 30), problem="date_quarter")
    assert read_date("Q4 2025/26").due == date(2026, 3, 31)


@given(st.text() | st.from_regex(r"[\d/.\- ]{0,12}(may|Q[0-9]|march|term| to |25|2026){0,4}[\d/.\- ]{0,6}"))
def test_no_text_stops_the_reader_and_nothing_ends_before_it_starts(text: str) -> None:
    reading = read_date(text)

    assert reading.start is None or reading.due is None or reading.start <= reading.due


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)))
def test_a_full_date_is_itself_in_every_spelling(day: date) -> None:
    for spelling in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {day:%B} {day.year}", f"by {day.day} {day:%b %Y}"):
        assert read_date(spelling) == Reading(due=day)


def test_a_term_is_read_by_the_plans_settings() -> None:
    terms = Calendar.model_validate({"terms": [{"name": "Spring 2026", "from": "2026-01-05", "to": "2026-03-27"}]})

    assert read_date("by the end of Spring term 2026", terms) == Reading(due=date(2026, 3, 27))
    assert read_date("Spring term 2026 - July 2026", terms) == Reading(start=date(2026, 1, 5), due=date(2026, 7, 31))
    assert read_date("Spring term", terms).problem == "date_no_year"
    assert read_date("Autumn term 2026", terms).problem == "date_not_fixed"


def test_a_quarter_is_read_by_the_year_that_the_plans_settings_name() -> None:
    assert read_date("Q1 2025", CALENDAR_YEAR) == Reading(due=date(2025, 3, 31))
    assert read_date("Quarter 2 - Quarter 3 2025", CALENDAR_YEAR) == Reading(start=date(2025, 4, 1), due=date(2025, 9, 30))
    assert read_date("Q1 2025/26", CALENDAR_YEAR).problem == "date_not_read"
    assert read_date("Q1 2025").problem == "date_not_read"
