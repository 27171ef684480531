"""Assurances in the record: verdicts on what was declared complete."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.model.updates.assurance import Assurance, Verdict
from bot.ports.people import PeopleView
from store.content.removed import Texts
from store.content.sums import Sum
from store.database.columns import aware
from store.database.prepared import Prepared
from store.entries import EntriesWriting, Row
from store.reading import Changing, Connected, Part
from store.tables.assurances import ASSURANCE, ASSURANCE_EVIDENCE
from store.tables.entries import ENTRY
from store.tables.people import MEMBERSHIP
from store.tables.statements import WITHDRAWAL

_ALL: Sum[tuple[Assurance, ...]] = Sum(EntryKind.ASSURANCE, EntryKind.WITHDRAWAL)
Told = Mapping[str, Any]  # a verdict as it was told, by the columns of its row


class AssurancesReading(Part):
    """Reads verdicts up to an entry, without those that were taken back by then. None is no bound."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def verdicts(self, short: str, ref: str | None = None, upto: int | None = None) -> tuple[Assurance, ...]:
        found = self._sum(short, _ALL, upto, self._read)
        return found if ref is None else tuple(one for one in found if one.ref == ref)

    def _read(self, short: str, upto: int) -> tuple[Assurance, ...]:
        rows = _VERDICTS.named(self._db, short=short, upto=upto)
        if not rows:
            return ()
        names, texts = self._names(short), self._texts(short)
        rests: dict[int, list[int]] = {row["entry"]: [] for row in rows}
        for entry, evidence in _RESTS_ON.rows(self._db, short=short, numbers=list(rests)):
            rests[entry].append(evidence)
        read = (
            self._noted.passed_over(
                Kept.ENTRY, row["entry"], partial(_assurance, short, row, rests[row["entry"]], names, texts), short
            )
            for row in rows
        )
        return tuple(one for one in read if one is not None)

    def _names(self, short: str) -> Mapping[int, str]:
        return {person.id: person.name for person in self._people.of(short).persons}


class AssurancesWriting(Changing, AssurancesReading):
    """The writing of verdicts."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def judge(self, verdict: Assurance) -> Assurance:
        made = self.verdicts(verdict.plan, verdict.ref)
        known = (one for one in made if one.drawn_from and (one.by, one.drawn_from) == (verdict.by, verdict.drawn_from))
        if (before := next(known, None)) is not None:
            return before
        named = ("ref", "update", "level", "drawn_from")
        rows: list[Row] = [(ASSURANCE, {**{name: getattr(verdict, name) for name in named}, "verdict": verdict.verdict.value})]
        rows += [(ASSURANCE_EVIDENCE, {"position": at, "evidence": one}) for at, one in enumerate(verdict.evidence, 1)]
        by = self._by.model_copy(update={"person": verdict.by, "capacity": verdict.capacity})
        number = self._entries.append(verdict.plan, EntryKind.ASSURANCE, by, rows, about=verdict.ref, why=verdict.why)
        return next(one for one in self.verdicts(verdict.plan, verdict.ref) if one.id == number)

    def take_back(self, short: str, number: int) -> int:
        told = self._entries.entry(short, number)
        assert told is not None
        by = self._by.model_copy(update={"capacity": told.fields.get("capacity", "")})
        rows: list[Row] = [(WITHDRAWAL, {"withdraws": number})]
        return self._entries.append(short, EntryKind.WITHDRAWAL, by, rows, about=told.fields.get("about"))


def _assurance(short: str, row: Told, evidence: Iterable[int], names: Mapping[int, str], texts: Texts) -> Assurance:
    by = row["by"] or 0
    return Assurance(
        id=row["entry"],
        plan=short,
        ref=row["ref"],
        update=row["update"],
        verdict=Verdict(row["verdict"]),
        level=row["level"] or "",
        why=texts(row["entry"], "why", row["why"]),
        by=by,
        by_name=names.get(by, ""),
        capacity=row["capacity"] or "",
        at=aware(row["at"]),
        evidence=tuple(evidence),
        drawn_from=row["drawn_from"] or "",
    )


# Made once: to make one of these takes longer than to run it.
_PLAN: sa.BindParameter[str] = sa.bindparam("short")
_UPTO: sa.BindParameter[int] = sa.bindparam("upto")


def _is_withdrawn(number: sa.ColumnElement[int]) -> sa.Exists:
    return sa.exists().where(WITHDRAWAL.c.plan == _PLAN, WITHDRAWAL.c.withdraws == number, WITHDRAWAL.c.entry <= _UPTO)


def _told(rows: sa.Table, *columns: sa.ColumnElement[Any], these: Collection[sa.ColumnElement[bool]] = ()) -> Prepared[Any]:
    """Select some verdicts that stand, each with who gave it, oldest first."""
    header = sa.and_(ENTRY.c.plan == _PLAN, ENTRY.c.number == rows.c.entry)
    member = sa.and_(MEMBERSHIP.c.plan == _PLAN, MEMBERSHIP.c.whom == ENTRY.c.person)
    said = (ENTRY.c.at, ENTRY.c.capacity, ENTRY.c.why, MEMBERSHIP.c.person.label("by"))
    found = sa.select(rows.c.plan, rows.c.entry, rows.c.ref, rows.c.verdict, *columns, *said)
    stand = (rows.c.plan == _PLAN, rows.c.entry <= _UPTO, ~_is_withdrawn(rows.c.entry), *these)
    whole = found.select_from(rows.join(ENTRY, header).outerjoin(MEMBERSHIP, member))
    return Prepared(whole.where(*stand).order_by(rows.c.entry))


_COLUMNS = (ASSURANCE.c.update, ASSURANCE.c.level, ASSURANCE.c.drawn_from)
_VERDICTS = _told(ASSURANCE, *_COLUMNS)
_RESTS_ON = Prepared(
    sa.select(ASSURANCE_EVIDENCE.c.entry, ASSURANCE_EVIDENCE.c.evidence)
    .where(ASSURANCE_EVIDENCE.c.plan == _PLAN, ASSURANCE_EVIDENCE.c.entry.in_(sa.bindparam("numbers", expanding=True)))
    .order_by(ASSURANCE_EVIDENCE.c.entry, ASSURANCE_EVIDENCE.c.position)
)
