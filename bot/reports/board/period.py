"""A period of the board told: how many milestones were reported for its papers, who is silent, and which leads have to write."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.model.board.period import Freeze, Narrative, Period, PeriodTold, SincePapers
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.reports.dates.changed import changed_since
from bot.reports.record.past import Past
from bot.reports.snapshot import take
from bot.rules import holders
from bot.rules.asking.pauses import pause_of
from bot.rules.board import leads
from bot.rules.board.asking import is_confirmed
from bot.rules.board.cycle import awaits_freeze, confirmed_since, current, eve, freeze_moment, last_freeze, of_meeting, state
from bot.rules.calendar import local_day
from bot.rules.updates.standing import over


def told(view: View, snapshot: Snapshot) -> PeriodTold:
    """Return how far the period at hand is. Once the record is frozen for its papers, how far it was then: they tell of that."""
    as_it_is = told_now(view, snapshot)
    freeze = as_it_is.freeze
    if freeze is None:
        return as_it_is
    past = Past(view, freeze.upto)
    then = _progress(past, take(past, snapshot.short, freeze.as_at), as_it_is.period, as_it_is.since)
    return as_it_is.model_copy(update=then._asdict())


def told_now(view: View, snapshot: Snapshot) -> PeriodTold:
    """Return how far the period at hand is with all that was said since the papers."""
    policy, short = snapshot.policy, snapshot.short
    first, freezes = _first(view, short), view.periods.freezes(short)
    period = current(policy, snapshot.today, local_day(first, policy.zone))
    since = confirmed_since(period, policy, freezes)
    late = awaits_freeze(period, snapshot.now, policy, freezes)
    there = of_meeting(freezes, period.meeting)
    counts = last_freeze(there)
    return PeriodTold(
        period=period,
        state=state(period, snapshot.now, policy, freezes),
        since=since,
        freeze=counts,
        thawed=bool(there) and counts is None,
        late=late and first <= freeze_moment(period, policy),
        young=late and first > freeze_moment(period, policy),
        **_progress(view, snapshot, period, since)._asdict(),
    )


class _Progress(NamedTuple):
    """What was reported and written for a period, and by whom it was not."""

    confirmed: int
    unconfirmed: tuple[str, ...]
    silent: tuple[str, ...]
    vacant: tuple[str, ...]
    narratives: dict[int, bool]


def _progress(view: View, snapshot: Snapshot, period: Period, since: datetime) -> _Progress:
    wanted = [one for one in snapshot.plan.milestones if _was_open(snapshot, one, period)]
    unconfirmed = [one for one in wanted if not is_confirmed(snapshot.standing(one), since)]
    silent = _roles(snapshot, unconfirmed) if snapshot.today >= period.opens else ()
    held = {role: bool(holders.holders(snapshot.people, role, snapshot.today)) for role in silent}
    return _Progress(
        confirmed=len(wanted) - len(unconfirmed),
        unconfirmed=tuple(one.ref for one in unconfirmed),
        silent=tuple(role for role in silent if held[role]),
        vacant=tuple(role for role in silent if not held[role]),
        narratives=_written(snapshot, period, view.periods.narratives(snapshot.short)),
    )


def period_of(view: View, snapshot: Snapshot) -> Period:
    """Return the period at hand, numbered from the plan's first one."""
    return current(snapshot.policy, snapshot.today, local_day(_first(view, snapshot.short), snapshot.policy.zone))


def _first(view: View, short: str) -> datetime:
    """Return when a plan's first entry was made: every plan that can be read has one."""
    first = view.entries.made(short, 1)
    assert first is not None
    return first


def _was_open(snapshot: Snapshot, milestone: Milestone, period: Period) -> bool:
    """Say if a milestone was unfinished when the period opened, or is if that is still to come. Of one that is finished now the
    first who declared it so says since when it is."""
    standing = snapshot.standing(milestone)
    if milestone.closed or not over(milestone, standing, snapshot.policy, snapshot.today):
        return not milestone.closed
    declared = standing.completion.declared if standing.completion is not None else ()
    return bool(declared) and declared[0].at > eve(period, snapshot.policy)


def _roles(snapshot: Snapshot, unconfirmed: list[Milestone]) -> tuple[str, ...]:
    """Return the roles that answer for milestones about which somebody is asked: what has no date and what is paused is not."""
    asked = [
        one
        for one in unconfirmed
        if (one.due is not None or one.open_ended)
        and pause_of(snapshot.pauses, one, snapshot.policy, snapshot.today) is None
    ]
    return tuple(dict.fromkeys(one.accountable for one in asked if one.accountable))


def _written(snapshot: Snapshot, period: Period, narratives: tuple[Narrative, ...]) -> dict[int, bool]:
    """Say of each priority with milestones if its lead has written for the period."""
    written = leads.of_period(narratives, snapshot.policy, period)
    numbers = dict.fromkeys(one.priority for one in snapshot.plan.milestones if not one.closed)
    return {number: number in written for number in sorted(numbers)}


def since_papers(view: View, snapshot: Snapshot, freeze: Freeze) -> SincePapers:
    """Return what came since the record was frozen for the papers: the papers do not tell of it."""
    short, upto = snapshot.short, freeze.upto
    said = (one.ref for one in view.updates.between(short, freeze.as_at, snapshot.now) if one.id > upto)
    business = (one for one in view.business.all(short) if max((one.id, *(step.id for step in one.steps))) > upto)
    return SincePapers(
        updates=tuple(dict.fromkeys(said)),
        narratives=tuple(sorted({one.priority for one in view.periods.narratives(short) if one.id > upto})),
        dates=tuple(one.ref for one in changed_since(view, snapshot, upto)),
        business=tuple(one.handle for one in business),
    )


def since_last_papers(view: View, snapshot: Snapshot) -> SincePapers | None:
    """Return what came since the record was frozen for the meeting at hand. None if it is not frozen."""
    meeting = period_of(view, snapshot).meeting
    freeze = last_freeze(of_meeting(view.periods.freezes(snapshot.short), meeting))
    return since_papers(view, snapshot, freeze) if freeze is not None else None


def since_json(since: SincePapers | None) -> dict[str, object] | None:
    """Return what came since the papers, as other programs read it."""
    return since.model_dump(mode="json") if since is not None else None


def period_json(told: PeriodTold) -> dict[str, object]:
    """Return the `period` shape."""
    period, freeze = told.period, told.freeze
    return {
        "audience": told.audience,
        "number": period.number,
        "meeting": period.meeting.isoformat(),
        "opens": period.opens.isoformat(),
        "owners_by": period.owners_by.isoformat(),
        "leads_by": period.leads_by.isoformat(),
        "freezes": period.freezes.isoformat(),
        "state": told.state.value,
        "confirmed": told.confirmed,
        "of": told.of,
        "silent": list(told.silent),
        "narratives": {str(number): written for number, written in told.narratives.items()},
        "set": period.is_set,
        "late": told.late,
        "vacant": list(told.vacant),
        "unconfirmed": list(told.unconfirmed),
        "freeze": {"entry": freeze.id, "as_at": freeze.as_at.isoformat(), "upto": freeze.upto} if freeze is not None else None,
    }
