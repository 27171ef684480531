"""Absences, snoozes and hand-overs in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.model.absences.absence import Absence, HandOver, Snooze, StoodIn
from bot.model.record.entry import EntryKind
from bot.rules.asking.absence import as_it_stands
from store.content.sums import Sum
from store.database.columns import aware
from store.database.prepared import Prepared
from store.entries import EntriesWriting
from store.hand_overs import hand_overs
from store.reading import LAST, Changing, Connected, Part
from store.tables.absences import ABSENCE, HAND_OVER, SNOOZE
from store.tables.entries import ENTRY
from store.tables.people import MEMBERSHIP

Told = Mapping[str, Any]  # an absence as it was told, by the columns of its row
_ALL: Sum[tuple[Snooze, ...]] = Sum(EntryKind.SNOOZE)


class AbsencesReading(Part):
    """The reading of snoozes and hand-overs."""

    def snoozes(self, short: str, upto: int | None = None) -> tuple[Snooze, ...]:
        return self._sum(short, _ALL, upto, self._snoozes)

    def _snoozes(self, short: str, upto: int) -> tuple[Snooze, ...]:
        rows = _SNOOZES.named(self._db, short=short, upto=upto)
        if not rows:
            return ()
        texts = self._texts(short)
        return tuple(
            Snooze(
                id=row["entry"],
                ref=row["ref"],
                person=row["person"],
                until=row["until"],
                capacity=row["capacity"] or "",
                why=texts(row["entry"], "why", row["why"]),
                at=aware(row["at"]),
            )
            for row in rows
        )

    def hand_overs(self, short: str, upto: int | None = None) -> tuple[HandOver, ...]:
        version, kept = self._version(short), self._known.hand_overs.get(short)
        if kept is None or kept[0] != version:
            kept = self._known.hand_overs[short] = (version, hand_overs(self._db, short))
        return as_it_stands(one for one in kept[1] if upto is None or one.last <= upto)


class AbsencesWriting(Changing, AbsencesReading):
    """The writing of absences, snoozes and hand-overs. What hangs on the plan's people or owners is read anew."""

    def __init__(self, connected: Connected, entries: EntriesWriting) -> None:
        super().__init__(connected)
        self._entries = entries

    def say(self, short: str, absence: Absence, void: bool = False) -> int:
        deputy = None if absence.deputy is None else self._entries.whom(short, absence.deputy)
        days = {"starts": absence.starts, "ends": absence.ends, "deputy": deputy, "void": void}
        row = {"absence": absence.id or None, "whom": self._entries.whom(short, absence.person), **days}
        number = self._entries.append(short, EntryKind.ABSENCE, self._by, [(ABSENCE, row)])
        self._touch(short)
        return number

    def snooze(self, short: str, snooze: Snooze) -> int:
        by = self._by.model_copy(update={"capacity": snooze.capacity})
        row = {"ref": snooze.ref, "whom": self._entries.whom(short, snooze.person), "until": snooze.until}
        return self._entries.append(short, EntryKind.SNOOZE, by, [(SNOOZE, row)], about=snooze.ref, why=snooze.why)

    def hand_over(self, short: str, hand_over: HandOver, capacity: str) -> int:
        by = self._by.model_copy(update={"capacity": capacity})
        roles = {"from_role": hand_over.from_role, "to_role": hand_over.to_role}
        row = {"hand_over": hand_over.id or None, "ref": hand_over.ref, "step": hand_over.step.value, **roles}
        number = self._entries.append(short, EntryKind.HAND_OVER, by, [(HAND_OVER, row)], about=hand_over.ref)
        self._touch(short)
        return number


def absences(
    db: sa.Connection, short: str, upto: int | None, ids: Mapping[str, int]
) -> tuple[tuple[Absence, ...], tuple[StoodIn, ...]]:
    """Return who is away when, as the entries up to a number say, oldest first, and which deputies were to act until some of it
    was said anew. `ids` are the plan's people by the id that its entries name them by."""
    latest: dict[int, Told] = {}
    named: dict[int, int] = {}  # the entry since which its deputy is the same
    relieved: list[tuple[Told, int]] = []  # what was said before, and the entry that said it anew
    for row in _ABSENCES.named(db, short=short, upto=_bound(upto)):
        number, before = row["absence"] or row["entry"], latest.get(row["absence"] or 0)
        if before is None or before["deputy"] != row["deputy"]:
            named[number] = row["entry"]
        if before is not None and _relieves(row, before):
            relieved.append((before, row["entry"]))
        latest[number] = row
    noted = made_at(db, short, [*named.values(), *(entry for _, entry in relieved)])
    away = (
        _absence(number, row, ids, noted[named[number]])
        for number, row in sorted(latest.items())
        if not row["void"] and row["whom"] in ids
    )
    stood_in = (
        StoodIn(absence=_absence(row["absence"] or row["entry"], row, ids), until=aware(noted[entry]))
        for row, entry in relieved
        if row["whom"] in ids
    )
    return tuple(away), tuple(stood_in)


def _relieves(row: Told, before: Told) -> bool:
    """Say if a deputy who was named before acts on fewer days once an absence is said anew."""
    if before["void"] or before["deputy"] is None:
        return False
    fewer = row["starts"] > before["starts"] or row["ends"] < before["ends"]
    return bool(fewer or row["void"] or row["deputy"] != before["deputy"])


def _absence(number: int, row: Told, ids: Mapping[str, int], noted: datetime | None = None) -> Absence:
    return Absence(
        id=number,
        person=ids[row["whom"]],
        starts=row["starts"],
        ends=row["ends"],
        deputy=ids.get(row["deputy"] or ""),
        noted=None if noted is None else aware(noted),
    )


def made_at(db: sa.Connection, short: str, numbers: Sequence[int]) -> Mapping[int, datetime]:
    """Return when these entries of a plan were made."""
    return {number: aware(at) for number, at in _MADE_AT.rows(db, short=short, numbers=numbers)}


def _bound(upto: int | None) -> int:
    return LAST if upto is None else upto


# Made once: to make one of these takes longer than to run it.
_PLAN: sa.BindParameter[str] = sa.bindparam("short")
_UPTO: sa.BindParameter[int] = sa.bindparam("upto")
_MEMBER = sa.and_(MEMBERSHIP.c.plan == _PLAN, MEMBERSHIP.c.whom == SNOOZE.c.whom)
_LATEST = (
    sa.select(sa.func.max(SNOOZE.c.entry).label("entry"))
    .where(SNOOZE.c.plan == _PLAN, SNOOZE.c.entry <= _UPTO)
    .group_by(SNOOZE.c.ref, SNOOZE.c.whom)
)
_SNOOZES = Prepared(
    sa.select(*(SNOOZE.c.entry, SNOOZE.c.ref, SNOOZE.c.until, MEMBERSHIP.c.person, ENTRY.c.capacity, ENTRY.c.why, ENTRY.c.at))
    .join(ENTRY, sa.and_(ENTRY.c.plan == _PLAN, ENTRY.c.number == SNOOZE.c.entry))
    .join(MEMBERSHIP, _MEMBER)
    .where(SNOOZE.c.plan == _PLAN, SNOOZE.c.until.is_not(None), SNOOZE.c.entry.in_(_LATEST))
    .order_by(SNOOZE.c.entry)
)
_ABSENCES = Prepared(sa.select(ABSENCE).where(ABSENCE.c.plan == _PLAN, ABSENCE.c.entry <= _UPTO).order_by(ABSENCE.c.entry))
_MADE_AT = Prepared(
    sa.select(ENTRY.c.number, ENTRY.c.at).where(
        ENTRY.c.plan == _PLAN, ENTRY.c.number.in_(sa.bindparam("numbers", expanding=True))
    )
)
