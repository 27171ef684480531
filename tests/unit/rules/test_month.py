"""The owner's month: what of it is confirmed, what is open, and what comes first."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Milestone, Plan, Priority, Role
from bot.model.policy import PlanLadder, Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Standing, Update
from bot.rules.asking.month import parts

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
HEAD, NURSE = "Head of Inclusion", "Chief Nursing Officer"
ANN, BEN = 1, 2


def milestone(ref: str, due: str | None = "2026-06-30", *owners: str) -> Milestone:
    return Milestone(ref=ref, text="Train the staff", due=date.fromisoformat(due) if due else None, owners=owners or (HEAD,))


def said(ref: str, day: str, status: str = "green", by: int = ANN) -> Update:
    return Update(
        id=7, plan="p", ref=ref, status=Status(status), path_to_green="a way", no_evidence_reason="none yet",
        by=by, by_name="Ann", capacity=HEAD, at=datetime.fromisoformat(f"{day}T10:00:00+00:00"),
    )  # fmt: skip


def snapshot(milestones: list[Milestone], standings: dict[str, Standing] | None = None, cycle: int = 1) -> Snapshot:
    refs = dict.fromkeys(one.action for one in milestones)
    actions = tuple(
        Action(ref=ref, priority=1, title=ref, milestones=tuple(one for one in milestones if one.action == ref)) for ref in refs
    )
    plan = Plan(
        short="p", title="P", priorities=(Priority(number=1, text="Lead"),), actions=actions,
        roles=(Role(name=HEAD), Role(name=NURSE)),
    )  # fmt: skip
    persons = (Person(id=ANN, name="Ann", email="ann@example.org"), Person(id=BEN, name="Ben", email="ben@example.org"))
    people = People(persons=persons, holdings=(Holding(role=HEAD, person=ANN, deputy=BEN), Holding(role=NURSE, person=BEN)))
    stand = {one.ref: Standing(ref=one.ref) for one in milestones} | (standings or {})
    policy = Policy(asking=PlanLadder(cycle_months=cycle))
    return Snapshot(plan=plan, policy=policy, people=people, standings=stand, now=NOW)


@pytest.mark.parametrize(
    ("day", "status", "asked", "cycle", "where"),
    [
        ("2026-03-01", "green", None, 1, "confirmed"),
        ("2026-02-28", "green", None, 1, "open"),  # last month's
        ("2026-02-28", "green", None, 2, "confirmed"),  # a cycle of two months
        ("2026-03-02", "green", "2026-03-05", 1, "open"),  # it was asked again since
        ("2026-03-02", "complete", None, 1, "confirmed"),
        ("2026-02-02", "complete", None, 1, "nowhere"),  # it needs nobody any more
    ],
)
def test_a_milestone_is_confirmed_if_it_was_answered_in_this_cycle_and_not_asked_since(
    day: str, status: str, asked: str | None, cycle: int, where: str
) -> None:
    moment = datetime.fromisoformat(f"{asked}T09:00:00+00:00") if asked else None
    stands = Standing(ref="1.1.1", update=said("1.1.1", day, status), asked=moment, asked_last=moment)
    found = parts(snapshot([milestone("1.1.1"), milestone("1.1.2")], {"1.1.1": stands}, cycle), ANN)[0]

    there = "confirmed" if found.confirmed else "open" if "1.1.1" in {one.ref for one in found.open} else "nowhere"
    assert there == where


def test_the_action_with_what_is_due_first_comes_first_and_stays_together() -> None:
    given = [milestone("1.1.1", "2026-05-01"), milestone("1.2.1", "2026-09-01"), milestone("1.2.2", "2026-03-01"), milestone("1.3.1", None)]
    assert [one.ref for one in parts(snapshot(given), ANN)[0].open] == ["1.2.2", "1.2.1", "1.1.1", "1.3.1"]


def test_pages_hold_ten_and_beyond_the_last_there_is_the_last() -> None:
    part = parts(snapshot([milestone(f"1.1.{n}") for n in range(1, 24)]), ANN)[0]
    assert [len(part.page(number)) for number in (1, 2, 3, 9)] == [10, 10, 3, 3]
    assert (part.pages, part.page_of("1.1.11"), part.page_of("9.9.9")) == (3, 2, 1)


def test_what_somebody_does_as_a_deputy_alone_is_a_part_of_its_own() -> None:
    given = [milestone("1.1.1"), milestone("1.1.2", "2026-06-30", HEAD, NURSE)]
    own, acting = parts(snapshot(given), BEN)
    assert [one.ref for one in own.open] == ["1.1.2"] and not own.deputy
    assert [one.ref for one in acting.open] == ["1.1.1"] and acting.deputy and acting.roles == (HEAD,)
