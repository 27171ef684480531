"""The one grammar of dates: what people write, read from the day it was said, or why it is no day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.policy import Calendar
from bot.model.updates.day import DayMeant, How, ImpossibleDay, Lacking, NoDay, UnclearDay
from bot.rules.dates import MOST, Towards, day_in, full_date, phrase_in, read, span
from bot.rules.dates.meaning import easter
from tests.laws import tried

THURSDAY = date(2026, 11, 26)
DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
TERMS_2027 = Calendar.model_validate({
    "terms": [
        {"name": "Autumn 2026", "from": "2026-09-02", "to": "2026-12-18"},
        {"name": "Spring 2027", "from": "2027-01-05", "to": "2027-03-26"},
        {"name": "Summer 2027", "from": "2027-04-12", "to": "2027-07-21"},
        {"name": "Hilltop", "from": "2027-09-02", "to": "2027-12-17"},
    ]
})  # fmt: skip


def ordinal(day: int) -> str:
    return f"{day}{'th' if 11 <= day <= 13 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def in_full(day: date) -> tuple[str, ...]:
    """A date in each way of writing it that needs no guess about its year."""
    d, m, y, yy = day.day, day.month, day.year, f"{day:%y}"
    name, brief = f"{day:%B}", f"{day:%b}"
    numbers = [f"{d}{s}{m}{s}{year}" for s in "./-" for year in (y, yy)] + [f"{d:02}{s}{m:02}{s}{year}" for s in "./-" for year in (y, yy)]
    named = [f"{written} {month} {year}" for written in (d, ordinal(d), f"{ordinal(d)} of") for month in (name, brief) for year in (y, yy, f"'{yy}")]
    first = [f"{month} {written}, {y}" for month in (name, brief) for written in (d, ordinal(d))] + [f"{name} {d} {y}"]
    others = [day.isoformat(), f"{d} {name}, {y}", f"{d}-{brief}-{yy}", f"{d}/{brief}/{y}", f"{day:%A} {d} {name} {y}", f"{day:%a}, {d} {brief} {y}"]
    return (*numbers, *named, *first, *others)


def without_year(day: date) -> tuple[str, ...]:
    d, m, name, brief = day.day, day.month, f"{day:%B}", f"{day:%b}"
    return (f"{d} {name}", f"{ordinal(d)} of {name}", f"the {ordinal(d)} {brief}", f"{name} {d}", f"{brief} {ordinal(d)}", f"{d}/{m}", f"{d}.{m}")


@tried(300)
@given(DAYS, DAYS, st.sampled_from(("", "by ", "is ", "until ", "on ", "by the ")), st.sampled_from((str, str.upper, str.lower)))
def test_every_date_written_in_every_way_reads_back(day: date, on: date, lead: str, letters: type[str]) -> None:
    read_back = {said: day_in(letters(f"{lead}{said}"), on) for said in in_full(day)}

    assert read_back == dict.fromkeys(in_full(day), day)


@tried(300)
@given(DAYS, st.integers(0, 364), st.sampled_from(("", "by ", "before ")))
def test_a_date_without_its_year_is_the_next_one_and_of_the_past_the_last_one(day: date, away: int, lead: str) -> None:
    on, after = day - timedelta(days=away), day + timedelta(days=away)
    said = without_year(day)
    known = not (day.month == 2 and day.day == 29)

    assert {one: day_in(f"{lead}{one}", on) for one in said} == dict.fromkeys(said, day)
    assert not known or {one: day_in(one, after, towards=Towards.PAST) for one in said} == dict.fromkeys(said, day)


@tried(300)
@given(DAYS, st.text(st.sampled_from("abc ,.;\n"), max_size=12), st.text(st.sampled_from("abc ,;:\n"), max_size=12))
def test_a_date_is_found_in_any_sentence_with_what_stands_around_it(day: date, before: str, after: str) -> None:
    for said in in_full(day):
        found = phrase_in(f"{before} {said} {after}")

        assert found is not None
        assert day_in(found.said, THURSDAY) == day
        assert (found.after.strip(), found.before.strip()) == (after.strip(), before.strip()), said


@tried(300)
@given(st.text() | st.from_regex(r"(end of |next |in |q|[0-9./-]){0,4}(may|week|term|2 days|12|2027|friday| ){0,4}"), st.dates())
def test_any_text_is_read_and_nothing_is_raised(said: str, on: date) -> None:
    found = read(said, on, TERMS_2027)

    assert isinstance(found, DayMeant | NoDay | ImpossibleDay | UnclearDay)
    assert isinstance(read(said, None, TERMS_2027), DayMeant | NoDay | ImpossibleDay | UnclearDay)
    assert span(said, on, 28, TERMS_2027) is None or span(said, on, 28, TERMS_2027)[0] <= span(said, on, 28, TERMS_2027)[1]
    cut = phrase_in(said)
    assert cut is None or (cut.before in said and cut.after in said)


@pytest.mark.parametrize(
    ("said", "day", "how"),
    [
        ("12.3.27", date(2027, 3, 12), How.ORDER),
        ("13/3/2027", date(2027, 3, 13), How.WRITTEN),
        ("12 March 28", date(2028, 3, 12), How.WRITTEN),
        ("March 12", date(2027, 3, 12), How.YEAR),
        ("March 27", date(2027, 3, 27), How.ORDER),
        ("March '27", date(2027, 3, 31), How.PART),
        ("Mar-27", date(2027, 3, 31), How.PART),
        ("12 December", date(2026, 12, 12), How.WRITTEN),
        ("26 November", THURSDAY, How.WRITTEN),
        ("29 Feb", date(2028, 2, 29), How.YEAR),
        ("Thursday", THURSDAY, How.COUNTED),
        ("Friday", date(2026, 11, 27), How.COUNTED),
        ("next Friday", date(2026, 12, 4), How.COUNTED),
        ("next Monday", date(2026, 11, 30), How.COUNTED),
        ("Friday week", date(2026, 12, 4), How.COUNTED),
        ("today", THURSDAY, How.WRITTEN),
        ("tomorrow", date(2026, 11, 27), How.WRITTEN),
        ("in two weeks", date(2026, 12, 10), How.COUNTED),
        ("in a fortnight\u2019s time", date(2026, 12, 10), How.COUNTED),
        ("in 10 working days", date(2026, 12, 10), How.COUNTED),
        ("in 22 working days", date(2026, 12, 30), How.COUNTED),  # past Christmas
        ("in a month", date(2026, 12, 26), How.COUNTED),
        ("early March", date(2027, 3, 10), How.PART),
        ("mid-March 2028", date(2028, 3, 15), How.PART),
        ("by the end of March", date(2027, 3, 31), How.PART),
        ("November", date(2026, 11, 30), How.PART),
        ("early November", date(2027, 11, 10), How.PART),
        ("end of the month", date(2026, 11, 30), How.PART),
        ("end of next week", date(2026, 12, 4), How.PART),
        ("Q2", date(2027, 9, 30), How.PART),
        ("end of Q3 2026/27", date(2026, 12, 31), How.PART),
        ("end of term", date(2026, 12, 18), How.PART),
        ("spring", date(2027, 3, 26), How.PART),
        ("the end of the summer term 2027", date(2027, 7, 21), How.PART),
        ("start of the spring term", date(2027, 1, 5), How.PART),
        ("next term", date(2027, 3, 26), How.PART),
        ("end of Hilltop term", date(2027, 12, 17), How.PART),
        ("end of the financial year", date(2027, 3, 31), How.PART),
        ("w/c 6 July 2027", date(2027, 7, 9), How.PART),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(said: str, day: date, how: How) -> None:
    assert read(said, THURSDAY, TERMS_2027) == DayMeant(day=day, how=how)


@pytest.mark.parametrize("said", ["31 June", "30 February 2027", "32 March", "31/13/2027", "12/13/27", "0 May", "in 9999 years", "Feb 30th"])
def test_a_day_in_no_calendar_is_said_to_be_impossible(said: str) -> None:
    assert read(said, THURSDAY) == ImpossibleDay(said=said)
    assert not isinstance(read(said, None), DayMeant)


@pytest.mark.parametrize("said", ["when the board has met", "soon", "12 March or 13 March", "12 March at 10:30", "2027-03-12T10:30", "", "12-15 March", "next", "Mrch 12", "x" * (MOST + 1)])
def test_words_that_are_no_day_are_given_back(said: str) -> None:
    assert isinstance(read(said, THURSDAY), NoDay)


@pytest.mark.parametrize(
    ("said", "lacking", "choices"),
    [
        ("end of term", Lacking.TERMS, ()),
        ("spring", Lacking.TERMS, ()),
        ("Q2 2027", Lacking.WHICH_YEAR, (date(2027, 6, 30), date(2027, 9, 30))),
        ("end of the year", Lacking.WHICH_YEAR, (date(2026, 12, 31), date(2027, 3, 31))),
        ("2027", Lacking.WHICH_YEAR, (date(2027, 3, 31), date(2027, 12, 31))),
        ("Monday 12 March 2027", Lacking.WEEKDAY, (date(2027, 3, 12),)),
        ("next December", Lacking.YEAR, (date(2026, 12, 31), date(2027, 12, 31))),
    ],
)
def test_what_the_settings_do_not_say_is_asked(said: str, lacking: Lacking, choices: tuple[date, ...]) -> None:
    assert read(said, THURSDAY) == UnclearDay(said=said, lacking=lacking, choices=choices)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Friday", date(2026, 11, 20)),
        ("12 November", date(2026, 11, 12)),
        ("March", date(2026, 3, 31)),
        ("yesterday", date(2026, 11, 25)),
        ("two weeks ago", date(2026, 11, 12)),
        ("last week", date(2026, 11, 20)),
        ("Q2", date(2026, 9, 30)),
    ],
)
def test_of_the_past_the_last_such_day_is_read(said: str, day: date) -> None:
    assert day_in(said, THURSDAY, TERMS_2027, Towards.PAST) == day


@pytest.mark.parametrize("said", ["end of term", "spring", "start of term", "next term"])
def test_a_term_of_another_year_than_the_settings_name_is_asked(said: str) -> None:
    assert read(said, date(2025, 2, 20), TERMS_2027) == UnclearDay(said=said, lacking=Lacking.TERMS)
    assert isinstance(read(said, date(2026, 8, 20), TERMS_2027), DayMeant)


def test_a_file_gives_a_day_with_its_year_and_a_month_is_none() -> None:
    assert full_date("12.3.27") == DayMeant(day=date(2027, 3, 12), how=How.ORDER)
    assert full_date("30/Oct/27 5:00 PM") == full_date("2027-10-30T17:00:00") == DayMeant(day=date(2027, 10, 30))
    assert full_date("March 2027") == NoDay(said="March 2027")
    assert full_date("12 March") == UnclearDay(said="12 March", lacking=Lacking.YEAR)


@pytest.mark.parametrize(
    ("text", "before", "said", "after"),
    [
        ("by 12th of March: two left", "", "12th of March", ": two left"),
        ("Friday two left", "", "Friday", " two left"),
        ("two left, cover by June", "two left, cover by ", "June", ""),
        ("31 June, late", "", "31 June", ", late"),
        ("12 March 28 two left", "", "12 March 28", " two left"),
        ("12 March 28: two left", "", "12 March 28", ": two left"),
        ("12 March 10:30 in hall", "", "12 March", " 10:30 in hall"),
    ],
)
def test_the_first_words_that_are_a_day_are_found(text: str, before: str, said: str, after: str) -> None:
    found = phrase_in(text)

    assert found is not None
    assert (found.before, found.said, found.after) == (before, said, after)


@pytest.mark.parametrize("text", ["when the board has met", "it took two weeks", "we may restart", "see 1.2.3.4 and 1.2", "they sat with the sun"])
def test_words_of_any_sentence_are_no_day(text: str) -> None:
    assert phrase_in(text) is None


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
        ("by Friday", "financial", IN_TERM, date(2025, 11, 28)),
        ("12 March", "financial", date(2026, 3, 12), date(2026, 3, 12)),
        ("next 4 weeks", "financial", IN_TERM, date(2025, 12, 25)),
        ("tomorrow", "financial", date(2025, 11, 28), date(2025, 11, 28)),
        ("next month", "financial", date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_a_span_may_be_a_quarter_or_a_term_of_the_plan(said: str, quarters: str, first: date, last: date) -> None:
    calendar = Calendar.model_validate({"terms": TERMS, "quarters": quarters})
    assert span(said, IN_TERM, 28, calendar) == (first, last)


@pytest.mark.parametrize("said", ["this term", "spring term", "", "soon", "march"])
def test_without_terms_no_span_is_a_term(said: str) -> None:
    found = span(said, IN_TERM, 28, Calendar())
    assert (found is None) == (said not in ("", "march"))


def test_easter_is_the_sunday_of_the_gregorian_reckoning() -> None:
    known = ("1954-04-18", "1981-04-19", "2000-04-23", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18")

    assert [easter(int(day[:4])).isoformat() for day in known] == list(known)


@pytest.mark.parametrize("said", ["2026/27", "Christmas", "by Easter 2027", "2026-10"])
def test_what_only_a_document_says_is_no_day_in_chat(said: str) -> None:
    assert not isinstance(read(said, THURSDAY), DayMeant)
