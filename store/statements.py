"""Statements read back from their entries: updates, corrections and confirmations, each with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial

import sqlalchemy as sa

from bot.model.entry import EntryKind
from bot.model.trouble import Kept
from bot.model.update import Evidence, EvidenceType, Statement, Status, Update, Withdrawn
from bot.ports.people import PeopleView
from store.columns import aware
from store.reading import Connected, Part
from store.tables.entries import ENTRY
from store.tables.people import MEMBERSHIP
from store.tables.statements import CONFIRMATION, EVIDENCE, UPDATE, WITHDRAWAL
from store.unread import WRONG

AT_ONCE = 10_000  # numbers named in one query


class StatementsReading(Part):
    """Reads what was said up to an entry, without what was withdrawn or corrected by then. None is no bound."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def said(
        self, short: str, upto: int | None = None, refs: Collection[str] | None = None, after: int = 0
    ) -> dict[str, list[Statement]]:
        """Return what was said of each milestone after an entry, in its order: as much of it as says whose word counts."""
        said = _said(short)
        query = sa.select(
            said.c.entry, said.c.ref, said.c.corrects, ENTRY.c.capacity, UPDATE.c.status, sa.cast(UPDATE.c.forecast, sa.String)
        ).select_from(_whole(short, said))
        if after:
            query = query.where(said.c.entry > after)
        if upto is not None:
            query = query.where(said.c.entry <= upto)
        if refs is not None:
            query = query.where(said.c.ref.in_(refs))
        rows = self._db.execute(query.order_by(said.c.entry)).all()
        gone = self._withdrawn(short, upto)
        gone |= {corrects for entry, _, corrects, *_ in rows if corrects is not None and entry not in gone}
        first: dict[int, int] = {}
        found: dict[str, list[Statement]] = {}
        for entry, ref, corrects, capacity, status, forecast in rows:
            if corrects is not None:
                first[entry] = first.get(corrects, corrects)
            if entry not in gone:
                found.setdefault(ref, []).append(_statement(entry, capacity or "", status, forecast, first.get(entry, 0)))
        return found

    def every(self, short: str, ref: str, upto: int | None) -> Sequence[int]:
        """Return the numbers of all that was said of a milestone, withdrawn, corrected or not."""
        said = _said(short)
        mine = sa.select(said.c.entry).where(said.c.ref == ref).order_by(said.c.entry)
        return self._db.scalars(mine if upto is None else mine.where(said.c.entry <= upto)).all()

    def withdrawals(self, short: str, after: int = 0, upto: int | None = None) -> tuple[Withdrawn, ...]:
        """Return what was withdrawn after an entry, in the order in which it was."""
        made, told = ENTRY.alias("made"), ENTRY.alias("told")
        by, said_by = MEMBERSHIP.alias("by"), MEMBERSHIP.alias("said_by")
        columns = (WITHDRAWAL.c.entry, WITHDRAWAL.c.withdraws, told.c.kind, told.c.about, made.c.at, made.c.why)
        query = (
            sa.select(*columns, by.c.person.label("by"), said_by.c.person.label("said_by"))
            .select_from(WITHDRAWAL)
            .join(made, sa.and_(made.c.plan == WITHDRAWAL.c.plan, made.c.number == WITHDRAWAL.c.entry))
            .join(told, sa.and_(told.c.plan == WITHDRAWAL.c.plan, told.c.number == WITHDRAWAL.c.withdraws))
            .outerjoin(by, sa.and_(by.c.plan == WITHDRAWAL.c.plan, by.c.whom == made.c.person))
            .outerjoin(said_by, sa.and_(said_by.c.plan == WITHDRAWAL.c.plan, said_by.c.whom == told.c.person))
            .where(WITHDRAWAL.c.plan == short, WITHDRAWAL.c.entry > after)
            .order_by(WITHDRAWAL.c.entry)
        )
        rows = self._db.execute(query if upto is None else query.where(WITHDRAWAL.c.entry <= upto)).mappings().all()
        names = {person.id: person.name for person in self._people.of(short).persons} if rows else {}
        return tuple(_withdrawal(row, names) for row in rows)

    def updates(self, short: str, numbers: Sequence[int], upto: int | None = None) -> tuple[Update, ...]:
        """Return those of the statements that can be read, oldest first, each with the evidence that was offered for it."""
        found: list[Update] = []
        for first in range(0, len(numbers), AT_ONCE):
            found += self._updates(short, sorted(numbers)[first : first + AT_ONCE], upto)
        return tuple(found)

    def _updates(self, short: str, numbers: Sequence[int], upto: int | None) -> Iterable[Update]:
        names = {person.id: person.name for person in self._people.of(short).persons}
        rows = self._rows(short, numbers)
        corrected = self._corrected(short) if any(row is not None and row["corrects"] for row in rows.values()) else {}
        offered = self._evidence(
            short, {row["words"] for row in rows.values() if row is not None} | set(corrected.values()), upto
        )
        for number, row in rows.items():
            update = self._noted.passed_over(Kept.ENTRY, number, partial(_update, row, names), short)
            if update is not None:
                known = [*offered.get(update.confirms or update.id, ())]
                before = corrected.get(number)
                while before is not None:  # a correction keeps the evidence of what it takes the place of
                    known = [*offered.get(before, ()), *known]
                    before = corrected.get(before)
                yield update.model_copy(update={"evidence": tuple(known)})

    def _corrected(self, short: str) -> dict[int, int]:
        """Return the statement that each correction takes the place of: the one whose words it corrects."""
        words = sa.func.coalesce(CONFIRMATION.c.confirms, UPDATE.c.corrects).label("words")
        again = sa.and_(CONFIRMATION.c.plan == UPDATE.c.plan, CONFIRMATION.c.entry == UPDATE.c.corrects)
        query = sa.select(UPDATE.c.entry, words).select_from(UPDATE.outerjoin(CONFIRMATION, again))
        rows = self._db.execute(query.where(UPDATE.c.plan == short, UPDATE.c.corrects.is_not(None)))
        return {row.entry: row.words for row in rows}

    def _rows(self, short: str, numbers: Sequence[int]) -> Mapping[int, sa.RowMapping | None]:
        """Return the rows of those statements by their numbers. None for one that holds what is no date."""
        said = _said(short)
        columns = (said.c.entry, said.c.words, said.c.corrects, said.c.drawn_from, said.c.letter, MEMBERSHIP.c.person.label("by"))
        member = sa.and_(MEMBERSHIP.c.plan == short, MEMBERSHIP.c.whom == ENTRY.c.person)
        query = sa.select(*columns, *_WORDS, *_HEADER).select_from(_whole(short, said).outerjoin(MEMBERSHIP, member))
        try:
            rows = self._db.execute(query.where(said.c.entry.in_(numbers)).order_by(said.c.entry)).mappings().all()
            return {row["entry"]: row for row in rows}
        except WRONG:
            return {number: self._row(query.where(said.c.entry == number)) for number in numbers}

    def _row(self, query: sa.Select[tuple[object, ...]]) -> sa.RowMapping | None:
        try:
            return self._db.execute(query).mappings().first()
        except WRONG:
            return None

    def _evidence(self, short: str, updates: Collection[int], upto: int | None) -> Mapping[int, Sequence[Evidence]]:
        offered = sa.select(EVIDENCE.c.entry, EVIDENCE.c.update, EVIDENCE.c.url, EVIDENCE.c.type, EVIDENCE.c.shows)
        offered = offered.where(EVIDENCE.c.plan == short, EVIDENCE.c.update.in_(updates))
        if upto is not None:
            offered = offered.where(EVIDENCE.c.entry <= upto)
        gone = self._withdrawn(short, upto)
        found: dict[int, list[Evidence]] = {}
        for entry, update, url, kind, shows in self._db.execute(offered.order_by(EVIDENCE.c.entry)):
            if entry in gone:
                continue
            evidence = self._noted.passed_over(Kept.EVIDENCE, entry, partial(_evidence, entry, url, kind, shows), short)
            if evidence is not None:
                found.setdefault(update, []).append(evidence)
        return found

    def _withdrawn(self, short: str, upto: int | None) -> set[int]:
        withdrawn = sa.select(WITHDRAWAL.c.withdraws).where(WITHDRAWAL.c.plan == short)
        return set(self._db.scalars(withdrawn if upto is None else withdrawn.where(WITHDRAWAL.c.entry <= upto)))


_HEADER = (ENTRY.c.at, ENTRY.c.capacity, ENTRY.c.platform, ENTRY.c.said)
_WORDS = (
    *(UPDATE.c.plan, UPDATE.c.ref, UPDATE.c.status, UPDATE.c.narrative, UPDATE.c.path_to_green, UPDATE.c.forecast),
    *(UPDATE.c.no_evidence_reason, UPDATE.c.decision_wanted),
)


def _said(short: str) -> sa.Subquery:
    """Name every statement of a plan. Its words stand in the row of the entry `words`: a confirmation's are another's."""
    updates = sa.select(
        *(UPDATE.c.entry, UPDATE.c.ref, UPDATE.c.entry.label("words"), UPDATE.c.corrects, UPDATE.c.drawn_from, UPDATE.c.letter)
    ).where(UPDATE.c.plan == short)
    again = sa.select(
        *(CONFIRMATION.c.entry, CONFIRMATION.c.ref, CONFIRMATION.c.confirms, sa.cast(sa.null(), sa.Integer)),
        *(CONFIRMATION.c.drawn_from, CONFIRMATION.c.letter),
    ).where(CONFIRMATION.c.plan == short)
    return sa.union_all(updates, again).subquery("said")


def _whole(short: str, said: sa.Subquery) -> sa.Join:
    """Join each statement with its words and its header."""
    words = sa.and_(UPDATE.c.plan == short, UPDATE.c.entry == said.c.words)
    return said.join(UPDATE, words).join(ENTRY, sa.and_(ENTRY.c.plan == short, ENTRY.c.number == said.c.entry))


def _statement(number: int, capacity: str, status: str, forecast: str | None, corrects: int) -> Statement:
    try:
        return Statement(number, capacity, Status(status), date.fromisoformat(forecast) if forecast else None, corrects)
    except ValueError:
        return Statement(number, capacity, None, corrects=corrects)


def _withdrawal(row: sa.RowMapping, names: Mapping[int, str]) -> Withdrawn:
    return Withdrawn(
        id=row["entry"],
        number=row["withdraws"],
        is_evidence=row["kind"] == EntryKind.EVIDENCE.value,
        ref=row["about"] or "",
        at=aware(row["at"]),
        by=row["by"],
        by_name=names.get(row["by"], ""),
        said_by=row["said_by"],
        why=row["why"] or "",
    )


def _update(row: sa.RowMapping | None, names: Mapping[int, str]) -> Update:
    if row is None:
        raise ValueError("what should be a date is none")
    by = row["by"] or 0
    return Update(
        id=row["entry"],
        plan=row["plan"],
        ref=row["ref"],
        status=Status(row["status"]),
        narrative=row["narrative"] or "",
        path_to_green=row["path_to_green"] or "",
        forecast=row["forecast"],
        no_evidence_reason=row["no_evidence_reason"] or "",
        decision_wanted=row["decision_wanted"] or "",
        by=by,
        by_name=names.get(by, ""),
        capacity=row["capacity"] or "",
        at=aware(row["at"]),
        platform=row["platform"] or "",
        said=row["said"] or "",
        drawn_from=row["drawn_from"] or "",
        letter=row["letter"] or "",
        corrects=row["corrects"],
        confirms=row["words"] if row["words"] != row["entry"] else None,
    )


def _evidence(number: int, url: str | None, kind: str, shows: str | None) -> Evidence:
    return Evidence(id=number, url=url or "", kind=EvidenceType(kind), shows=shows or "")
