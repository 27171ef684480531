"""Rounds in the record: on which days they ran, and whom they could not reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from bot.model.letters.nudge import Ended, Mark, Rounds
from store.database.columns import aware, insert_once
from store.database.prepared import Prepared
from store.pauses import SILENT, on
from store.reading import Changing, Part
from store.tables.plans import PLAN
from store.tables.rounds import HELD, ROUND


class RoundsReading(Part):
    """The reading of rounds, and whom they could not reach."""

    def due(self, now: datetime) -> tuple[str, ...]:
        # A clock set back, or a tick of an earlier moment, knows nothing of what a later one found.
        due = sa.or_(PLAN.c.wakes_at.is_(None), PLAN.c.wakes_at <= now, PLAN.c.looked_at > now)
        query = sa.select(PLAN.c.short).where(PLAN.c.short.not_in(SILENT), due)
        return tuple(self._db.scalars(query.order_by(PLAN.c.position), on(now)))

    def moment(self) -> datetime | None:
        if self._db.dialect.name != "postgresql":
            return None
        return aware(self._db.execute(sa.select(sa.func.clock_timestamp())).scalar_one())

    def waiting(self, now: datetime) -> Mapping[str, datetime]:
        return {short: aware(since) for short, since in self._db.execute(_WAITING, {"now": now, **on(now)})}

    def mark(self, short: str) -> Mark:
        for version, stirred in _MARK.rows(self._db, short=short):
            return Mark(version, stirred)
        raise self._unknown(short)

    def days(self, short: str, zone: str, before: date) -> Rounds:
        days = _DAYS.rows(self._db, short=short, zone=zone, before=before)
        if not days:
            return Rounds()
        (first, at), (last, _) = days[0], days[-1]
        return Rounds(first=first, last=last, began=at)

    def held_over(self, short: str, before: date) -> Mapping[int, frozenset[date]]:
        found: dict[int, set[date]] = {}
        for person, day in _HELD_OVER.rows(self._db, short=short, before=before):
            found.setdefault(person, set()).add(day)
        return {person: frozenset(days) for person, days in found.items()}


class RoundsWriting(Changing, RoundsReading):
    """The writing of rounds, and whom they could not reach."""

    def end(self, ended: Ended, now: datetime) -> bool:
        self._in_hand.need(ended.short)
        state = {"its_short": ended.short, "its_version": ended.mark.version, "its_stirred": ended.mark.stirred}
        kept = {"its_wakes_at": ended.wakes_at, "its_opens_at": ended.opens_at, "its_looked_at": now}
        if not self._db.execute(_ENDED, {**state, **kept}).rowcount:
            return False
        held = [{"plan": ended.short, "person": person, "day": day} for person, day in ended.held]
        ran = [{"plan": ended.short, "zone": zone, "day": day, "at": now} for zone, day in ended.ran]
        for table, rows in ((HELD, held), (ROUND, ran)):
            if rows:
                self._db.execute(insert_once(self._db, table), rows)
        return True

    def hold_over(self, short: str, person: int, day: date) -> None:
        if self._add(HELD, {"plan": short, "person": person, "day": day}):
            self._stir([short])

    def carry_over(self, short: str, was: str, now: str) -> None:
        ran = sa.select(ROUND.c.plan, sa.literal(now), ROUND.c.day, ROUND.c.at).where(ROUND.c.plan == short, ROUND.c.zone == was)
        self._db.execute(insert_once(self._db, ROUND).from_select(["plan", "zone", "day", "at"], ran))

    def wake(self, short: str) -> None:
        self._in_hand.need(short)
        change = {"wakes_at": None, "stirred": PLAN.c.stirred + 1}
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == short).values(**change))


# Made once: to make a statement takes longer than to run it.
_BEFORE = (ROUND.c.plan == sa.bindparam("short"), ROUND.c.zone == sa.bindparam("zone"), ROUND.c.day < sa.bindparam("before"))
_ENDS = sa.select(sa.func.min(ROUND.c.day), sa.func.max(ROUND.c.day)).where(*_BEFORE).cte()
_DAYS = Prepared(
    sa.select(ROUND.c.day, ROUND.c.at)
    .where(*_BEFORE, ROUND.c.day.in_(sa.union_all(sa.select(_ENDS.c[0]), sa.select(_ENDS.c[1])).scalar_subquery()))
    .order_by(ROUND.c.day)
)
_WAITING = sa.select(PLAN.c.short, PLAN.c.wakes_at).where(
    PLAN.c.short.not_in(SILENT), PLAN.c.wakes_at <= sa.bindparam("now")
)
_HELD_OVER = Prepared(
    sa.select(HELD.c.person, HELD.c.day).where(HELD.c.plan == sa.bindparam("short"), HELD.c.day < sa.bindparam("before"))
)
_MARK = Prepared(sa.select(PLAN.c.version, PLAN.c.stirred).where(PLAN.c.short == sa.bindparam("short")))
_AS_FOUND = (
    PLAN.c.short == sa.bindparam("its_short"),
    PLAN.c.version == sa.bindparam("its_version"),
    PLAN.c.stirred == sa.bindparam("its_stirred"),
)
_ENDED = (
    sa.update(PLAN)
    .where(*_AS_FOUND)
    .values({name: sa.bindparam(f"its_{name}") for name in ("wakes_at", "opens_at", "looked_at")})
)
