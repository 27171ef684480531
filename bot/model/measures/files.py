"""Files of measures and of readings, as they were read: each row with its line, and what it does to what is there."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.model.measures.measure import Measure, Reading, Terms
from bot.model.noun import Noun


class TableKind(StrEnum):
    """The files besides plans that an admin may bring."""

    MEASURES = "measures"
    READINGS = "readings"


class FileFaults(Exception):
    """A file that cannot be used; `lines` has one sentence for each fault, with its row and column."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class Outcome(StrEnum):
    """The things that a row may do."""

    NEW = "new"
    CHANGED = "changed"  # a measure is said anew, or a reading is corrected
    SAME = "same"


class MeasureRow(Noun):
    """A row that says a measure. `measure` is the one that it says anew, None if it is new."""

    row: int
    terms: Terms
    measure: Measure | None = None

    @property
    def outcome(self) -> Outcome:
        """Return what it does."""
        if self.measure is None:
            return Outcome.NEW
        return Outcome.SAME if self.measure.terms == self.terms else Outcome.CHANGED


class ReadingRow(Noun):
    """A row that says a reading of a measure. Its reading `corrects` the one that counts as at the same day."""

    row: int
    measure: Measure
    reading: Reading
    outcome: Outcome
    few: bool = False  # so few are behind it that its number is not shown
