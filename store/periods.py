"""The board's cycle in the record: freezes, and what leads write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.model.board.period import Freeze, Narrative, OwnerAsked, SettingsKept
from bot.model.letters.nudge import Cause
from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.model.status import Status
from bot.ports.people import PeopleView
from store.content.made import columns_of, header_of, made, made_by, some_of, still_counts
from store.content.removed import Texts
from store.content.sums import Sum
from store.database.columns import aware, day_of
from store.database.prepared import Prepared
from store.entries import EntriesWriting, Row
from store.reading import LAST, Changing, Connected, Part
from store.tables.board import FREEZE, NARRATIVE, UNFREEZE
from store.tables.entries import ENTRY
from store.tables.office import SETTINGS
from store.tables.people import MEMBERSHIP
from store.tables.statements import ASKED, ASKED_MILESTONE, WITHDRAWAL

Told = Mapping[str, Any]
_FROZEN: Sum[tuple[Freeze, ...]] = Sum(EntryKind.FREEZE, EntryKind.UNFREEZE)
_TOLD: Sum[tuple[Narrative, ...]] = Sum(EntryKind.NARRATIVE, EntryKind.WITHDRAWAL)
WORDS = ("moved", "next", "escalate")


class PeriodsReading(Part):
    """The reading of freezes and narratives."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people
        self._kept: dict[tuple[str, datetime], SettingsKept | None] = {}  # asked for each person, most at the same moment

    def freezes(self, short: str, upto: int | None = None) -> tuple[Freeze, ...]:
        return self._sum(short, _FROZEN, upto, self._freezes)

    def _freezes(self, short: str, upto: int) -> tuple[Freeze, ...]:
        within = {"short": short, "upto": upto}
        rows = _FREEZES.named(self._db, **within)
        if not rows:
            return ()
        names, texts = self._names(short), self._texts(short)
        unfrozen = _UNFROZEN.named(self._db, **within)
        void = {row["freeze"]: (aware(row["at"]), texts(row["entry"], "why", row["why"])) for row in unfrozen}
        read = (
            self._noted.passed_over(Kept.ENTRY, row["entry"], partial(_freeze, short, row, void, names), short) for row in rows
        )
        return tuple(one for one in read if one is not None)

    def narratives(self, short: str, upto: int | None = None) -> tuple[Narrative, ...]:
        return self._sum(short, _TOLD, upto, self._narratives)

    def _narratives(self, short: str, upto: int) -> tuple[Narrative, ...]:
        rows = _NARRATIVES.named(self._db, short=short, upto=upto)
        if not rows:
            return ()
        names, texts = self._names(short), self._texts(short)
        made = ((row["entry"], partial(_narrative, short, row, names, texts)) for row in rows)
        read = (self._noted.passed_over(Kept.ENTRY, entry, make, short) for entry, make in made)
        return tuple(one for one in read if one is not None)

    def owners_asked(self, short: str, after: int, since: int, upto: int | None = None) -> tuple[OwnerAsked, ...]:
        within = {"short": short, "after": after, "since": since, "upto": LAST if upto is None else upto}
        rows = _OWNERS_ASKED.rows(self._db, **within, cause=Cause.PERIOD.value)
        return tuple(OwnerAsked(person, ref, aware(taken), bool(ours)) for person, ref, taken, ours in rows)

    def settings_after(self, short: str, moment: datetime) -> SettingsKept | None:
        if (short, moment) not in self._kept:
            row = self._db.execute(_KEPT, {"short": short, "moment": moment}).first()
            self._kept[short, moment] = None if row is None else SettingsKept(row.entry, aware(row.at))
        return self._kept[short, moment]

    def _names(self, short: str) -> Mapping[int, str]:
        return {person.id: person.name for person in self._people.of(short).persons}


class PeriodsWriting(Changing, PeriodsReading):
    """The writing of freezes and narratives."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def freeze(self, freeze: Freeze) -> Freeze:
        row: Row = (FREEZE, freeze.model_dump(include={"audience", "meeting", "as_at", "upto"}))
        by = self._by.model_copy(update={"capacity": freeze.capacity or self._by.capacity})
        number = self._entries.append(freeze.plan, EntryKind.FREEZE, by, [row])
        return next(one for one in self.freezes(freeze.plan) if one.id == number)

    def unfreeze(self, freeze: Freeze, why: str) -> Freeze:
        self._entries.append(freeze.plan, EntryKind.UNFREEZE, self._by, [(UNFREEZE, {"freeze": freeze.id})], why=why)
        self._touch(freeze.plan)  # it may have to be frozen again before its hours next open
        return next(one for one in self.freezes(freeze.plan) if one.id == freeze.id)

    def narrate(self, narrative: Narrative) -> Narrative:
        values = narrative.model_dump(include={"priority", "meeting", "drawn_from", *WORDS})
        values |= {"status": narrative.status.value, "forecast": narrative.forecast.value}
        by = self._by.model_copy(update={"capacity": narrative.capacity or self._by.capacity})
        rows: list[Row] = [(NARRATIVE, values)]
        number = self._entries.append(narrative.plan, EntryKind.NARRATIVE, by, rows, about=str(narrative.priority))
        return next(one for one in self.narratives(narrative.plan) if one.id == number)

    def take_back(self, short: str, number: int, why: str) -> None:
        told = self._entries.entry(short, number)
        assert told is not None
        row: Row = (WITHDRAWAL, {"withdraws": number})
        self._entries.append(short, EntryKind.WITHDRAWAL, self._by, [row], about=told.fields.get("about"), why=why)


def _freeze(short: str, row: Told, void: Mapping[int, tuple[datetime, str]], names: Mapping[int, str]) -> Freeze:
    at, why = void.get(row["entry"], (None, ""))
    return Freeze(
        id=row["entry"],
        plan=short,
        audience=row["audience"],
        meeting=day_of(row["meeting"]),
        as_at=aware(row["as_at"]),
        upto=row["upto"],
        void=row["entry"] in void,
        void_at=at,
        why=why,
        **made(row, names),
    )


def _narrative(short: str, row: Told, names: Mapping[int, str], texts: Texts) -> Narrative:
    meeting = day_of(row["meeting"])
    assert meeting is not None  # its column takes no NULL
    return Narrative(
        id=row["entry"],
        plan=short,
        priority=row["priority"],
        meeting=meeting,
        status=Status(row["status"]),
        **{name: texts(row["entry"], name, row[name]) for name in WORDS},
        forecast=Status(row["forecast"]),
        drawn_from=row["drawn_from"] or "",
        **made(row, names),
    )


# Made once: to make one of these takes longer than to run it.
def _all_of(table: sa.Table, *these: sa.ColumnElement[bool]) -> Prepared[Any]:
    found = sa.select(*columns_of(table), *header_of()).select_from(made_by(table))
    return Prepared(found.where(*some_of(table), *these).order_by(table.c.entry))


_FREEZES = _all_of(FREEZE)
_UNFROZEN = _all_of(UNFREEZE)
_NARRATIVES = _all_of(NARRATIVE, still_counts(NARRATIVE))
_KEPT = (
    sa.select(SETTINGS.c.entry, ENTRY.c.at)
    .join(ENTRY, sa.and_(ENTRY.c.plan == SETTINGS.c.plan, ENTRY.c.number == SETTINGS.c.entry))
    .where(SETTINGS.c.plan == sa.bindparam("short"), ENTRY.c.at > sa.bindparam("moment", type_=ENTRY.c.at.type))
    .order_by(SETTINGS.c.entry)
    .limit(1)
)
_FOR_PAPERS = (
    sa.select(ASKED_MILESTONE.c.entry)
    .where(ASKED_MILESTONE.c.plan == sa.bindparam("short"), ASKED_MILESTONE.c.entry > sa.bindparam("after"))
    .where(ASKED_MILESTONE.c.cause == sa.bindparam("cause"))
)
_OURS = ASKED.c.entry.in_(_FOR_PAPERS)
_OWNERS_ASKED = Prepared(
    sa.select(MEMBERSHIP.c.person, ASKED_MILESTONE.c.ref, ASKED.c.taken, _OURS)
    .select_from(
        ASKED.join(
            ASKED_MILESTONE, sa.and_(ASKED_MILESTONE.c.plan == ASKED.c.plan, ASKED_MILESTONE.c.entry == ASKED.c.entry)
        ).join(MEMBERSHIP, sa.and_(MEMBERSHIP.c.plan == ASKED.c.plan, MEMBERSHIP.c.whom == ASKED.c.whom))
    )
    .where(ASKED.c.plan == sa.bindparam("short"), ASKED.c.letter.is_not(None))
    .where(ASKED.c.entry > sa.bindparam("after"), ASKED.c.entry <= sa.bindparam("upto"))
    .where(sa.or_(_OURS, ASKED.c.entry > sa.bindparam("since")))
    .order_by(ASKED.c.entry, ASKED_MILESTONE.c.ref)
)
