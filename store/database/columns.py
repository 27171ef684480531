"""The shared ground of every part of the record: a row's table, and values as a database takes them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.dialects import postgresql, sqlite

from bot.model.letters.talk import Sender
from bot.model.people import Address


def table_of(row: type) -> sa.Table:
    """Return the Core table of a row."""
    table = getattr(row, "__table__")  # noqa: B009
    assert isinstance(table, sa.Table)
    return table


def clean(text: str) -> str:
    """Return a text that a database takes: PostgreSQL refuses NUL, and no encoding takes a lone surrogate."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def as_json(noun: BaseModel) -> str:
    """Return the JSON in which a noun is kept."""
    told = noun.model_dump(mode="json")
    text = json.dumps(told, ensure_ascii=False)
    # Hardly any text must be cleaned, and to look into each costs more than to make all of it again.
    dirty = "\\u0000" in text or clean(text) != text
    return json.dumps(_cleaned(told), ensure_ascii=False) if dirty else text


def _cleaned(value: object) -> object:
    """Clean every text in a value."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(inner) for key, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, list | tuple) else value


def insert_once(db: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return an insert that changes nothing if the row's key is there already."""
    return _insert_once(db.dialect.name, table)


@cache
def _insert_once(dialect: str, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return insert.on_conflict_do_nothing()


@cache
def add_once(dialect: str, table: sa.Table) -> sa.sql.dml.ReturningInsert[tuple[object, ...]]:
    """Return an insert that gives the row's key, nothing if that is there already: PostgreSQL's driver counts no rows here."""
    return _insert_once(dialect, table).returning(*table.primary_key.columns)


def at_place(table: sa.Table, one: Address | Sender) -> sa.ColumnElement[bool]:
    """Select the rows of one place or account, however it is reached."""
    return sa.and_(table.c.platform == one.platform, table.c.tenant == one.tenant, table.c.address == one.id)


def aware(moment: datetime) -> datetime:
    """Give a moment its zone: SQLite forgets it."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def day_text(column: sa.ColumnElement[date | None]) -> sa.Label[str]:
    """Return a column of days as the text that the database keeps, under its own name."""
    return sa.cast(column, sa.String).label(getattr(column, "name", None))


def that_day(text: object) -> date:
    """Return the day that a text is which must be one. Raises ValueError if it is none."""
    return date.fromisoformat(str(text))


def day_of(text: object) -> date | None:
    """Return the day that such a text is, None of none. Raises ValueError if it is no day."""
    return None if text is None else date.fromisoformat(str(text))
