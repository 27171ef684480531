"""Both databases, each fresh for every test."""

from __future__ import annotations

import importlib.util
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from store.record import SqlStore
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


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'record.db'}"
    made: str = request.getfixturevalue("postgres_database")
    return made


@pytest.fixture
def postgres_database(postgres_server: str) -> str:
    server = postgres_server
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    kept = SqlStore(database_url, long_ago)
    kept.migrate()
    await kept.open()
    yield kept
    await kept.close()
