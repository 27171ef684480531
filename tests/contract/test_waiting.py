"""Nobody waits for the record without end, and nobody is told "not saved" of what may have been saved."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest

from bot.conversation.desk import Desk
from bot.model.letters.talk import Chat, Inbound, Say, Sender
from bot.model.mark import mark
from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.model.record.trouble import Trouble
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import RecordAway
from store.database.engines import LOCK, database_file
from store.database.errand import Errand
from store.record import SqlStore
from tests import records
from tests.records import long_ago

T = TypeVar("T")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEPS = (Milestone(ref="1.1.1", text="Step", owners=("Head",)),)
PLAN = Plan(short="kent", title="Kent", actions=(Action(ref="1.1", priority=1, title="Do", milestones=STEPS),))
ANNA = PersonRow(role="Head", name="Anna", email="anna@example.org")
TOO_LONG = 10.0  # seconds: how long a lock stands unless it is let go
HANGS = 60.0  # seconds after which something will never come


@contextmanager
def locked(url: str, table: str = "sight") -> Iterator[None]:
    """Somebody else's connection holds what a writer needs: the file, or the table."""
    file = database_file(url)
    if file is not None:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    with psycopg.connect(url) as other:
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def load(tx: Tx) -> None:
    tx.plans.save(PLAN)
    tx.people.save("kent", [ANNA])


@pytest.fixture
async def kent(store: SqlStore) -> SqlStore:
    await store.transact(load)
    return store


class Line:
    """One person who types to a desk that waits for the record as long as this machine needs, or no longer than in earnest."""

    def __init__(self, store: Store) -> None:
        self.now = NOW
        self._patient = Desk(store, lambda: self.now, patience=HANGS)
        self._in_earnest = Desk(store, lambda: self.now)
        self._count = 0
        self.took = 0.0

    async def types(self, said: str, in_earnest: bool = False) -> str:
        self._count += 1
        desk = self._in_earnest if in_earnest else self._patient
        sender = Sender(platform="line", tenant="t", id="anna", email="anna@example.org")
        began = time.monotonic()
        reply = await desk.handle(Inbound(id=str(self._count), sender=sender, chat=Chat(id="anna"), said=said))
        self.took = time.monotonic() - began
        assert isinstance(reply, Say)
        return reply.message.plain()


async def test_a_lock_held_by_another_ends_the_wait_and_undoes_what_was_begun(store: SqlStore, database_url: str) -> None:
    began = time.monotonic()
    with locked(database_url):
        with pytest.raises(RecordAway) as away:
            await store.transact(lambda tx: tx.talk.first_sight("a"), time.monotonic() + 0.4)
        assert time.monotonic() - began < LOCK

    assert away.value.trouble is Trouble.BUSY
    assert await store.transact(lambda tx: tx.talk.first_sight("a")), "it was done after all"


async def test_work_that_looks_in_vain_for_the_next_of_something_fails_and_nobody_waits_for_ever(store: SqlStore) -> None:
    nobody = iter(())

    for ends in (store.read(lambda _: next(nobody)), store.transact(lambda _: next(nobody))):
        with pytest.raises(RuntimeError):
            await asyncio.wait_for(ends, 60)
    assert await asyncio.wait_for(store.read(lambda view: view.plans.all()), 60) == ()


async def test_what_timed_out_in_the_queue_never_runs(store: SqlStore) -> None:
    free, ran = threading.Event(), []
    long = asyncio.create_task(store.transact(lambda _tx: free.wait(TOO_LONG), plans=("kent",)))
    await asyncio.sleep(0)

    with pytest.raises(RecordAway) as away:
        await store.transact(lambda _tx: ran.append("late"), time.monotonic() + 0.2, plans=("kent",))
    free.set()
    await long
    await store.transact(lambda _tx: ran.append("next"), plans=("kent",))

    assert away.value.trouble is Trouble.BUSY
    assert ran == ["next"]


async def test_what_was_begun_and_given_up_is_undone_however_late_it_ends(store: SqlStore) -> None:
    free = threading.Event()

    def slow(tx: Tx) -> None:
        tx.talk.first_sight("a")
        free.wait(TOO_LONG)

    with pytest.raises(RecordAway) as away:
        await store.transact(slow, time.monotonic() + 0.2)
    free.set()

    assert away.value.trouble is Trouble.BUSY
    assert await store.transact(lambda tx: tx.talk.first_sight("a")), "it was done after all"


def test_what_is_being_committed_is_in_doubt_and_what_is_given_up_is_not_committed() -> None:
    begun, left = Errand(time.monotonic() + TOO_LONG), Errand(time.monotonic() + TOO_LONG)
    begun.commit()

    assert begun.give_up() is Trouble.DOUBT
    assert left.give_up() is Trouble.BUSY
    with pytest.raises(RecordAway):
        left.commit()


async def test_a_commit_that_fails_by_no_rule_of_the_database_is_in_doubt(postgres_database: str) -> None:
    store = SqlStore(postgres_database, long_ago)
    with psycopg.connect(postgres_database) as other:
        other.execute(
            "CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"
        )
        other.execute(
            "CREATE CONSTRAINT TRIGGER hangs AFTER INSERT ON sight DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION hang()"
        )

    with pytest.raises(RecordAway) as away:
        await store.transact(lambda tx: tx.talk.first_sight("a"), time.monotonic() + TOO_LONG)

    assert away.value.trouble is Trouble.DOUBT
    await store.close()


async def test_a_person_reads_in_time_that_nothing_was_saved_and_saves_it_once_later(kent: SqlStore, database_url: str) -> None:
    anna = Line(kent)
    await anna.types("1.1.1 green hired")
    with locked(database_url):
        refused = await anna.types("yes", in_earnest=True)
    took = anna.took
    saved = await anna.types("yes")

    assert refused.startswith("Not saved.")
    assert took < LOCK, "it waited as long as the database lets it"
    assert "1.1.1" in saved
    assert len(await kent.read(lambda view: view.updates.history("kent", "1.1.1"))) == 1


async def test_a_question_too_is_answered_in_time_behind_a_lock_on_what_it_reads(
    postgres_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = SqlStore(postgres_database, long_ago)
    await store.transact(load)
    anna = Line(store)
    await anna.types("status")
    with locked(postgres_database, "contact"):
        refused = await anna.types("status 1.1.1", in_earnest=True)

    assert refused.startswith("The record did not answer in time.")
    assert anna.took < LOCK
    assert [one.getMessage() for one in caplog.records if "away" in one.getMessage()] == [f"{mark('2')}: the record is away (busy)"]
    assert "Step" in await anna.types("status 1.1.1")
    await store.close()


async def test_a_line_typed_again_by_someone_in_doubt_is_the_same_draft_for_ten_minutes(kent: SqlStore) -> None:
    anna, tokens = Line(kent), []
    for minutes in (0, 9, 20):
        anna.now = NOW + timedelta(minutes=minutes)
        await anna.types("1.1.1 green hired")
        draft = await kent.read(lambda view: view.talk.open_draft(1, "anna"))
        assert draft is not None
        tokens.append(draft.token)

    assert (tokens[1] == tokens[0], tokens[2] == tokens[0]) == (True, False)


class WithoutGreetings:
    """A record that is busy whenever it is asked for a second transaction."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._asked = 0

    async def transact(self, work: Callable[[Tx], T], until: float | None = None, plans: Collection[str] = ()) -> T:
        self._asked += 1
        if self._asked == 2:
            raise RecordAway(Trouble.BUSY)
        return await self._store.transact(work, until, plans)

    def glance(self, work: Callable[[View], T]) -> T:
        return self._store.glance(work)

    async def read(self, work: Callable[[View], T], until: float | None = None) -> T:
        return await self._store.read(work, until)


async def test_what_is_kept_stays_said_though_the_greeting_cannot_be_noted(kent: SqlStore) -> None:
    anna = Line(WithoutGreetings(kent))

    assert "1.1.1" in await anna.types("1.1.1 green hired")
    assert "1.1.1" in await anna.types("yes")
    assert len(await kent.read(lambda view: view.updates.history("kent", "1.1.1"))) == 1


# ---- the file at the path --------------------------------------------------------------------


@pytest.fixture
async def filed(tmp_path: Path) -> SqlStore:
    store = SqlStore(f"sqlite:///{records.empty(tmp_path / 'record.db')}", long_ago)
    await store.transact(load)
    return store


@pytest.mark.parametrize("how", ["deleted", "replaced", "moved", "without its WAL"])
async def test_a_file_no_longer_at_its_path_is_noticed_before_saved_is_said(
    filed: SqlStore, tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    file, anna = tmp_path / "record.db", Line(filed)
    await anna.types("1.1.1 green hired")
    match how:
        case "deleted":
            file.unlink()
        case "replaced":
            other = tmp_path / "other.db"
            with closing(sqlite3.connect(file)) as made, closing(sqlite3.connect(other)) as copy:
                made.backup(copy)
            other.replace(file)
        case "without its WAL":
            (tmp_path / "record.db-wal").unlink()
        case _:
            file.rename(tmp_path / "elsewhere.db")

    saved = await anna.types("yes")
    later = [await anna.types(said) for said in ("yes", "status", "1.1.1 red late, path: hire")]

    assert saved.startswith("I can't tell yet whether this was saved.")
    assert all(answer.startswith("Milepost can take nothing more now") for answer in later)
    assert "start milepost again" in (filed.ready() or "")
    assert [record.levelname for record in caplog.records].count("CRITICAL") == 1
    with pytest.raises(RecordAway):
        await filed.transact(lambda tx: tx.talk.first_sight("a round"))
    await filed.close()


async def test_database_and_all_beside_it_are_for_the_owner_alone(filed: SqlStore, tmp_path: Path) -> None:
    found = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}

    assert found == {"record.db": 0o600, "record.db-wal": 0o600, "record.db-shm": 0o600}
    await filed.close()


async def test_what_an_older_milepost_left_open_to_others_is_closed_to_them(filed: SqlStore, tmp_path: Path) -> None:
    await filed.close()
    os.chmod(tmp_path / "record.db", 0o644)

    again = SqlStore(f"sqlite:///{tmp_path / 'record.db'}", long_ago)
    assert again.ready() is None
    await again.close()

    assert (tmp_path / "record.db").stat().st_mode & 0o777 == 0o600


async def test_every_commit_is_on_the_disk_before_it_is_said(filed: SqlStore) -> None:
    with filed._write.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
    await filed.close()
