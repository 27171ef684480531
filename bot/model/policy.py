"""A plan's policy: when it asks, how often, and when it escalates."""

from __future__ import annotations

from datetime import time
from typing import Self

from pydantic import model_validator

from bot.model.noun import Noun


class Policy(Noun):
    """Every number of days and hours in one place. Days are working days unless it says otherwise. Hours are local.

    Source of the ladder and the caps: the project's design, after Operately, Grafana OnCall and Monzo's chasers.
    """

    zone: str = "Europe/London"
    rungs: tuple[int, ...] = (28, 14, 7, 2, 0)
    overdue_after: tuple[int, ...] = (5, 10, 15)
    escalate_after: int = 20
    cycle_months: int = 1
    opens: time = time(9)
    closes: time = time(17)
    digest_weekday: int = 0
    digest_at: time = time(9)
    due_soon_days: int = 28

    @model_validator(mode="after")
    def _rungs_fall(self) -> Self:
        if any(later >= earlier for earlier, later in zip(self.rungs, self.rungs[1:], strict=False)):
            raise ValueError("the rungs must be strictly falling")
        if tuple(sorted(set(self.overdue_after))) != self.overdue_after or self.escalate_after <= max(self.overdue_after):
            raise ValueError("the overdue days must rise and end before the escalation")
        return self
