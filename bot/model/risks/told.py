"""A risk as it is told at every door: its score by the plan's matrix, where it is going, and what is missing."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bot.model.noun import Noun
from bot.model.risks.risk import Risk, RiskDeed, Score


class RiskDirection(StrEnum):
    """The direction of a risk since the score before."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"


class BandLevel(StrEnum):
    """The level of a band among the plan's own, however many these are: by it a band has its colour and its shape."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    TOP = "top"


class RiskTold(Noun):
    """A risk and how it stands on a day.

    `band` is the plan's word for its score, and `level` where that band stands among the plan's. Both are None if nobody has
    scored it, or if its score is `outside` the plan's matrix: then it was made by an earlier one. `last` are up to four
    scores, the newest last. `next_review` is None if it is open no longer. If `review_overdue` it has no colour: its last band
    may be named beside that, and never alone. `tolerance_passed` says that it is tolerated, and the day for that is over.
    """

    risk: Risk
    band: str | None = None
    level: BandLevel | None = None
    outside: bool = False
    direction: RiskDirection = RiskDirection.NEW
    last: tuple[Score, ...] = ()
    reviewed_on: date | None = None
    next_review: date | None = None
    review_overdue: bool = False
    tolerance_passed: bool = False

    @property
    def score(self) -> Score | None:
        """Return its score now. None if nobody has scored it."""
        return self.risk.score

    @property
    def points(self) -> int:
        """Return the product by which risks are compared, 0 if it has no score."""
        return self.score.points if self.score is not None else 0

    @property
    def is_grey(self) -> bool:
        """Say if it is shown in no colour: nobody has scored it in time, or by this matrix, or at all."""
        return self.review_overdue or self.level is None


class RiskMoved(Noun):
    """A risk that moved in a time: its score before and at its end, and if it was raised, closed, opened again or withdrawn."""

    told: RiskTold
    was: Score | None = None
    now: Score | None = None
    turned: RiskDeed | None = None
