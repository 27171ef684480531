"""A thread's own connection, and the reading that stands for as long as nothing is committed: nothing is read twice."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa

from bot.ports.record import View
from store.reading import Known
from store.view import Reading

T = TypeVar("T")


class Reader:
    """Reads one snapshot after the other. Each thread must have a reader of its own."""

    def __init__(self, engine: sa.Engine, known: Known) -> None:
        self._engine = engine
        self._known = known
        self._name = secrets.token_hex(8)
        self._connection: sa.Connection | None = None
        self._reading: Reading | None = None

    def read(self, work: Callable[[View], T]) -> T:
        """Run work on a snapshot that is no older than this call."""
        connection = self._connected()
        try:
            stamp = self._begun(connection)
            if self._reading is None or self._reading.stamp() != stamp:
                self._reading = Reading(connection, self._known, stamp)
            return work(self._reading)
        finally:
            connection.rollback()
            if not connection.invalidated and connection.dialect.name == "sqlite":
                connection.connection.rollback()  # of what was begun without sqlalchemy

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()

    def _connected(self) -> sa.Connection:
        if self._connection is None or self._connection.invalidated:
            self.close()
            self._connection, self._reading = self._engine.connect(), None
            self._name = secrets.token_hex(8)
        return self._connection

    def _begun(self, connection: sa.Connection) -> str:
        """Open a snapshot. Returns the stamp that it shares with another if nothing was committed between them."""
        if connection.dialect.name == "postgresql":
            return str(connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one())
        # SQLite counts what other connections have committed, for each connection by itself. Asked of the driver, as this is
        # most of what a question costs that was answered before, and within the snapshot: it counts for that alone.
        cursor = connection.connection.cursor()
        cursor.execute("BEGIN")
        seen = cursor.execute("PRAGMA data_version").fetchone()[0]
        cursor.close()
        return f"{self._name}:{seen}"
