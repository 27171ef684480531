"""Pauses in the record: the latest of each plan says if it is paused. A plan that has ended is silent for ever."""

from __future__ import annotations

import sqlalchemy as sa

from store.tables.office import PAUSE, PLAN_CLOSED

_LATEST = sa.select(PAUSE.c.plan, sa.func.max(PAUSE.c.entry).label("entry")).where(PAUSE.c.scope.is_(None)).group_by(PAUSE.c.plan)


def _paused() -> sa.Select[tuple[str]]:
    latest = _LATEST.subquery("latest")
    its_own = sa.and_(PAUSE.c.plan == latest.c.plan, PAUSE.c.entry == latest.c.entry)
    return sa.select(PAUSE.c.plan).join(latest, its_own).where(PAUSE.c.paused == sa.true())


PAUSED = _paused()


def paused(db: sa.Connection) -> tuple[str, ...]:
    """Return the plans whose letters are all held back."""
    return tuple(db.scalars(PAUSED))


SILENT = sa.union(PAUSED, sa.select(PLAN_CLOSED.c.plan))


def silent(db: sa.Connection) -> tuple[str, ...]:
    """Return the plans that send no letters: those that are paused, and those that have ended."""
    return tuple(db.scalars(SILENT))
