"""Both databases, each fresh for every test."""

from __future__ import annotations

import importlib.util
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from store.record import SqlStore
from tests import records
from tests.records import long_ago

_spec = importlib.util.spec_from_file_location("milepost_postgres", Path(__file__).parents[1] / "world" / "postgres.py")
assert _spec is not None
assert _spec.loader is not None
postgres = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(postgres)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.cluster() as address:
        yield address


@pytest.fixture(scope="session")
def migrated(postgres_server: str) -> str:
    """The name of a database that is up to date, which others are copies of."""
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
    records.bring_up_to_date(f"{postgres_server}/migrated")
    return "migrated"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that is up to date, with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{records.empty(tmp_path / 'record.db')}"
    made: str = request.getfixturevalue("postgres_database")
    return made


@pytest.fixture
def postgres_database(postgres_server: str, migrated: str) -> Iterator[str]:
    """The same, on PostgreSQL."""
    with database(postgres_server, template=migrated) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that Milepost has never seen."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'record.db'}"
        return
    with database(request.getfixturevalue("postgres_server"), template="template1") as url:
        yield url


@contextmanager
def database(server: str, template: str) -> Iterator[str]:
    """A copy of a database, dropped at the end."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")  # in memory half the work of the log's
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    kept = SqlStore(database_url, long_ago)
    await kept.open()
    yield kept
    await kept.close()
