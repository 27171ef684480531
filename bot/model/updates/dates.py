"""The dates of one milestone as they stand on a day."""

from __future__ import annotations

from datetime import date

from bot.model.noun import Noun
from bot.model.plan import Recurrence


class Dates(Noun):
    """A milestone's dates. `due` is the one at hand, `promised` the first one if that was another.

    `expected` is the forecast that stands. `moves` counts the times the due date was put back, `slips` the times the forecast
    was: neither speaks of a milestone that comes round, nor of a date brought forward.
    """

    due: date | None = None
    promised: date | None = None
    moves: int = 0
    expected: date | None = None
    slips: int = 0
    recurrence: Recurrence | None = None
    open_ended: bool = False
    start: date | None = None  # of one that is open ended
