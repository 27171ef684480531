"""Completions that went back: on which days the owners are asked about what an assurer gave back to them."""

from __future__ import annotations

from bot.model.policy import Ladder, Policy
from bot.model.updates.assurance import Assurance
from bot.model.updates.update import Standing
from bot.rules.calendar import hours, local_day, working_days


def steps(standing: Standing | None, policy: Policy, ladder: Ladder) -> tuple[int, ...]:
    """Return the numbers of the working days on which owners are asked, if a completion went back and nobody has answered: when
    hours next open after the verdict, and then as after a due date. Of some other verdict it returns days too."""
    completion = standing.completion if standing is not None else None
    if completion is None or completion.last is None or completion.answered is not None:
        return ()
    base = _day_of(completion.last, policy)
    return (base + 1, *(base + count for count in ladder.overdue_after))


def _day_of(verdict: Assurance, policy: Policy) -> int:
    """Return the number of the last working day that had opened when a verdict was given."""
    day, days = local_day(verdict.at, policy.zone), working_days(policy)
    is_early = day in days and verdict.at < hours(day, policy, policy.zone)[0]
    return days.index(day) - is_early
