"""The ladder: what is asked of one milestone on one day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from bot.model.absences.pause import Pause
from bot.model.letters.nudge import Asking, Cause, Escalation, Rounds
from bot.model.noun import local_days
from bot.model.plan import Milestone, Recurrence
from bot.model.policy import Ladder, Policy
from bot.model.status import Status
from bot.model.updates.update import Standing
from bot.rules.asking.pauses import pause_of, resumed_on
from bot.rules.calendar import Moved, add_months, hours, period, working_days
from bot.rules.updates.assurance import returned
from bot.rules.updates.standing import complete, tracked
from bot.rules.updates.standing import due as due_on
from bot.rules.updates.went_back import steps

K = TypeVar("K")
V = TypeVar("V")
_ABOVE = tuple(Escalation)


class _Found(dict[K, V]):
    """What was found of each key. It is looked for once, when it is first asked for."""

    def __init__(self, find: Callable[[K], V]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: K) -> V:
        found = self[key] = self._find(key)
        return found


class _Steps(NamedTuple):
    """The steps of one ladder on a day, remembered by date: what is asked if nobody has said anything, if a chase from there
    has a step, and when the owners are asked next."""

    ladder: Ladder
    unanswered: _Found[date, Asking | None]
    chases: _Found[date, bool]
    next: dict[tuple[bool, date], date | None]


class Day:
    """One local day in one zone, with what went before. Answers what is asked of a milestone; remembers by date, as most
    milestones share theirs with others."""

    def __init__(
        self,
        day: date,
        rounds: Rounds,
        policy: Policy,
        pauses: Sequence[Pause] = (),
        active: Mapping[str, date] = MappingProxyType({}),
    ) -> None:
        self.day = day
        self.first = rounds.first or day
        self.last = rounds.last
        self.began = rounds.began
        self.policy = policy
        self.pauses = pauses
        self.active = active
        self._eventful = bool(pauses or active)
        self.days = working_days(policy)
        self.index = self.days.index
        self.at = self.index(day)
        self.before = self.index(rounds.last) if rounds.last else -1
        self._local = local_days(policy.zone)
        self._plain = self._steps_of(policy.asking) if not policy.asking.only else None
        self._steps: dict[str, _Steps] = {}
        self.later: Mapping[int, Day] = _Found(self._later)

    def _later(self, number: int) -> Day:
        """Return the working day of that number, if a round ran on the one before it."""
        rounds = Rounds(first=self.first, last=self.days.numbered(number - 1))
        return Day(self.days.numbered(number), rounds, self.policy, self.pauses, self.active)

    def _steps_of(self, ladder: Ladder) -> _Steps:
        counts = sorted((*ladder.overdue_after, *ladder.escalate_after))
        return _Steps(ladder, _Found(partial(self._unanswered, ladder)), _Found(partial(self._chases, counts)), {})

    def on(self, milestone: Milestone) -> _Steps:
        """Return the steps of the milestone's ladder. They are one object for all of an action."""
        if self._plain is not None:
            return self._plain
        action = milestone.action
        if action not in self._steps:
            self._steps[action] = self._steps_of(self.policy.asking.of(milestone))
        return self._steps[action]

    def asking(self, milestone: Milestone, standing: Standing | None) -> Asking | None:
        """Return what is asked of the milestone today, if anything. What the plan's tracker said is to be confirmed."""
        if milestone.closed or (self.pauses and self.paused(milestone) is not None):
            return None
        if standing is not None and standing.completion is not None and self._went_back(milestone, standing):
            return Asking(kind=Cause.SENT_BACK, working_days=None)
        anew = self._eventful and self.may_count_anew(milestone)
        found = self._anew(milestone, standing) if anew else self._asking(milestone, standing)
        return found if found is not None or milestone.imported is None else self._confirming(milestone, standing)

    def may_count_anew(self, milestone: Milestone) -> bool:
        """Say if a chase may count from another day than the milestone's dates and what its owners said tell."""
        return bool(self.pauses) or milestone.ref in self.active

    def _anew(self, milestone: Milestone, standing: Standing | None) -> Asking | None:
        """Do as `asking` if the plan is or was paused, or something was done about the milestone besides saying how it stands: a
        chase counts anew from the day on which a pause was over, or that was done."""
        resumed = self._resumed(milestone)
        if resumed is None or milestone.due is None or milestone.due >= self.day:
            return self._asking(milestone, standing)
        ladder, update = self.on(milestone).ladder, standing.update if standing is not None else None
        if milestone.recurrence is not None:
            return self._recurring(milestone, ladder, milestone.due, milestone.recurrence, standing, resumed)
        if standing is not None and complete(milestone, standing, self.policy, self.day):
            return None
        return self._dated(ladder, milestone.due, self.said(standing), update.forecast if update else None, resumed)

    def unconfirmed(self, milestone: Milestone, standing: Standing | None) -> bool:
        """Say if nobody was asked yet if what the plan's tracker said of the milestone is still so."""
        said = milestone.imported
        if said is None or (milestone.due is None and not milestone.open_ended):
            return False
        stands = standing or Standing(ref=milestone.ref)
        asked = stands.asked_last is not None and (said.since is None or stands.asked_last >= said.since)
        return not asked and tracked(milestone, stands, self.policy, self.day) is not None

    def _confirming(self, milestone: Milestone, standing: Standing | None) -> Asking | None:
        """Ask if it is so at the first round, and later at the first one after the edition that said it."""
        if not self.unconfirmed(milestone, standing):
            return None
        if self.last is not None and self.day != self.first and not self._is_news(milestone, standing, self.last):
            return None
        at_hand = due_on(milestone, self.policy, self.day)
        return Asking(kind=Cause.CATCH_UP, working_days=self.index(at_hand) - self.at if at_hand is not None else None)

    def _is_news(self, milestone: Milestone, standing: Standing | None, last: date) -> bool:
        """Say if the edition that gave the milestone's state was loaded since the last round. What was loaded by the day of the
        first one, and asked about by nobody since, was asked about then."""
        since = milestone.imported.since if milestone.imported is not None else None
        if since is None or since < hours(last, self.policy, self.policy.zone)[0]:
            return False
        return self._local.of(since) > self.first or (standing is not None and standing.asked is not None)

    def back(self, milestone: Milestone, standing: Standing | None) -> frozenset[int]:
        """Return the numbers of the days on which owners are asked about a completion that went back, if it did."""
        return frozenset(steps(standing, self.policy, self.on(milestone).ladder))

    def _went_back(self, milestone: Milestone, standing: Standing) -> bool:
        """Say if the owners are asked today about a completion that an assurer gave back."""
        asked = any(self._falls(step, -1) for step in self.back(milestone, standing))
        back = asked and returned(milestone, standing, self.policy, self.day) is not None
        return back and self.paused(milestone) is None

    def paused(self, milestone: Milestone) -> Pause | None:
        """Return the pause for which nobody is asked about the milestone today."""
        return pause_of(self.pauses, milestone, self.policy, self.day) if self.pauses else None

    def _resumed(self, milestone: Milestone) -> date | None:
        """Return the last day up to today from which a chase counts anew, whoever has said what."""
        days = [resumed_on(self.pauses, milestone, self.policy, self.day), self.active.get(milestone.ref)]
        return max((day for day in days if day is not None and day <= self.day), default=None)

    def _asking(self, milestone: Milestone, standing: Standing | None) -> Asking | None:
        update, due = standing.update if standing is not None else None, milestone.due
        steps = self._plain if self._plain is not None else self.on(milestone)
        if due is None or milestone.recurrence is not None:
            return self._other(milestone, steps.ladder, standing)
        if update is None:
            return steps.unanswered[due]
        # Most are asked nothing today, whatever else the update says: an answer only takes away from what is asked.
        if due < self.day and (said := self._local.of(update.at)) > due:
            if not steps.chases[update.forecast or said]:
                return None
        elif steps.unanswered[due] is None:
            return None
        if standing is not None and complete(milestone, standing, self.policy, self.day):
            return None
        return self._dated(steps.ladder, due, self._local.of(update.at), update.forecast)

    def _other(self, milestone: Milestone, ladder: Ladder, standing: Standing | None) -> Asking | None:
        """Do as `asking` for a milestone that comes round, or has no date."""
        if milestone.recurrence is not None and milestone.due is not None:
            return self._recurring(milestone, ladder, milestone.due, milestone.recurrence, standing)
        if standing is not None and standing.update is not None and complete(milestone, standing, self.policy, self.day):
            return None
        return self._open_ended(milestone, ladder, self.said(standing)) if milestone.open_ended else None

    def _unanswered(self, ladder: Ladder, due: date) -> Asking | None:
        """Return what is asked of all milestones due that day of which nobody has said anything."""
        return self._dated(ladder, due, None, None)

    def _chases(self, counts: Sequence[int], start: date) -> bool:
        """Say if a chase that was counted from that day has a step today. Its steps are sorted counts of working days."""
        base = self.index(start)
        return bisect_right(counts, self.before - base) < bisect_right(counts, self.at - base)

    def said(self, standing: Standing | None) -> date | None:
        """Return the day of the last update, in the plan's zone."""
        update = standing.update if standing else None
        return self._local.of(update.at) if update else None

    def _today(self, days: Iterable[tuple[int, Cause]], answered: int) -> Cause | None:
        """Return the kind of the latest of these working-day numbers that falls to today and is not answered."""
        after = max(self.before, answered)
        fallen = [(at, kind) for at, kind in days if after < at <= self.at]
        return max(fallen)[1] if fallen else None

    def _falls(self, at: int, answered: int) -> bool:
        return max(self.before, answered) < at <= self.at

    def _dated(
        self, ladder: Ladder, due: date, said: date | None, forecast: date | None, resumed: date | None = None
    ) -> Asking | None:
        at_due = self.index(due)
        answered = self.index(said) if said else -1
        to_due = at_due - self.at
        if to_due < 0:
            return self._after(ladder, due, said, forecast, answered, resumed)
        days = [(at_due - rung, Cause.DUE if rung == 0 else Cause.UPCOMING) for rung in ladder.rungs]
        kind = self._today(days, answered)
        return Asking(kind=kind, working_days=to_due) if kind else None

    def chased_from(self, due: date, said: date | None, forecast: date | None) -> date:
        """Return the day from which a chase after a due date counts, unless it counts anew from a later one."""
        return forecast or said if said is not None and said > due else max(due, self.first)

    def _after(
        self,
        ladder: Ladder,
        due: date,
        said: date | None,
        forecast: date | None,
        answered: int,
        resumed: date | None = None,
    ) -> Asking | None:
        """Chase after a due date: from the date, from the first round if it had passed by then, from an update, or from the end
        of a pause."""
        to_due = self.index(due) - self.at
        past_at_first = due < self.first
        restarted = said is not None and said > due
        if past_at_first and not restarted and (self.day == self.first or self.last is None):
            return Asking(kind=Cause.CATCH_UP, working_days=to_due)
        start = self.chased_from(due, said, forecast)
        if anew := resumed is not None and resumed > start:
            start = resumed or start
        base = self.index(start)
        above = tuple(
            step
            for step, count in zip(_ABOVE, ladder.escalate_after, strict=True)
            if self._falls(base + count, answered)
        )
        if above:
            return Asking(kind=Cause.ESCALATION, working_days=to_due, above=above)
        days = [(base + count, Cause.OVERDUE) for count in ladder.overdue_after]
        if not (restarted or past_at_first or anew):
            # The due day itself had no round: it is asked on the next one.
            days.append((base, Cause.DUE))
        kind = self._today(days, answered)
        if kind is None:
            return None
        copied = any(self._falls(base + count, answered) for count in ladder.overdue_after[1:])
        return Asking(kind=kind, working_days=to_due, copied=copied)

    def _recurring(
        self,
        milestone: Milestone,
        ladder: Ladder,
        due: date,
        recurrence: Recurrence,
        standing: Standing | None,
        resumed: date | None = None,
    ) -> Asking | None:
        update = standing.update if standing else None
        said = self.said(standing)
        done = standing is not None and complete(milestone, standing, self.policy, self.day)
        answered = self.index(said) if said else -1
        at_hand = None if done else self._period(ladder, due, recurrence, milestone.moved, answered)
        # An update made after the first due date ends the chase of it, whichever period it speaks of.
        ever_complete = update is not None and update.status is Status.COMPLETE
        chased = self.day > due and not ever_complete and (said is None or said <= due)
        chase = self._after(ladder, due, said, None, answered, resumed) if chased else None
        if chase is None or chase.kind is Cause.DUE:
            # The first due day itself had no round: it is asked on the next one, like any other occurrence.
            late = chase.model_copy(update={"kind": Cause.RECURRING}) if chase else None
            return at_hand or late
        return chase.model_copy(update={"also": at_hand}) if chase.kind is Cause.ESCALATION else chase

    def _period(self, ladder: Ladder, due: date, recurrence: Recurrence, moved: Moved, answered: int) -> Asking | None:
        """Return the rungs of the period today is in."""
        before, ends = period(due, recurrence, self.day, self.policy.calendar.terms, moved)
        at_due, opens = self.index(ends), self.index(before) if before else -1
        rungs = (0,) if recurrence is Recurrence.WEEKLY else ladder.rungs
        days = [(at_due - rung, Cause.RECURRING) for rung in rungs if at_due - rung > opens]
        kind = self._today(days, answered)
        return Asking(kind=kind, working_days=at_due - self.at) if kind else None

    def _open_ended(self, milestone: Milestone, ladder: Ladder, said: date | None) -> Asking | None:
        starts = (milestone.start or self.first).replace(day=1)
        if self.day < starts:
            return None
        months = (self.day.year - starts.year) * 12 + self.day.month - starts.month
        cycle = add_months(starts, months - months % ladder.cycle_months)
        opening = self.index(self.days.next(cycle - timedelta(days=1)))
        kind = self._today([(opening, Cause.OPEN_ENDED)], self.index(said) if said else -1)
        return Asking(kind=kind, working_days=None) if kind else None
