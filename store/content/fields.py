"""The fields of an entry: what the columns of its rows say, as the texts that are hashed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.model.record.entry import canonical
from store.database.prepared import Change
from store.tables import (
    absences,
    assurances,
    board,
    editions,
    measures,
    members,
    office,
    requests,
    risks,
    statements,
    voices,
)
from store.tables.entries import ENTRY

PLACE = ("plan", "entry")
# What the header of an entry holds besides what anybody says. `digest` and `ordinal` are worked out, not said.
_PLACED = ("plan", "number", "at", "kind", "version", "digest", "ordinal")


class Fields:
    """The fields that the rows of one table are, worked out once: their names, and how each value becomes a text."""

    def __init__(self, table: sa.Table, number: sa.Column[int], keys: Sequence[str], columns: Sequence[str]) -> None:
        self.table = table
        self.columns = columns
        self.blank = {name: _default(table.c[name]) for name in columns}  # a row that says nothing yet
        self._keys = keys
        self._texts = [(name, _text_of(table.c[name])) for name in columns]
        self.adding = Change(sa.insert(table))
        # Read as the database keeps it: what is no date is then a text that was not hashed, and no fault of the reading.
        bare = [sa.type_coerce(table.c[name], sa.Text).label(name) for name in (*keys, *columns)]
        some = (table.c.plan == sa.bindparam("short"), number.between(sa.bindparam("first"), sa.bindparam("last")))
        self.some = sa.select(number, *bare).where(*some)
        named = number.in_(sa.bindparam("numbers", expanding=True))
        self.these = sa.select(number, *bare).where(table.c.plan == sa.bindparam("short"), named)

    def of(self, row: Mapping[str, object]) -> dict[str, str]:
        """Return the fields of a row, with their names."""
        return self.read([row.get(name) for name in (*self._keys, *self.columns)])

    def read(self, values: Sequence[object]) -> dict[str, str]:
        """Return the fields of a row that is given as the values of its keys and columns.

        A field is called as its column. If an entry has several rows in the table, `/` stands between the table, the keys
        and the column, as in `milestone/2.1.3/due`.
        """
        keys = len(self._keys)
        before = self._before(values[:keys])
        return {
            before + name: text
            for (name, text_of), value in zip(self._texts, values[keys:], strict=True)
            if value is not None and (text := text_of(value)) is not None
        }


    def name(self, row: Mapping[str, object] | sa.RowMapping, column: str) -> str:
        """Return the name that a column of a row has among the fields of its entry."""
        return self._before([row[key] for key in self._keys]) + column

    def _before(self, keys: Sequence[object]) -> str:
        return "/".join([self.table.name, *(canonical(key) or "" for key in keys), ""]) if keys else ""


def _default(column: sa.Column[object]) -> object:
    return column.default.arg if isinstance(column.default, sa.ColumnDefault) else None


def _text_of(column: sa.Column[object]) -> Callable[[object], str | None]:
    """Return how a value of this column becomes the text that is hashed."""
    if isinstance(column.type, sa.Boolean):
        return _yes_or_no
    return _moment if isinstance(column.type, UTCDateTime) else canonical


def _yes_or_no(value: object) -> str:
    """SQLite keeps 0 and 1."""
    return "true" if value else "false"


def _moment(value: object) -> str | None:
    """SQLite keeps a text, in UTC."""
    if isinstance(value, str):
        return f"{value.replace(' ', 'T')}+00:00"
    return canonical(value)


def keys_of(table: sa.Table) -> tuple[str, ...]:
    """Return the columns that tell the rows of one entry apart, for a kind that has several."""
    return () if table is ENTRY else tuple(key.name for key in table.primary_key.columns if key.name not in PLACE)


def _of_rows(table: sa.Table) -> Fields:
    return Fields(table, table.c.entry, keys_of(table), [column.name for column in table.columns if not column.primary_key])


SAID = Fields(ENTRY, ENTRY.c.number, (), [column.name for column in ENTRY.columns if column.name not in _PLACED])
FIELDS = {
    table: _of_rows(table)
    for subject in (editions, members, office, statements, absences, requests, assurances, board, measures, risks, voices)
    for table in vars(subject).values()
    if isinstance(table, sa.Table)
}
TABLES = tuple(FIELDS)
OF_MILESTONES = tuple(  # what an entry about one milestone may say
    FIELDS[table]
    for subject in (statements, absences, requests, assurances)
    for table in vars(subject).values()
    if isinstance(table, sa.Table)
)


def field_of(table: sa.Table, row: Mapping[str, object] | sa.RowMapping, column: str) -> str:
    """Return the name that a column of a row has among the fields of its entry."""
    return (SAID if table is ENTRY else FIELDS[table]).name(row, column)
