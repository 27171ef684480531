"""The rows of a plan's people file as it last said them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.model.people import PersonRow
from bot.rules.documents.people_file import about
from store.database.columns import as_json
from store.tables.people import PEOPLE_ROW


def last_said(db: sa.Connection, short: str) -> dict[tuple[str, str], tuple[PersonRow, ...]]:
    """Return the rows of the plan's people file as it last said them, by whom and what they are about."""
    found: dict[tuple[str, str], tuple[PersonRow, ...]] = {}
    kept = sa.select(PEOPLE_ROW.c.body).where(PEOPLE_ROW.c.plan == short).order_by(PEOPLE_ROW.c.id)
    for body in db.scalars(kept):
        row = PersonRow.model_validate_json(body)
        found[about(row)] = (*found.get(about(row), ()), row)
    return found


def forget_all(db: sa.Connection, short: str) -> None:
    """Forget what the file said: the next one is read like a first one."""
    db.execute(sa.delete(PEOPLE_ROW).where(PEOPLE_ROW.c.plan == short))


def remember(db: sa.Connection, short: str, rows: Sequence[PersonRow]) -> None:
    """Keep what the file says now. A row it leaves out stays as it was last said."""
    kept = [row.model_copy(update={"row": 0}) for row in rows]
    for email, role in {about(row) for row in kept}:
        here = sa.and_(PEOPLE_ROW.c.plan == short, PEOPLE_ROW.c.email == email, PEOPLE_ROW.c.role == role)
        db.execute(sa.delete(PEOPLE_ROW).where(here))
    if kept:
        values = [{"plan": short, "email": about(row)[0], "role": about(row)[1], "body": as_json(row)} for row in kept]
        db.execute(sa.insert(PEOPLE_ROW), values)


def forget(db: sa.Connection, short: str, email: str) -> None:
    """Forget what the plan's people file said of somebody, also as the deputy of others."""
    db.execute(sa.delete(PEOPLE_ROW).where(PEOPLE_ROW.c.plan == short, PEOPLE_ROW.c.email == email))
    kept = sa.select(PEOPLE_ROW.c.id, PEOPLE_ROW.c.body).where(PEOPLE_ROW.c.plan == short)
    for id_, body in db.execute(kept).all():
        row = PersonRow.model_validate_json(body)
        if (row.deputy_email or "").casefold() == email:
            alone = as_json(row.model_copy(update={"deputy_email": None, "deputy_starts": None, "deputy_ends": None}))
            db.execute(sa.update(PEOPLE_ROW).where(PEOPLE_ROW.c.id == id_).values(body=alone))
