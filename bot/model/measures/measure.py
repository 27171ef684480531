"""Measures and their readings: each measure is set once and then only added to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.model.noun import Moment, Noun


class Polarity(StrEnum):
    """The values of a measure that are better: high ones, low ones, or those near the target."""

    HIGHER = "H"
    LOWER = "L"
    NEAR_TARGET = "T"


class DataPeriod(StrEnum):
    """The period that a reading is of, as the score cards of councils call it."""

    MONTH = "MS"  # a snapshot at the end of each month
    ROLLING_YEAR = "R12M"  # the twelve months up to the end of each month
    YEAR_TO_DATE = "YTD"  # from the beginning of the financial year up to the end of each month
    QUARTER = "Q"
    YEAR = "A"
    TERM = "termly"
    SURVEY = "survey"  # whenever one is held


class Whose(StrEnum):
    """The voice that a measure is: of children, of parents, of staff, or of data."""

    CHILDREN = "children"
    PARENTS = "parents"
    STAFF = "staff"
    DATA = "data"


class Point(Noun):
    """A value that the plan wants to have reached by a day on the way to its target."""

    by: date
    value: Decimal


class Terms(Noun):
    """All that a measure says of itself. `text` is the plan's sentence, `actions` are the refs that it is about.

    `resets` is the month (1 to 12) in which it begins anew, so that it has no direction across it. If `in_words`, it has no
    number and is a question that is answered in words.
    """

    text: str
    actions: tuple[str, ...] = ()
    polarity: Polarity = Polarity.HIGHER
    unit: str = ""
    in_words: bool = False
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    target_by: date | None = None
    trajectory: tuple[Point, ...] = ()
    source: str = ""
    period: DataPeriod = DataPeriod.MONTH
    resets: int | None = None
    owner: str = ""
    voice: Whose = Whose.DATA


class Reading(Noun):
    """A reading of a measure as at a day. `id` is the number of its entry. One that `corrects` another counts in its place.

    `words` are the answer of a measure in words. `value` is None for one of these alone.
    """

    id: int = 0
    as_at: date
    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    provisional: bool = False
    words: str = ""
    note: str = ""
    corrects: int | None = None
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment


class MeasureDeed(StrEnum):
    """A deed that may be done with a measure besides a reading. Each is an entry of its own."""

    SET = "set"
    CHANGED = "changed"
    CLOSED = "closed"
    REOPENED = "reopened"


class MeasureStep(Noun):
    """A measure was set, or its terms were said anew (all of them), or it was closed or opened again."""

    id: int = 0
    deed: MeasureDeed
    terms: Terms | None = None
    why: str = ""
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment


class Measure(Noun):
    """One measure of a plan with all that was said of it, oldest first. `id` is the number of the entry that set it.

    `number` is its place among the measures of the plan, from 1. `steps` begins with the one that set it. `readings` holds those
    that were corrected too, and none that was withdrawn.
    """

    id: int = 0
    number: int = 0
    plan: str
    steps: tuple[MeasureStep, ...]
    readings: tuple[Reading, ...] = ()

    @property
    def handle(self) -> str:
        """Return what is typed to name it."""
        return measure_handle(self.number)

    @property
    def terms(self) -> Terms:
        """Return what it says of itself now."""
        return next(one.terms for one in reversed(self.steps) if one.terms is not None)

    @property
    def is_closed(self) -> bool:
        """Say if it takes no more readings."""
        turned = (MeasureDeed.CLOSED, MeasureDeed.REOPENED)
        return next((one.deed is MeasureDeed.CLOSED for one in reversed(self.steps) if one.deed in turned), False)

    @property
    def standing(self) -> tuple[Reading, ...]:
        """Return the readings that count, by the day they are as at. A corrected one does not."""
        gone = {one.corrects for one in self.readings}
        return tuple(sorted((one for one in self.readings if one.id not in gone), key=lambda one: (one.as_at, one.id)))


def measure_handle(number: int) -> str:
    """Return what is typed to name a measure: m12."""
    return f"m{number}"
