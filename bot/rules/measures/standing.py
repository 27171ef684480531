"""The standing of a measure: its verdict by value, and its direction by the two rules of run charts and by nothing else.

Source of the rules: run charts as the NHS in England teaches them ("making data count"), with the project's own numbers: a run of
six, a trend of five steps, and nothing at all from fewer than eight readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple, assert_never

from bot.model.measures.measure import Point, Polarity, Terms
from bot.model.measures.standing import Direction, Verdict

FEWEST = 8  # readings, of which a direction is told
RUN = 6  # readings on one side of the mean
TREND = 5  # strict steps in one way, which are six readings

Values = Sequence[Decimal]


class Run(NamedTuple):
    """The run at the end: `begins` is the index of its first reading, `side` is 1 above the mean and -1 below it, 0 if there
    is none. `length` leaves out readings that are equal to the mean. `mean` is that of all readings before its first one."""

    begins: int
    side: int
    length: int
    mean: Decimal


def points_due(terms: Terms) -> tuple[Point, ...]:
    """Return the points of the trajectory in their order, with the target as the last of them if it has a day."""
    points = {one.by: one for one in terms.trajectory}
    if terms.target is not None and terms.target_by is not None:
        points[terms.target_by] = Point(by=terms.target_by, value=terms.target)
    return tuple(points[day] for day in sorted(points))


def expected(terms: Terms, day: date) -> Decimal | None:
    """Return what the trajectory wants by a day: the last of its points that is due by then. Nothing is read between points."""
    return next((one.value for one in reversed(points_due(terms)) if one.by <= day), None)


def has_aim(terms: Terms) -> bool:
    """Say if a measure wants any value at all."""
    return not terms.in_words and (terms.target is not None or bool(terms.trajectory))


def verdict(terms: Terms, value: Decimal, day: date) -> Verdict:
    """Return the verdict on a value that was read as at a day.

    It is on target if it has reached the target, and on trajectory if it has reached the last point due by its day. Before the
    first point it is on trajectory as long as it is no worse than the baseline. Without one nothing is there to hold it against,
    so no verdict is told. A target without a day is wanted now.
    """
    if not has_aim(terms):
        return Verdict.NO_TARGET
    if terms.target is not None and reaches(terms, value, terms.target):
        return Verdict.ON_TARGET
    due = expected(terms, day)
    if due is None and not points_due(terms):
        return Verdict.BEHIND
    wanted = terms.baseline if due is None else due
    if wanted is None:
        return Verdict.NO_READING
    return Verdict.ON_TRAJECTORY if reaches(terms, value, wanted) else Verdict.BEHIND


def reaches(terms: Terms, value: Decimal, wanted: Decimal) -> bool:
    """Say if a value is as good as the one that is wanted.

    One that is to be near the target is at it once it is equal to it as precisely as the target is said. It is as good as another
    if it is no farther from it.
    """
    match terms.polarity:
        case Polarity.HIGHER:
            return value >= wanted
        case Polarity.LOWER:
            return value <= wanted
        case Polarity.NEAR_TARGET:
            aim = terms.target if terms.target is not None else wanted
            return abs(value - aim) <= max(abs(wanted - aim), _half_of_last_digit(aim))
    assert_never(terms.polarity)


def direction(terms: Terms, values: Values) -> Direction:
    """Return the direction of the values since a measure last began anew, in the order of their days.

    A run and a trend that say the opposite of each other are no clear change.
    """
    if len(values) < FEWEST:
        return Direction.TOO_FEW
    read = goodness(terms, values)
    run = run_at_end(read)
    found = {side for side in (run.side if run.length >= RUN else 0, trend_at_end(read)) if side}
    if len(found) != 1:
        return Direction.NO_CLEAR_CHANGE
    return Direction.BETTER if found == {1} else Direction.WORSE


def mean(terms: Terms, values: Values) -> Decimal | None:
    """Return the mean of the readings before the run at the end began. None of fewer than eight."""
    if len(values) < FEWEST:
        return None
    begins = run_at_end(goodness(terms, values)).begins
    return _mean(values[:begins])


def goodness(terms: Terms, values: Values) -> Values:
    """Return values so turned that higher ones are better. What should be near a target that it has not goes nowhere."""
    match terms.polarity:
        case Polarity.HIGHER:
            return tuple(values)
        case Polarity.LOWER:
            return tuple(-one for one in values)
        case Polarity.NEAR_TARGET:
            aim = terms.target
            return tuple(Decimal(0) if aim is None else -abs(one - aim) for one in values)
    assert_never(terms.polarity)


def run_at_end(values: Values) -> Run:
    """Return the run at the end of some values, of which there is at least one.

    A run begins with a reading that is not equal to the mean of all readings before it, and goes on until one is on the other
    side of that mean. That one begins the next run, against the mean of all before it. A reading equal to the mean neither adds
    to a run nor ends it.
    """
    begins, side, count = len(values), 0, 0
    before, total = (values[0], 1), values[0]  # a sum, and of how many: a mean would be rounded
    for index, value in enumerate(values[1:], 1):
        here = _sign(value * before[1] - before[0]) if side else 0
        if not side or here == -side:
            before = (total, index)
            side = _sign(value * index - total)
            begins, count = (index, 1) if side else (len(values), 0)
        elif here:
            count += 1
        total += value
    return Run(begins, side, count, _mean(values[:begins]))


def trend_at_end(values: Values) -> int:
    """Return 1 if the last five steps all go strictly up, -1 if they all go strictly down, else 0."""
    steps = {_sign(after - before) for before, after in pairwise(values[-TREND - 1 :])}
    return steps.pop() if len(values) > TREND and len(steps) == 1 else 0


def begins_anew(resets: int | None, day: date) -> date | None:
    """Return the first day of the time that a day is in, of a measure that begins anew in a month of each year."""
    if resets is None:
        return None
    first = day.replace(month=resets, day=1)
    return first if first <= day else first.replace(year=first.year - 1)


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def _mean(values: Values) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def _half_of_last_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0) / 2
