"""Date phrases of published plans, read without a guess."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.plan import Recurrence
from bot.model.policy import Calendar, Quarters
from seed.meaning.dates import Reading, date_and_words, in_year, is_date_phrase, plan_year, read_date, serial

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
        ("w/e 10 July 2026", None, date(2026, 7, 10)),
        ("w/c 6 July 2026 to w/c 20 July 2026", date(2026, 7, 6), date(2026, 7, 24)),
        ("2026-09-30T07:00:00Z", None, date(2026, 9, 30)),
        ("2026-10-16T16:00:00.000Z", None, date(2026, 10, 16)),
        ("2026-06-30T23:59:59Z", None, date(2026, 6, 30)),
        ("2026-09-30 00:00:00", None, date(2026, 9, 30)),
        ("2026-10", None, date(2026, 10, 31)),
        ("Wk commencing 05/10/26", None, date(2026, 10, 9)),
        ("2026-05-01/2026-07-31", date(2026, 5, 1), date(2026, 7, 31)),
        ("Start May 2026; complete July 2026", date(2026, 5, 1), date(2026, 7, 31)),
        ("12:00 30/06/2026", None, date(2026, 6, 30)),
        ("30 June 2026 at 5pm", None, date(2026, 6, 30)),
        ("By March 2027 at the latest", None, date(2027, 3, 31)),
        ("Revised date: 31/03/2027", None, date(2027, 3, 31)),
        ("2026/27 financial year", None, date(2027, 3, 31)),
        ("FY26/27", None, date(2027, 3, 31)),
        ("end of financial year 2026/27", None, date(2027, 3, 31)),
        ("Jan 9, 2026", None, date(2026, 1, 9)),
        ("Oct 30, 2026 5:00 PM", None, date(2026, 10, 30)),
        ("Fri 23 Oct 2026", None, date(2026, 10, 23)),
        ("30.06.2027", None, date(2027, 6, 30)),
        ("05.06.26", None, date(2026, 6, 5)),
        ("Sept 26", None, date(2026, 9, 30)),
        ("25/09/2026", None, date(2026, 9, 25)),
        ("10/10/26", None, date(2026, 10, 10)),
        ("Fri 09/10/26", None, date(2026, 10, 9)),
        ("April/May 2026", date(2026, 4, 1), date(2026, 5, 31)),
        ("Dec 2026/Jan 2027", date(2026, 12, 1), date(2027, 1, 31)),
        ("Jan-Feb 2027", date(2027, 1, 1), date(2027, 2, 28)),
        ("26-27 March 2026", date(2026, 3, 26), date(2026, 3, 27)),
        ("between April and June 2026", date(2026, 4, 1), date(2026, 6, 30)),
        ("April 2026 to March", date(2026, 4, 1), date(2027, 3, 31)),
        ("1/4/26 - 31/3/27", date(2026, 4, 1), date(2027, 3, 31)),
        ("end of 2026", None, date(2026, 12, 31)),
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
        ("Q2 2025", "date_which_year"),
        ("2026", "date_which_year"),
        ("FY27", "date_which_year"),
        ("2024-28", "date_which_year"),
        ("Summer term 2026", "date_not_fixed"),
        ("autumn term 2026/27", "date_not_fixed"),
        ("Autumn 1 2026", "date_not_fixed"),
        ("Feb half term 2027", "date_not_fixed"),
        ("academic year 2026/27", "date_not_fixed"),
        ("Spring 2026", "date_not_fixed"),
        ("Winter 2026/27", "date_not_fixed"),
        ("Immediately", "date_not_fixed"),
        ("ASAP", "date_not_fixed"),
        ("within 6 weeks of approval", "date_not_fixed"),
        ("10-12 weeks", "date_not_fixed"),
        ("next meeting", "date_not_fixed"),
        ("each half term", "date_not_fixed"),
        ("rolling", "date_open_ended"),
        ("July", "date_no_year"),
        ("March 12", "date_no_year"),
        ("Easter", "date_no_year"),
        ("after Easter 2027", "date_not_read"),
        ("not before March 2027", "date_not_read"),
        ("Mon 23 Oct 2026", "date_weekday"),
        ("31/11/2026", "date_impossible"),
        ("September and March", "date_several"),
        ("March 2027; June 2027", "date_several"),
        ("05/06/2026", "date_order"),
        ("w/c 08/09/26", "date_order"),
        ("01/01/1900", "date_far"),
        ("June 30", "date_no_year"),
        ("AY 2026/27", "date_not_fixed"),
        ("31/13/2026", "date_impossible"),
        ("30 February 2026", "date_impossible"),
        ("May 2025 and September 2025", "date_several"),
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
        assert read_date(spelling, day_first=True) == Reading(due=day)


def test_a_term_is_read_by_the_plans_settings() -> None:
    terms = Calendar.model_validate({"terms": [{"name": "Spring 2026", "from": "2026-01-05", "to": "2026-03-27"}]})

    assert read_date("by the end of Spring term 2026", terms) == Reading(due=date(2026, 3, 27))
    assert read_date("Spring term 2026 - July 2026", terms) == Reading(start=date(2026, 1, 5), due=date(2026, 7, 31))
    assert read_date("Spring term", terms).problem == "date_no_year"
    assert read_date("Autumn term 2026", terms).problem == "date_not_fixed"


def test_a_quarter_is_read_by_the_year_that_the_plans_settings_name() -> None:
    assert read_date("Q1 2025", CALENDAR_YEAR) == Reading(due=date(2025, 3, 31))
    assert read_date("Quarter 2 - Quarter 3 2025", CALENDAR_YEAR) == Reading(start=date(2025, 4, 1), due=date(2025, 9, 30))
    assert read_date("Q1 2025/26", CALENDAR_YEAR).problem == "date_which_year"
    assert read_date("Q1 2025").choices == (date(2025, 3, 31), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("phrase", "due", "problem"),
    [
        ("2026/27", date(2027, 3, 31), "date_year"),
        ("end of 2027/28", date(2028, 3, 31), "date_year"),
        ("Quarter 3 2026-27", date(2026, 12, 31), "date_quarter"),
        ("Q3 26/27", date(2026, 12, 31), "date_quarter"),
        ("2026/27 Q3", date(2026, 12, 31), "date_quarter"),
        ("by Easter 2027", date(2027, 3, 25), "date_feast"),
        ("before Christmas 2026", date(2026, 12, 24), "date_feast"),
        ("9/30/26", date(2026, 9, 30), "date_month_first"),
        ("March 2027 (provisional)", date(2027, 3, 31), "date_tentative"),
        ("March 2027 TBC", date(2027, 3, 31), "date_tentative"),
        ("March 2027 (phase 1)", date(2027, 3, 31), "date_beside"),
        ("2026-06-30T23:00:00Z", date(2026, 7, 1), "date_zone"),
        ("Monthly until March 2027", date(2027, 3, 31), "date_until"),
        ("31 March 2027 (end of Q4)", date(2027, 3, 31), "date_beside"),
        ("Year 1 (2026/27)", date(2027, 3, 31), "date_beside"),
    ],
)
def test_what_is_read_by_a_rule_that_the_words_do_not_name_is_told(phrase: str, due: date, problem: str) -> None:
    assert read_date(phrase) == Reading(due=due, problem=problem)
    assert is_date_phrase(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "Mar 2027 (was Dec 2026)",
        "was Dec 2026, now Mar 2027",
        "Dec 2026 revised to March 2027",
        "Dec 2026 -> Mar 2027",
        "Revised: Mar 2027 Original: Dec 2026",
        "March 2027 (extended from Dec 2026)",
    ],
)
def test_a_date_that_moved_keeps_the_earlier_one_beside_it(phrase: str) -> None:
    assert read_date(phrase) == Reading(due=date(2027, 3, 31), was=date(2026, 12, 31), problem="date_was")


def test_a_date_that_moved_from_words_that_are_no_date_is_read_and_told() -> None:
    told = Reading(due=date(2027, 3, 31), problem="date_was_not_read")

    assert read_date("Mar 2027 (was TBC)") == read_date("Mar 2027 (was the summer)") == told


def test_what_is_said_to_be_done_is_not_due() -> None:
    done = Reading(done=True, problem="date_done")

    assert read_date("Completed") == read_date("Complete.") == done
    assert read_date("Completed - February 2026") == done._replace(done_on=date(2026, 2, 28))
    assert read_date("Done 3 June 2026") == done._replace(done_on=date(2026, 6, 3))
    assert read_date("30 June 2026 (complete)") == Reading(due=date(2026, 6, 30), done=True)
    assert read_date("To be completed by March 2027") == Reading(due=date(2027, 3, 31))


def test_the_order_of_numbers_is_the_callers_and_both_days_are_named_if_it_has_none() -> None:
    assert read_date("05/06/26", day_first=True) == Reading(due=date(2026, 6, 5))
    assert read_date("05/06/26", day_first=False) == Reading(due=date(2026, 5, 6))
    assert read_date("05/06/2026", day_first=False) == Reading(due=date(2026, 5, 6))
    assert read_date("9/30/26", day_first=True).problem == "date_impossible"
    assert read_date("30/9/26", day_first=False).problem == "date_impossible"
    unclear = read_date("05/06/26")
    assert unclear.problem == "date_order"
    assert unclear.choices == (date(2026, 6, 5), date(2026, 5, 6))


def test_a_date_without_its_year_is_read_in_the_year_of_the_plan() -> None:
    year = plan_year(["Shorter waits: recovery plan 2026/27"])

    assert year is not None
    assert year.said == "2026/27"
    assert in_year("July", year) == Reading(due=date(2026, 7, 31))
    assert in_year("12 March", year) == Reading(due=date(2027, 3, 12))
    assert in_year("September - March", year) == Reading(start=date(2026, 9, 1), due=date(2027, 3, 31))
    assert in_year("January - March", year) == Reading(start=date(2027, 1, 1), due=date(2027, 3, 31))
    assert in_year("March 2028", year) == Reading(due=date(2028, 3, 31))


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("Plan, April 2026 to March 2027", "2026/27"),
        ("Plan 2026", "2026"),
        ("Plan 2026-27, agreed on 14 May 2026", "2026/27"),
        ("Programme 2024-28", None),
        ("Programme 2024-28: actions for 2026/27", "2026/27"),
        ("April 2026 to September 2027", None),
        ("The inspectors came to our schools in 2024 and found that families had to wait too long for the help that they need.", None),
        ("Plan 2025/26 and 2026/27", None),
        ("Published 4 September 2025, reviewed 2026", None),
        ("Plan", None),
    ],
)
def test_the_year_of_a_plan_is_one_or_none(words: str, year: str | None) -> None:
    found = plan_year([words])

    assert (found.said if found else None) == year


@pytest.mark.parametrize(
    ("cell", "due", "rest"),
    [
        ("30 April 2026. Draft shared in February.", date(2026, 4, 30), "Draft shared in February."),
        ("30 April 2026\nDraft shared", date(2026, 4, 30), "Draft shared"),
        ("By end of July 2026; then reviewed", date(2026, 7, 31), "then reviewed"),
        ("March 2027, subject to funding", date(2027, 3, 31), "subject to funding"),
        ("March 2027", date(2027, 3, 31), ""),
        ("March 2027, June 2027", None, ""),
        ("Draft shared in February", None, ""),
    ],
)
def test_a_cell_that_goes_on_after_its_date_is_cut_behind_it(cell: str, due: date | None, rest: str) -> None:
    read, phrase, words = date_and_words(cell)

    assert (read.due, words) == (due, rest)
    assert " ".join(cell.split()).startswith(phrase)


def test_a_workbooks_number_is_a_day_of_this_century() -> None:
    assert serial(46203) == serial(46203.75) == date(2026, 6, 30)
    assert serial(12) is None
    assert serial(4.6e9) is None


def test_thousands_of_clean_dates_are_read_at_once() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(2_500)]
    written = [day.isoformat() for day in days] + [f"{day:%d/%m/%Y}" for day in days]
    took = []
    for _ in range(5):
        began = time.thread_time()
        for phrase in written:
            read_date(phrase, day_first=True)
        took.append(time.thread_time() - began)

    assert min(took) < 0.025
