"""Statements that are run for whatever is said: put into text once, and given to the driver itself.

To make a statement and to find it among those that were compiled takes ten times as long as such a statement takes to run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from store.columns import clean

Given = str | int


def run(db: sa.Connection, text: str, values: Mapping[str, Given] | Sequence[Given] = ()) -> Sequence[tuple[object, ...]]:
    """Have the driver run a text. Returns the rows that it finds. Raises what sqlalchemy raises."""
    connection = db.connection
    cursor = connection.cursor()
    try:
        cursor.execute(text, values)
        return cursor.fetchall()
    except db.dialect.loaded_dbapi.Error as failed:
        gone = db.dialect.is_disconnect(failed, connection, cursor)
        if gone:
            db.invalidate(failed)
        error = db.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(text, (), failed, error, True, gone, db.dialect) from failed
    finally:
        cursor.close()


class Prepared:
    """A statement whose columns are numbers, texts and truths alone: what a driver gives for these needs no reading."""

    def __init__(self, statement: sa.Select[tuple[object, ...]]) -> None:
        self._statement = statement
        self._texts: dict[str, tuple[str, Sequence[str] | None]] = {}

    def rows(self, db: sa.Connection, **given: Given) -> Sequence[tuple[object, ...]]:
        """Return the rows that it finds. Raises what sqlalchemy raises."""
        text, order = self._texts.get(db.dialect.name) or self._put_into_text(db.dialect)
        values = {name: clean(value) if isinstance(value, str) else value for name, value in given.items()}
        return run(db, text, values if order is None else tuple(values[name] for name in order))

    def _put_into_text(self, dialect: sa.Dialect) -> tuple[str, Sequence[str] | None]:
        compiled = self._statement.compile(dialect=dialect)
        order = getattr(compiled, "positiontup", None)
        self._texts[dialect.name] = made = (str(compiled), order)
        return made
