"""Measures that moved in a week: their verdict or direction is another, or they have their first reading."""

from __future__ import annotations

from bot.model.measures.standing import MeasureTold
from bot.model.noun import Noun


class MeasureMoved(Noun):
    """A measure as it stands now, and as it stood a week ago. `was` is None if it was not set by then."""

    now: MeasureTold
    was: MeasureTold | None = None

    @property
    def first(self) -> bool:
        """Say if the week brought its first reading."""
        return self.was is None or self.was.latest is None
