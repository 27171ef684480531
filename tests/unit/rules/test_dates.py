"""Days as people write them: the next such day, today included."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.policy import Calendar
from bot.rules.dates import certain, day_in, span

MONDAY = date(2026, 2, 2)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12 March", date(2026, 3, 12)),
        ("1 Jan", date(2027, 1, 1)),
        ("12/3/2026", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("end of March", date(2026, 3, 31)),
        ("January", date(2027, 1, 31)),
        ("tomorrow", date(2026, 2, 3)),
        ("Friday", date(2026, 2, 6)),
        ("31 Feb", None),
        ("next year", None),
    ],
)
def test_a_day_is_read_as_people_write_it(said: str, day: date | None) -> None:
    assert day_in(said, MONDAY) == day


def test_a_weekday_said_on_that_day_means_today() -> None:
    assert day_in("Monday", MONDAY) == MONDAY


@pytest.mark.parametrize(
    ("today", "year"), [(MONDAY, 2028), (date(2028, 2, 29), 2028), (date(2028, 3, 1), 2032), (date(2097, 1, 1), 2104)]
)
def test_29_february_means_the_next_one(today: date, year: int) -> None:
    assert day_in("29 Feb", today) == date(year, 2, 29)


@given(st.text(), st.dates())
def test_any_text_is_a_day_or_none(said: str, today: date) -> None:
    assert day_in(said, today) is None or isinstance(day_in(said, today), date)


@given(st.dates(), st.dates())
def test_a_day_written_out_in_full_is_that_day(day: date, today: date) -> None:
    assert day_in(day.isoformat(), today) == day


@pytest.mark.parametrize("text", ["2027-02-01", "1 February 2027", "by 1st Feb 2027", "13/2/2027", "3.3.2027", "today", "12 May"])
def test_a_day_in_full_is_certain(text: str) -> None:
    assert certain(text, date(2026, 3, 18))


@pytest.mark.parametrize("text", ["1/2", "1/2/27", "1/2/2027", "13/2", "1 February", "March 2027", "end of May", "Friday", "soon"])
def test_a_day_that_must_be_guessed_is_not_certain(text: str) -> None:
    assert not certain(text, date(2026, 3, 18))


TERMS = (
    {"name": "Autumn 2025", "from": date(2025, 9, 2), "to": date(2025, 12, 19)},
    {"name": "Spring 2026", "from": date(2026, 1, 5), "to": date(2026, 3, 27)},
)
IN_TERM = date(2025, 11, 27)


@pytest.mark.parametrize(
    ("said", "quarters", "first", "last"),
    [
        ("this quarter", "financial", IN_TERM, date(2025, 12, 31)),
        ("next quarter", "financial", date(2026, 1, 1), date(2026, 3, 31)),
        ("Q1", "financial", date(2026, 4, 1), date(2026, 6, 30)),
        ("quarter 3", "financial", date(2025, 10, 1), date(2025, 12, 31)),
        ("in Q4", "calendar", date(2025, 10, 1), date(2025, 12, 31)),
        ("q1", "calendar", date(2026, 1, 1), date(2026, 3, 31)),
        ("this term", "financial", date(2025, 9, 2), date(2025, 12, 19)),
        ("next term", "financial", date(2026, 1, 5), date(2026, 3, 27)),
        ("spring term", "financial", date(2026, 1, 5), date(2026, 3, 27)),
        ("in Spring 2026", "financial", date(2026, 1, 5), date(2026, 3, 27)),
    ],
)
def test_a_span_may_be_a_quarter_or_a_term_of_the_plan(said: str, quarters: str, first: date, last: date) -> None:
    calendar = Calendar.model_validate({"terms": TERMS, "quarters": quarters})
    assert span(said, IN_TERM, 28, calendar) == (first, last)


@pytest.mark.parametrize("said", ["this term", "spring term", "", "soon", "march"])
def test_without_terms_no_span_is_a_term(said: str) -> None:
    found = span(said, IN_TERM, 28, Calendar())
    assert (found is None) == (said not in ("", "march"))
