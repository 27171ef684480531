"""What was asked, judged by arithmetic of its own: each question against what had been said by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.model.letters.letter import Asked, Letter
from bot.model.letters.nudge import Cause
from bot.model.people import People
from bot.model.plan import Milestone
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.ports.record import View
from bot.rules.calendar import add_months, occurrences, working_days

TAKES_OVER = timedelta(days=5)  # days after which a first card to whoever takes over has come at the latest


class Question(NamedTuple):
    """One milestone asked of one person, and when its platform took the letter."""

    key: str
    person: int
    asked: Asked
    at: datetime


class Heard(NamedTuple):
    """What counts of a milestone, if a contributor has differed since, and the last word of whoever is asked."""

    counts: Update | None
    differs: bool
    own: Update | None

    @property
    def last(self) -> Update:
        """The later of what counts and what whoever is asked said themselves."""
        assert self.counts is not None
        return max((one for one in (self.counts, self.own) if one is not None), key=lambda one: one.at)


class Judged(NamedTuple):
    """The questions that were answered before they were put again; those put though they were answered; and how long each
    milestone was silent for, from its first unanswered question to the answer or the end."""

    answered: int
    again: list[tuple[str, str, str]]
    silent: list[int]


class Fairness:
    """One plan and all that was said, to judge questions by."""

    def __init__(self, view: View, short: str) -> None:
        plan, policy = view.plans.one(short), view.plans.policy(short)
        self.policy: Policy = policy
        self.refs = tuple(one.ref for one in plan.milestones)
        self.people: People = view.people.of(short)
        self.said: dict[str, tuple[Update, ...]] = {ref: view.updates.all_said(short, ref) for ref in self.refs}
        self.days = working_days(policy)
        self.zone = ZoneInfo(policy.zone)
        self.verdicts = view.assurances.verdicts(short)
        self._plan = cache(lambda day: view.plans.one(short, view.entries.upto(short, datetime.combine(day, time(5), UTC))))
        self._active = cache(lambda day: view.entries.active(short, view.entries.upto(short, datetime.combine(day, time(5), UTC))))

    def milestone(self, question: Question) -> Milestone:
        """The milestone as it was on the morning of a question: dates and owners move."""
        return next(one for one in self._plan(self.local(question.at)).milestones if one.ref == question.asked.ref)

    def local(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def heard(self, question: Question) -> Heard:
        """What had been said before a question that counts, if anybody differed since, and what whoever is asked said."""
        owner = self.milestone(question).accountable
        accountable: Update | None = None
        own: Update | None = None
        since: dict[str, Update] = {}  # what each contributor said last since the accountable role spoke
        for one in takewhile(lambda said: said.at < question.at, self.said[question.asked.ref]):
            own = one if one.by == question.person else own
            if one.role in (owner, "admin"):
                accountable, since = one, {}
            else:
                since[one.role] = one
        differs = accountable is not None and any(one.status is not accountable.status for one in since.values())
        heard = [*([accountable] if accountable else []), *since.values()]
        counts = accountable if differs else max(heard, key=lambda one: one.at, default=None)
        return Heard(counts, differs, own)

    def is_fair(self, question: Question) -> bool:
        """Whether a day of its ladder has come since it was answered: by what counts, or by whoever is asked."""
        milestone, heard = self.milestone(question), self.heard(question)
        if heard.counts is None or self._takes_over(question):
            return True
        if question.asked.kind is Cause.SENT_BACK:
            return any(one.ref == milestone.ref and heard.last.at < one.at < question.at for one in self.verdicts)
        done = heard.counts.status is Status.COMPLETE and not heard.differs
        if done and milestone.recurrence is None and question.asked.kind is not Cause.ASKED:
            return False
        if question.asked.kind is Cause.PERIOD:
            return self.local(heard.last.at) <= self._papers_before(question)
        today, said = self.days.index(self.local(question.at)), self.days.index(self.local(heard.last.at))
        return any(said < day <= today for day in self._ladder(milestone, heard.counts, question))

    def _papers_before(self, question: Question) -> date:
        """The day of the papers that came before a question for those of the next meeting. What was said on it counts for them:
        people answer before the closing hour. Before the first papers it is the day a month before the window opened."""
        cycle, day = self.policy.board, self.days.index(self.local(question.at))
        meetings = [self.days.index(one.on) for one in cycle.meetings]
        coming = min(one for one in meetings if one - cycle.owners_by >= day)
        before = [one - cycle.papers_due for one in meetings if one - cycle.papers_due < coming - cycle.opens]
        opened = self.days.numbered(coming - cycle.opens)
        return self.days.numbered(max(before)) if before else add_months(opened, -1) - timedelta(days=1)

    def _takes_over(self, question: Question) -> bool:
        day = self.local(question.at)
        starts = [
            begun
            for one in self.people.holdings
            for begun in ((one.starts,) if one.person == question.person else (one.deputy_starts,) if one.deputy == question.person else ())
        ]
        return any(begun is not None and begun <= day <= begun + TAKES_OVER for begun in starts)

    def _ladder(self, milestone: Milestone, last: Update, question: Question) -> Iterator[int]:
        """The numbers of the working days on which a milestone is asked about, until the question's own."""
        ladder, at = self.policy.asking.of(milestone), self.local(question.at)
        if question.asked.kind is Cause.ASKED:
            yield self.days.index(at)
        if milestone.due is None:
            yield from (self.days.index(self.days.next(add_months(BEGINNING, n) - timedelta(days=1))) for n in range(60))
            return
        dues = [milestone.due]
        if milestone.recurrence is not None:
            horizon = at + timedelta(days=100)
            dues += takewhile(lambda day: day < horizon, occurrences(milestone.due, milestone.recurrence, self.policy.calendar.terms))
        yield from (self.days.index(due) - rung for due in dues for rung in ladder.rungs)
        restarted = self.local(last.at) > milestone.due
        base = (last.forecast or self.local(last.at)) if restarted else milestone.due
        done = self._active(self.local(question.at)).get(milestone.ref)  # what was done of it counts the days anew too
        bases = {base, *([self.local(done)] if done is not None else [])}
        yield from (self.days.index(one) + count for one in bases for count in (*ladder.overdue_after, *ladder.escalate_after))


BEGINNING = date(2025, 1, 1)


def questions_of(letters: Sequence[Letter]) -> list[Question]:
    """Every question that was put, in the order in which they were."""
    put = [(one, asked) for one in letters for asked in one.asked if asked.kind is not Cause.NEWS]
    made = [Question(one.key, one.person or 0, asked, one.settled or one.not_before) for one, asked in put]
    return sorted(made, key=lambda question: question.at)


def judged(view: View, short: str, letters: Sequence[Letter], now: datetime) -> Judged:
    """Judge all that was asked of a plan's milestones."""
    fairness, questions = Fairness(view, short), questions_of(letters)
    again = [(one.key, one.asked.ref, one.asked.kind.value) for one in questions if not fairness.is_fair(one)]
    asked: dict[str, list[Question]] = defaultdict(list)
    for one in questions:
        asked[one.asked.ref].append(one)
    answered, silent = 0, list[int]()
    for ref, put in asked.items():
        said = [one.at for one in fairness.said[ref]]
        open_since: datetime | None = None
        moments = sorted([(one.at, False) for one in put] + [(at, True) for at in said])
        for at, is_answer in moments:
            if not is_answer:
                open_since = open_since or at
            elif open_since is not None:
                answered += 1
                silent.append((fairness.local(at) - fairness.local(open_since)).days)
                open_since = None
        if open_since is not None:
            silent.append((fairness.local(now) - fairness.local(open_since)).days)
    return Judged(answered, again, silent)
