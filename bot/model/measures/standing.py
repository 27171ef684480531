"""The standing of a measure: its verdict and direction, and what of its readings may be shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.model.measures.measure import Measure
from bot.model.noun import Noun


class Verdict(StrEnum):
    """The verdict on the latest reading of a measure, by its value alone."""

    ON_TARGET = "on_target"
    ON_TRAJECTORY = "on_trajectory"
    BEHIND = "behind"
    NO_TARGET = "no_target"
    NO_READING = "no_reading"


class Direction(StrEnum):
    """The direction of a measure, by the rules of run charts alone."""

    BETTER = "better"
    WORSE = "worse"
    NO_CLEAR_CHANGE = "no_clear_change"
    TOO_FEW = "too_few"


class Shown(Noun):
    """A reading as it may be shown. One that is `hidden` has no number at all. It is `few` if fewer than five are behind it; else
    it would give such a number back."""

    entry: int
    as_at: date
    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    hidden: bool = False
    few: bool = False
    provisional: bool = False
    words: str = ""
    note: str = ""
    corrected: bool = False  # it counts in the place of an earlier one
    replaces: int | None = None  # the entry of that one


class MeasureTold(Noun):
    """A measure as it is told at every door: the readings that count, its verdict and direction, and what is missing.

    `before` are the readings that were corrected: they count no longer, and are kept.
    `mean` is that of the readings before the run at its end began. `expected` is what the trajectory wants by the day of the
    latest reading. `late_since` is the data date from which on a reading is missing, `next_on` the next data date. `unread` are
    the data dates between the first reading and the last for which none was given.
    """

    measure: Measure
    shown: tuple[Shown, ...] = ()
    before: tuple[Shown, ...] = ()
    verdict: Verdict = Verdict.NO_READING
    direction: Direction = Direction.TOO_FEW
    mean: Decimal | None = None
    expected: Decimal | None = None
    late_since: date | None = None
    next_on: date | None = None
    unread: tuple[date, ...] = ()

    @property
    def is_unjudged(self) -> bool:
        """Say if it has a reading that has no verdict yet. One that waits for a reading is late instead."""
        return self.verdict is Verdict.NO_READING and self.latest is not None and self.late_since is None

    @property
    def latest(self) -> Shown | None:
        """Return the latest reading. None if there is none."""
        return self.shown[-1] if self.shown else None
