"""Readings that come together go together, and each gets its own answer."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest

from bot.ports.record import View
from bot.ports.refusals import Refusal
from store.database.snapshots import AT_ONCE, Readings
from store.record import SqlStore
from tests import records
from tests.records import long_ago


@pytest.fixture
async def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    kept = SqlStore(f"sqlite:///{records.empty(tmp_path / 'r.db')}", long_ago)
    yield kept
    await kept.close()


async def test_each_of_many_gets_its_own_answer_and_one_that_fails_fails_alone(store: SqlStore) -> None:
    def seventh(_view: View) -> int:
        raise Refusal("stop")

    works = [seventh if n == 7 else (lambda _view, n=n: n) for n in range(200)]
    told = await asyncio.gather(*(store.read(work) for work in works), return_exceptions=True)

    assert isinstance(told[7], Refusal)
    assert [answer for n, answer in enumerate(told) if n != 7] == [n for n in range(200) if n != 7]


async def test_a_long_reading_does_not_hold_up_those_that_come_after(store: SqlStore) -> None:
    begun, free = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def lasts(_view: View) -> None:
        loop.call_soon_threadsafe(begun.set)
        free.wait()

    long = asyncio.create_task(store.read(lasts))
    await begun.wait()
    try:
        assert await asyncio.wait_for(store.read(lambda _: "short"), 60) == "short"
    finally:
        free.set()
        await long


class Held(Executor):
    """Threads that do what they are given only when they are told to, all of it at once."""

    def __init__(self) -> None:
        self._given: list[Callable[[], None]] = []

    def submit(self, work, /, *given):  # type: ignore[no-untyped-def]
        done: Future[object] = Future()
        self._given.append(lambda: done.set_result(work(*given)))
        return done

    def let_go(self) -> int:
        given, self._given = self._given, []
        for one in given:
            one()
        return len(given)


async def _settled() -> None:
    """Let the loop do whatever it can do now."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_reading_asked_for_as_all_trips_end_together_is_read_though_no_other_follows() -> None:
    threads = Held()
    readings = Readings(threads, lambda on_snapshot: on_snapshot(None))  # type: ignore[arg-type]

    async def reads_twice() -> tuple[str, str]:
        return await readings.read(lambda _: "once"), await readings.read(lambda _: "again")

    first = asyncio.create_task(reads_twice())
    await _settled()
    others = []
    for _ in range(AT_ONCE - 1):
        others.append(asyncio.create_task(readings.read(lambda _: "once")))
        await _settled()
    assert threads.let_go() == AT_ONCE
    await _settled()

    assert threads.let_go() == 1, "nobody has set out to read it"
    assert await first == ("once", "again")
    await asyncio.gather(*others)


async def test_one_who_no_longer_waits_disturbs_nobody(store: SqlStore) -> None:
    gone = asyncio.create_task(store.read(lambda _: 1))
    other = asyncio.create_task(store.read(lambda _: 2))
    await asyncio.sleep(0)
    gone.cancel()

    assert await other == 2


async def test_equal_stamps_mean_an_equal_record(store: SqlStore) -> None:
    before = {await store.read(lambda view: view.stamp()) for _ in range(AT_ONCE + 1)}
    assert len(before) <= AT_ONCE  # each thread that reads has a stamp of its own
    await store.transact(lambda tx: tx.talk.first_sight("a"))

    assert {await store.read(lambda view: view.stamp()) for _ in range(AT_ONCE + 1)} & before == set()
