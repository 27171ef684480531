"""The steps of hand-overs in the record: by them a milestone's owners change hands."""

from __future__ import annotations

import sqlalchemy as sa

from bot.model.absences.absence import HandOver, Step
from store.database.columns import aware
from store.database.prepared import Prepared
from store.tables.absences import HAND_OVER
from store.tables.entries import ENTRY
from store.tables.people import MEMBERSHIP


def hand_overs(db: sa.Connection, short: str) -> tuple[HandOver, ...]:
    """Return every step of every hand-over of a plan, in their order."""
    return tuple(
        HandOver(
            id=row["hand_over"] or row["entry"],
            ref=row["ref"],
            from_role=row["from_role"],
            to_role=row["to_role"],
            step=Step(row["step"]),
            by=row["person"],
            last=row["entry"],
            noted=aware(row["at"]),
        )
        for row in _HAND_OVERS.named(db, short=short)
    )


_PLAN: sa.BindParameter[str] = sa.bindparam("short")
_HAND_OVERS = Prepared(
    sa.select(
        *(HAND_OVER.c.entry, HAND_OVER.c.hand_over, HAND_OVER.c.ref, HAND_OVER.c.step, HAND_OVER.c.from_role),
        *(HAND_OVER.c.to_role, MEMBERSHIP.c.person, ENTRY.c.at),
    )
    .join(ENTRY, sa.and_(ENTRY.c.plan == _PLAN, ENTRY.c.number == HAND_OVER.c.entry))
    .outerjoin(MEMBERSHIP, sa.and_(MEMBERSHIP.c.plan == _PLAN, MEMBERSHIP.c.whom == ENTRY.c.person))
    .where(HAND_OVER.c.plan == _PLAN)
    .order_by(HAND_OVER.c.entry)
)
