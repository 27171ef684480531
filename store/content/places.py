"""The places of the record that hold free text, or what tells who somebody is: found, and emptied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from bot.ports.refusals import Refusal
from store.content.fields import TABLES, field_of, keys_of
from store.tables.entries import ENTRY, PROOF, WORDS
from store.tables.office import DIGEST

NOT_ALLOWED = "42501"  # PostgreSQL: insufficient privilege
# What these hold is nobody's own words: it tells who somebody is, or where a message went, or is a copy of other words.
NO_TEXT = frozenset({"capacity", "tenant", "account", "inbound", "email", "name", "at_tenant", "at_account", "channel", "route"})
COPIES = frozenset({DIGEST.c.facts, DIGEST.c.message})


class Place(NamedTuple):
    """One field of one entry that can be emptied, and what it holds. `whom` is who made the entry, or whom its row is about."""

    column: sa.Column[object]
    row: Mapping[str, object]  # the key of its row
    entry: int
    field: str
    text: str
    whom: str | None

    @property
    def is_text(self) -> bool:
        """Say if it is somebody's free text."""
        return self.column.name not in NO_TEXT and not self.is_copy

    @property
    def is_copy(self) -> bool:
        """Say if it is JSON that repeats what other entries say."""
        return self.column in COPIES


def number_of(table: sa.Table) -> sa.Column[int]:
    """Return the column in which a table names its entry."""
    return table.c.number if table is ENTRY else table.c.entry


def places(db: sa.Connection, short: str, entry: int | None = None, holding: str = "") -> Iterator[Place]:
    """Find the places of a plan's entries, or of one, that are not empty. They hold the text given, if one is."""
    for table in (ENTRY, *TABLES):
        columns = [column for column in table.columns if column.info.get(WORDS)]
        if not columns:
            continue
        found = sa.select(table).where(table.c.plan == short)
        if entry is not None:
            found = found.where(number_of(table) == entry)
        if holding:
            found = found.where(sa.or_(*(contains(column, holding) for column in columns)))
        for row in db.execute(found.order_by(number_of(table))).mappings():
            yield from _of_row(table, columns, row, holding)


def _of_row(table: sa.Table, columns: Sequence[sa.Column[object]], row: sa.RowMapping, holding: str) -> Iterator[Place]:
    number = number_of(table)
    key = {name: row[name] for name in ("plan", number.name, *keys_of(table))}
    for column in columns:
        text = row[column.name]
        if text is not None and holding in text:
            whom = row.get("person" if table is ENTRY else "whom")
            yield Place(column, key, row[number.name], field_of(table, row, column.name), text, whom)


def contains(column: sa.ColumnElement[object], text: str) -> sa.ColumnElement[bool]:
    """Select the rows whose column has a text in it, however long: LIKE has a limit, and wildcards."""
    return sa.func.replace(column, text, "") != column


def emptied(db: sa.Connection, found: Sequence[Place]) -> None:
    """Empty these places, and their salts with them. Raises Refusal if the database does not let this user do it."""
    try:
        for place in found:
            table = place.column.table
            row = [table.c[name] == value for name, value in place.row.items()]
            db.execute(sa.update(table).where(*row).values({place.column.name: None}))
            proof = [PROOF.c.plan == place.row["plan"], PROOF.c.entry == place.entry, PROOF.c.field == place.field]
            db.execute(sa.update(PROOF).where(*proof).values(salt=None))
    except ProgrammingError as failed:
        if getattr(failed.orig, "sqlstate", None) == NOT_ALLOWED:
            raise Refusal("owner_needed") from None
        raise
