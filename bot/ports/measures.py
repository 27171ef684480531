"""The record's verbs for measures, their readings, and impact steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.model.measures.impact import Impact
from bot.model.measures.measure import Measure, MeasureStep, Reading


class MeasuresView(Protocol):
    """The verbs that read measures."""

    def all(self, short: str, upto: int | None = None) -> tuple[Measure, ...]:
        """Return every measure of a plan, oldest first, each with what was said of it and read up to an entry."""
        ...

    def unread(self, short: str, upto: int | None = None) -> tuple[Measure, ...]:
        """Return the same measures without their readings, for whoever only asks whose they are."""
        ...

    def later(self, short: str) -> tuple[Measure, ...]:
        """Return every measure as it stands now, if this is a reading of the past, else none. What may not be shown now may not
        be shown as at the past either."""
        ...

    def impacts(self, short: str, upto: int | None = None) -> tuple[Impact, ...]:
        """Return the impact steps set up to an entry, oldest first, without those taken back."""
        ...


class MeasuresTx(MeasuresView, Protocol):
    """The verbs that set measures and read them."""

    def begin(self, measure: Measure) -> Measure:
        """Record a new measure by its one step, and return it as it is read back, with its handle."""
        ...

    def step(self, measure: Measure, step: MeasureStep) -> Measure:
        """Record that a measure is said anew, closed or opened again, and return it as it is read back."""
        ...

    def read(self, measure: Measure, reading: Reading) -> Measure:
        """Record a reading, and return the measure as it is read back."""
        ...

    def read_many(self, short: str, readings: Sequence[tuple[Measure, Reading]]) -> None:
        """Record readings of several measures of a plan, in their order."""
        ...

    def take_back(self, measure: Measure, number: int, why: str = "") -> Measure:
        """Let a reading or a step of a measure count no longer, and return the measure as it is read back. Without the step that
        it began with it is there no longer, and nothing else gets its handle."""
        ...

    def set_impact(self, impact: Impact) -> Impact:
        """Record the impact step of an action, and return it with its number."""
        ...

    def take_back_impact(self, impact: Impact, why: str = "") -> None:
        """Let an impact step count no longer."""
        ...
