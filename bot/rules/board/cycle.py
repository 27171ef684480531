"""The board's cycle: the days towards each of its meetings, counted back from it in working days of the plan.

Only meetings of the board open a window. Without any the last working day of each month stands for one, and so it does in the
months after the last meeting that is set. Nobody is asked anything because a month ends.

Source of the steps: the reporting dates of Envisio, lowest level first, and the paper deadlines of English councils.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from bot.model.board.period import Freeze, Period, PeriodState
from bot.model.board.settings import BOARD
from bot.model.policy import Policy
from bot.rules.calendar import LAST, add_months, hours, local_day, month_end, working_days

AHEAD = 2  # months after the one that is looked at whose ends are known too


def meetings(policy: Policy) -> tuple[date, ...]:
    """Return the days of the board's meetings that are set, in order."""
    return tuple(one.on for one in policy.board.meetings if one.audience == BOARD)


def periods(policy: Policy, around: date, began: date | None = None) -> tuple[Period, ...]:
    """Return the periods of the plan in order: one for each meeting that is set, and one for each month end that stands for a
    meeting, up to some months after a day.

    `began` is the day of the plan's first entry: month ends count from its month on. Without it they do from the day's month.
    """
    held = meetings(policy)
    first = add_months(held[-1].replace(day=1), 1) if held else (began or around).replace(day=1)
    last = month_end(add_months(around.replace(day=1), AHEAD))
    days = [(day, True) for day in held] + [(day, False) for day in _month_ends(policy, first, last)]
    return tuple(_period(policy, number, day, is_set) for number, (day, is_set) in enumerate(days, start=1))


def _month_ends(policy: Policy, first: date, last: date) -> Iterator[date]:
    """Give the last working day of each month from one day to another. A month without working days has none."""
    days = working_days(policy)
    while first <= min(last, LAST - timedelta(days=366)):
        ends = days.last(month_end(first))
        if ends >= first:
            yield ends
        first = add_months(first, 1)


def _period(policy: Policy, number: int, meeting: date, is_set: bool) -> Period:
    """Count back from a meeting, or from the last working day before it if its own is none."""
    cycle, days = policy.board, working_days(policy)
    at = days.index(meeting)
    return Period(
        number=number,
        meeting=meeting,
        opens=days.numbered(at - cycle.opens),
        again=days.numbered(at - cycle.owners_by - cycle.owners_again),
        owners_by=days.numbered(at - cycle.owners_by),
        leads_by=days.numbered(at - cycle.leads_by),
        freezes=days.numbered(at - cycle.papers_due),
        is_set=is_set,
    )


def current(policy: Policy, today: date, began: date | None = None) -> Period:
    """Return the period at hand: that of the next meeting, today's included."""
    return next(one for one in periods(policy, today, began) if one.meeting >= today)


def freeze_moment(period: Period, policy: Policy) -> datetime:
    """Return the moment at which the record is frozen for the papers: the closing hour of the papers day, in the plan's zone."""
    return hours(period.freezes, policy, policy.zone)[1]


def second_moment(period: Period, policy: Policy) -> datetime:
    """Return the moment at which the record is frozen again if the freeze was taken back and nobody has frozen it anew: the
    closing hour of the last working day before the meeting."""
    days = working_days(policy)
    return hours(days.numbered(days.index(period.meeting - timedelta(days=1))), policy, policy.zone)[1]


def of_meeting(freezes: Sequence[Freeze], meeting: date) -> tuple[Freeze, ...]:
    """Return the freezes for the board's papers of a meeting, oldest first, those taken back too."""
    return tuple(one for one in freezes if one.audience == BOARD and one.meeting == meeting)


def last_freeze(freezes: Sequence[Freeze], audience: str = BOARD, before: datetime | None = None) -> Freeze | None:
    """Return the last freeze for an audience that was not taken back: of those before a moment, if one is given."""
    standing = (one for one in reversed(freezes) if one.audience == audience and not one.void)
    return next((one for one in standing if before is None or one.as_at < before), None)


def state(period: Period, now: datetime, policy: Policy, freezes: Sequence[Freeze]) -> PeriodState:
    """Return the state of a period at a moment. It is frozen from the moment on, though no round may have written so yet."""
    today, there = local_day(now, policy.zone), of_meeting(freezes, period.meeting)
    if today > period.meeting:
        return PeriodState.AFTER
    if any(not one.void for one in there) or (not there and now >= freeze_moment(period, policy)):
        return PeriodState.FROZEN
    if today < period.opens:
        return PeriodState.BEFORE
    return PeriodState.OPEN if today < period.owners_by else PeriodState.LEADS
