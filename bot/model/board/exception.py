"""The facts of an exception report: the milestone, its dates, and what its owner reported."""

from __future__ import annotations

from datetime import date

from bot.model.noun import Noun
from bot.model.plan import Milestone
from bot.model.updates.dates import Dates
from bot.model.updates.request import ExceptionReport
from bot.model.updates.update import Face


class Exceptional(Noun):
    """A milestone and its last exception report, None if nobody wrote one. `reported` are the days of all of them.

    It has `ended` if it was closed or taken out of the plan, so that nobody can report on it any more.

    `first` is the date that was first promised.
    """

    milestone: Milestone
    face: Face
    dates: Dates
    first: date | None = None
    forecast: date | None = None
    report: ExceptionReport | None = None
    reported: tuple[date, ...] = ()
    ended: bool = False
