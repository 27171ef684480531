"""The database goes away and comes back: people hear that nothing was saved, and why, and nobody need start Milepost again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from bot.model.record.trouble import Trouble
from bot.ports.record import Tx
from bot.ports.refusals import RecordAway
from store.record import SqlStore
from tests import records
from tests.records import long_ago

HANGS = 60.0  # seconds after which something will never come
FULL = 400  # pages, within which no more than a few thousand sights find room


def sees(name: str, tx: Tx) -> bool:
    return tx.talk.first_sight(name)


async def readings(store: SqlStore) -> list[tuple[str, ...]]:
    """As many at once as there are threads that read, each with a line of its own, and the one aside."""
    return await asyncio.gather(*(store.read(lambda view: view.plans.all()) for _ in range(200)), store.aside(lambda view: view.plans.all()))


def cut(url: str, more: str = "true") -> None:
    """Cut every line to a database, as its restart does; with `false` it takes no new ones for now."""
    at = sa.make_url(url)
    with psycopg.connect(at.set(database="postgres").render_as_string(False), autocommit=True) as link:
        link.execute(f'ALTER DATABASE "{at.database}" ALLOW_CONNECTIONS {more}')
        link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (at.database,))


@contextmanager
def away(url: str) -> Iterator[None]:
    cut(url, "false")
    try:
        yield
    finally:
        cut(url)


async def test_lines_that_were_cut_while_nobody_used_them_cost_nobody_an_answer(postgres_database: str) -> None:
    store = SqlStore(postgres_database, long_ago)
    await asyncio.gather(*(store.transact(lambda tx, name=str(name): sees(name, tx)) for name in range(8)))  # type: ignore[misc]
    await readings(store)
    cut(postgres_database)

    assert await store.transact(lambda tx: sees("after", tx))
    assert set(await readings(store)) == {()}
    assert store.ready() is None
    await store.close()


async def test_who_saves_while_the_database_is_away_hears_so_and_saves_when_it_is_back(postgres_database: str) -> None:
    store = SqlStore(postgres_database, long_ago)
    await store.transact(lambda tx: sees("before", tx))
    await readings(store)
    with away(postgres_database):
        for _ in range(3):
            for work in (store.transact(lambda tx: sees("meanwhile", tx)), store.read(lambda view: view.plans.all())):
                with pytest.raises(RecordAway) as told:
                    await asyncio.wait_for(work, HANGS)
                assert told.value.trouble is Trouble.AWAY
        with pytest.raises(RecordAway):
            async with store.planning():
                pass
        assert "cannot be reached" in (store.ready() or "")

    assert await store.transact(lambda tx: sees("meanwhile", tx)), "it was said not to be saved"
    assert set(await readings(store)) == {()}
    async with store.planning() as alone:
        assert alone
    await store.close()


async def test_who_saves_on_a_full_disk_hears_so_and_saves_once_there_is_room(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{records.empty(tmp_path / 'record.db')}", long_ago)
    with store._write.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")

    def many(tx: Tx) -> int:
        return sum(sees(f"{name} {'x' * 200}", tx) for name in range(FULL))

    with pytest.raises(RecordAway) as told:
        await store.transact(many)
    with store._write.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")

    assert told.value.trouble is Trouble.FULL
    assert await store.transact(many) == FULL, "something of what was said not to be saved is there"
    await store.close()
