"""Reporting compliance: which role was asked, answered, and answered in time.

- A question is a milestone that a role was asked about and had not answered. What it is asked again before the answer is a
  reminder and no further question, as figures on freedom of information requests count each request once, from the day it
  came. Only what a platform took counts as asked.
- It is answered when the record says so everywhere (`bot.rules.updates.statements`): by the role itself or whoever acts for it,
  by what the accountable role or an admin says, and by a contributor who agrees with it. A confirmation answers as an update
  does. A contributor who differs answers for themselves alone.
- It is answered in time if that was before the milestone would have counted as not reported: within a reporting cycle of the
  plan's settings from the day of the question. So this count and the grey of "not reported" are one rule.
- The days to an answer are working days of the plan. An answer that crossed with its question took none.
- While nobody holds a role nobody is asked: those working days are counted apart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from bot.model.board.compliance import Answer, Compliance, Posed, Roles
from bot.model.people import Holding, People
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.rules.calendar import add_months, local_day, working_days
from bot.rules.holders import answers_for


class Question(NamedTuple):
    """A question to a role: when it was put first, how often again, and what answered it, if anything did."""

    role: str
    ref: str
    first: datetime
    reminders: int
    answer: Answer | None


def compliance(
    snapshot: Snapshot,
    posed: Iterable[Posed],
    answers: Iterable[Answer],
    began: date | None,
    after: datetime | None = None,
    refs: Collection[str] | None = None,
) -> Roles:
    """Return how each role of a plan answered the questions first put to it after a moment, or since the plan began; those about
    some milestones alone, if they are given."""
    zone, found = snapshot.policy.zone, questions(snapshot, posed, answers)
    since = local_day(after, zone) if after is not None else began
    of_role: dict[str, list[Question]] = {role: [] for role in _roles(snapshot, refs)}
    for one in found:
        if (after is None or one.first > after) and (refs is None or one.ref in refs):
            of_role.setdefault(one.role, []).append(one)
    rows = tuple(
        _row(snapshot, role, asked, vacant_days(snapshot, role, since, snapshot.today)) for role, asked in of_role.items()
    )
    return Roles(since=since, until=snapshot.today, rows=rows)


def _roles(snapshot: Snapshot, refs: Collection[str] | None) -> tuple[str, ...]:
    """Return the roles that own a milestone, in the plan's order."""
    owning = {role for one in snapshot.plan.milestones if refs is None or one.ref in refs for role in one.owners}
    named = [role.name for role in snapshot.plan.roles if role.name in owning]
    return tuple(dict.fromkeys((*named, *sorted(owning))))


def questions(snapshot: Snapshot, posed: Iterable[Posed], answers: Iterable[Answer]) -> tuple[Question, ...]:
    """Return the questions that were put to roles, each once, in the order in which they were put first."""
    known = {one.ref: one for one in (*snapshot.plan.milestones, *snapshot.plan.retired)}
    said: dict[str, list[Answer]] = {}
    for told in answers:
        said.setdefault(told.ref, []).append(told)
    asked_as = _asked_as(snapshot.people, snapshot.policy.zone)
    found: dict[tuple[str, str, int], Question] = {}
    answering = cache(lambda ref, role: _answering(known[ref], role, said.get(ref, ())))
    for one in posed:
        milestone = known.get(one.ref)
        role = asked_as(one, milestone) if milestone is not None else None
        if role is None:
            continue
        answer = next((a for a in answering(one.ref, role) if a.number > one.stood), None)
        key = (role, one.ref, answer.number if answer is not None else 0)
        before = found.get(key)
        if before is None:
            found[key] = Question(role, one.ref, one.taken, 0, answer)
        else:
            found[key] = before._replace(reminders=before.reminders + 1)
    return tuple(found.values())


def _asked_as(people: People, zone: str) -> Callable[[Posed, Milestone], str | None]:
    """Return what says as which of a milestone's owners somebody was asked: the first for which they answered that day."""
    roles = cache(lambda person, day: answers_for(people, person, day))

    def asked_as(one: Posed, milestone: Milestone) -> str | None:
        theirs = roles(one.person, local_day(one.taken, zone))
        return next((role for role in milestone.owners if role in theirs), None)

    return asked_as


def _answering(milestone: Milestone, role: str, said: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return which statements about a milestone answer questions to one of its owners, in their order."""
    others, status = frozenset(milestone.owners[1:]), ""
    found = []
    for one in said:
        contributes = one.role in others and one.role != milestone.accountable
        if not contributes:
            status = one.status
        if one.role == role or not contributes or status in ("", one.status):
            found.append(one)
    return tuple(found)


def _row(snapshot: Snapshot, role: str, asked: Sequence[Question], vacant: int) -> Compliance:
    policy, known = snapshot.policy, _cycles(snapshot)
    days = working_days(policy)
    in_time, took = 0, []
    for one in asked:
        if one.answer is None:
            continue
        put, told = local_day(one.first, policy.zone), local_day(one.answer.at, policy.zone)
        in_time += told < add_months(put, known.get(one.ref, policy.asking.cycle_months))
        took.append(max(days.index(told) - days.index(put), 0))
    reminders = sum(one.reminders for one in asked)
    told_of = {"answered": len(took), "in_time": in_time, "reminders": reminders, "days": tuple(sorted(took))}
    return Compliance(role=role, asked=len(asked), vacant=vacant, **told_of)


def _cycles(snapshot: Snapshot) -> Mapping[str, int]:
    """Return the months of the reporting cycle of each milestone that has one of its own."""
    asking = snapshot.policy.asking
    return {one.ref: asking.of(one).cycle_months for one in snapshot.plan.milestones}


def vacant_days(snapshot: Snapshot, role: str, since: date | None, until: date) -> int:
    """Count the working days from a day to another, both inclusive, on which nobody held a role."""
    held = [one for one in snapshot.people.holdings if one.role == role and snapshot.people.one(one.person) is not None]
    if since is None or any(_all_along(one, since, until) for one in held):
        return 0
    days = working_days(snapshot.policy)
    first, last = days.index(since - timedelta(days=1)) + 1, days.index(until)
    return sum(not any(one.covers(days.numbered(n)) for one in held) for n in range(first, last + 1))


def _all_along(holding: Holding, since: date, until: date) -> bool:
    return holding.covers(since) and holding.covers(until)
