"""A database as 0.2 left it, after two months of one small plan. Made by 0.2's own code; `from_0_2.sql` is its dump."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from store.database.engines import engine_url
from store.record import MIGRATIONS

DUMP = Path(__file__).with_suffix(".sql")
ITS_REVISION = "0004"
BEFORE_THE_RECORD = "0009"  # the last revision that keeps nothing as entries


def made(url: str) -> str:
    """Make the database at an address where none is yet. Returns the address."""
    return made_of(DUMP.read_text(), ITS_REVISION, url)


def made_of(dump: str, revision: str, url: str) -> str:
    """Make a database of a dump from SQLite, at an address where none is yet. On PostgreSQL by its own migrations and the same rows."""
    if url.startswith("sqlite"):
        _dumped(dump, Path(engine_url(url).database or ""))
    else:
        _copied(dump, revision, url)
    return url


def brought_to(url: str, revision: str) -> None:
    """Migrate a database up to a revision and no further."""
    engine = sa.create_engine(engine_url(url))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes |= {"engine": engine, "now": datetime(2025, 6, 1, tzinfo=UTC)}
    command.upgrade(config, revision)
    engine.dispose()


@contextmanager
def opened(url: str) -> Iterator[sa.Connection]:
    """A transaction on the database by itself, past the program."""
    engine = sa.create_engine(engine_url(url))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _dumped(dump: str, file: Path) -> Path:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(dump)
    return file


def _copied(dump: str, revision: str, url: str) -> None:
    brought_to(url, revision)
    engine = sa.create_engine(engine_url(url))
    with TemporaryDirectory() as folder, opened(f"sqlite:///{_dumped(dump, Path(folder) / 'old.db')}") as here, engine.begin() as there:
        known, target = sa.MetaData(), sa.MetaData()
        known.reflect(here)
        target.reflect(there)
        for table in target.sorted_tables:
            kept = here.execute(sa.select(known.tables[table.name])).mappings()
            rows = [{name: _aware(value) for name, value in row.items()} for row in kept]
            if rows and table.name != "alembic_version":
                there.execute(sa.insert(table), rows)
            if rows and "id" in table.columns:
                last = sa.func.pg_get_serial_sequence(table.name, "id")
                there.execute(sa.select(sa.func.setval(last, sa.select(sa.func.max(table.c.id)).scalar_subquery())))
    engine.dispose()


def _aware(value: object) -> object:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
