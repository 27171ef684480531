"""The facts beside what a lead writes about a priority: how it stands, what changed since the last papers, and what is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.model.board.period import Period
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.model.summary import DateChanged
from bot.model.updates.update import Face
from bot.ports.record import View
from bot.reports.dates.changed import changed_since
from bot.reports.snapshot import as_at
from bot.rules.board.cycle import current, frozen_before
from bot.rules.calendar import local_day
from bot.rules.updates.standing import face_in, falls_due


class Changed(NamedTuple):
    """A milestone that is shown with another face than at the last papers."""

    milestone: Milestone
    was: Face
    now: Face


class Progress(NamedTuple):
    """The standing of a priority. `since` is the day of the last papers, None if there were none: then nothing is said to have
    changed. `due` are the milestones that fall due until the meeting after this one."""

    counts: Mapping[Face, int]
    since: date | None
    changed: tuple[Changed, ...]
    dates: tuple[DateChanged, ...]
    due: tuple[tuple[Milestone, date], ...]
    until: date


def progress(view: View, snapshot: Snapshot, priority: int, period: Period) -> Progress:
    """Return the facts of a priority for a period."""
    there = [one for one in snapshot.plan.milestones if one.priority == priority]
    frozen = max(frozen_before(period, snapshot.policy, view.periods.freezes(snapshot.short)), default=None)
    until = current(snapshot.policy, period.meeting + timedelta(days=1)).meeting
    found = ((one, falls_due(snapshot, one, snapshot.today, until)) for one in there)
    due = tuple((one, day) for one, day in found if day is not None)
    counts = Counter(face_in(snapshot, one) for one in there)
    ordered = {face: counts[face] for face in Face if counts[face]}
    if frozen is None:
        return Progress(ordered, None, (), (), due, until)
    refs, upto = {one.ref for one in there}, view.entries.upto(snapshot.short, frozen)
    return Progress(
        counts=ordered,
        since=local_day(frozen, snapshot.policy.zone),
        changed=_changed(there, as_at(view, snapshot.short, frozen), snapshot),
        dates=tuple(one for one in changed_since(view, snapshot, upto) if one.ref in refs),
        due=due,
        until=until,
    )


def _changed(there: Sequence[Milestone], then: Snapshot, now: Snapshot) -> tuple[Changed, ...]:
    faces = (Changed(one, face_in(then, one), face_in(now, one)) for one in there)
    return tuple(one for one in faces if one.was is not one.now)
