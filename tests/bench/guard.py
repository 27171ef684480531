"""The guard: an update judged before it is saved, at the usual length and at the most, beside finding its words and no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import count

from bot.model.people import People, Person
from bot.model.policy import Policy
from bot.model.status import Status
from bot.model.updates.update import Standing, Update
from bot.rules.guard.hard import stops
from bot.rules.guard.path import names_of
from bot.rules.guard.soft import Declared, misfits
from seed.people import read_people
from tests.bench.measure import NAME, PLANS, at_most, by_turns, head, row, shipped, spent
from tests.bench.subjects import Subject

NOW = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)
USUAL, MOST = 300, 3_000  # characters of what people write, and the most that a form takes
TIMES = 20
WORD = re.compile(r"\w+")
SAID = (
    "The Head of Inclusion met Preston's schools again on 4 June 2026, and the Pupil Referral Unit agreed. "
    "Referrals from EH4 and the child health service wait for nine weeks, down from 14; see the minutes of the Board. "
)


def words_of(length: int, number: int) -> str:
    """Return words of a length, of which no two are alike."""
    return f"Meeting {number}: {SAID * (length // len(SAID) + 1)}"[:length]


def judging(length: int) -> Callable[[], object]:
    """Return what judges an update anew each time."""
    plan, numbers = shipped(), count(1)
    rows = read_people((PLANS / f"{NAME}.people.csv").read_text(encoding="utf-8-sig"), plan)
    emails = {one.email: one.name for one in rows}
    people = People(persons=tuple(Person(id=n, name=name, email=email) for n, (email, name) in enumerate(emails.items(), 1)))
    names, milestone = names_of(plan, people), plan.milestones[0]

    def said(number: int) -> Update:
        facts = {"status": Status.AMBER, "by": 1, "by_name": "", "capacity": "Head of Inclusion", "at": NOW, "plan": "p"}
        words = words_of(length, number)
        return Update.model_validate({**facts, "ref": milestone.ref, "narrative": words, "path_to_green": words[::-1]})

    def judge() -> None:
        before, now = said(next(numbers)), said(next(numbers))
        standing = Standing(ref=milestone.ref, update=before)
        assert not stops(now.narrative)
        misfits(Declared(milestone, now, milestone.due, standing, earlier=[before]), NOW.date(), Policy(), names)

    return judge


def finding(length: int) -> Callable[[], object]:
    """Return what finds the words of as many characters."""
    numbers = count(1)

    def find() -> None:
        words = words_of(length, next(numbers))
        assert WORD.findall(words) and WORD.findall(words[::-1])

    return find


def main() -> None:
    """Print what both take."""
    head()
    for length in (USUAL, MOST):
        ours, bare = by_turns(partial(spent, judging(length), TIMES), partial(spent, finding(length), TIMES))
        row(
            f"the guard on an update of {length:,} characters, CPU", ours.cpu * 1e3, bare.cpu * 1e3, "ms", "finding its words",
            subject=Subject.GUARD, wanted=at_most(10),
        )  # fmt: skip


if __name__ == "__main__":
    main()
