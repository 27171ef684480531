"""Risks: each is raised once and then only added to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bot.model.noun import Moment, Noun


class Sureness(StrEnum):
    """The sureness of whoever scored a risk."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Treatment(StrEnum):
    """The treatment of a risk: the four Ts of public registers."""

    TREAT = "treat"
    TOLERATE = "tolerate"
    TRANSFER = "transfer"
    TERMINATE = "terminate"


class Score(Noun):
    """A score: how likely it is and how bad it would be, as places on the plan's scales, from 1."""

    likelihood: int
    impact: int

    @property
    def points(self) -> int:
        """Return the product, by which risks are compared."""
        return self.likelihood * self.impact


class RiskTerms(Noun):
    """All that a risk says of itself: if this happens, then that follows.

    `about` are refs. `target` is the score to be reached. A risk that is tolerated names who approved it and until when.
    `review_every` is a number of months; None is the plan's.
    """

    happens: str
    follows: str
    about: tuple[str, ...] = ()
    owner: str = ""
    controls: str = ""
    target: Score | None = None
    sureness: Sureness | None = None
    treatment: Treatment = Treatment.TREAT
    accepted_until: date | None = None
    approved_by: str = ""
    review_every: int | None = None


class RiskDeed(StrEnum):
    """A deed that may be done with a risk. Each is an entry of its own."""

    RAISED = "raised"
    CHANGED = "changed"
    SCORED = "scored"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class RiskState(StrEnum):
    """The states of a risk."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


# What a deed makes of a risk. All others leave it as it is.
_TURNS = {
    RiskDeed.CLOSED: RiskState.CLOSED,
    RiskDeed.REOPENED: RiskState.OPEN,
    RiskDeed.WITHDRAWN: RiskState.WITHDRAWN,
}


class RiskStep(Noun):
    """A risk was raised, or its terms were said anew (all of them), or it was scored, closed, opened again or withdrawn, and why.

    A score that is as it was is a review too. `drawn_from` names the form that it was said in, which is heard once.
    """

    id: int = 0
    deed: RiskDeed
    terms: RiskTerms | None = None
    score: Score | None = None
    why: str = ""
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    drawn_from: str = ""
    at: Moment


class Risk(Noun):
    """One risk of a plan with all that was said of it, oldest first. `id` is the number of the entry that raised it.

    `number` is its place among the risks of the plan, from 1. `update` is the statement that it was raised from, if it was.
    `withdrawn` is set if whoever raised it took it back at once: it then has no step that says why.
    """

    id: int = 0
    number: int = 0
    plan: str
    update: int | None = None
    steps: tuple[RiskStep, ...]
    withdrawn: bool = False

    @property
    def handle(self) -> str:
        """Return what is typed to name it."""
        return risk_handle(self.number)

    @property
    def terms(self) -> RiskTerms:
        """Return what it says of itself now."""
        return next(one.terms for one in reversed(self.steps) if one.terms is not None)

    @property
    def raised(self) -> RiskStep:
        """Return the step that raised it."""
        return self.steps[0]

    @property
    def state(self) -> RiskState:
        """Return how it stands."""
        if self.withdrawn:
            return RiskState.WITHDRAWN
        return next((_TURNS[one.deed] for one in reversed(self.steps) if one.deed in _TURNS), RiskState.OPEN)

    @property
    def is_closed(self) -> bool:
        """Say if nobody reviews it any more."""
        return self.state is not RiskState.OPEN

    @property
    def scored(self) -> tuple[RiskStep, ...]:
        """Return the steps that scored it, oldest first."""
        return tuple(one for one in self.steps if one.score is not None)

    @property
    def score(self) -> Score | None:
        """Return its score now. None if nobody has scored it."""
        return self.scored[-1].score if self.scored else None


def risk_handle(number: int) -> str:
    """Return what is typed to name a risk: r4."""
    return f"r{number}"
