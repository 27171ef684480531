"""Readings that come together go together, and each gets its own answer."""

import asyncio
import threading
from pathlib import Path

import pytest

from bot.ports.record import View
from bot.ports.refusals import Refusal
from store.record import SqlStore
from store.snapshots import AT_ONCE
from tests import records


@pytest.fixture
async def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    kept = SqlStore(f"sqlite:///{records.empty(tmp_path / 'r.db')}")
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
