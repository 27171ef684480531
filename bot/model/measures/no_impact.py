"""Actions as they are told: how much of each is delivered, the step of impact that was set, and what its measures say."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bot.model.measures.impact import Impact, ImpactStep
from bot.model.measures.standing import MeasureTold
from bot.model.noun import Moment, Noun

SHOWS_IMPACT = ImpactStep.MODEST  # the first step that says that something got better


class WhyNoImpact(StrEnum):
    """A reason for which an action that is delivered has shown no impact yet."""

    STEP_LOW = "step_low"
    MEASURE_BEHIND = "measure_behind"
    NEITHER_KNOWN = "neither_known"


class ActionTold(Noun):
    """An action as it is told at every door: its milestones counted, its steps of impact (the oldest first), and its measures.

    Those milestones that were closed are not counted. `delivered_at` is the moment since which all of them are complete, None
    while one is not. One without milestones never is. Measures that were closed are not among `measures`.
    """

    ref: str
    title: str
    priority: int
    milestones: int
    complete: int
    assured: int
    delivered_at: Moment | None = None
    steps: tuple[Impact, ...] = ()
    measures: tuple[MeasureTold, ...] = ()

    @property
    def step(self) -> Impact | None:
        """Return the step that was set last. None if none was."""
        return self.steps[-1] if self.steps else None

    @property
    def is_delivered(self) -> bool:
        """Say if all its milestones are complete."""
        return self.delivered_at is not None


class NoImpact(Noun):
    """An action that is delivered and has shown no impact yet: the step that was set if any and on which day, why it is on the
    list, and the measures that are behind."""

    action: str
    title: str
    priority: int
    step: Impact | None = None
    step_on: date | None = None
    why: tuple[WhyNoImpact, ...]
    behind: tuple[MeasureTold, ...] = ()
