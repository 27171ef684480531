"""The states that trackers gave, in the record: the row of an edition that has one, and all of one milestone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.model.plan import Imported
from bot.model.status import Status
from store.content.fields import field_of
from store.content.removed import Texts
from store.database.prepared import Prepared
from store.tables.editions import IMPORTED

Row = sa.RowMapping | Mapping[str, Any]
_TEXTS = {"colour": "colour", "words": "said", "file": "file"}  # by the name of the field: its column


def columns_of(one: Imported) -> dict[str, object]:
    """Return the columns of the row that keeps a state."""
    told = one.model_dump(exclude={"status", "words"})
    told["first"] = one.first or None
    return {**told, "said": one.words, "status": None if one.status is None else one.status.value}


def of_row(row: Row, texts: Texts) -> Imported:
    """Return the state that a row keeps. One that no earlier edition gave is first in its own."""
    told = {name: _text(row, column, texts) for name, column in _TEXTS.items()}
    facts: Mapping[str, object] = {name: row[name] for name in ("progress", "done", "as_at", "since")}
    status = None if row["status"] is None else Status(row["status"])
    return Imported.model_validate({**told, **facts, "status": status, "first": row["first"] or row["entry"]})


def _text(row: Row, column: str, texts: Texts) -> str:
    text: str | None = row[column]
    return text or texts(row["entry"], field_of(IMPORTED, row, column), text)


def all_said(db: sa.Connection, short: str, ref: str, upto: int, texts: Texts) -> tuple[Imported, ...]:
    """Return each state that an edition up to an entry gave of a milestone and no earlier one had given."""
    return tuple(of_row(row, texts) for row in _ALL_SAID.named(db, short=short, its_ref=ref, upto=upto))


_ALL_SAID = Prepared(
    sa.select(IMPORTED)
    .where(IMPORTED.c.plan == sa.bindparam("short"), IMPORTED.c.ref == sa.bindparam("its_ref"))
    .where(IMPORTED.c.first.is_(None), IMPORTED.c.entry <= sa.bindparam("upto"))
    .order_by(IMPORTED.c.entry)
)
