"""Several that wait to write of one plan at the same time are written down together, and none is touched by what befalls another."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.model.people import Address
from bot.model.plan import Action, Milestone, Plan
from bot.ports.record import Tx
from bot.ports.refusals import RecordAway, Refusal
from bot.reports.record.proof import verify
from store.database.errand import Errand
from store.database.sitting import LONGEST, ends_for
from store.record import SqlStore
from store.tables.talk import SIGHT
from tests.records import long_ago, paused

FAR = 60.0
PLANS = ("kent",)


@asynccontextmanager
async def busy(store: SqlStore) -> AsyncIterator[None]:
    """Keep the one who may write of the plan busy meanwhile, so that all that is asked for then waits at the same time."""
    begun, over = threading.Event(), threading.Event()
    first = asyncio.ensure_future(store.transact(lambda _: (begun.set(), over.wait(FAR)), plans=PLANS))
    await asyncio.to_thread(begun.wait, FAR)
    try:
        yield
    finally:
        over.set()
        await first


async def written(store: SqlStore, *works: Callable[[Tx], object], until: float = FAR) -> list[object]:
    """What came of each, all of them waiting at the same time."""
    async with busy(store):
        waiting = [asyncio.ensure_future(store.transact(work, time.monotonic() + until, PLANS)) for work in works]
        await asyncio.sleep(0)
    return list(await asyncio.gather(*waiting, return_exceptions=True))


def load(tx: Tx, short: str) -> None:
    step = Milestone(ref="1.1.1", text="Do", due=date(2026, 6, 1), owners=("Head",))
    tx.plans.save(Plan(short=short, title=short, actions=(Action(ref="1.1", priority=1, title="A", milestones=(step,)),)))


def seen(name: str) -> Callable[[Tx], bool]:
    return lambda tx: tx.talk.first_sight(name)


async def kept(store: SqlStore) -> set[str]:
    return await store.read(lambda view: set(view._connected.db.scalars(sa.select(SIGHT.c.inbound))))  # type: ignore[attr-defined]


async def test_those_that_wait_at_the_same_time_are_committed_once(database_url: str) -> None:
    # However slow the machine is, this sitting does not end before all had their turn.
    store = SqlStore(database_url, long_ago, sitting=FAR)
    await store.open()
    commits = []
    sa.event.listen(store._write, "commit", commits.append)

    assert await written(store, *(seen(f"{number}") for number in range(5)), seen("3")) == [True] * 5 + [False]
    assert await kept(store) == {"0", "1", "2", "3", "4"}
    assert len(commits) == 2, "that of whoever held up the rest, and one more"
    await store.close()


@pytest.mark.parametrize(("until", "ends"), [(None, 10.0), (FAR, 10.0), (10.0, 10.0 - LONGEST)])
def test_a_sitting_ends_before_anybody_in_it_gives_up(until: float | None, ends: float) -> None:
    assert ends_for(Errand(until), 10.0) == ends


async def test_one_that_refuses_leaves_nothing_behind_and_the_others_alone(store: SqlStore) -> None:
    def refuses(tx: Tx) -> None:
        assert not tx.talk.first_sight("before")
        tx.talk.first_sight("refused")
        raise Refusal("stranger")

    before, refused, after = await written(store, seen("before"), refuses, seen("after"))

    assert (before, after) == (True, True)
    assert isinstance(refused, Refusal)
    assert await kept(store) == {"before", "after"}


async def test_the_entries_of_a_sitting_follow_one_another_though_one_between_them_is_undone(store: SqlStore) -> None:
    await store.transact(lambda tx: load(tx, "kent"))
    before = (await store.read(lambda view: view.entries.heads()))["kent"].entry

    def bound(channel: str, refused: bool = False) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            tx.plans.bind_board("kent", Address(platform="slack", tenant="T1", id=channel))
            if refused:
                raise Refusal("not_yours")

        return work

    one, two, three = await written(store, bound("C1"), bound("C2", refused=True), bound("C3"))

    assert (one, three) == (None, None)
    assert isinstance(two, Refusal)
    checked = await store.read(lambda view: verify(view, "kent"))
    assert (checked.broken_at, checked.head.entry) == (None, before + 2)


async def test_a_plan_of_any_name_may_be_taken_in_hand_together_with_another(store: SqlStore) -> None:
    for short in ("kent", "o'brien"):
        await store.transact(lambda tx, short=short: load(tx, short))  # type: ignore[misc]
    names = ("kent", "o'brien", "a \\ in a name", "no such plan")

    head = await store.transact(lambda tx: tx.plans.one("o'brien").short, time.monotonic() + FAR, names)

    assert head == "o'brien"


async def test_if_the_database_itself_fails_each_is_done_by_itself(store: SqlStore) -> None:
    def nothing(tx: Tx) -> None:
        db = tx._connected.db  # type: ignore[attr-defined]
        db.execute(sa.insert(SIGHT), {"inbound": None})

    before, broken, after = await written(store, seen("before"), nothing, seen("after"))

    assert (before, after) == (True, True)
    assert isinstance(broken, IntegrityError)
    assert await kept(store) == {"before", "after"}


async def test_one_for_which_nobody_waits_any_longer_is_not_done_and_is_told_so(store: SqlStore) -> None:
    async with busy(store):
        late = asyncio.ensure_future(store.transact(seen("late"), time.monotonic() + 0.05, PLANS))
        cancelled = asyncio.ensure_future(store.transact(seen("cancelled"), plans=PLANS))
        in_time = asyncio.ensure_future(store.transact(seen("in time"), time.monotonic() + FAR, PLANS))
        with pytest.raises(RecordAway):
            await late
        cancelled.cancel()
        await asyncio.wait({cancelled})
        await asyncio.sleep(0)

    assert await in_time
    assert await kept(store) == {"in time"}


async def test_one_that_changes_another_plan_than_it_said_is_done_all_the_same_with_both_in_hand(store: SqlStore) -> None:
    await store.transact(lambda tx: (load(tx, "kent"), load(tx, "bath")))

    def pauses(tx: Tx) -> bool:
        return tx.pauses.hold("kent") and tx.pauses.hold("bath")

    before, both, after = await written(store, seen("before"), pauses, seen("after"))

    assert (before, both, after) == (True, True, True)
    assert await kept(store) == {"before", "after"}
    assert await store.read(lambda view: [paused(view, short) for short in ("kent", "bath")]) == [True, True]


async def test_each_in_a_sitting_sees_what_the_one_before_has_written(store: SqlStore) -> None:
    await store.transact(lambda tx: load(tx, "kent"))

    def pauses(tx: Tx) -> bool:
        return tx.pauses.hold("kent")

    assert await written(store, pauses, pauses, seen("other")) == [True, False, True]


async def test_work_that_nobody_waits_for_leaves_threads_to_people_while_another_process_has_its_plan(postgres_database: str) -> None:
    here, there = SqlStore(postgres_database, long_ago), SqlStore(postgres_database, long_ago)
    await here.transact(lambda tx: (load(tx, "kent"), load(tx, "bath")))
    async with busy(there):
        letters = [asyncio.ensure_future(here.transact(lambda tx: tx.pauses.hold("kent"))) for _ in range(8)]
        with pytest.raises(RecordAway):  # once for each letter that its plan is found out, and then some more
            await here.transact(lambda tx: tx.pauses.hold("kent"), time.monotonic() + 1.0, PLANS)
        assert await here.transact(lambda tx: tx.pauses.hold("bath"), time.monotonic() + 10.0, ["bath"])
    assert sorted(await asyncio.gather(*letters)) == [False] * 7 + [True]
    await here.close()
    await there.close()


async def test_of_those_that_change_a_plan_whoever_is_waited_for_goes_first(postgres_database: str) -> None:
    store, done = SqlStore(postgres_database, long_ago), list[str]()
    async with busy(store):
        letter = asyncio.ensure_future(store.transact(lambda _: done.append("letter"), plans=PLANS))
        await asyncio.sleep(0)
        person = asyncio.ensure_future(store.transact(lambda _: done.append("person"), time.monotonic() + FAR, PLANS))
        await asyncio.sleep(0)
    await asyncio.gather(letter, person)
    assert done == ["person", "letter"]
    await store.close()
