"""Words taken out of the record for good, and those that are read in their place."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from bot.model.noun import local_day
from bot.model.record.erasure import Removed
from bot.ports.erasures import Instead
from bot.rules.settings import of_lines
from store.database.columns import aware
from store.tables.entries import ENTRY
from store.tables.members import NAME
from store.tables.office import ERASED_FIELD, SETTING, SETTINGS

ZONE = "calendar.zone"
Taken = Mapping[tuple[int, str], Removed]


class Blank:
    """Nothing in place of what was taken out: for whoever shows none of it to anybody."""

    def text(self, removed: Removed) -> str:
        return ""

    def copy(self, entry: int) -> str:
        return ""

    def person(self) -> str:
        return ""


class Texts:
    """The texts of a plan's entries, read with the words that stand in place of those that were taken out."""

    def __init__(self, taken: Taken, instead: Instead) -> None:
        self._taken = taken
        self._instead = instead

    def __call__(self, entry: int, field: str, text: str | None) -> str:
        removed = self._taken.get((entry, field)) if text is None else None
        return text or "" if removed is None else self._instead.text(removed)


def taken_out(db: sa.Connection, short: str, instead: Instead) -> Taken:
    """Return what was taken out of a plan's entries, by entry and field."""
    said = sa.and_(ENTRY.c.plan == ERASED_FIELD.c.plan, ENTRY.c.number == ERASED_FIELD.c.entry)
    columns = (ERASED_FIELD.c.removed_from, ERASED_FIELD.c.field, ENTRY.c.number, ENTRY.c.at, ENTRY.c.person, ENTRY.c.capacity)
    rows = db.execute(sa.select(*columns).join(ENTRY, said).where(ERASED_FIELD.c.plan == short)).all()
    if not rows:
        return {}
    zone, names = _zone(db, short), _names(db, short)
    return {
        (removed_from, field): Removed(
            entry=number,
            by=(names.get(person) or instead.person()) if person else capacity or "",
            on=local_day(aware(at), zone),
        )
        for removed_from, field, number, at, person, capacity in rows
    }


def _names(db: sa.Connection, short: str) -> dict[str, str | None]:
    latest = sa.select(NAME.c.whom, NAME.c.name).where(NAME.c.plan == short).order_by(NAME.c.entry)
    return {row.whom: row.name for row in db.execute(latest)}


def _zone(db: sa.Connection, short: str) -> str:
    """The plan's zone, in which the days of its erasures begin."""
    last = sa.select(sa.func.max(SETTINGS.c.entry)).where(SETTINGS.c.plan == short).scalar_subquery()
    said = sa.select(SETTING.c.value).where(SETTING.c.plan == short, SETTING.c.entry == last, SETTING.c.key == ZONE)
    value = db.scalar(said)
    return of_lines({} if value is None else {ZONE: value}).zone
