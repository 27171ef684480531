"""Entries added at the end of a plan's chain, many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.model.record.entry import Header, Proof, canonical
from bot.rules import chain

TAKEN_OVER = "taken over from 0.2"
MOMENTS = {"entry": "at", "head": "at", "asked": "taken"}
PLACE = ("plan", "entry")
SAID = ("about", "person", "capacity", "platform", "tenant", "account", "why", "said", "inbound")
AT_ONCE = 5000  # rows

Value = str | int | bool | date | datetime | bytes | None
Row = tuple[str, Mapping[str, Value]]
Place = tuple[datetime, int, int, int]  # what comes first in the record


class Item(NamedTuple):
    """Something to add to the record, and its place in the order."""

    place: Place
    add: Callable[[], None]


class By(NamedTuple):
    """Who said it, when and how, as far as 0.2 kept it. `person` is their random id in the plan."""

    at: datetime
    person: str | None = None
    capacity: str = TAKEN_OVER
    platform: str = ""
    said: str = ""
    why: str = ""


class Book:
    """The tables of the record, as they are in this database, and the rows that are still to be added to them."""

    def __init__(self, db: sa.Connection) -> None:
        self._db = db
        self._metadata = sa.MetaData()
        self._tables: dict[str, sa.Table] = {}
        self._rows: dict[str, list[Mapping[str, Value]]] = {}

    def table(self, name: str) -> sa.Table:
        """Return the table of that name."""
        if name not in self._tables:
            moments = [sa.Column(MOMENTS[name], UTCDateTime())] if name in MOMENTS else []
            self._tables[name] = sa.Table(name, self._metadata, *moments, autoload_with=self._db, resolve_fks=False)
        return self._tables[name]

    def add(self, name: str, row: Mapping[str, Value]) -> None:
        """Add a row to a table, by and by."""
        rows = self._rows.setdefault(name, [])
        rows.append(row)
        if len(rows) >= AT_ONCE and name != "entry":
            self.flush()

    def flush(self) -> None:
        """Add what is still to be added: entries first, for all other rows belong to one."""
        for name in sorted(self._rows, key=lambda one: one != "entry"):
            if rows := self._rows.pop(name):
                self._db.execute(sa.insert(self.table(name)), rows)


class Chain:
    """The entries of one plan. Each is hashed as `bot.rules.chain` says."""

    def __init__(self, book: Book, short: str) -> None:
        self._book = book
        self._short = short
        self._digest = chain.START
        self._at: datetime | None = None
        self.number = 0

    @property
    def digest(self) -> str:
        """The digest of the last entry."""
        return self._digest.hex()

    def append(self, kind: str, by: By, rows: Iterable[Row], about: str | None = None) -> int:
        """Add an entry and return its number. Its moment is no earlier than that of the entry before it."""
        self.number += 1
        self._at = by.at if self._at is None else max(self._at, by.at)
        header = Header.model_validate({"plan": self._short, "number": self.number, "at": self._at, "kind": kind})
        said = dict.fromkeys(SAID) | {name: _clean(value) for name, value in by._asdict().items() if name != "at"}
        said["about"] = about
        fields, place = _named(self._book.table("entry"), said, SAID), {"plan": self._short, "entry": self.number}
        for name, values in rows:
            row = {column: _clean(value) for column, value in values.items()}
            table = self._book.table(name)
            fields |= _named(table, row, [column.name for column in table.columns if not column.primary_key])
            self._book.add(name, {**row, **place})
        proofs = chain.proven(fields)
        self._digest = chain.digest(self._digest, header, chain.content({field: proof.leaf for field, proof in proofs.items()}))
        self._keep(header, said, proofs)
        return self.number

    def _keep(self, header: Header, said: Mapping[str, Value], proofs: Mapping[str, Proof]) -> None:
        place = {"plan": header.plan, "number": header.number, "at": header.at, "kind": header.kind.value}
        self._book.add("entry", {**place, **said, "version": header.version, "ordinal": None, "digest": self._digest.hex()})
        for field, proof in proofs.items():
            row = {"plan": header.plan, "entry": header.number, "field": field}
            self._book.add("proof", {**row, "salt": proof.salt, "leaf": proof.leaf})

    def close(self) -> None:
        """Keep the head, once all entries are made."""
        if self._at is not None:
            self._book.add("head", {"plan": self._short, "number": self.number, "at": self._at, "digest": self._digest.hex()})
        self._book.flush()


def _named(table: sa.Table, row: Mapping[str, Value], columns: Iterable[str]) -> dict[str, str]:
    """Return the fields that a row says, by their names. `docs/data.md` tells how they are named."""
    keys = [column.name for column in table.primary_key.columns if column.name not in PLACE and table.name != "entry"]
    before = "/".join([table.name, *(canonical(row[key]) or "" for key in keys), ""]) if keys else ""
    said = {f"{before}{name}": canonical(row.get(name)) for name in columns}
    return {field: value for field, value in said.items() if value is not None}


def _clean(value: Value) -> Value:
    """A value as it is kept: a text that every database takes, and an empty one as nothing said."""
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "").encode("utf-8", "replace").decode() or None
