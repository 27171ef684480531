"""Fewer than five are never told, nor anything that gives them back; and a reading that is late is not carried forward."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.model.measures.measure import DataPeriod, Measure, MeasureDeed, MeasureStep, Polarity, Reading, Terms
from bot.model.measures.standing import Direction, Verdict
from bot.model.policy import Calendar, Policy, Quarters, Term
from bot.reports.measures.told import measures_json, told_of
from bot.rules.calendar import working_days
from bot.rules.measures import dates
from bot.wording.measures.values import reading_said
from bot.wording.measures.verdicts import verdict_mark, verdict_said

SHARE = Terms(text="Seen in time", unit="%", target=Decimal(50), target_by=date(2027, 3, 31))
SET = datetime(2026, 1, 5, 9, tzinfo=UTC)
TODAY = date(2026, 6, 10)
MONTHS = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31))


def measure(*readings: Reading, terms: Terms = SHARE) -> Measure:
    given = tuple(one.model_copy(update={"id": number}) for number, one in enumerate(readings, 2))
    return Measure(id=1, number=1, plan="p", steps=(MeasureStep(id=1, deed=MeasureDeed.SET, terms=terms, at=SET),), readings=given)


def read(month: int, value: object = None, few: int | None = None, of: int | None = None, **more: object) -> Reading:
    number = Decimal(str(value)) if value is not None else None
    told = {"as_at": MONTHS[month], "value": number, "numerator": few, "denominator": of, "at": SET, **more}
    return Reading.model_validate(told)


def hidden_of(*readings: Reading, terms: Terms = SHARE) -> list[bool]:
    return [one.hidden for one in told_of(measure(*readings, terms=terms), Policy(), TODAY).shown]


@pytest.mark.parametrize(
    ("readings", "gone"),
    [
        ([read(0, 8, 4, 50), read(1, 10, 5, 50)], [True, False]),
        ([read(0, 0, 0, 50)], [True]),  # nought is a small number too
        ([read(0, 0)], [True]),  # of however many
        ([read(0, 8, None, 50)], [True]),  # the number behind it is plain from the other two
        ([read(0, 24, 12, 50), read(1, 8)], [False, True]),  # it is of about as many as the month before
        ([read(0, 24), read(1, 8)], [False, False]),  # nobody knows of how many
        ([read(0, 24, 12, 50), read(1, "9.1")], [False, False]),
    ],
)
def test_what_gives_a_small_number_back_is_hidden_with_it(readings: list[Reading], gone: list[bool]) -> None:
    assert hidden_of(*readings) == gone


@pytest.mark.parametrize(("unit", "value", "gone"), [("children", 4, True), ("children waiting", 4, True), ("days per child", 4, False), ("", 4, True), ("", "4.5", False), ("weeks", 4, False)])
def test_a_count_without_a_numerator_is_one_itself(unit: str, value: object, gone: bool) -> None:
    assert hidden_of(read(0, value), terms=SHARE.model_copy(update={"unit": unit})) == [gone]


def test_the_step_of_what_is_counted_up_is_a_number_too() -> None:
    running = SHARE.model_copy(update={"unit": "children", "period": DataPeriod.YEAR_TO_DATE})
    counts = [read(0, 20), read(1, 23), read(2, 26), read(3, 9), read(4, 9)]  # a new year begins in April
    assert hidden_of(*counts, terms=running) == [False, True, False, False, True]


def test_a_hidden_reading_tells_nothing_at_any_door() -> None:
    found = told_of(measure(read(0, 24, 12, 50), read(1, 8, 4, 50, note="4 of 50, all at Anon School")), Policy(), TODAY)
    latest = measures_json([found])[0]["latest"]
    assert isinstance(latest, dict) and latest["hidden"] is True
    assert [latest[name] for name in ("value", "numerator", "denominator", "note")] == [None, None, None, ""]


def test_a_slip_that_was_small_hides_no_reading_that_is_known_not_to_be() -> None:
    waiting = SHARE.model_copy(update={"unit": "children", "polarity": Polarity.LOWER, "target": Decimal(60), "target_by": None})
    for terms, slip, right in ((waiting, read(4, 3), read(4, 110, corrects=2)), (SHARE, read(4, 6, 3, 50), read(4, 60, 30, 50, corrects=2))):
        told = told_of(measure(slip, right, terms=terms), Policy(), date(2026, 6, 1))
        assert [(one.hidden, one.few) for one in (*told.before, *told.shown)] == [(True, True), (False, False)]
        assert told.verdict is (Verdict.BEHIND if terms is waiting else Verdict.ON_TARGET)


def test_what_is_hidden_for_another_is_not_called_small_and_is_not_judged() -> None:
    running = SHARE.model_copy(update={"unit": "complaints", "period": DataPeriod.YEAR_TO_DATE, "target": Decimal(42)})
    told = told_of(measure(read(3, 40), read(4, 43), terms=running), Policy(), date(2026, 6, 1))
    assert [(one.hidden, one.few) for one in told.shown] == [(False, False), (True, False)]
    assert (told.verdict, reading_said(told.shown[-1], running)) == (Verdict.NO_READING, "not shown")
    assert verdict_mark(told).word == "Not judged"


def test_the_reading_before_a_correction_is_hidden_with_it() -> None:
    kept = measure(read(0, 24, 12, 50), read(1, 30), read(1, 6, 3, 50, corrects=3))
    assert [one.hidden for one in told_of(kept, Policy(), TODAY).shown] == [False, True]


@pytest.mark.parametrize(("target", "verdict"), [(50, Verdict.ON_TARGET), (6, Verdict.NO_READING)])
def test_a_hidden_reading_has_a_verdict_only_if_any_small_number_had_it(target: int, verdict: Verdict) -> None:
    terms = SHARE.model_copy(update={"polarity": Polarity.LOWER, "target": Decimal(target), "target_by": date(2026, 5, 31)})
    assert told_of(measure(read(4, 6, 3, 50), terms=terms), Policy(), date(2026, 6, 1)).verdict is verdict


def test_hidden_readings_and_those_before_a_reset_are_no_points() -> None:
    days = [date(2025, month, 28) for month in range(1, 13)]
    eight = [Reading(as_at=day, value=Decimal(40 + number), at=SET) for number, day in enumerate(days)]
    rising = told_of(measure(*eight), Policy(), date(2026, 1, 6))
    across = told_of(measure(*eight, terms=SHARE.model_copy(update={"resets": 9})), Policy(), date(2026, 1, 6))
    assert (rising.direction, across.direction, across.mean) == (Direction.BETTER, Direction.TOO_FEW, None)


def test_a_late_reading_is_no_reading_and_is_not_carried_forward() -> None:
    kept = measure(read(3, 60))  # the end of May is a Sunday: its reading is asked for on 1 June
    assert told_of(kept, Policy(), date(2026, 6, 1)).verdict is Verdict.ON_TARGET
    late = told_of(kept, Policy(), date(2026, 6, 2))
    assert (late.verdict, late.late_since, late.next_on) == (Verdict.NO_READING, MONTHS[4], date(2026, 6, 30))
    given = told_of(measure(read(3, 60), read(4, 61)), Policy(), date(2026, 6, 2))
    assert (given.verdict, given.late_since) == (Verdict.ON_TARGET, None)


TERMS = (Term.model_validate({"name": "Spring 2026", "from": date(2026, 1, 5), "to": date(2026, 3, 27)}),)


@pytest.mark.parametrize(
    ("period", "ends"),
    [
        (DataPeriod.MONTH, [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31)]),
        (DataPeriod.ROLLING_YEAR, [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31)]),
        (DataPeriod.QUARTER, [(3, 31), (6, 30)]),
        (DataPeriod.YEAR, [(3, 31)]),
        (DataPeriod.TERM, [(3, 27), (7, 31)]),
        (DataPeriod.SURVEY, []),
    ],
)
def test_each_period_has_its_data_dates(period: DataPeriod, ends: list[tuple[int, int]]) -> None:
    policy = Policy(calendar=Calendar(terms=TERMS))
    found = dates.ends(Terms(text="T", period=period), policy, date(2026, 1, 1), date(2026, 7, 31))
    assert found == tuple(date(2026, month, day) for month, day in ends)


def test_a_year_ends_as_that_of_its_baseline_does_else_as_the_plans() -> None:
    yearly = Terms(text="T", period=DataPeriod.YEAR)
    of_calendar = yearly.model_copy(update={"baseline_on": date(2024, 12, 31)})
    ended = [dates.year_ends_in(yearly, Calendar(quarters=one)) for one in (Quarters.FINANCIAL, Quarters.CALENDAR)]
    assert (*ended, dates.year_ends_in(of_calendar, Calendar())) == (3, 12, 12)


def test_it_is_asked_for_on_the_first_working_day_and_once_more_after_a_week() -> None:
    days = working_days(Policy())
    assert dates.asked_on(date(2026, 3, 31), days) == (date(2026, 4, 1), date(2026, 4, 8))
    assert dates.asked_on(date(2026, 4, 30), days) == (date(2026, 5, 1), date(2026, 5, 8))
    assert dates.asked_on(date(2026, 5, 31), days) == (date(2026, 6, 1), date(2026, 6, 8))


@pytest.mark.parametrize(
    ("unit", "gone"),
    [
        *((unit, True) for unit in ("", "CYP", "NEETs", "parents / carers", "children per school", "plans per month", "per month", "#")),
        *((unit, False) for unit in ("weeks", "days per child", "£", "score", "out of 5", "per 1,000 children", "average score")),
    ],
)
def test_a_small_whole_number_is_hidden_unless_its_unit_is_known_to_count_nobody(unit: str, gone: bool) -> None:
    terms = SHARE.model_copy(update={"unit": unit, "baseline": Decimal(3), "baseline_on": MONTHS[0]})

    assert hidden_of(read(0, 3), terms=terms) == [gone]
    assert hidden_of(read(0, 5), terms=terms) == [False]
    (told,) = measures_json([told_of(measure(terms=terms), Policy(), TODAY)])
    assert (told["baseline"] is None, told["baseline_on"] is None) == (gone, gone)  # it counts people as a reading does


def test_a_first_reading_is_not_judged_if_nothing_was_wanted_by_then_and_nobody_knows_where_it_began() -> None:
    told = told_of(measure(read(4, 30)), Policy(), date(2026, 6, 1))
    assert (told.verdict, verdict_mark(told).word) == (Verdict.NO_READING, "Not judged")
    assert "nothing is wanted before the target's day" in verdict_said(told)


def test_what_may_not_be_shown_now_may_not_be_shown_as_at_the_past() -> None:
    then = measure(read(0, "8.1"))
    now = measure(read(0, "8.1"), read(1, "54.1", 20, 37))  # since then it is known of how many

    assert [one.hidden for one in told_of(then, Policy(), TODAY).shown] == [False]
    assert [one.hidden for one in told_of(then, Policy(), TODAY, later=now).shown] == [True]


def test_the_data_dates_between_readings_for_which_none_was_given_are_known() -> None:
    assert told_of(measure(read(0, 60), read(1, 61), read(4, 61)), Policy(), TODAY).unread == (MONTHS[2], MONTHS[3])
    assert told_of(measure(read(3, 60)), Policy(), TODAY).unread == told_of(measure(), Policy(), TODAY).unread == ()
