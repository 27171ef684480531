"""A thread's own connection, and the reading that stands for as long as nothing is committed: nothing is read twice."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from bot.ports.record import View
from bot.ports.refusals import NotAtHand
from store.database.prepared import let_begin, run, run_last
from store.reading import Known
from store.view import Reading

T = TypeVar("T")


class Reader:
    """Reads one snapshot after the other. Each thread must have a reader of its own."""

    _glances = False

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
                self._reading = Reading(connection, self._known, stamp, glances=self._glances)
            return work(self._reading)
        finally:
            connection.rollback()
            if not connection.invalidated:
                connection.connection.rollback()  # of what was begun without sqlalchemy

    def close(self) -> None:
        """Close the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _connected(self) -> sa.Connection:
        if self._connection is None or self._connection.invalidated:
            self.close()
            self._connection, self._reading = self._opened(), None
            self._name = secrets.token_hex(8)
        return self._connection

    def _opened(self) -> sa.Connection:
        connection = self._engine.connect()
        let_begin(connection, itself=False)
        return connection

    def _begun(self, connection: sa.Connection) -> str:
        """Open a snapshot. Returns the stamp that it shares with another if nothing was committed between them."""
        if connection.dialect.name == "postgresql":
            ((stamp,),) = run_last(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT pg_current_snapshot()::text")
            return str(stamp)
        # SQLite counts what other connections have committed, for each connection by itself. Asked of the driver, as this is
        # most of what a question costs that was answered before, and within the snapshot: it counts for that alone.
        run(connection, "BEGIN")
        ((seen,),) = run(connection, "PRAGMA data_version")
        return f"{self._name}:{seen}"


class Glancer(Reader):
    """Reads what is at hand, and what takes a few microseconds to find in an SQLite file. It waits for nobody."""

    _glances = True

    def __init__(self, engine: sa.Engine, known: Known) -> None:
        super().__init__(engine, known)
        self._busy = threading.Lock()  # one loop glances, but nobody says that there is one

    def read(self, work: Callable[[View], T]) -> T:
        """Run work on what is at hand. Raises NotAtHand if that is not all it needs."""
        if not self._busy.acquire(blocking=False):
            raise NotAtHand
        try:
            return super().read(work)
        except OperationalError as failed:
            raise NotAtHand from failed
        finally:
            self._busy.release()

    def _opened(self) -> sa.Connection:
        connection = super()._opened()
        sa.event.listen(connection, "before_execute", _refuse)
        run(connection, "PRAGMA busy_timeout = 0")
        return connection


def _refuse(*_statement: object) -> None:
    """Refuse a statement that is not prepared: it may take long, and is for a thread."""
    raise NotAtHand
