"""How often the record is asked: as often for a large plan as for a small one, and once for all people of a plan."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest

from bot.conversation.desk import Desk
from bot.model.letters.talk import Chat, Inbound, Sender
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.record.entry import EntryKind
from bot.model.status import Status
from bot.model.updates.update import Update
from bot.planning.rounds import plan_round
from bot.ports.record import Tx, View
from store.record import SqlStore
from tests import records
from tests.world.statements import Statements, noted

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
T = TypeVar("T")
FAR = date(2027, 12, 31)


def plan_of(short: str, milestones: int, people: int) -> Plan:
    """A plan in which nothing falls due for long."""
    steps = [
        Milestone(ref=f"1.{n // 10 + 1}.{n % 10 + 1}", text="Do", due=FAR, baseline=FAR, owners=(f"Role {n % people}",))
        for n in range(milestones)
    ]
    actions = tuple(
        Action(ref=f"1.{n + 1}", priority=1, title="A", milestones=tuple(steps[n * 10 : n * 10 + 10]))
        for n in range((milestones + 9) // 10)
    )
    return Plan(short=short, title=short, actions=actions)


async def filled(file: Path, plans: Sequence[Plan], people: int) -> SqlStore:
    """A record with these plans and so many people in each."""
    store = SqlStore(f"sqlite:///{records.empty(file)}", records.long_ago)

    def load(tx: Tx) -> None:
        for plan in plans:
            tx.plans.save(plan)
            tx.people.save(
                plan.short,
                [PersonRow(role=f"Role {n}", name=f"P{n}", email=f"p{n}@{plan.short}.example.org") for n in range(people)],
            )

    await store.transact(load)
    return store


async def rounds(file: Path, plans: Sequence[Plan], people: int, statements: Statements) -> tuple[int, int]:
    """How often the first round asks, and one right after it, in which nothing is due."""
    store, told = await filled(file, plans, people), []
    for moment in (MONDAY, MONDAY + timedelta(seconds=5)):
        statements.clear()
        await plan_round(store, moment)
        told.append(len(statements))
    await store.close()
    return told[0], told[1]


async def test_a_round_asks_as_often_for_95_milestones_as_for_950(tmp_path: Path) -> None:
    with noted() as statements:
        small = await rounds(tmp_path / "small.db", [plan_of("kent", 95, 13)], 13, statements)
        assert await rounds(tmp_path / "large.db", [plan_of("kent", 950, 13)], 13, statements) == small


async def test_a_round_asks_as_often_for_3_people_as_for_30(tmp_path: Path) -> None:
    with noted() as statements:
        few = await rounds(tmp_path / "few.db", [plan_of("kent", 60, 3)], 3, statements)
        assert await rounds(tmp_path / "many.db", [plan_of("kent", 60, 30)], 30, statements) == few


async def test_a_round_in_which_nothing_is_due_asks_as_often_for_1_plan_as_for_15(tmp_path: Path) -> None:
    with noted() as statements:
        _, one = await rounds(tmp_path / "one.db", [plan_of("kent", 10, 3)], 3, statements)
        _, many = await rounds(tmp_path / "many.db", [plan_of(f"plan{n}", 10, 3) for n in range(15)], 3, statements)
    assert many == one


async def test_whoever_began_to_read_before_others_wrote_does_not_read_the_whole_plan_anew(tmp_path: Path) -> None:
    store = await filled(tmp_path / "kent.db", [plan_of("kent", 95, 13)], 13)
    began, written = threading.Event(), threading.Event()

    def save(tx: Tx) -> None:
        tx.updates.record(Update(plan="kent", ref="1.1.1", status=Status.GREEN, narrative="So.", capacity="Role 0", by=1, by_name="", at=MONDAY))

    def early(view: View) -> int:
        assert "1.1.1" not in {ref for ref, one in view.updates.standings("kent", 0).items() if one.update is not None}
        view.entries.latest("kent", 1, frozenset(EntryKind), MONDAY)  # the snapshot is taken
        began.set()
        assert written.wait(20)
        statements.clear()
        assert view.updates.standings("kent")["1.1.1"].update is None
        return len(statements)

    with noted() as statements:
        await store.read(lambda view: view.updates.standings("kent"))
        reading = asyncio.create_task(store.read(early))
        assert await asyncio.to_thread(began.wait, 20)
        await store.transact(save)
        assert (await store.read(lambda view: view.updates.standings("kent")))["1.1.1"].update is not None
        written.set()
        assert await reading == 0
    await store.close()


class Talk:
    """One person of a plan who says one thing after the other."""

    def __init__(self, store: SqlStore, statements: Statements) -> None:
        self._store, self._statements, self._numbers = store, statements, count(1)
        self._desk = Desk(store, lambda: MONDAY + timedelta(seconds=next(self._numbers)))

    async def say(self, said: str) -> int:
        """Say something once somebody else has said something. Returns how often the record was asked for the answer."""
        number, email = next(self._numbers), "p0@kent.example.org"
        words = {"status": Status.GREEN, "narrative": f"So {number}.", "capacity": "Role 1", "at": MONDAY}
        update = Update(plan="kent", ref="1.1.2", by=2, by_name="", **words)  # type: ignore[arg-type]
        await self._store.transact(lambda tx: tx.updates.record(update))
        sender = Sender(platform="console", tenant="local", id=email, email=email, name="P0")
        self._statements.clear()
        await self._desk.handle(Inbound(id=f"{number}", sender=sender, chat=Chat(id=email), said=said))
        return len(self._statements)


@pytest.mark.parametrize(("said", "most"), [("status 1.1.2", 1), ("status 1.1", 3), ("mine", 3), ("home", 2)])
async def test_what_is_asked_for_most_asks_the_record_a_few_times(tmp_path: Path, said: str, most: int) -> None:
    asked = []
    for milestones in (30, 300):
        with noted() as statements:
            store = await filled(tmp_path / f"{milestones}.db", [plan_of("kent", milestones, 3)], 3)
            talk = Talk(store, statements)
            for _ in range(3):
                last = await talk.say(said)
            asked.append(last)
            await store.close()
    assert asked[0] == asked[1] <= most


class Counting(SqlStore):
    """A record that counts how often somebody goes to a thread for an answer."""

    trips = 0

    async def read(self, work: Callable[[View], T], until: float | None = None) -> T:
        """Read as the record does, and count it."""
        self.trips += 1
        return await super().read(work, until)


@pytest.mark.parametrize("said", ["status", "status 1.1.2", "status 1.1", "mine", "home"])
async def test_what_is_asked_for_most_is_at_hand_though_somebody_said_something_meanwhile(tmp_path: Path, said: str) -> None:
    await (await filled(tmp_path / "record.db", [plan_of("kent", 30, 3)], 3)).close()
    store = Counting(f"sqlite:///{tmp_path / 'record.db'}", records.long_ago)
    with noted() as statements:
        talk = Talk(store, statements)
        for _ in range(2):
            await talk.say(said)  # the first reads the plan, and knows a person
        store.trips = 0
        await talk.say(said)
    await store.close()
    assert store.trips == 0
