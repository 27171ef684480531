"""A record carried over from a file into an empty database of PostgreSQL, row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from store.database.engines import engine_url

AT_ONCE = 1000  # rows held in memory
ITS_OWN = "alembic_version"  # the target was brought up to date by itself


class Incomplete(Exception):
    """Rows that did not arrive: the table, how many there were, and how many came."""

    def __init__(self, table: str, were: int, came: int) -> None:
        super().__init__(f"{table}: {were} rows, and {came} arrived")
        self.table = table


def carry_over(file: Path, url: str) -> None:
    """Put every row of a record into a database that has its tables and nothing in them, all of it or nothing.

    Both must be up to date. Raises Incomplete if a table did not arrive whole.
    """
    source, target = sa.create_engine(f"sqlite:///{file}"), sa.create_engine(engine_url(url), hide_parameters=True)
    try:
        with source.connect() as here, target.begin() as there:
            known, wanted = sa.MetaData(), sa.MetaData()
            known.reflect(here)
            wanted.reflect(there)
            for name in known.tables.keys() - wanted.tables.keys():
                if rows := _count(here, known.tables[name]):
                    raise Incomplete(name, rows, 0)
            for table in wanted.sorted_tables:
                if table.name in known.tables and table.name != ITS_OWN:
                    _carried(here, there, known.tables[table.name], table)
    finally:
        source.dispose()
        target.dispose()


def _carried(here: sa.Connection, there: sa.Connection, source: sa.Table, table: sa.Table) -> None:
    for rows in here.execute(sa.select(source)).mappings().partitions(AT_ONCE):
        there.execute(sa.insert(table), [{name: _aware(value) for name, value in row.items()} for row in rows])
    were, came = _count(here, source), _count(there, table)
    if were != came:
        raise Incomplete(table.name, were, came)
    for column in table.primary_key.columns:
        if isinstance(column.type, sa.Integer) and were:
            quoted = there.dialect.identifier_preparer.quote(table.name)
            last = sa.select(sa.func.max(column)).scalar_subquery()
            there.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(quoted, column.name), last)))


def _count(db: sa.Connection, table: sa.Table) -> int:
    return int(db.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


def _aware(value: object) -> object:
    """Return a moment with its zone: a file keeps UTC without saying so."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
