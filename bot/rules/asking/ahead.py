"""Looking ahead: when a milestone's owners would be asked next, and when somebody else would be told that they do not answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from bot.model.letters.nudge import Cause, PassedOn, Rounds
from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Standing
from bot.rules.asking.ladder import Day
from bot.rules.asking.pauses import resumes
from bot.rules.calendar import LAST, add_months, local_day, occurrences, working_days
from bot.rules.updates.standing import over


def next_asked(snapshot: Snapshot, milestone: Milestone, first_round: date | None, after: date) -> date | None:
    """Return the next working day on which the milestone's owners would be asked if nobody answers. None if they would not."""
    today = Day(after, Rounds(first=first_round), snapshot.policy, snapshot.pauses, snapshot.active)
    return next_day(milestone, snapshot.standings.get(milestone.ref), today)


def next_day(milestone: Milestone, standing: Standing | None, today: Day) -> date | None:
    """Do as `next_asked` on a day. Most milestones have a day in common with all that are counted from the same date."""
    update, due, said = standing.update if standing is not None else None, milestone.due, today.said(standing)
    done = standing is not None and over(milestone, standing, today.policy, today.day)
    apart = done or (said is not None and said > today.day) or bool(today.pauses) or milestone.ref in today.active
    apart = apart or (milestone.imported is not None and today.unconfirmed(milestone, standing))
    if due is None or milestone.recurrence is not None or apart:
        return _looked_for(milestone, standing, today)
    begun_anew = said is not None and said > due
    counted = (begun_anew, ((update.forecast if update else None) or said or due) if begun_anew else due)
    shared = today.on(milestone).next
    if counted not in shared:
        shared[counted] = _looked_for(milestone, standing, today)
    return shared[counted]


def _looked_for(milestone: Milestone, standing: Standing | None, today: Day) -> date | None:
    coming = set(_coming(milestone, standing, today.policy, today.first, today.at)) | set(_resumed(milestone, today))
    if milestone.imported is not None and today.unconfirmed(milestone, standing):
        coming.add(today.at + 1)
    for number in sorted(coming | today.back(milestone, standing)):
        if number > today.at:
            later = today.later[number]
            asking = later.asking(milestone, standing)
            if asking is not None and (asking.kind is not Cause.ESCALATION or asking.also is not None):
                return later.day
    return None


def _resumed(milestone: Milestone, today: Day) -> Iterator[int]:
    """Return the numbers of the working days on which a chase has a step that counts from the end of a pause, or from the day on
    which something was done about the milestone."""
    for day in _anew(milestone, today):
        yield from (today.index(day) + count for count in (0, *today.on(milestone).ladder.overdue_after))


def _anew(milestone: Milestone, today: Day) -> Iterator[date]:
    """Return the days from which a chase counts anew, whoever has said what."""
    yield from resumes(today.pauses, milestone, today.policy)
    if milestone.ref in today.active:
        yield today.active[milestone.ref]


def _coming(milestone: Milestone, standing: Standing | None, policy: Policy, first: date, at: int) -> Iterator[int]:
    """Return the numbers of all working days on which the owners might next be asked. `Day` says if they are."""
    days, ladder = working_days(policy), policy.asking.of(milestone)
    if milestone.due is None:
        if milestone.open_ended:
            month = (milestone.start or first).replace(day=1)
            while month < LAST - timedelta(days=366):
                number = days.index(days.next(month - timedelta(days=1)))
                yield number
                if number > at:
                    return
                month = add_months(month, ladder.cycle_months)
        return
    dues = [milestone.due]
    if milestone.recurrence is not None:
        times = occurrences(milestone.due, milestone.recurrence, policy.calendar.terms, milestone.moved)
        # The period today is in may be complete, and an occurrence may fall to the same working day as the one before.
        dues += islice((current for current in times if days.index(current) > at), 3)
    yield from (days.index(due) - rung for due in dues for rung in ladder.rungs)
    starts = _starts(milestone, standing, policy, first)
    yield from (days.index(start) + count for start in starts for count in ladder.overdue_after)


def _starts(milestone: Milestone, standing: Standing | None, policy: Policy, first: date) -> Iterator[date]:
    """Return all days from which a chase may count. `Day` says from which it does."""
    update = standing.update if standing else None
    if milestone.due is not None:
        yield from (milestone.due, first)
        if update is not None:
            yield from (local_day(update.at, policy.zone), update.forecast or first)


def passed_on(milestone: Milestone, standing: Standing | None, today: Day) -> PassedOn | None:
    """Return to whom the milestone would be passed on next if nobody answers, and the last working day on which an answer
    prevents it. None if it would be passed on to nobody."""
    counts = today.on(milestone).ladder.escalate_after
    for number in sorted({today.index(start) + count for start in _chased_from(milestone, standing, today) for count in counts}):
        asking = today.later[number].asking(milestone, standing) if number > today.at else None
        if asking is not None and asking.above:
            return PassedOn(today.days.numbered(number - 1), asking.above[0], milestone.priority)
    return None


def _chased_from(milestone: Milestone, standing: Standing | None, today: Day) -> Iterator[date]:
    """Return the days from which a chase may count. Of most milestones it is one, whichever day it is."""
    update, due = standing.update if standing is not None else None, milestone.due
    if due is None or milestone.recurrence is not None or today.may_count_anew(milestone):
        yield from _starts(milestone, standing, today.policy, today.first)
        yield from _anew(milestone, today)
    else:
        yield today.chased_from(due, today.said(standing), update.forecast if update is not None else None)
