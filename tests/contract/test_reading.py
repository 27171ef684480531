"""What a reading sees, on SQLite and on PostgreSQL alike: one moment of the record, and never an older one than it was asked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from bot.model.letters.talk import Chat, Sender
from bot.model.people import Address, Bound
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import NotAtHand
from store.database.snapshots import AT_ONCE
from store.record import SqlStore
from store.statements import FEW
from tests.contract.test_store import ANNA, HERE, NOW, ROWS, a_plan, an_update

SENDER = Sender(platform=HERE.platform, tenant=HERE.tenant, id=HERE.id)
ELSEWHERE = Address(platform="console", tenant="t", id="anna2", route="{}")


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(lambda tx: (tx.plans.save(a_plan()), tx.people.save("kent", ROWS)))
    return store


async def test_whoever_reads_sees_one_moment_though_somebody_saves_meanwhile(kent: SqlStore, database_url: str) -> None:
    other, begun, saved = SqlStore(database_url, lambda: NOW), threading.Event(), threading.Event()

    def looks(view: View) -> tuple[object, ...]:
        begun.set()
        assert saved.wait(60)
        return view.updates.history("kent", "1.1.1"), view.accounts.bound(SENDER), view.accounts.of(ANNA)

    def saves(tx: Tx) -> None:
        tx.updates.record(an_update())
        tx.accounts.reach(ANNA, HERE, NOW)

    async def save() -> None:
        assert await other.read(lambda _: begun.wait(60))
        await other.transact(saves)
        saved.set()

    told, _ = await asyncio.gather(kent.read(looks), save())
    await other.close()

    assert told == ((), None, ())
    assert await kent.read(lambda view: view.accounts.of(ANNA)) == (HERE,)


async def test_what_another_process_changes_is_seen_by_the_next_reading(kent: SqlStore, database_url: str) -> None:
    other = SqlStore(database_url, lambda: NOW)

    def known(view: View) -> tuple[object, ...]:
        return view.accounts.bound(SENDER), view.people.plans_of(ANNA), len(view.updates.standings("kent"))

    for _ in range(AT_ONCE):
        assert await kent.read(known) == (None, ("kent",), 2)
    await other.transact(lambda tx: tx.accounts.reach(ANNA, HERE, NOW))
    bound = Bound(person=ANNA, route=HERE.route, lost=False, welcomed=False)
    for _ in range(AT_ONCE):
        assert await kent.read(known) == (bound, ("kent",), 2)
    await other.transact(lambda tx: (tx.accounts.lose(HERE, "gone", NOW), tx.people.welcome(ANNA)))
    for _ in range(AT_ONCE):
        assert (await kent.read(known))[0] == bound.model_copy(update={"lost": True, "welcomed": True})
    await other.close()


async def test_nothing_is_read_twice_until_something_is_committed(kent: SqlStore) -> None:
    await kent.transact(lambda tx: tx.accounts.reach(ANNA, HERE, NOW))
    asked: list[str] = []

    @sa.event.listens_for(kent._read, "before_cursor_execute")
    def seen(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    def known(view: View) -> tuple[object, ...]:
        return view.accounts.bound(SENDER), view.updates.standings("kent"), view.people.of("kent"), view.plans.one("kent")

    first = [await kent.read(known) for _ in range(AT_ONCE)]
    stamps = asked.count("SELECT pg_current_snapshot()::text")
    asked.clear()

    assert [await kent.read(known) for _ in range(AT_ONCE)] == first
    assert [one for one in asked if "pg_current_snapshot" not in one] == []
    assert asked.count("SELECT pg_current_snapshot()::text") == stamps


async def test_a_transaction_sees_what_it_changed_of_an_account(kent: Store) -> None:
    def change(tx: Tx) -> list[bool | None]:
        told = [tx.accounts.bound(SENDER)]
        tx.accounts.reach(ANNA, HERE, NOW)
        told.append(tx.accounts.bound(SENDER))
        tx.accounts.lose(HERE, "gone", NOW)
        told.append(tx.accounts.bound(SENDER))
        return [None if one is None else one.lost for one in told]

    assert await kent.transact(change) == [None, False, True]


@pytest.mark.parametrize("odd", ["an\x00na", "an\ud800na", "' OR 1=1 --"])
async def test_an_account_of_an_odd_name_is_nobodys(kent: Store, odd: str) -> None:
    await kent.transact(lambda tx: tx.accounts.reach(ANNA, ELSEWHERE, NOW))
    assert await kent.read(lambda view: view.accounts.bound(SENDER.model_copy(update={"id": odd}))) is None


async def test_what_is_at_hand_is_seen_at_a_glance_as_it_stands(kent: SqlStore, database_url: str) -> None:
    other = SqlStore(database_url, lambda: NOW)

    def known(view: View) -> tuple[object, ...]:
        return view.accounts.bound(SENDER), view.updates.standings("kent")["1.1.1"].newest

    async def saved(times: int) -> int:
        return (await other.transact(lambda tx: [tx.updates.record(an_update()) for _ in range(times)]))[-1].id

    with pytest.raises(NotAtHand):
        kent.glance(known)
    if database_url.startswith("sqlite"):
        newest = await saved(1)
        assert await kent.read(known) == kent.glance(known) == (None, newest)
        for times in (1, FEW):
            newest = await saved(times)
            assert kent.glance(known) == (None, newest)
        newest = await saved(FEW + 1)
        with pytest.raises(NotAtHand):
            kent.glance(known)
        assert await kent.read(known) == kent.glance(known) == (None, newest)
        await other.transact(lambda tx: tx.accounts.reach(ANNA, HERE, NOW))
        assert kent.glance(lambda view: view.accounts.bound(SENDER)) is not None
    await other.close()


@pytest.mark.parametrize(
    "look",
    [
        lambda view: view.updates.history("kent", "1.1.1"),
        lambda view: view.updates.withdrawals("kent"),
        lambda view: view.letters.last_nudge(ANNA, Chat(id="D", thread="1.1")),
        lambda view: view.talk.drafts_at(ANNA, "1.1"),
        lambda view: view.entries.head("kent"),
    ],
)
async def test_what_may_take_long_is_never_at_hand(kent: SqlStore, look: Callable[[View], object]) -> None:
    await kent.transact(lambda tx: [tx.updates.record(an_update()) for _ in range(FEW + 1)])
    await kent.read(look)
    with pytest.raises(NotAtHand):
        kent.glance(look)
