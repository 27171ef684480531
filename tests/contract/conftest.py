"""Both databases, each fresh for every test."""

from __future__ import annotations

import importlib.util
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest

from store.record import SqlStore
from tests import records
from tests.records import long_ago
from tests.world import from_0_2

_spec = importlib.util.spec_from_file_location("milepost_postgres", Path(__file__).parents[1] / "world" / "postgres.py")
assert _spec is not None
assert _spec.loader is not None
postgres = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(postgres)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.cluster() as address:
        yield address


def taken_over(url: str) -> None:
    """Make a database of 0.2, and bring it up to date."""
    records.bring_up_to_date(from_0_2.made(url))


MADE: dict[str, Callable[[str], object]] = {
    "up_to_date": records.bring_up_to_date,
    "left_by_0_2": from_0_2.made,
    "taken_over": taken_over,
}


@cache
def in_a_file(kind: str) -> bytes:
    """Return what is in the file of a database of that kind. Made once a process, for migrating takes longer than most tests."""
    with records.folder() as made:
        MADE[kind](f"sqlite:///{made / 'record.db'}")
        return (made / "record.db").read_bytes()


@pytest.fixture(scope="session")
def on_server(postgres_server: str) -> Callable[[str], str]:
    """Return the name of a database of a kind on PostgreSQL, likewise made once."""

    @cache
    def made(kind: str) -> str:
        with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {kind}")
        MADE[kind](f"{postgres_server}/{kind}")
        return kind

    return made


@contextmanager
def copied(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a copy of a database of that kind."""
    if request.param == "sqlite":
        file = folder / "record.db"
        file.write_bytes(in_a_file(kind))
        yield f"sqlite:///{file}"
        return
    template = request.getfixturevalue("on_server")(kind)
    with database(request.getfixturevalue("postgres_server"), template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that is up to date, with nothing in it."""
    with copied("up_to_date", request, tmp_path) as url:
        yield url


@pytest.fixture
def postgres_database(postgres_server: str, on_server: Callable[[str], str]) -> Iterator[str]:
    """The same, on PostgreSQL."""
    with database(postgres_server, on_server("up_to_date")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database as 0.2 left it."""
    with copied("left_by_0_2", request, tmp_path) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def taken_over_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same, brought up to date."""
    with copied("taken_over", request, tmp_path) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that Milepost has never seen."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'record.db'}"
        return
    with database(request.getfixturevalue("postgres_server"), "template1") as url:
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
