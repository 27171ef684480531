"""The ladder: what is asked of one milestone on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.model.noun import LocalDays
from bot.model.nudge import Asking, Cause, Escalation, Rounds
from bot.model.plan import Milestone, Recurrence
from bot.model.policy import Ladder, Policy
from bot.model.update import Standing, Status, Update
from bot.rules.calendar import add_months, period, working_days
from bot.rules.standing import complete


class Day:
    """One local day in one zone, with what went before. Answers what is asked of a milestone; remembers by date, as most
    milestones share theirs with others."""

    def __init__(self, day: date, rounds: Rounds, policy: Policy) -> None:
        self.day = day
        self.first = rounds.first or day
        self.last = rounds.last
        self.policy = policy
        self.days = working_days(policy)
        self.at = self.index(day)
        self.before = self.index(rounds.last) if rounds.last else -1
        self._local = LocalDays(policy.zone)
        self._plain = policy.asking if not policy.asking.only else None
        self._ladders: dict[str, Ladder] = {}
        self._unanswered: dict[tuple[int, date], Asking | None] = {}
        self._chased: dict[tuple[int, date], bool] = {}

    def index(self, day: date) -> int:
        """Return the number of the last working day on or before a day."""
        return self.days.index(day)

    def ladder(self, milestone: Milestone) -> Ladder:
        """Return the milestone's ladder. It is one object for all of an action."""
        if self._plain is not None:
            return self._plain
        action = milestone.action
        if action not in self._ladders:
            self._ladders[action] = self.policy.asking.of(milestone)
        return self._ladders[action]

    def asking(self, milestone: Milestone, standing: Standing | None) -> Asking | None:
        """Return what is asked of the milestone today, if anything."""
        update, due = standing.update if standing is not None else None, milestone.due
        ladder = self._plain if self._plain is not None else self.ladder(milestone)
        if milestone.recurrence is not None and due is not None:
            return self._recurring(milestone, ladder, due, milestone.recurrence, standing)
        if update is None:
            if due is not None:
                return self._by_date(ladder, due)
            return self._open_ended(milestone, ladder, None) if milestone.open_ended else None
        if due is not None and not self._may_fall(ladder, due, update):
            return None
        if standing is not None and complete(milestone, standing, self.policy, self.day):
            return None
        if due is None:
            return self._open_ended(milestone, ladder, self._local.of(update.at)) if milestone.open_ended else None
        return self._dated(ladder, due, self._local.of(update.at), update.forecast)

    def _by_date(self, ladder: Ladder, due: date) -> Asking | None:
        """Do as `_dated` for a milestone that nobody has said anything of: the same for all that are due that day."""
        key = id(ladder), due
        if key not in self._unanswered:
            self._unanswered[key] = self._dated(ladder, due, None, None)
        return self._unanswered[key]

    def _may_fall(self, ladder: Ladder, due: date, update: Update) -> bool:
        """Say if anything may be asked today of a milestone with an update. If not, what else the update says is no matter:
        an answer only takes away from what is asked."""
        if due < self.day:
            said = self._local.of(update.at)
            if said > due:
                return self._may_chase(ladder, update.forecast or said)
        return self._by_date(ladder, due) is not None

    def _may_chase(self, ladder: Ladder, start: date) -> bool:
        """Say if a chase that was counted from that day has a step today."""
        key = id(ladder), start
        if key not in self._chased:
            base = self.index(start)
            self._chased[key] = any(self._falls(base + count, -1) for count in (*ladder.overdue_after, *ladder.escalate_after))
        return self._chased[key]

    def _said(self, standing: Standing | None) -> date | None:
        update = standing.update if standing else None
        return self._local.of(update.at) if update else None

    def _today(self, days: Iterable[tuple[int, Cause]], answered: int) -> Cause | None:
        """Return the kind of the latest of these working-day numbers that falls to today and is not answered."""
        fallen = [(at, kind) for at, kind in days if self._falls(at, answered)]
        return max(fallen)[1] if fallen else None

    def _falls(self, at: int, answered: int) -> bool:
        return max(self.before, answered) < at <= self.at

    def _dated(self, ladder: Ladder, due: date, said: date | None, forecast: date | None) -> Asking | None:
        at_due = self.index(due)
        answered = self.index(said) if said else -1
        to_due = at_due - self.at
        if to_due < 0:
            return self._after(ladder, due, said, forecast, answered)
        days = [(at_due - rung, Cause.DUE if rung == 0 else Cause.UPCOMING) for rung in ladder.rungs]
        kind = self._today(days, answered)
        return Asking(kind=kind, working_days=to_due) if kind else None

    def _after(
        self, ladder: Ladder, due: date, said: date | None, forecast: date | None, answered: int
    ) -> Asking | None:
        """Chase after a due date: from the date, from the first round if it had passed by then, or from an update."""
        to_due = self.index(due) - self.at
        past_at_first = due < self.first
        restarted = said is not None and said > due
        start = due
        if restarted and said is not None:
            start = forecast or said
        elif past_at_first:
            if self.day == self.first or self.last is None:
                return Asking(kind=Cause.CATCH_UP, working_days=to_due)
            start = self.first
        base = self.index(start)
        above = tuple(
            step
            for step, count in zip(Escalation, ladder.escalate_after, strict=True)
            if self._falls(base + count, answered)
        )
        if above:
            return Asking(kind=Cause.ESCALATION, working_days=to_due, above=above)
        days = [(base + count, Cause.OVERDUE) for count in ladder.overdue_after]
        if not (restarted or past_at_first):
            # The due day itself had no round: it is asked on the next one.
            days.append((base, Cause.DUE))
        kind = self._today(days, answered)
        return Asking(kind=kind, working_days=to_due) if kind else None

    def _recurring(
        self, milestone: Milestone, ladder: Ladder, due: date, recurrence: Recurrence, standing: Standing | None
    ) -> Asking | None:
        update = standing.update if standing else None
        said = self._said(standing)
        done = standing is not None and complete(milestone, standing, self.policy, self.day)
        answered = self.index(said) if said else -1
        at_hand = None if done else self._period(ladder, due, recurrence, answered)
        # An update made after the first due date ends the chase of it, whichever period it speaks of.
        ever_complete = update is not None and update.status is Status.COMPLETE
        chased = self.day > due and not ever_complete and (said is None or said <= due)
        chase = self._after(ladder, due, said, None, answered) if chased else None
        if chase is None or chase.kind is Cause.DUE:
            # The first due day itself had no round: it is asked on the next one, like any other occurrence.
            late = chase.model_copy(update={"kind": Cause.RECURRING}) if chase else None
            return at_hand or late
        return chase.model_copy(update={"also": at_hand}) if chase.kind is Cause.ESCALATION else chase

    def _period(self, ladder: Ladder, due: date, recurrence: Recurrence, answered: int) -> Asking | None:
        """Return the rungs of the period today is in."""
        before, ends = period(due, recurrence, self.day, self.policy.calendar.terms)
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
