"""The statements that a record on SQLite runs, in their order, as SQLite itself tells of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

_OWN = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "--")  # no question and no change


class Statements(list[str]):
    """What was run since it was last emptied."""

    def note(self, statement: str) -> None:
        """Note one."""
        if not statement.startswith(_OWN):
            self.append(statement)

    def of(self, table: str) -> int:
        """Count those that read of a table."""
        return sum(f"FROM {table} " in one or f'FROM "{table}" ' in one for one in self)


@contextmanager
def noted() -> Iterator[Statements]:
    """Note what every record runs that is opened meanwhile."""
    told = Statements()

    def connected(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(told.note)

    sa.event.listen(sa.Engine, "connect", connected)
    try:
        yield told
    finally:
        sa.event.remove(sa.Engine, "connect", connected)
