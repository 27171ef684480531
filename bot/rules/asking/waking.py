"""Waking: the next day on which a plan may have something to say, if nothing happens to it before that.

The day may be too early: then a round looks, and finds nothing. It must never be too late: whatever `bot.rules.asking.nudges`
asks and the plan's news tell on a day by themselves has that day here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

from bot.model.noun import local_days
from bot.model.plan import Milestone, Recurrence
from bot.model.policy import Ladder, Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Standing
from bot.rules.asking.pauses import over_on
from bot.rules.calendar import LAST, Moved, add_months, occurrences, working_days
from bot.rules.updates.standing import local_day, tracked_in
from bot.rules.updates.went_back import steps

NEVER = 10**9


def next_stir(snapshot: Snapshot, firsts: Collection[date], after: int, eves: Collection[date] = ()) -> date:
    """Return the first working day numbered above `after` on which anything may be asked or told. `firsts` are the days on
    which rounds first reached people, and `eves` those before others on which more than this plan's milestones is told of.

    Once a week admins are told again of what is wrong, so that day is a week away at most.
    """
    days, policy = working_days(snapshot.policy), snapshot.policy
    own: dict[str, _Ahead] = {}
    soonest = _weekly(policy, after)
    for milestone in snapshot.plan.milestones:
        action = milestone.action if policy.asking.only else ""
        if action not in own:
            own[action] = _Ahead(policy, policy.asking.of(milestone), firsts, after)
        soonest = min(soonest, own[action].of(milestone, snapshot.standings.get(milestone.ref)))
    ends = (*_handed_over(snapshot), *_resumed(snapshot), *_stale(snapshot), *_loaded(snapshot), *eves)
    held = (days.index(day) + 1 for day in ends)
    return days.numbered(min((number for number in held if after < number < soonest), default=soonest))


def _handed_over(snapshot: Snapshot) -> Iterator[date]:
    """Return the last days on which each role was held, and each person was there or away, as they then were: the next day it
    may be vacant, or no longer. And the last days for which something was snoozed."""
    for holding in snapshot.people.holdings:
        if holding.starts is not None:
            yield holding.starts - timedelta(days=1)
        if holding.ends is not None:
            yield holding.ends
        if holding.deputy_starts is not None:
            yield holding.deputy_starts - timedelta(days=1)
    for away in snapshot.people.absences:
        yield from (away.starts - timedelta(days=1), away.ends)
    for snooze in snapshot.snoozes:
        if snooze.until is not None:
            yield snooze.until - timedelta(days=1)


def _resumed(snapshot: Snapshot) -> Iterator[date]:
    """Return the days before those on which pauses are over, and on which a chase has a step that counts from there, or from
    what was done about a milestone."""
    days, policy = working_days(snapshot.policy), snapshot.policy
    ladders = (policy.asking, *(policy.asking.down_to(ref) for ref in policy.asking.only))
    counts = {count for ladder in ladders for count in (*ladder.overdue_after, *ladder.escalate_after)}
    ends = {day for pause in snapshot.pauses if (day := over_on(pause, policy)) is not None}
    yield from (day - timedelta(days=1) for day in ends)
    for start in {*ends, *snapshot.active.values()}:
        yield from (days.numbered(days.index(start) + count - 1) for count in counts)


def _stale(snapshot: Snapshot) -> Iterator[date]:
    """Return the last days on which the evidence of what an assurer has looked at is good."""
    for standing in snapshot.standings.values():
        if standing.completion is not None and standing.completion.good_until is not None:
            yield standing.completion.good_until


def _loaded(snapshot: Snapshot) -> Iterator[date]:
    """Return the days on which states came with an edition of which nobody has said anything: they are asked about next."""
    for milestone in snapshot.plan.milestones:
        said = milestone.imported
        if said is not None and said.since is not None and tracked_in(snapshot, milestone) is not None:
            yield local_day(said.since, snapshot.policy)


def _weekly(policy: Policy, after: int) -> int:
    """Return the number of the first working day of the next week, which begins on the summary's day."""
    days = working_days(policy)
    eve = days.numbered(after)
    begins = eve + timedelta(days=(policy.digest.weekday.number - eve.weekday() - 1) % 7 + 1)
    return max(days.index(begins - timedelta(days=1)), after) + 1


class _Ahead:
    """The numbers of the working days to come on which milestones of one ladder may be asked about. Remembers by date, as
    most milestones share theirs with others."""

    def __init__(self, policy: Policy, ladder: Ladder, firsts: Collection[date], after: int) -> None:
        self._policy = policy
        self._days = working_days(policy)
        self._terms = policy.calendar.terms
        self._ladder = ladder
        self._chases = (*ladder.overdue_after, *ladder.escalate_after)
        self._firsts = firsts
        self._after = after
        self._local = local_days(policy.zone)
        self._due, self._start = cache(self._from_due), cache(self._from_start)
        self._times, self._months = cache(self._from_times), cache(self._from_months)

    def of(self, milestone: Milestone, standing: Standing | None) -> int:
        """Return the number of the first day on which anything may be asked of the milestone."""
        if standing is not None and standing.completion is not None:
            back = self._soonest(steps(standing, self._policy, self._ladder))
            return min(back, self._unless_back(milestone, standing))
        return self._unless_back(milestone, standing)

    def _unless_back(self, milestone: Milestone, standing: Standing | None) -> int:
        update, due = standing.update if standing is not None else None, milestone.due
        if milestone.closed:
            return NEVER
        if milestone.recurrence is not None and due is not None:
            return min(self._due(due), self._times(due, milestone.recurrence, milestone.moved))
        if update is not None and update.status is Status.COMPLETE and standing is not None and not standing.dissents:
            return NEVER
        if due is None:
            return self._months(milestone.start) if milestone.open_ended else NEVER
        if update is not None:
            said = self._local.of(update.at)
            if said > due:
                return self._start(update.forecast or said)
        return self._due(due)

    def _soonest(self, numbers: Iterable[int]) -> int:
        return min((number for number in numbers if number > self._after), default=NEVER)

    def _from_due(self, due: date) -> int:
        """Count from a due date: its rungs, itself, and the chase, which begins at a first round that came after it."""
        at_due = self._days.index(due)
        starts = {at_due, *(self._days.index(first) for first in self._firsts if due < first)}
        chased = (start + count for start in starts for count in self._chases)
        return self._soonest((at_due, *(at_due - rung for rung in self._ladder.rungs), *chased))

    def _from_start(self, start: date) -> int:
        return self._soonest(self._days.index(start) + count for count in self._chases)

    def _from_times(self, due: date, recurrence: Recurrence, moved: Moved) -> int:
        """Count from the occurrences to come: their rungs, themselves, and the days after them, on which periods begin."""
        times = occurrences(due, recurrence, self._terms, moved)
        coming = islice((self._days.index(time) for time in times if self._days.index(time) >= self._after), 4)
        return self._soonest(number for at in coming for number in (at, at + 1, *(at - rung for rung in self._ladder.rungs)))

    def _from_months(self, start: date | None) -> int:
        """Count from the openings of an open-ended milestone's cycles."""
        return min((self._opening(start or first) for first in self._firsts), default=NEVER)

    def _opening(self, start: date) -> int:
        month = start.replace(day=1)
        while month < LAST - timedelta(days=366):
            number = self._days.index(self._days.next(month - timedelta(days=1)))
            if number > self._after:
                return number
            month = add_months(month, self._ladder.cycle_months)
        return NEVER
