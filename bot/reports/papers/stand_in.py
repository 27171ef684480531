"""The board's cycle in short, until its rules are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.model.board.period import Freeze, Period, PeriodState
from bot.model.board.settings import BOARD
from bot.model.policy import Policy
from bot.rules.calendar import hours, month_end, working_days


def periods(policy: Policy, around: date) -> tuple[Period, ...]:
    """Return the periods about a day."""
    days = working_days(policy)
    meetings = [one.on for one in policy.board.meetings if one.audience == BOARD]
    if not meetings:
        meetings = [days.last(month_end(around + timedelta(days=30 * n))) for n in range(-2, 3)]
    steps = policy.board
    found = []
    for number, meeting in enumerate(sorted(set(meetings)), 1):
        at = days.index(meeting)
        told = {
            "opens": steps.opens,
            "again": steps.owners_by + steps.owners_again,
            "owners_by": steps.owners_by,
            "leads_by": steps.leads_by,
            "freezes": steps.papers_due,
        }
        found.append(Period(number=number, meeting=meeting, **{name: days.numbered(at - n) for name, n in told.items()}))
    return tuple(found)


def current(policy: Policy, today: date, freezes: Sequence[Freeze]) -> Period:
    """Return the period of a day."""
    found = periods(policy, today)
    return next((one for one in found if one.meeting >= today), found[-1])


def state(period: Period, now: datetime, policy: Policy, freezes: Sequence[Freeze]) -> PeriodState:
    """Return the state of a period."""
    frozen = any(one.meeting == period.meeting and not one.void for one in freezes)
    if hours(period.meeting, policy, policy.zone)[1] <= now:
        return PeriodState.AFTER
    return PeriodState.FROZEN if frozen else PeriodState.OPEN


def last_freeze(freezes: Sequence[Freeze], audience: str, before: date | None = None) -> Freeze | None:
    """Return the last freeze that counts."""
    return next((one for one in reversed(freezes) if not one.void and one.audience == audience), None)
