"""The board's cycle: the days towards each of its meetings, counted back from it in working days of the plan.

Only meetings of the board open a window. Without any the last working day of each month stands for one, and so it does in the
months after the last meeting that is set. Nobody is asked anything because a month ends.

Source of the steps: the reporting dates of Envisio, lowest level first, and the paper deadlines of English councils.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.model.board.period import Freeze, Period, PeriodState
from bot.model.board.settings import BOARD, Cycle
from bot.model.policy import Calendar, Policy
from bot.rules.calendar import LAST, add_months, hours, last_moment, local_day, month_end, working_days, working_days_of

AT_MOST = timedelta(days=28)  # that a plan's next freeze is away: there is one a month, at least
AHEAD = 2  # months after the one that is looked at whose ends are known too


def periods(policy: Policy, around: date, began: date | None = None) -> tuple[Period, ...]:
    """Return the periods of the plan in order: one for each meeting that is set, and one for each month end that stands for a
    meeting, up to some months after a day.

    `began` is the day of the plan's first entry: month ends count from its month on. Without it, or if the day lies before it,
    they do from the day's month.
    """
    held = set_periods(policy)
    ends = enumerate(_ends(policy, held, around, began), start=len(held) + 1)
    return (*held, *(_stands_for(policy, number, day) for number, day in ends))


def set_periods(policy: Policy) -> tuple[Period, ...]:
    """Return the periods of the meetings that are set, in order. Of these alone owners and leads are asked anything."""
    return _of_meetings(policy.calendar, policy.board) if policy.board.meetings else ()


@lru_cache(maxsize=256)
def _of_meetings(calendar: Calendar, cycle: Cycle) -> tuple[Period, ...]:
    held = [one.on for one in cycle.meetings if one.audience == BOARD]
    return tuple(_period(calendar, cycle, number, day) for number, day in enumerate(held, start=1))


def _ends(policy: Policy, held: Sequence[Period], around: date, began: date | None) -> Iterator[date]:
    """Give the last working day of each month that stands for a meeting. A month without working days has none."""
    first = add_months(min(held[-1].meeting, LAST).replace(day=1), 1) if held else min(began or around, around).replace(day=1)
    last = month_end(add_months(around.replace(day=1), AHEAD))
    days = working_days(policy)
    while first <= min(last, LAST - timedelta(days=366)):
        ends = days.last(month_end(first))
        if ends >= first:
            yield ends
        first = add_months(first, 1)


def _stands_for(policy: Policy, number: int, end: date) -> Period:
    """Return the period of a month end that stands for a meeting."""
    return _period(policy.calendar, policy.board, number, end, is_set=False)


def _period(calendar: Calendar, cycle: Cycle, number: int, meeting: date, is_set: bool = True) -> Period:
    """Count back from a meeting, or from the last working day before it if its own is none."""
    days = working_days_of(calendar)
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
    """Return the period at hand: that of the next meeting, today's included. Beyond the end of the calendar a month is one."""
    held = set_periods(policy)
    for period in held:
        if period.meeting >= today:
            return period
    number = len(held)
    for end in _ends(policy, held, today, began):  # of those before it the number alone is wanted
        number += 1
        if end >= today:
            return _stands_for(policy, number, end)
    return _stands_for(policy, number + 1, month_end(today))


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
    """Return the state of a period at a moment. It is frozen once a round has written so."""
    today = local_day(now, policy.zone)
    if today > period.meeting:
        return PeriodState.AFTER
    if last_freeze(of_meeting(freezes, period.meeting)) is not None:
        return PeriodState.FROZEN
    if today < period.opens:
        return PeriodState.BEFORE
    return PeriodState.OPEN if today < period.owners_by else PeriodState.LEADS


def awaits_freeze(period: Period, now: datetime, policy: Policy, freezes: Sequence[Freeze]) -> bool:
    """Say if the moment to freeze for a meeting has come, and no round has frozen for it yet."""
    return now >= freeze_moment(period, policy) and not of_meeting(freezes, period.meeting)


def eve(period: Period, policy: Policy) -> datetime:
    """Return the last moment before a period opens."""
    return last_moment(period.opens - timedelta(days=1), policy.zone)


def confirmed_since(period: Period, policy: Policy, freezes: Sequence[Freeze]) -> datetime:
    """Return the moment since which a milestone must have been reported to count as confirmed for a period: that of the last
    freeze before it opens. Before the first freeze it is a reporting cycle before it opens.

    A freeze for a meeting that was put off counts only if the new window opens after the old day. The papers day of a meeting
    that no freeze was written for counts as one.
    """
    known = {one.meeting for one in freezes if one.audience == BOARD}
    unwritten = (freeze_moment(one, policy) for one in set_periods(policy) if one.meeting not in known)
    frozen = [*frozen_before(period, policy, freezes), *(at for at in unwritten if at <= eve(period, policy))]
    cycle = add_months(period.opens, -policy.asking.cycle_months)
    return max(frozen, default=last_moment(cycle - timedelta(days=1), policy.zone))


def frozen_before(period: Period, policy: Policy, freezes: Sequence[Freeze]) -> tuple[datetime, ...]:
    """Return when the record was frozen before a period opens, for papers that were read."""
    held = {one.meeting for one in set_periods(policy)}
    there = (one for one in freezes if one.audience == BOARD and not one.void and _counts(one, period, held))
    return tuple(one.as_at for one in there if one.as_at <= eve(period, policy))


def _counts(freeze: Freeze, period: Period, held: Container[date]) -> bool:
    """Say if a freeze was for papers that were read, or will be."""
    return freeze.meeting is None or freeze.meeting in held or freeze.meeting < period.opens


def frozen_at(period: Period, policy: Policy, freezes: Sequence[Freeze]) -> datetime | None:
    """Return the moment at which the record is to be frozen for a meeting's papers by itself. None if it is frozen, or was
    thawed too late for that."""
    there = of_meeting(freezes, period.meeting)
    if not there:
        return freeze_moment(period, policy)
    if any(one.void_at is None for one in there):
        return None
    again = second_moment(period, policy)
    return again if all(one.void_at is not None and one.void_at < again for one in there) else None


def freezes_due(policy: Policy, now: datetime, freezes: Sequence[Freeze], since: date) -> tuple[tuple[Period, datetime], ...]:
    """Return for which meetings the record is to be frozen by now, and as it was at which moment, in the order of these.

    `since` is the day of the last round before today. What should have been frozen before it was not: a meeting that was set
    only afterwards is past, unless it is still to be held.
    """
    today = local_day(now, policy.zone)
    found: list[tuple[Period, datetime]] = []
    for period in periods(policy, today, since):
        at = frozen_at(period, policy, freezes)
        if at is not None and at <= now and (period.meeting >= today or local_day(at, policy.zone) >= since):
            found.append((period, at))
    return tuple(sorted(found, key=lambda one: one[1]))


def coming_freeze(policy: Policy, now: datetime, freezes: Sequence[Freeze]) -> datetime:
    """Return the next moment at which the record is to be frozen, if nothing changes until then."""
    there = (frozen_at(one, policy, freezes) for one in periods(policy, local_day(now, policy.zone)))
    return min((at for at in there if at is not None and at > now), default=now + AT_MOST)


def days_of_windows(policy: Policy, today: date) -> frozenset[date]:
    """Return the eves of the days to come on which anybody may be asked for the papers of the next meeting."""
    days, found = working_days(policy), set[date]()
    for period in set_periods(policy):
        if period.freezes >= today:
            first, last = days.index(max(period.opens, today)), days.index(period.freezes)
            found |= {days.numbered(number) - timedelta(days=1) for number in range(first, last + 1)}
    return frozenset(found)
