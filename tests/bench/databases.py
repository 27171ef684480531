"""A fresh database for a measurement: a file of SQLite's, or a database of PostgreSQL's. Both wait for the disk at each commit."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg

from tests.bench.history import copied
from tests.world.postgres import cluster

SERVER = "MILEPOST_BENCH_POSTGRES"  # the address of a server that runs already


@contextmanager
def sqlite() -> Iterator[str]:
    """Make the address of a file that is not there yet, in a folder of its own on the disk."""
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bench.db'}"


@contextmanager
def server() -> Iterator[str]:
    """Run a server of PostgreSQL, or use the one that runs already within this or for all parts. Gives its address."""
    if SERVER in os.environ:
        yield os.environ[SERVER]
        return
    with cluster(durable=True) as address:
        os.environ[SERVER] = address
        try:
            yield address
        finally:
            del os.environ[SERVER]


@contextmanager
def postgres() -> Iterator[str]:
    """Make an empty database on PostgreSQL, and drop it afterwards. Gives its address."""
    name = f"bench_{uuid.uuid4().hex}"
    with server() as address:
        told = partial(psycopg.connect, f"{address}/postgres", autocommit=True)
        with told() as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield f"{address}/{name}"
        finally:
            with told() as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


KINDS = {"SQLite": sqlite, "PostgreSQL": postgres}


@contextmanager
def copy_of(record: Path, kind: str) -> Iterator[str]:
    """Make a copy of a record that lies in a file and is closed, on one of the two databases. Gives its address."""
    with KINDS[kind]() as url:
        if kind == "PostgreSQL":
            copied(record, url)
        else:
            shutil.copy(record, url.removeprefix("sqlite:///"))
        yield url
