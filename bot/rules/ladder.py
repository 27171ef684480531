"""The ladder: what is asked of one milestone on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.model.nudge import Asking, Cause, Rounds
from bot.model.plan import Milestone, Recurrence
from bot.model.policy import Policy
from bot.model.update import Standing, Status
from bot.rules.calendar import add_months, index, local_day, next_working_day, period
from bot.rules.standing import complete


class Day:
    """One local day in one zone, with what went before. Answers what is asked of a milestone; remembers by due date."""

    def __init__(self, day: date, rounds: Rounds, policy: Policy) -> None:
        self.day = day
        self.first = rounds.first or day
        self.last = rounds.last
        self.policy = policy
        self.at = index(day)
        self.before = index(rounds.last) if rounds.last else -1
        self._unanswered: dict[date, Asking | None] = {}

    def asking(self, milestone: Milestone, standing: Standing | None) -> Asking | None:
        """Return what is asked of the milestone today, if anything."""
        update = standing.update if standing else None
        if milestone.recurrence is not None and milestone.due is not None:
            return self._recurring(milestone, milestone.due, milestone.recurrence, standing)
        if standing is not None and complete(milestone, standing, self.policy, self.day):
            return None
        if milestone.due is None:
            return self._open_ended(milestone, self._said(standing)) if milestone.open_ended else None
        if update is None:
            return self._by_date(milestone.due)
        return self._dated(milestone.due, self._said(standing), update.forecast)

    def _by_date(self, due: date) -> Asking | None:
        """Do as `_dated` for a milestone that nobody has said anything of: the same for all that are due that day."""
        if due not in self._unanswered:
            self._unanswered[due] = self._dated(due, None, None)
        return self._unanswered[due]

    def _said(self, standing: Standing | None) -> date | None:
        update = standing.update if standing else None
        return local_day(update.at, self.policy.zone) if update else None

    def _today(self, days: Iterable[tuple[int, Cause]], answered: int) -> Cause | None:
        """Return the kind of the latest of these working-day numbers that falls to today and is not answered."""
        fallen = [(at, kind) for at, kind in days if max(self.before, answered) < at <= self.at]
        return max(fallen)[1] if fallen else None

    def _dated(self, due: date, said: date | None, forecast: date | None) -> Asking | None:
        at_due = index(due)
        answered = index(said) if said else -1
        to_due = at_due - self.at
        if to_due >= 0:
            days = [(at_due - rung, Cause.DUE if rung == 0 else Cause.UPCOMING) for rung in self.policy.rungs]
            kind = self._today(days, answered)
        else:
            kind = self._after(due, said, forecast, answered)
        return Asking(kind=kind, working_days=to_due) if kind else None

    def _after(self, due: date, said: date | None, forecast: date | None, answered: int) -> Cause | None:
        """Chase after a due date: from the date, from the first round if it had passed by then, or from an update."""
        past_at_first = due < self.first
        restarted = said is not None and said > due
        start = due
        if restarted and said is not None:
            start = forecast or said
        elif past_at_first:
            if self.day == self.first or self.last is None:
                return Cause.CATCH_UP
            start = self.first
        base = index(start)
        days = [(base + count, Cause.OVERDUE) for count in self.policy.overdue_after]
        days.append((base + self.policy.escalate_after, Cause.ESCALATION))
        if not (restarted or past_at_first):
            # The due day itself had no round: it is asked on the next one.
            days.append((base, Cause.DUE))
        return self._today(days, answered)

    def _recurring(self, milestone: Milestone, due: date, recurrence: Recurrence, standing: Standing | None) -> Asking | None:
        update = standing.update if standing else None
        said = self._said(standing)
        done = standing is not None and complete(milestone, standing, self.policy, self.day)
        answered = index(said) if said else -1
        at_hand = None if done else self._period(due, recurrence, answered)
        # An update made after the first due date ends the chase of it, whichever period it speaks of.
        ever_complete = update is not None and update.status is Status.COMPLETE
        chased = self.day > due and not ever_complete and (said is None or said <= due)
        kind = self._after(due, said, None, answered) if chased else None
        if kind is None or kind is Cause.DUE:
            # The first due day itself had no round: it is asked on the next one, like any other occurrence.
            late = Asking(kind=Cause.RECURRING, working_days=index(due) - self.at) if kind else None
            return at_hand or late
        return Asking(kind=kind, working_days=index(due) - self.at, also=at_hand if kind is Cause.ESCALATION else None)

    def _period(self, due: date, recurrence: Recurrence, answered: int) -> Asking | None:
        """Return the rungs of the period today is in."""
        before, ends = period(due, recurrence, self.day)
        at_due, opens = index(ends), index(before) if before else -1
        rungs = (0,) if recurrence is Recurrence.WEEKLY else self.policy.rungs
        days = [(at_due - rung, Cause.RECURRING) for rung in rungs if at_due - rung > opens]
        kind = self._today(days, answered)
        return Asking(kind=kind, working_days=at_due - self.at) if kind else None

    def _open_ended(self, milestone: Milestone, said: date | None) -> Asking | None:
        starts = (milestone.start or self.first).replace(day=1)
        if self.day < starts:
            return None
        months = (self.day.year - starts.year) * 12 + self.day.month - starts.month
        cycle = add_months(starts, months - months % self.policy.cycle_months)
        opening = index(next_working_day(cycle - timedelta(days=1)))
        kind = self._today([(opening, Cause.OPEN_ENDED)], index(said) if said else -1)
        return Asking(kind=kind, working_days=None) if kind else None
