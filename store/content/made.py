"""The rows of one kind of entry, each with who made it and when: the parts of every statement that reads such."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

import sqlalchemy as sa

from store.database.columns import aware, day_text
from store.tables.entries import ENTRY
from store.tables.people import MEMBERSHIP
from store.tables.statements import WITHDRAWAL

_SHORT: sa.BindParameter[str] = sa.bindparam("short")
_UPTO: sa.BindParameter[int] = sa.bindparam("upto")


class Made(TypedDict):
    """The maker of an entry, their capacity, and the moment."""

    by: int | None
    by_name: str
    capacity: str
    at: datetime


def made(row: Mapping[str, Any], names: Mapping[int, str]) -> Made:
    """Return who made the entry of a row that was read with its header, and when."""
    return Made(by=row["by"], by_name=names.get(row["by"], ""), capacity=row["capacity"] or "", at=aware(row["at"]))


def refs_by_entry(rows: Sequence[Mapping[str, Any]]) -> Mapping[int, list[str]]:
    """Return the refs that each entry is about, in their order. An entry that is about none has an empty list."""
    refs: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        refs[row["entry"]].append(row["ref"])
    return refs


def header_of() -> tuple[sa.ColumnElement[Any], ...]:
    """Return when an entry was made, in which capacity and why, and by whom (`by`)."""
    return ENTRY.c.at, ENTRY.c.capacity, ENTRY.c.why, MEMBERSHIP.c.person.label("by")


def made_by(table: sa.Table) -> sa.Join:
    """Join the rows of a table with who made them, and when."""
    header = sa.and_(ENTRY.c.plan == table.c.plan, ENTRY.c.number == table.c.entry)
    member = sa.and_(MEMBERSHIP.c.plan == ENTRY.c.plan, MEMBERSHIP.c.whom == ENTRY.c.person)
    return table.join(ENTRY, header).outerjoin(MEMBERSHIP, member)


def some_of(table: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    """Choose the rows of a plan (`short`) up to an entry (`upto`)."""
    return table.c.plan == _SHORT, table.c.entry <= _UPTO


def still_counts(table: sa.Table) -> sa.ColumnElement[bool]:
    """Choose the rows that nobody had withdrawn by then."""
    mine = (WITHDRAWAL.c.plan == table.c.plan, WITHDRAWAL.c.withdraws == table.c.entry, WITHDRAWAL.c.entry <= _UPTO)
    return ~sa.exists().where(*mine)


def columns_of(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    """Return the columns of a table. A day is read as a text: of one that is none its own row alone cannot be read."""
    return [day_text(one) if isinstance(one.type, sa.Date) else one for one in table.c if one.name != "plan"]
