"""The record on SQLite or PostgreSQL: one synchronous transaction in a thread, off the event loop."""

from __future__ import annotations

import asyncio
import logging
import shlex
import threading
from collections.abc import AsyncIterator, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NoReturn, TypeVar, assert_never

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from bot.model.record.age import Age
from bot.model.record.entry import By
from bot.model.record.trouble import Trouble
from bot.model.watching import Pool
from bot.ports.clock import Clock
from bot.ports.erasures import Instead
from bot.ports.record import Tx, View
from bot.ports.refusals import NotAtHand, RecordAway
from store.database import planner
from store.database.columns import insert_once
from store.database.engines import clean_texts, empty_log, engine_url, postgres_engine, sqlite_engine
from store.database.errand import Errand, begun, commit
from store.database.file import OpenFile
from store.database.lanes import Lanes
from store.database.prepared import word_all
from store.database.reader import Glancer, Reader
from store.database.sitting import LONGEST, Sittings, Together
from store.database.snapshots import AT_ONCE, Readings
from store.database.troubles import is_lost, may_be_done_again, trouble_of
from store.migrations.from_0_2 import TakenOver
from store.reading import Known
from store.tables.rounds import PROBE
from store.view import Writing

T = TypeVar("T")
V = TypeVar("V")
log = logging.getLogger("milepost.store")
TRIES = 12
MIGRATIONS = Path(__file__).parent / "migrations"
WRITERS = 4  # transactions side by side on PostgreSQL. SQLite has room for one writer


def dump_line(url: str, file: Path) -> str:
    """Return the command that copies a PostgreSQL database into a file, without the password."""
    return shlex.join(["pg_dump", "--format=custom", f"--file={file}", f"--dbname={_without_password(url)}"])


def put_back_line(url: str, file: Path) -> tuple[list[str], str | None]:
    """Return the command that puts such a copy back, all or nothing, without the password, and the password."""
    words = ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    parsed = engine_url(url)
    given = parsed.query.get("password")
    password = parsed.password or (given if isinstance(given, str) else None)
    return [*words, f"--dbname={_without_password(url)}", str(file)], password


def _without_password(url: str) -> str:
    bare = engine_url(url).set(drivername="postgresql")._replace(password=None).difference_update_query(["password"])
    return bare.render_as_string()


def _whole(work: Callable[[V], T]) -> Callable[[V], T]:
    """The same work with RuntimeError for a StopIteration: no future takes one, so that whoever awaits it would never be told."""

    def done(on: V) -> T:
        try:
            return work(on)
        except StopIteration as ended:
            raise RuntimeError("the work ran out of what it looked for") from ended

    return done


def _heard(late: asyncio.Future[T]) -> None:
    """Take note of an ending that nobody waited for, or asyncio would complain that nobody did."""
    if not late.cancelled() and late.exception() is not None:
        log.warning("a transaction ended after its time: %s", type(late.exception()).__name__)


class SqlStore:
    """The record. Implements `bot.ports.record.Store`. The clock tells when something was done that says no moment itself.

    `instead` words what was taken out. Without it there is nothing in its place. For `sitting` seconds work that waits is
    taken into the same commit.
    """

    def __init__(self, url: str, clock: Clock, instead: Instead | None = None, sitting: float = LONGEST) -> None:
        self._url = engine_url(url)
        self._clock = clock
        self._known = Known(instead)
        self._full = 0
        self._file: OpenFile | None = None
        if self._url.drivername == "sqlite":
            self._file = OpenFile(Path(self._url.database or ""))
            self._write = sqlite_engine(self._url, True, self._file)
            self._read = sqlite_engine(self._url, False, self._file)
        else:
            self._write = postgres_engine(self._url, True)
            self._read = postgres_engine(self._url, False)
        for engine in (self._write, self._read):
            clean_texts(engine)
        self._writers = ThreadPoolExecutor(1 if self._file else WRITERS, thread_name_prefix="record-writes")
        together = Together(self._write, self._file, self._known, clock, sitting)
        self._sittings = Sittings(self._writers, self._transacted, together, None if self._file else Lanes())
        self._readers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="record-reads")
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="record-reads-long")
        self._own = threading.local()
        self._opened: list[Reader] = []
        self._glancer = Glancer(self._read, self._known) if self._file is not None else None
        self._readings = Readings(self._readers, self._reading)

    async def open(self) -> None:
        """Do nothing: connections open when first used."""

    def word_statements(self) -> None:
        """Put every statement into the words of the database now, which else is done when it is first run."""
        word_all(self._write.dialect)

    async def close(self) -> None:
        """Let running work end and close every connection."""
        await self._sittings.ended()
        await asyncio.to_thread(self._writers.shutdown)
        await asyncio.to_thread(self._readers.shutdown)
        await asyncio.to_thread(self._aside.shutdown)
        for reader in (*self._opened, *filter(None, [self._glancer])):
            reader.close()
        self._write.dispose()
        self._read.dispose()

    async def transact(self, work: Callable[[Tx], T], until: float | None = None, plans: Collection[str] = ()) -> T:
        """Run work in one transaction, off the event loop. Rolls back if it raises. Work may be run again."""
        errand = Errand(until, plans)
        running = self._sittings.write(_whole(work), errand)
        if until is None:
            return await running
        done, _ = await asyncio.wait({running}, timeout=max(errand.left, 0))
        if done:
            return running.result()
        running.add_done_callback(_heard)
        raise RecordAway(errand.give_up())

    def glance(self, work: Callable[[View], T]) -> T:
        """Run work on what is at hand, on the thread that asks: the way to another takes longer than most of what is asked.
        PostgreSQL is never at hand."""
        if self._glancer is None or self._file is None:
            raise NotAtHand
        self._file.needed()
        return self._glancer.read(work)

    async def read(self, work: Callable[[View], T], until: float | None = None) -> T:
        """Run work on one consistent reading. Never waits for a writer."""
        try:
            return await self._readings.read(_whole(work), until)
        except DBAPIError as failed:
            self._tell(failed)

    async def aside(self, work: Callable[[View], T]) -> T:
        """Run work that may take long on a reading of its own: nobody else's waits for it."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._aside, self._reading, _whole(work))
        except DBAPIError as failed:
            self._tell(failed)

    def _tell(self, failed: DBAPIError) -> NoReturn:
        """Raise RecordAway with what keeps the database from answering, or the database's error if it is our own fault."""
        trouble = trouble_of(failed)
        if trouble is None:
            raise failed
        self._full += trouble is Trouble.FULL
        raise RecordAway(trouble) from failed

    def pool(self) -> Pool:
        """Return the connections that are open here, what waits for one, and how often there was no room to write."""
        pools = [pool for engine in (self._write, self._read) if isinstance(pool := engine.pool, sa.QueuePool)]
        in_use = sum(pool.checkedout() for pool in pools)
        idle = sum(pool.checkedin() for pool in pools)
        return Pool(open=in_use + idle, in_use=in_use, waiting=self._sittings.waiting + self._readings.waiting, full=self._full)

    @asynccontextmanager
    async def planning(self) -> AsyncIterator[bool]:
        """Plan alone, if no other process plans. Says if that is so: then none will until this ends, or its process does."""
        taken = await self._planner(planner.take_over, self._write) if self._file is None else None
        try:
            yield self._file is not None or taken is not None
        finally:
            if taken is not None:
                await self._planner(planner.hand_back, taken)

    async def _planner(self, work: Callable[[V], T], on: V) -> T:
        try:
            return await asyncio.to_thread(work, on)
        except DBAPIError as failed:
            self._tell(failed)

    def _transacted(self, work: Callable[[Tx], T], errand: Errand) -> T:
        attempt, cuts = 0, 0
        while attempt < TRIES:
            try:
                return self._tried(work, errand)
            except DBAPIError as failed:
                attempt += 1
                cuts += is_lost(failed)  # while nobody used it, as when the database was restarted: others may be cut too
                if (is_lost(failed) and cuts <= WRITERS + 1) or (may_be_done_again(failed) and attempt < TRIES):
                    log.info("a transaction is done again (%s)", type(failed.orig).__name__)
                    errand.tried_again()
                    continue
                # Before the commit, so undone for certain. Any other kind of error is our own.
                self._tell(failed)
        raise AssertionError("unreachable")

    def _tried(self, work: Callable[[Tx], T], errand: Errand) -> T:
        errand.go_on()
        if self._file is not None:
            self._file.needed()
        with self._write.connect() as connection:
            with begun(connection, errand) as (transaction, in_hand):
                tx = Writing(connection, self._known, By(at=self._clock()), in_hand)
                done = work(tx)
                errand.commit()
                commit(transaction)
            if self._file is not None and not self._file.kept():
                raise RecordAway(Trouble.DOUBT)
            tx.teach(self._known)
            if self._file is not None and tx.took_out:
                empty_log(connection)
        return done

    def _reading(self, work: Callable[[View], T]) -> T:
        """Run work on this thread's own connection."""
        if self._file is not None:
            self._file.needed()
        reader: Reader | None = getattr(self._own, "reader", None)
        if reader is None:
            self._own.reader = reader = Reader(self._read, self._known)
            self._opened.append(reader)
        for _ in range(2):
            try:
                return reader.read(work)
            except DBAPIError as failed:  # on a new line, if the old one was cut while nobody used it
                if not is_lost(failed):
                    raise
        return reader.read(work)

    # ---- migrations ---------------------------------------------------------------------

    def _config(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["engine"] = self._write
        config.attributes["now"] = self._clock()
        return config

    def migrate(self) -> TakenOver | None:
        """Bring the database up to date. Safe when two processes do it at once.

        Returns what was taken over into the record, if the database is from before it.
        """
        if self.ready() is None:
            return None
        config = self._config()
        command.upgrade(config, "head")
        taken = config.attributes.get("taken over")
        return taken if isinstance(taken, TakenOver) and any(taken.before.values()) else None

    def predates_record(self) -> bool:
        """Say if the database has plans and no record yet: migrating makes it one that an older Milepost can't use."""
        with self._read.connect() as connection:
            found = sa.inspect(connection)
            if not found.has_table("plan") or found.has_table("entry"):
                return False
            return bool(connection.scalar(sa.text("SELECT COUNT(*) FROM plan")))

    def age(self) -> Age:
        """Return how the database stands beside this program, by the migration that it has come to."""
        with self._read.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
        if revision is None:
            return Age.BARE
        scripts = ScriptDirectory.from_config(self._config())
        if revision == scripts.get_current_head():
            return Age.CURRENT
        known = {script.revision for script in scripts.walk_revisions()}
        return Age.OLDER if revision in known else Age.NEWER

    def writable(self) -> str | None:
        """Return why nothing can be written to the database, in one line without secrets. None if it can."""
        try:
            with self._write.begin() as connection:
                moment = self._clock()
                if not connection.execute(sa.update(PROBE).values(at=moment)).rowcount:
                    connection.execute(insert_once(connection, PROBE).values(id=1, at=moment))
        except DBAPIError as failed:
            if trouble_of(failed) is Trouble.FULL:
                self._full += 1
                return "the disk of the database is full: nothing is saved until there is room on it"
            return f"the database takes nothing that is written ({type(failed.orig).__name__})"
        return None

    def ready(self) -> str | None:
        """Return what is wrong with the database, in one line without secrets. None if it is reached and up to date."""
        if self._file is not None and not self._file.same():
            return "the database's file was moved, deleted or replaced: start milepost again"
        try:
            found = self.age()
        except DBAPIError as failed:
            return f"the database cannot be reached ({type(failed.orig).__name__})"
        match found:
            case Age.CURRENT:
                return None
            case Age.NEWER:
                return "the database is from a newer milepost than this one: start that one"
            case Age.BARE | Age.OLDER:
                return "the database is not up to date: run milepost migrate"
            case _:
                assert_never(found)
