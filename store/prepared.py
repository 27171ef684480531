"""Statements that are run for whatever is said: put into text once, and given to the driver itself.

To make a statement and to find it among those that were compiled takes ten times as long as such a statement takes to run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from store.columns import clean

Given = str | int | bytes | None


def run(db: sa.Connection, text: str, values: Mapping[str, Given] | Sequence[Given] = ()) -> Sequence[tuple[object, ...]]:
    """Have the driver run a text. Returns the rows that it finds. Raises what sqlalchemy raises."""
    with _cursor(db, text) as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()


@contextmanager
def _cursor(db: sa.Connection, text: str) -> Iterator[sa.engine.interfaces.DBAPICursor]:
    """Lend a cursor of the driver. What the driver raises becomes what sqlalchemy raises."""
    connection = db.connection
    cursor = connection.cursor()
    try:
        yield cursor
    except db.dialect.loaded_dbapi.Error as failed:
        gone = db.dialect.is_disconnect(failed, connection, cursor)
        if gone:
            db.invalidate(failed)
        error = db.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(text, (), failed, error, True, gone, db.dialect) from failed
    finally:
        cursor.close()


class Prepared:
    """A statement whose values are numbers, texts, bytes and truths alone: these a driver takes and gives as they are."""

    def __init__(self, statement: sa.Select[tuple[object, ...]] | sa.Insert) -> None:
        self._statement = statement
        self._texts: dict[str, tuple[str, Sequence[str] | None]] = {}

    def rows(self, db: sa.Connection, **given: Given) -> Sequence[tuple[object, ...]]:
        """Return the rows that it finds. Raises what sqlalchemy raises."""
        text, order = self._texts.get(db.dialect.name) or self._put_into_text(db.dialect)
        return run(db, text, _cleaned(given) if order is None else _in_order(given, order))

    def many(self, db: sa.Connection, rows: Sequence[Mapping[str, Given]]) -> None:
        """Run it for each of some rows. Raises what sqlalchemy raises."""
        text, order = self._texts.get(db.dialect.name) or self._put_into_text(db.dialect)
        with _cursor(db, text) as cursor:
            if order is None:
                cursor.executemany(text, [_cleaned(row) for row in rows])
            else:
                cursor.executemany(text, [_in_order(row, order) for row in rows])

    def _put_into_text(self, dialect: sa.Dialect) -> tuple[str, Sequence[str] | None]:
        compiled = self._statement.compile(dialect=dialect)
        order = getattr(compiled, "positiontup", None)
        self._texts[dialect.name] = made = (str(compiled), order)
        return made


def _cleaned(given: Mapping[str, Given]) -> Mapping[str, Given]:
    return {name: clean(value) if isinstance(value, str) else value for name, value in given.items()}


def _in_order(given: Mapping[str, Given], order: Sequence[str]) -> Sequence[Given]:
    values = _cleaned(given)
    return tuple(values[name] for name in order)
