"""What a people file is remembered by: a later one says only what is new since what it last said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.model.people import PersonRow
from store.columns import as_json
from store.tables.people import PEOPLE_ROW


def last_said(db: sa.Connection, short: str) -> dict[tuple[str, str], tuple[PersonRow, ...]]:
    """The rows of the plan's people file as it last said them, by whom and what they are about."""
    found: dict[tuple[str, str], tuple[PersonRow, ...]] = {}
    kept = sa.select(PEOPLE_ROW.c.body).where(PEOPLE_ROW.c.plan == short).order_by(PEOPLE_ROW.c.id)
    for body in db.scalars(kept):
        row = PersonRow.model_validate_json(body)
        found[about(row)] = (*found.get(about(row), ()), row)
    return found


def remember(db: sa.Connection, short: str, rows: Sequence[PersonRow]) -> None:
    """Keep what the file says now. A row it leaves out stays as it was last said."""
    kept = [row.model_copy(update={"row": 0}) for row in rows]
    for email, role in {about(row) for row in kept}:
        here = sa.and_(PEOPLE_ROW.c.plan == short, PEOPLE_ROW.c.email == email, PEOPLE_ROW.c.role == role)
        db.execute(sa.delete(PEOPLE_ROW).where(here))
    if kept:
        values = [{"plan": short, "email": about(row)[0], "role": about(row)[1], "body": as_json(row)} for row in kept]
        db.execute(sa.insert(PEOPLE_ROW), values)


def about(row: PersonRow) -> tuple[str, str]:
    """Whom and what a row is about: an e-mail and a role, or no role."""
    return row.email.casefold(), row.role or ""


def is_new(row: PersonRow, before: Sequence[PersonRow]) -> tuple[bool, bool]:
    """Whether the file says something new of the person, and of holding the role, since it last spoke of them."""
    person = all((row.name, row.platform) != (old.name, old.platform) for old in before)
    said = (row.starts, row.ends, row.deputy_email)
    holding = all(said != (old.starts, old.ends, old.deputy_email) for old in before)
    return person, holding


def new_rights(rows: Sequence[PersonRow], said: Mapping[tuple[str, str], Sequence[PersonRow]]) -> dict[str, str]:
    """By e-mail, the rights of whoever the file gives others than it last did: those of all their rows in it together."""
    then = _rights([row for before in said.values() for row in before])
    return {email: given for email, given in _rights(rows).items() if then.get(email) != given}


def _rights(rows: Sequence[PersonRow]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.email.casefold(), set()).update(row.rights)
    return {email: " ".join(sorted(rights)) for email, rights in found.items()}
