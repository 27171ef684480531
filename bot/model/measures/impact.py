"""Impact steps: how far an action has got from an intention to an improvement that lasts."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from bot.model.noun import Moment, Noun


class ImpactStep(StrEnum):
    """The steps of impact, the lowest first.

    Source: the progress score of improvement teams in the NHS, from 0.5 (an intention) to 5 (outstanding results).
    """

    INTENT = "0.5"
    TEAM = "1"
    ACTIVITY = "2"
    TESTED = "2.5"
    MODEST = "3"
    IMPROVED = "3.5"
    SIGNIFICANT = "4"
    LASTING = "4.5"
    OUTSTANDING = "5"

    @property
    def number(self) -> Decimal:
        """Return the step as a number: steps are compared by it."""
        return Decimal(self.value)


class Impact(Noun):
    """The step that the lead of an action set for it, and why. `id` is the number of its entry. The latest counts."""

    id: int = 0
    plan: str
    action: str
    step: ImpactStep
    why: str = ""
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment
