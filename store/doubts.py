"""Doubts in the record: what did not fit in a statement when it was made, and the answer to what was asked about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.model.updates.doubt import Doubt, DoubtKind, Misfit
from bot.ports.people import PeopleView
from store.content.removed import Texts
from store.database.columns import aware
from store.database.prepared import Prepared
from store.entries import EntriesWriting, Row
from store.reading import LAST, Changing, Connected, Part
from store.tables.assurances import DOUBT, DOUBT_FOUND
from store.tables.entries import ENTRY
from store.tables.people import MEMBERSHIP
from store.tables.statements import WITHDRAWAL

Told = Mapping[str, Any]


class DoubtsReading(Part):
    """The reading of doubts."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def of(self, short: str, ref: str, upto: int | None = None) -> tuple[Doubt, ...]:
        return self._read(short, _OF.named(self._db, short=short, ref=ref, upto=LAST if upto is None else upto))

    def between(self, short: str, after: int, upto: int) -> tuple[Doubt, ...]:
        return self._read(short, _BETWEEN.named(self._db, short=short, after=after, upto=upto))

    def _read(self, short: str, rows: Sequence[Told]) -> tuple[Doubt, ...]:
        if not rows:
            return ()
        names, texts = {person.id: person.name for person in self._people.of(short).persons}, self._texts(short)
        found = []
        for number, of in groupby(rows, lambda row: int(row["entry"])):
            read = partial(_doubt, list(of), names, texts)
            doubt = self._noted.passed_over(Kept.ENTRY, number, read, short)
            if doubt is not None:
                found.append(doubt)
        return tuple(found)


class DoubtsWriting(Changing, DoubtsReading):
    """The writing of doubts."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def note(self, doubt: Doubt, capacity: str) -> int:
        asked = None if doubt.asked is None else doubt.asked.value
        rows: list[Row] = [(DOUBT, {"ref": doubt.ref, "update": doubt.update, "asked": asked, "answer": doubt.answer})]
        rows += [(DOUBT_FOUND, {"kind": one.kind.value, "about": one.about}) for one in doubt.found]
        by = self._by.model_copy(update={"capacity": capacity})
        return self._entries.append(doubt.plan, EntryKind.DOUBT, by, rows, about=doubt.ref)


def _doubt(rows: Sequence[Told], names: Mapping[int, str], texts: Texts) -> Doubt:
    first = rows[0]
    kinds = {DoubtKind(row["kind"]): row["found_about"] for row in rows}
    return Doubt(
        id=first["entry"],
        plan=first["plan"],
        ref=first["ref"],
        update=first["update"],
        found=tuple(Misfit(kind, kinds[kind]) for kind in DoubtKind if kind in kinds),
        asked=DoubtKind(first["asked"]) if first["asked"] else None,
        answer=texts(first["entry"], "answer", first["answer"]),
        by=first["by"],
        by_name=names.get(first["by"], ""),
        at=aware(first["at"]),
    )


# Made once: to make one of these takes longer than to run it.
_PLAN: sa.BindParameter[str] = sa.bindparam("short")
_UPTO: sa.BindParameter[int] = sa.bindparam("upto")
_FOUND = sa.and_(DOUBT_FOUND.c.plan == DOUBT.c.plan, DOUBT_FOUND.c.entry == DOUBT.c.entry)
_SAID = sa.and_(ENTRY.c.plan == DOUBT.c.plan, ENTRY.c.number == DOUBT.c.entry)
_MEMBER = sa.and_(MEMBERSHIP.c.plan == _PLAN, MEMBERSHIP.c.whom == ENTRY.c.person)
_GONE = sa.exists().where(WITHDRAWAL.c.plan == _PLAN, WITHDRAWAL.c.withdraws == DOUBT.c.update, WITHDRAWAL.c.entry <= _UPTO)
_ALL: sa.Select[tuple[object, ...]] = (
    sa.select(
        *(DOUBT.c.plan, DOUBT.c.entry, DOUBT.c.ref, DOUBT.c.update, DOUBT.c.asked, DOUBT.c.answer),
        *(DOUBT_FOUND.c.kind, DOUBT_FOUND.c.about.label("found_about"), ENTRY.c.at, MEMBERSHIP.c.person.label("by")),
    )
    .select_from(DOUBT.join(DOUBT_FOUND, _FOUND).join(ENTRY, _SAID).outerjoin(MEMBERSHIP, _MEMBER))
    .where(DOUBT.c.plan == _PLAN, DOUBT.c.entry <= _UPTO)
    .order_by(DOUBT.c.entry, DOUBT_FOUND.c.kind)
)
_OF = Prepared(_ALL.where(DOUBT.c.ref == sa.bindparam("ref")))
_BETWEEN = Prepared(_ALL.where(DOUBT.c.entry > sa.bindparam("after"), ~_GONE))
