"""Absences, snoozes and hand-overs in the record, on SQLite and on PostgreSQL alike: what stands now, and what stood when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.model.absences.absence import Absence, HandOver, Snooze, Step
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority
from bot.model.record.entry import By
from bot.ports.record import Tx
from bot.reports.record.past import Past
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = NOW.date()
REF = "2.1.3"


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    """A plan with two people."""

    def load(tx: Tx) -> None:
        tx.acting(By(at=NOW))
        tx.plans.save(Plan(short="kent", title="Kent"))
        rows = [PersonRow(role=None, name=name, email=f"{name}@example.org") for name in ("zoe", "ian")]
        tx.people.save("kent", rows)

    await store.transact(load)
    return store


async def ids(store: SqlStore) -> list[int]:
    return [person.id for person in (await store.read(lambda view: view.people.of("kent"))).persons]


async def test_an_absence_is_said_anew_and_what_was_known_before_stays_known(kent: SqlStore) -> None:
    zoe, ian = await ids(kent)
    away = Absence(person=zoe, starts=DAY, ends=DAY + timedelta(days=9), deputy=ian)
    number = await kent.transact(lambda tx: tx.absences.say("kent", away))
    known = away.model_copy(update={"id": number, "ends": DAY})
    back = await kent.transact(lambda tx: tx.absences.say("kent", known))
    gone = await kent.transact(lambda tx: tx.absences.say("kent", known, void=True))

    async def told(upto: int | None = None) -> list[tuple[int, date, int | None]]:
        found = (await kent.read(lambda view: view.people.of("kent", upto))).absences
        return [(one.id, one.ends, one.deputy) for one in found]

    assert await told(number - 1) == []
    assert await told(number) == [(number, away.ends, ian)]
    assert await told(back) == [(number, DAY, ian)]
    assert await told(gone) == await told() == []
    people = await kent.read(lambda view: view.people.of("kent"))
    stood_in = [(one.absence.ends, one.absence.deputy, one.until) for one in people.stood_in]
    assert stood_in == [(away.ends, ian, NOW), (DAY, ian, NOW)]  # each until it was said anew
    for name in ("zoe", "ian"):
        held = await kent.read(lambda view, of=name: view.erasures.held(f"{of}@example.org"))
        assert held is not None
        assert [(one.entry, one.ends, one.as_deputy) for one in held.absences] == [
            (number, away.ends, name == "ian"),
            (back, DAY, name == "ian"),
            (gone, DAY, name == "ian"),
        ]
        assert {number, back, gone} <= {entry.entry for entry in held.entries}


async def test_the_latest_snooze_of_each_counts_until_it_is_ended(kent: SqlStore) -> None:
    zoe, ian = await ids(kent)

    async def snooze(person: int, until: date | None) -> int:
        said = Snooze(ref=REF, person=person, until=until, capacity="Head", why="on leave", at=NOW)
        return await kent.transact(lambda tx: tx.absences.snooze("kent", said))

    async def told(upto: int | None = None) -> list[tuple[int, date | None, str, str]]:
        found = await kent.read(lambda view: view.absences.snoozes("kent", upto))
        return [(one.person, one.until, one.capacity, one.why) for one in found]

    first = await snooze(zoe, DAY + timedelta(days=2))
    await snooze(ian, DAY + timedelta(days=3))
    second = await snooze(zoe, DAY + timedelta(days=4))
    await snooze(ian, None)

    assert await told() == [(zoe, DAY + timedelta(days=4), "Head", "on leave")]
    assert await told(first) == [(zoe, DAY + timedelta(days=2), "Head", "on leave")]
    assert len(await told(second)) == 2
    assert await kent.read(lambda view: Past(view, first).absences.snoozes("kent")) != ()
    assert await kent.read(lambda view: Past(view, first - 1).absences.snoozes("kent")) == ()


async def test_a_hand_over_stands_as_its_last_step_says_that_was_not_undone(kent: SqlStore) -> None:
    steps: list[int] = []

    async def step(step: Step, to_role: str | None = "Nurse") -> None:
        said = HandOver(id=steps[0] if steps else 0, ref=REF, from_role="Head", to_role=to_role, step=step)
        steps.append(await kent.transact(lambda tx: tx.absences.hand_over("kent", said, "Head")))

    async def told(upto: int | None = None) -> list[Step]:
        return [one.step for one in await kent.read(lambda view: view.absences.hand_overs("kent", upto))]

    for one in (Step.OFFERED, Step.REFUSED, Step.UNDONE, Step.TAKEN, Step.UNDONE, Step.UNDONE):
        await step(one)

    stood = [await told(number) for number in steps]
    assert stood == [[Step.OFFERED], [Step.REFUSED], [Step.OFFERED], [Step.TAKEN], [Step.OFFERED], []]


async def test_the_view_of_owners_says_what_the_plan_says_after_each_hand_over(kent: SqlStore) -> None:
    def owned(*owners: str) -> Plan:
        one = Milestone(ref=REF, text="Do it", owners=owners)
        actions = (Action(ref="2.1", priority=2, title="A", milestones=(one,)),)
        return Plan(short="kent", title="Kent", priorities=(Priority(number=2, text="P"),), actions=actions)

    made: list[int] = []

    async def step(step: Step, from_role: str, to_role: str, root: int = 0) -> int:
        said = HandOver(id=root, ref=REF, from_role=from_role, to_role=to_role, step=step)
        made.append(await kent.transact(lambda tx: tx.absences.hand_over("kent", said, "Head")))
        return made[-1]

    async def same(*owners: str) -> None:
        plan = await kent.read(lambda view: view.plans.one("kent"))
        with kent._read.connect() as connection:
            rows = connection.execute(sa.text("SELECT role FROM owner_now WHERE ref = '2.1.3' ORDER BY position")).scalars().all()
            accountable = connection.execute(sa.text("SELECT accountable FROM milestone_now WHERE ref = '2.1.3'")).scalars().all()
        assert plan.milestones[0].owners == tuple(rows) == owners
        assert accountable == [owners[0]]

    await kent.transact(lambda tx: tx.plans.save(owned("Head", "Chair")))
    await same("Head", "Chair")
    first = await step(Step.OFFERED, "Head", "Nurse")
    await step(Step.TAKEN, "Head", "Nurse", first)
    await same("Nurse", "Chair")
    second = await step(Step.OFFERED, "Nurse", "Chair")
    await step(Step.TAKEN, "Nurse", "Chair", second)
    await same("Chair")
    await step(Step.UNDONE, "Nurse", "Chair", second)
    await kent.transact(lambda tx: tx.plans.save(owned("Head", "Chair").model_copy(update={"title": "Kent anew"})))
    await same("Nurse", "Chair")
    await kent.transact(lambda tx: tx.plans.save(owned("Lead", "Head")))
    await same("Lead", "Head")
    third = await step(Step.OFFERED, "Head", "Nurse")
    await step(Step.TAKEN, "Head", "Nurse", third)
    await same("Lead", "Nurse")
