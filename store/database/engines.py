"""Engines: an SQLite file or PostgreSQL, by its address."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Hashable
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.util import LRUCache

from bot.ports.refusals import ConfigError
from store.database.columns import clean
from store.database.file import OpenFile, made_private

log = logging.getLogger("milepost.store")
# Seconds for which the rounds and the letters, whom nobody waits for, let the database keep them.
CONNECT, LOCK, STATEMENT = 5, 30, 60


class _Compiled(LRUCache[tuple[Hashable, ...], object]):
    """Statements in the words of a kind of database, for every engine of that kind: to put one into words takes ten times as
    long as to run it. Each engine alone would have to do so again, the one that reads after the one that writes."""

    __slots__ = ()

    def get(self, key: tuple[Hashable, ...], default: object = None) -> object:
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: tuple[Hashable, ...], value: object) -> None:
        super().__setitem__(_of_kind(key), value)


def _of_kind(key: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    """Return what a statement is kept by, with the kind of database in the place of the dialect of one engine."""
    dialect, *rest = key
    assert isinstance(dialect, sa.Dialect)
    return (dialect.name, *rest)


COMPILED = _Compiled(1000)


def engine_url(url: str) -> sa.URL:
    """Read the address of a database. Raises ConfigError for any other kind."""
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):  # a port that is no number
        raise ConfigError("DATABASE_URL is not an address of a database, such as sqlite:///milepost.db") from None
    if parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed
    raise ConfigError("DATABASE_URL must start with sqlite:/// and name a file, or start with postgresql://")


def database_file(url: str) -> Path | None:
    """Return the file of an SQLite database, None for PostgreSQL. Raises ConfigError for any other kind."""
    parsed = engine_url(url)
    return Path(parsed.database) if parsed.drivername == "sqlite" and parsed.database else None


def of_another(file: Path) -> bool:
    """Say if an SQLite file holds another program's tables and none of Milepost's. Changes nothing in it."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=CONNECT)) as link:
            tables = {name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:
        return False  # whoever opens it is told why it cannot be read
    return bool(tables) and "alembic_version" not in tables


def sqlite_engine(url: sa.URL, writes: bool, file: OpenFile) -> sa.Engine:
    """Make an engine for an SQLite file, its transactions begun by us."""
    engine = sa.create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": CONNECT},
        hide_parameters=True,
        pool_use_lifo=True,
        execution_options={"compiled_cache": COMPILED},
    )

    @sa.event.listens_for(engine, "do_connect")
    def connecting(_dialect: object, _record: object, _given: object, _named: object) -> None:
        made_private(Path(url.database or ""))

    @sa.event.listens_for(engine, "connect")
    def connected(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        file.opened()
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("foreign_keys=ON", "secure_delete=ON", "synchronous=FULL", "journal_mode=WAL"):
            cursor.execute(f"PRAGMA {pragma}")
        file.keeps_wal = cursor.fetchone() == ("wal",)
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        # The driver's own default would let two writers read the same state and lose an update.
        if writes:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif not getattr(connection.connection.driver_connection, "in_transaction", False):  # a reader begins by itself
            connection.exec_driver_sql("BEGIN")

    return engine


def empty_log(connection: sa.Connection) -> None:
    """Copy SQLite's log into the database and empty it, so that it holds no words that were taken out."""
    cursor = connection.connection.cursor()
    waits, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    cursor.close()
    if waits:
        log.warning("somebody reads: words that were taken out stand in the database's -wal file until it is next emptied")


# A server that is gone without a word is found out, though nothing is on its way to it.
HEARD_OF = {"keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 3}
_LIMITS = {"lock_timeout": f"'{LOCK}s'", "statement_timeout": f"'{STATEMENT}s'"}
# A transaction whose process stands still, or whose machine is gone, must not keep a plan from the others.
_IN_HAND = {
    "idle_in_transaction_session_timeout": f"'{STATEMENT}s'",
    **{"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "2"},
}


def postgres_engine(url: sa.URL, writes: bool) -> sa.Engine:
    """Make an engine for PostgreSQL. What is read is one snapshot; who writes has what they change in hand."""
    isolation = "READ COMMITTED" if writes else "REPEATABLE READ"
    patience = {"connect_timeout": CONNECT, "tcp_user_timeout": LOCK * 1000, **HEARD_OF}
    given = {name: value for name, value in patience.items() if name not in url.query}
    engine = sa.create_engine(
        url,
        isolation_level=isolation,
        hide_parameters=True,
        connect_args=given,
        execution_options={"compiled_cache": COMPILED},
    )

    @sa.event.listens_for(engine, "connect")
    def connected(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        for name, value in {**_LIMITS, **(_IN_HAND if writes else {})}.items():
            cursor.execute(f"SET {name} = {value}")
        cursor.close()
        connection.commit()

    return engine


def clean_texts(engine: sa.Engine) -> None:
    """Clean the texts of every statement: none may be one that the database or its driver refuses."""

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
