"""Rounds in the record: on which days they ran, and whom they could not reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from bot.model.nudge import Rounds
from store.columns import insert_once
from store.pauses import SILENT
from store.reading import Changing, Part
from store.tables.plans import PLAN
from store.tables.rounds import HELD, ROUND


class RoundsReading(Part):
    """The reading of rounds, and whom they could not reach."""

    def due(self, now: datetime) -> tuple[str, ...]:
        # A clock set back, or a tick of an earlier moment, knows nothing of what a later one found.
        due = sa.or_(PLAN.c.wakes_at.is_(None), PLAN.c.wakes_at <= now, PLAN.c.looked_at > now)
        query = sa.select(PLAN.c.short).where(PLAN.c.short.not_in(SILENT), due)
        return tuple(self._db.scalars(query.order_by(PLAN.c.position)))

    def days(self, short: str, zone: str, before: date) -> Rounds:
        days = sa.select(sa.func.min(ROUND.c.day), sa.func.max(ROUND.c.day)).where(
            ROUND.c.plan == short, ROUND.c.zone == zone, ROUND.c.day < before
        )
        first, last = self._db.execute(days).one()
        return Rounds(first=first, last=last)

    def held_over(self, short: str, before: date) -> Mapping[int, frozenset[date]]:
        rows = self._db.execute(sa.select(HELD.c.person, HELD.c.day).where(HELD.c.plan == short, HELD.c.day < before))
        found: dict[int, set[date]] = {}
        for person, day in rows:
            found.setdefault(person, set()).add(day)
        return {person: frozenset(days) for person, days in found.items()}


class RoundsWriting(Changing, RoundsReading):
    """The writing of rounds, and whom they could not reach."""

    def hold_over(self, short: str, person: int, day: date) -> None:
        self._db.execute(insert_once(self._db, HELD).values(plan=short, person=person, day=day))

    def ran(self, short: str, zone: str, day: date) -> None:
        self._add(ROUND, {"plan": short, "zone": zone, "day": day})

    def carry_over(self, short: str, was: str, now: str) -> None:
        ran = sa.select(ROUND.c.plan, sa.literal(now), ROUND.c.day).where(ROUND.c.plan == short, ROUND.c.zone == was)
        self._db.execute(insert_once(self._db, ROUND).from_select(["plan", "zone", "day"], ran))

    def wakes_at(self, short: str, moment: datetime, now: datetime) -> None:
        self._in_hand.need(short)
        change = {"wakes_at": moment, "looked_at": now}
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == short).values(**change))
