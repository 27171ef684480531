"""Pauses in the record, on SQLite and on PostgreSQL alike; and what was done about a milestone, by whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.people import PersonRow
from bot.model.plan import Plan
from bot.model.record.entry import By, EntryKind
from bot.ports.record import Tx
from store.record import SqlStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
UNTIL = date(2026, 3, 10)


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    def load(tx: Tx) -> None:
        tx.plans.save(Plan(short="kent", title="Kent"))
        tx.people.save("kent", [PersonRow(role=None, name="Zoë", email="zoe@example.org", rights=("admin",))])

    await store.transact(load)
    return store


def by_zoe(tx: Tx, hour: int) -> None:
    zoe = tx.people.of("kent").persons[0]
    tx.acting(By(at=NOW + timedelta(hours=hour), person=zoe.id, capacity="admin", inbound=f"i{hour}"))


async def test_a_pause_says_who_why_and_until_when_and_each_scope_has_its_own(kent: SqlStore) -> None:
    def said(tx: Tx) -> list[bool]:
        by_zoe(tx, 1)
        done = [tx.pauses.hold("kent", "2", UNTIL, "inspection"), tx.pauses.hold("kent", "2", UNTIL, "inspection")]
        by_zoe(tx, 2)
        return [*done, tx.pauses.hold("kent", "Head", UNTIL), tx.pauses.let_go("kent", "2"), tx.pauses.let_go("kent", "2")]

    assert await kent.transact(said) == [True, False, True, True, False]

    first, head = await kent.read(lambda view: view.pauses.of("kent"))
    assert (first.scope, first.until, first.by_name, first.why) == ("2", UNTIL, "Zoë", "inspection")
    assert (first.ended, head.scope, head.ended) == (NOW + timedelta(hours=2), "Head", None)
    (then,) = await kent.read(lambda view: view.pauses.of("kent", first.id))
    assert then.ended is None
    assert await kent.read(lambda view: view.pauses.whole()) == ()


async def test_a_plan_that_is_paused_until_a_day_is_silent_until_then(kent: SqlStore) -> None:
    await kent.transact(lambda tx: tx.pauses.hold("kent", until=UNTIL, why="inspection"))

    days = [datetime(2026, 3, day, 8, tzinfo=UTC) for day in (9, 10)]
    assert [await kent.read(lambda view, at=at: view.rounds.due(at)) for at in days] == [(), ("kent",)]
    assert await kent.read(lambda view: view.pauses.whole()) == ("kent",)


async def test_what_entries_are_about_is_told_with_who_made_them(kent: SqlStore) -> None:
    before = await kent.read(lambda view: view.entries.head("kent").entry)

    def said(tx: Tx) -> None:
        by_zoe(tx, 1)
        tx.pauses.hold("kent", "2", UNTIL, "inspection")

    await kent.transact(said)

    whom = await kent.read(lambda view: view.entries.whom("kent", view.people.of("kent").persons[0].id))
    assert await kent.read(lambda view: view.entries.abouts("kent", before)) == {"2": frozenset({whom})}
    about = [("2", EntryKind.PAUSE, before), ("2", EntryKind.PAUSE, before + 1), ("2", EntryKind.UPDATE, before), ("1", EntryKind.PAUSE, before)]
    found = [await kent.read(lambda view, it=one: view.entries.any_about("kent", it[0], [it[1]], it[2])) for one in about]
    assert found == [True, False, False, False]
    assert await kent.read(lambda view: view.entries.active("kent")) == {}
