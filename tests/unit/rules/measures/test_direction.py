"""A measure gets better or worse by two rules alone, and is on or behind its trajectory by value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.model.measures.measure import Point, Polarity, Terms
from bot.model.measures.standing import Direction, Verdict
from bot.rules.measures.standing import begins_anew, direction, expected, mean, run_at_end, trend_at_end, verdict
from tests.laws import tried

BETTER, WORSE, UNCLEAR, FEW = Direction.BETTER, Direction.WORSE, Direction.NO_CLEAR_CHANGE, Direction.TOO_FEW
HIGHER, LOWER = Terms(text="More in time"), Terms(text="Fewer waits", polarity=Polarity.LOWER)
NEAR = Terms(text="Near ten", polarity=Polarity.NEAR_TARGET, target=Decimal(10))
SERIES = st.lists(st.integers(-6, 6).map(Decimal), min_size=1, max_size=20)


def numbers(values: Sequence[int]) -> tuple[Decimal, ...]:
    return tuple(Decimal(one) for one in values)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([5, 5, 5, 9, 9, 9, 9], FEW),  # seven
        ([5, 5, 9, 9, 9, 9, 9, 9], BETTER),  # six above five
        ([5, 5, 5, 9, 9, 9, 9, 9], UNCLEAR),  # five are no run
        ([5, 5, 1, 1, 1, 1, 1, 1], WORSE),
        ([5, 5, 5, 9, 9, 5, 9, 9, 9], UNCLEAR),  # one equal to the mean adds nothing
        ([5, 5, 9, 9, 9, 5, 9, 9, 9], BETTER),  # and ends nothing
        ([5, 5, 9, 9, 9, 4, 9, 9, 9], UNCLEAR),  # one on the other side does
        ([4, 6, 4, 6, 5, 5, 5, 5, 5, 5], BETTER),  # all since the first are above it: the rule has no other mean
        ([5, 5, 5, 5, 5, 5, 5, 5], UNCLEAR),
        ([5, 1, 9, 2, 3, 4, 5, 6, 7], BETTER),  # five steps up
        ([5, 1, 9, 2, 3, 4, 5, 6, 6], UNCLEAR),  # the last is no step
        ([1, 9, 1, 20, 19, 18, 17, 16, 15], UNCLEAR),  # above the mean before, and falling: one rule against the other
    ],
)
def test_six_on_one_side_or_five_steps_one_way_and_nothing_else(values: list[int], told: Direction) -> None:
    assert direction(HIGHER, numbers(values)) is told


def test_near_its_target_is_better_from_either_side() -> None:
    assert direction(NEAR, numbers([20, 0, 13, 7, 13, 7, 13, 7])) is BETTER
    assert direction(NEAR, numbers([9, 11, 13, 7, 13, 7, 13, 7])) is WORSE


def test_the_mean_is_that_of_all_readings_before_the_run() -> None:
    assert mean(HIGHER, numbers([4, 2, 9, 9, 9, 9, 9, 9])) == 3
    assert mean(HIGHER, numbers([4, 2, 9])) is None


@tried(200)
@given(SERIES, st.integers(-1000, 1000))
def test_shifting_all_readings_changes_no_direction(values: list[Decimal], by: int) -> None:
    assert direction(HIGHER, values) is direction(HIGHER, [one + by for one in values])


@tried(200)
@given(SERIES)
def test_reversed_polarity_swaps_better_and_worse(values: list[Decimal]) -> None:
    swapped = {BETTER: WORSE, WORSE: BETTER, UNCLEAR: UNCLEAR, FEW: FEW}
    assert direction(LOWER, values) is swapped[direction(HIGHER, values)]


@tried(200)
@given(SERIES)
def test_a_reading_equal_to_the_mean_changes_no_run(values: list[Decimal]) -> None:
    run = run_at_end(values)
    assume(Fraction(run.mean) * max(len(values[: run.begins]), 1) == sum(map(Fraction, values[: run.begins])))  # it can be written
    after = run_at_end([*values, run.mean])
    assert (after.side, after.length) == (run.side, run.length)


@tried(200)
@given(SERIES)
def test_a_run_is_what_the_rule_says_of_it(values: list[Decimal]) -> None:
    run = run_at_end(values)
    if run.side:
        before = sum(map(Fraction, values[: run.begins])) / run.begins
        on_side = [one for one in values[run.begins :] if (Fraction(one) - before) * run.side > 0]
        assert len(on_side) == run.length and Fraction(values[run.begins]) != before
        assert all((Fraction(one) - before) * run.side >= 0 for one in values[run.begins :])


@tried(200)
@given(SERIES)
def test_fewer_than_eight_readings_have_no_direction(values: list[Decimal]) -> None:
    assert (direction(HIGHER, values) is FEW) == (len(values) < 8)


def test_a_trend_wants_six_readings() -> None:
    assert trend_at_end(numbers([1, 2, 3, 4, 5])) == 0
    assert trend_at_end(numbers([1, 2, 3, 4, 5, 6])) == 1
    assert trend_at_end(numbers([6, 5, 4, 3, 2, 1])) == -1


@pytest.mark.parametrize(
    ("day", "since"),
    [(date(2026, 8, 31), date(2025, 9, 1)), (date(2026, 9, 1), date(2026, 9, 1)), (date(2027, 1, 31), date(2026, 9, 1))],
)
def test_a_measure_begins_anew_on_the_first_of_its_month(day: date, since: date) -> None:
    assert begins_anew(9, day) == since and begins_anew(None, day) is None


PLAN = Terms(
    text="to 40% in 2025 and 60% in 2026 from 17%",
    baseline=Decimal(17),
    baseline_on=date(2024, 12, 31),
    target=Decimal(60),
    target_by=date(2026, 12, 31),
    trajectory=(Point(by=date(2025, 12, 31), value=Decimal(40)),),
)


@pytest.mark.parametrize(
    ("value", "day", "told"),
    [
        (16, date(2025, 6, 30), Verdict.BEHIND),  # worse than it began
        (17, date(2025, 6, 30), Verdict.ON_TRAJECTORY),  # nothing is due yet
        (39, date(2025, 12, 31), Verdict.BEHIND),
        (40, date(2026, 11, 30), Verdict.ON_TRAJECTORY),  # by the last point reached, not by a line
        (59, date(2026, 12, 31), Verdict.BEHIND),
        (60, date(2025, 1, 31), Verdict.ON_TARGET),
    ],
)
def test_the_verdict_is_by_value_against_the_last_point_due(value: int, day: date, told: Verdict) -> None:
    assert verdict(PLAN, Decimal(value), day) is told


def test_what_is_expected_steps_from_point_to_point() -> None:
    days = (date(2025, 12, 30), date(2025, 12, 31), date(2027, 1, 1))
    assert [expected(PLAN, day) for day in days] == [None, 40, 60]


def test_a_target_without_a_day_is_wanted_now_and_without_a_target_there_is_no_verdict() -> None:
    day = date(2026, 1, 31)
    assert verdict(HIGHER.model_copy(update={"target": Decimal(5)}), Decimal(4), day) is Verdict.BEHIND
    assert verdict(HIGHER, Decimal(4), day) is Verdict.NO_TARGET
    assert verdict(NEAR, Decimal("10.4"), day) is Verdict.ON_TARGET and verdict(NEAR, Decimal("10.6"), day) is Verdict.BEHIND
