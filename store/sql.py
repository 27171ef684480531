"""The record on SQLite or PostgreSQL: one synchronous transaction in a thread, off the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from bot.ports import ConfigError, Tx, View
from store.readings import AT_ONCE, Readings
from store.rows import clean
from store.transaction import Known, Reading, Writing

T = TypeVar("T")
TRIES = 12
MIGRATIONS = Path(__file__).parent / "migrations"
AGAIN = ("40001", "40P01")  # PostgreSQL: serialization failure, deadlock


def _engine_url(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise ConfigError("DATABASE_URL is not an address of a database, such as sqlite:///milepost.db") from None
    if parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed
    raise ConfigError("DATABASE_URL must start with sqlite:/// and name a file, or start with postgresql://")


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL. Raises ConfigError for any other kind."""
    parsed = _engine_url(url)
    return Path(parsed.database) if parsed.drivername == "sqlite" and parsed.database else None


def _sqlite_engine(url: sa.URL, writes: bool) -> sa.Engine:
    engine = sa.create_engine(
        url, connect_args={"check_same_thread": False, "timeout": 30}, hide_parameters=True, pool_use_lifo=True
    )

    @sa.event.listens_for(engine, "connect")
    def connected(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "busy_timeout=30000", "foreign_keys=ON", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        # The driver's own default would let two writers read the same state and lose an update.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _clean_texts(engine: sa.Engine) -> None:
    """Whatever statement it is, no text in it may be one that the database or its driver refuses."""

    @sa.event.listens_for(engine, "before_cursor_execute", retval=True)
    def before(_c: object, _cursor: object, statement: str, given: object, _x: object, _many: bool) -> tuple[str, object]:
        return statement, _cleaned_parameters(given)


def _cleaned_parameters(given: object) -> object:
    match given:
        case str():
            return clean(given)
        case dict():
            return {name: _cleaned_parameters(value) for name, value in given.items()}
        case tuple():
            return tuple(_cleaned_parameters(value) for value in given)
        case list():
            return [_cleaned_parameters(value) for value in given]
        case _:
            return given


class SqlStore:
    """The record. Implements `bot.ports.Store`."""

    def __init__(self, url: str) -> None:
        self._url = _engine_url(url)
        self._known = Known()
        if self._url.drivername == "sqlite":
            self._write, self._read = _sqlite_engine(self._url, True), _sqlite_engine(self._url, False)
        else:
            self._write = sa.create_engine(self._url, isolation_level="SERIALIZABLE", hide_parameters=True)
            self._read = sa.create_engine(self._url, isolation_level="REPEATABLE READ", hide_parameters=True)
        for engine in (self._write, self._read):
            _clean_texts(engine)
        # One writer: SQLite has room for one, and PostgreSQL would make others in this process try again.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="record-writes")
        self._readers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="record-reads")
        self._own = threading.local()
        self._opened: list[sa.Connection] = []
        self._readings = Readings(self._readers, self._reading)

    async def open(self) -> None:
        """Nothing to do: connections open when first used."""

    async def close(self) -> None:
        """Let running work end and close every connection."""
        await asyncio.to_thread(self._writer.shutdown)
        await asyncio.to_thread(self._readers.shutdown)
        for connection in self._opened:
            connection.close()
        self._write.dispose()
        self._read.dispose()

    async def transact(self, work: Callable[[Tx], T]) -> T:
        """Run work in one transaction, off the event loop; roll back if it raises. Work may be run again."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._transacted, work)

    async def read(self, work: Callable[[View], T]) -> T:
        """Run work on one consistent reading; never waits for a writer."""
        return await self._readings.read(work)

    def _transacted(self, work: Callable[[Tx], T]) -> T:
        for attempt in range(TRIES):
            try:
                with self._write.begin() as connection:
                    return work(Writing(connection, self._known))
            except DBAPIError as failed:
                again = getattr(failed.orig, "sqlstate", None) in AGAIN
                if not again or attempt == TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def _reading(self, work: Callable[[View], T]) -> T:
        """Run work on this thread's own connection: a snapshot is opened by the first thing it reads, and ended here."""
        connection = getattr(self._own, "connection", None)
        if connection is None or connection.invalidated:
            self._own.connection = connection = self._read.connect()
            self._opened.append(connection)
        try:
            return work(Reading(connection, self._known))
        finally:
            connection.rollback()

    # ---- migrations ---------------------------------------------------------------------

    def _config(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["engine"] = self._write
        return config

    def migrate(self) -> None:
        """Bring the database up to date. Safe when two processes do it at once."""
        if self.ready() is not None:
            command.upgrade(self._config(), "head")

    def ready(self) -> str | None:
        """None where the database is reached and up to date; else one line that says what is wrong, without secrets."""
        try:
            with self._read.connect() as connection:
                current = MigrationContext.configure(connection).get_current_revision()
        except DBAPIError as failed:
            return f"the database cannot be reached ({type(failed.orig).__name__})"
        head = ScriptDirectory.from_config(self._config()).get_current_head()
        return None if current == head else "the database is not up to date: run milepost migrate"
