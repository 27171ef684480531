"""Pauses in the record: each entry begins one of its scope, and ends the one before. A plan that has ended is silent for ever."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from bot.model.absences.pause import Pause
from bot.model.noun import local_day
from bot.model.record.entry import EntryKind
from bot.ports.people import PeopleView
from store.content.sums import Sum
from store.database.columns import aware
from store.database.prepared import Prepared
from store.entries import EntriesWriting
from store.reading import Changing, Connected, Part
from store.tables.entries import ENTRY
from store.tables.office import PAUSE, PLAN_CLOSED
from store.tables.people import MEMBERSHIP

_ALL: Sum[tuple[Pause, ...]] = Sum(EntryKind.PAUSE)
_LATEST = sa.select(PAUSE.c.plan, sa.func.max(PAUSE.c.entry).label("entry")).where(PAUSE.c.scope.is_(None)).group_by(PAUSE.c.plan)


def _whole() -> sa.Select[tuple[str]]:
    latest = _LATEST.subquery("latest")
    its_own = sa.and_(PAUSE.c.plan == latest.c.plan, PAUSE.c.entry == latest.c.entry)
    return sa.select(PAUSE.c.plan).join(latest, its_own).where(PAUSE.c.paused == sa.true())


_WHOLE = _whole()
_HOLDS = sa.or_(PAUSE.c.until.is_(None), PAUSE.c.until > sa.bindparam("paused_on"))
SILENT = sa.union(_WHOLE.where(_HOLDS), sa.select(PLAN_CLOSED.c.plan))


def on(now: datetime) -> dict[str, date]:
    """Return what `SILENT` must be given: its pauses end when a day begins, long before anybody's hours open."""
    return {"paused_on": local_day(now, "UTC")}


def silent(db: sa.Connection, now: datetime) -> tuple[str, ...]:
    """Return the plans that send no letters at a moment: those that are paused, and those that have ended."""
    return tuple(db.scalars(SILENT, on(now)))


class PausesReading(Part):
    """The reading of pauses."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def of(self, short: str, upto: int | None = None) -> tuple[Pause, ...]:
        return self._sum(short, _ALL, upto, self._of)

    def whole(self) -> tuple[str, ...]:
        return tuple(self._db.scalars(_WHOLE))

    def _of(self, short: str, upto: int) -> tuple[Pause, ...]:
        rows = _OF.named(self._db, short=short, upto=upto)
        names = {person.id: person.name for person in self._people.of(short).persons} if rows else {}
        texts = self._texts(short) if rows else None
        found: list[Pause] = []
        for row in rows:
            scope, at = row["scope"] or "", aware(row["at"])
            found = [
                one.model_copy(update={"ended": at}) if one.scope == scope and one.ended is None else one for one in found
            ]
            if row["paused"] and texts is not None:
                found.append(
                    Pause(
                        id=row["entry"],
                        plan=short,
                        scope=scope,
                        at=at,
                        until=row["until"],
                        by=row["person"],
                        by_name=names.get(row["person"], ""),
                        why=texts(row["entry"], "why", row["why"]),
                    )
                )
        return tuple(found)


class PausesWriting(Changing, PausesReading):
    """The writing of pauses. What changes nothing leaves no entry."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def hold(self, short: str, scope: str = "", until: date | None = None, why: str = "") -> bool:
        there = self._holding(short, scope)
        if there is not None and (there.until, there.why) == (until, why):
            return False
        self._append(short, {"scope": scope or None, "paused": True, "until": until}, why)
        return True

    def let_go(self, short: str, scope: str = "") -> bool:
        if self._holding(short, scope) is None:
            return False
        self._append(short, {"scope": scope or None, "paused": False}, "")
        return True

    def _holding(self, short: str, scope: str) -> Pause | None:
        """Return the pause of that scope that nobody has ended."""
        return next((one for one in self.of(short) if one.scope == scope and one.ended is None), None)

    def _append(self, short: str, values: dict[str, object], why: str) -> None:
        self._entries.append(short, EntryKind.PAUSE, self._by, [(PAUSE, values)], str(values["scope"] or "") or None, why or None)


# Made once: to make a statement takes longer than to run it.
_OF = Prepared(
    sa.select(PAUSE.c.entry, PAUSE.c.scope, PAUSE.c.paused, PAUSE.c.until, ENTRY.c.at, ENTRY.c.why, MEMBERSHIP.c.person)
    .select_from(
        PAUSE.join(ENTRY, sa.and_(ENTRY.c.plan == PAUSE.c.plan, ENTRY.c.number == PAUSE.c.entry)).outerjoin(
            MEMBERSHIP, sa.and_(MEMBERSHIP.c.plan == PAUSE.c.plan, MEMBERSHIP.c.whom == ENTRY.c.person)
        )
    )
    .where(PAUSE.c.plan == sa.bindparam("short"), PAUSE.c.entry <= sa.bindparam("upto"))
    .order_by(PAUSE.c.entry)
)
