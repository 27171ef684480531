"""Statements read back from their entries: updates, corrections and confirmations, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.model.board.compliance import Answer
from bot.model.record.entry import STATEMENTS, EntryKind
from bot.model.record.trouble import Kept
from bot.model.status import Status
from bot.model.updates.update import DEPUTY, Evidence, EvidenceType, Statement, Update, Withdrawn
from bot.ports.people import PeopleView
from store.content.removed import Texts
from store.database.columns import aware
from store.database.prepared import Prepared
from store.database.unread import WRONG
from store.reading import LAST, Connected, Part
from store.tables.entries import ENTRY
from store.tables.people import MEMBERSHIP
from store.tables.statements import CONFIRMATION, EVIDENCE, UPDATE, WITHDRAWAL

AT_ONCE = 10_000  # numbers named in one query
FEW = 20  # entries, or statements, that are read on the thread of the loop
Told = Mapping[str, Any]  # a statement as it was told, by the columns of its row


class StatementsReading(Part):
    """Reads what was said up to an entry, without what was withdrawn or corrected by then. None is no bound."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def said(
        self, short: str, upto: int | None = None, refs: Collection[str] | None = None, after: int = 0
    ) -> dict[str, list[Statement]]:
        """Return what was said of each milestone after an entry, in its order: as much of it as says whose word counts."""
        if _bound(upto) - after > FEW:
            self._is_for_a_thread()
        span = {"short": short, "after": after, "upto": _bound(upto)}
        rows = _SAID.rows(self._db, **span) if refs is None else _SAID_OF.rows(self._db, **span, refs=refs)
        gone = {entry for entry, *_, withdrawn in rows if withdrawn}
        gone |= {corrects for entry, _, corrects, *_ in rows if corrects is not None and entry not in gone}
        first: dict[int, int] = {}
        found: dict[str, list[Statement]] = {}
        for entry, ref, corrects, capacity, status, forecast, _ in rows:
            if corrects is not None:
                first[entry] = first.get(corrects, corrects)
            if entry not in gone and status is not None:
                found.setdefault(ref, []).append(_statement(entry, capacity or "", status, forecast, first.get(entry, 0)))
        return found

    def every(self, short: str, ref: str, upto: int | None) -> Sequence[int]:
        """Return the numbers of all that was said of a milestone, withdrawn, corrected or not."""
        return [number for (number,) in _EVERY.rows(self._db, short=short, ref=ref, upto=_bound(upto))]

    def answers(self, short: str, upto: int | None = None) -> tuple[Answer, ...]:
        """Return every statement that was not withdrawn by then, those that were corrected too."""
        rows = self._db.execute(_ANSWERS, {"short": short, "upto": _bound(upto)})
        return tuple(
            Answer(number=number, ref=ref, role=(capacity or "").removeprefix(DEPUTY), status=status or "", at=aware(at))
            for number, ref, capacity, status, at in rows
        )

    def withdrawals(self, short: str, after: int = 0, upto: int | None = None) -> tuple[Withdrawn, ...]:
        """Return what was withdrawn after an entry, in the order in which it was."""
        self._is_for_a_thread()
        rows = _WITHDRAWN.named(self._db, short=short, after=after, upto=_bound(upto))
        if not rows:
            return ()
        names, texts = {person.id: person.name for person in self._people.of(short).persons}, self._texts(short)
        return tuple(_withdrawal(row, names, texts) for row in rows)

    def updates(self, short: str, numbers: Sequence[int], upto: int | None = None) -> tuple[Update, ...]:
        """Return those of the statements that can be read, oldest first, each with the evidence that was offered for it."""
        if len(numbers) > FEW:
            self._is_for_a_thread()
        found: list[Update] = []
        for first in range(0, len(numbers), AT_ONCE):
            found += self._updates(short, sorted(numbers)[first : first + AT_ONCE], upto)
        return tuple(found)

    def _updates(self, short: str, numbers: Sequence[int], upto: int | None) -> Iterable[Update]:
        names, texts = {person.id: person.name for person in self._people.of(short).persons}, self._texts(short)
        rows = self._rows(short, numbers)
        corrected = self._corrected(short) if any(row is not None and row["corrects"] for row in rows.values()) else {}
        with_evidence = {row["words"] for row in rows.values() if row is not None and row["offered"]}
        offered = self._evidence(short, with_evidence | set(corrected.values()), upto)
        for number, row in rows.items():
            update = self._noted.passed_over(Kept.ENTRY, number, partial(_update, row, names, texts), short)
            if update is not None:
                known = [*offered.get(update.confirms or update.id, ())]
                before = corrected.get(number)
                while before is not None:  # a correction keeps the evidence of what it takes the place of
                    known = [*offered.get(before, ()), *known]
                    before = corrected.get(before)
                yield update.model_copy(update={"evidence": _latest(known)})

    def _corrected(self, short: str) -> dict[int, int]:
        """Return the statement that each correction takes the place of: the one whose words it corrects."""
        return {row.entry: row.words for row in self._db.execute(_CORRECTED, {"short": short})}

    def _rows(self, short: str, numbers: Sequence[int]) -> Mapping[int, Told | None]:
        """Return the rows of those statements by their numbers. None for one that holds what is no date."""
        try:
            return {row["entry"]: row for row in _ROWS.named(self._db, short=short, numbers=numbers) if row["status"]}
        except WRONG:
            return {number: self._row(short, number) for number in numbers}

    def _row(self, short: str, number: int) -> Told | None:
        try:
            return next(iter(_ROWS.named(self._db, short=short, numbers=[number])), None)
        except WRONG:
            return None

    def _evidence(self, short: str, updates: Collection[int], upto: int | None) -> Mapping[int, Sequence[Evidence]]:
        texts, offered = self._texts(short), _OFFERED.named(self._db, short=short, updates=updates, upto=_bound(upto))
        found: dict[int, list[Evidence]] = {}
        for row in offered:
            evidence = self._noted.passed_over(Kept.EVIDENCE, row["entry"], partial(evidence_of, texts, row), short)
            if evidence is not None:
                found.setdefault(row["update"], []).append(evidence)
        return found


def _bound(upto: int | None) -> int:
    return LAST if upto is None else upto


# Made once: to make one of these takes longer than to run it.
_PLAN: sa.BindParameter[str] = sa.bindparam("short")
_LATER: sa.BindParameter[int] = sa.bindparam("after")
_UPTO: sa.BindParameter[int] = sa.bindparam("upto")
_REFS: sa.BindParameter[str] = sa.bindparam("refs", expanding=True)
_NUMBERS: sa.BindParameter[int] = sa.bindparam("numbers", expanding=True)


def _said(these: Callable[[sa.Table], sa.ColumnElement[bool]]) -> sa.Subquery:
    """Name some statements of a plan. Their words stand in the row of the entry `words`: a confirmation's are another's."""
    updates = sa.select(
        *(UPDATE.c.entry, UPDATE.c.ref, UPDATE.c.entry.label("words"), UPDATE.c.corrects, UPDATE.c.drawn_from, UPDATE.c.letter)
    ).where(UPDATE.c.plan == _PLAN, these(UPDATE))
    again = sa.select(
        *(CONFIRMATION.c.entry, CONFIRMATION.c.ref, CONFIRMATION.c.confirms, sa.cast(sa.null(), sa.Integer)),
        *(CONFIRMATION.c.drawn_from, CONFIRMATION.c.letter),
    ).where(CONFIRMATION.c.plan == _PLAN, these(CONFIRMATION))
    return sa.union_all(updates, again).subquery("said")


def _whole(said: sa.Subquery) -> sa.Join:
    """Join each statement with its words and its header. One that has no words says nothing.

    An outer join is made in this order. Of a plan that is new to it PostgreSQL expects one row of everything, and of inner joins
    it may take all entries first, then for each of them all words, and for each of these all statements.
    """
    words = sa.and_(UPDATE.c.plan == _PLAN, UPDATE.c.entry == said.c.words)
    return said.outerjoin(UPDATE, words).outerjoin(ENTRY, sa.and_(ENTRY.c.plan == _PLAN, ENTRY.c.number == said.c.entry))


def _is_withdrawn(number: sa.ColumnElement[int]) -> sa.Exists:
    return sa.exists().where(WITHDRAWAL.c.plan == _PLAN, WITHDRAWAL.c.withdraws == number, WITHDRAWAL.c.entry <= _UPTO)


def _as_counted(said: sa.Subquery) -> sa.Select[int, str, int | None, str | None, str, str | None, bool]:
    """Select as much of statements as says whose word counts, and if each is withdrawn."""
    columns = (said.c.entry, said.c.ref, said.c.corrects, ENTRY.c.capacity, UPDATE.c.status)
    forecast, gone = sa.cast(UPDATE.c.forecast, sa.String), _is_withdrawn(said.c.entry)
    return sa.select(*columns, forecast, gone).select_from(_whole(said)).order_by(said.c.entry)


def _as_told(said: sa.Subquery) -> sa.Select[tuple[object, ...]]:
    """Select all of statements, and who made them."""
    told = (said.c.entry, said.c.words, said.c.corrects, said.c.drawn_from, said.c.letter, MEMBERSHIP.c.person.label("by"))
    header = (ENTRY.c.at, ENTRY.c.capacity, ENTRY.c.platform, ENTRY.c.said)
    words = (
        *(UPDATE.c.plan, UPDATE.c.ref, UPDATE.c.status, UPDATE.c.narrative, UPDATE.c.path_to_green, UPDATE.c.forecast),
        *(UPDATE.c.no_evidence_reason, UPDATE.c.decision_wanted),
    )
    member = sa.and_(MEMBERSHIP.c.plan == _PLAN, MEMBERSHIP.c.whom == ENTRY.c.person)
    offered = sa.exists().where(EVIDENCE.c.plan == _PLAN, EVIDENCE.c.update == said.c.words).label("offered")
    joined = _whole(said).outerjoin(MEMBERSHIP, member)
    return sa.select(*told, *words, *header, offered).select_from(joined).order_by(said.c.entry)


def _as_withdrawn() -> sa.Select[tuple[object, ...]]:
    """Select withdrawals, each with who made it and who had made what was withdrawn."""
    made, told = ENTRY.alias("made"), ENTRY.alias("told")
    by, said_by = MEMBERSHIP.alias("by"), MEMBERSHIP.alias("said_by")
    columns = (WITHDRAWAL.c.entry, WITHDRAWAL.c.withdraws, told.c.kind, told.c.about, made.c.at, made.c.why)
    return (
        sa.select(*columns, by.c.person.label("by"), said_by.c.person.label("said_by"))
        .select_from(WITHDRAWAL)
        .join(made, sa.and_(made.c.plan == WITHDRAWAL.c.plan, made.c.number == WITHDRAWAL.c.entry))
        .join(told, sa.and_(told.c.plan == WITHDRAWAL.c.plan, told.c.number == WITHDRAWAL.c.withdraws))
        .outerjoin(by, sa.and_(by.c.plan == WITHDRAWAL.c.plan, by.c.whom == made.c.person))
        .outerjoin(said_by, sa.and_(said_by.c.plan == WITHDRAWAL.c.plan, said_by.c.whom == told.c.person))
        .where(WITHDRAWAL.c.plan == _PLAN, WITHDRAWAL.c.entry > _LATER, WITHDRAWAL.c.entry <= _UPTO)
        .where(told.c.kind.in_([kind.value for kind in (*sorted(STATEMENTS), EntryKind.EVIDENCE)]))
        .order_by(WITHDRAWAL.c.entry)
    )


def _as_corrected() -> sa.Select[int, int]:
    """Select corrections, each with the statement whose words it corrects."""
    words = sa.func.coalesce(CONFIRMATION.c.confirms, UPDATE.c.corrects).label("words")
    again = sa.and_(CONFIRMATION.c.plan == UPDATE.c.plan, CONFIRMATION.c.entry == UPDATE.c.corrects)
    found = sa.select(UPDATE.c.entry, words).select_from(UPDATE.outerjoin(CONFIRMATION, again))
    return found.where(UPDATE.c.plan == _PLAN, UPDATE.c.corrects.is_not(None))


_SAID = Prepared(_as_counted(_said(lambda rows: sa.and_(rows.c.entry > _LATER, rows.c.entry <= _UPTO))))
_SAID_OF = Prepared(_as_counted(_said(lambda rows: sa.and_(rows.c.ref.in_(_REFS), rows.c.entry > _LATER, rows.c.entry <= _UPTO))))
_UNTIL = _said(lambda rows: rows.c.entry <= _UPTO)
_ANSWERS = (
    sa.select(_UNTIL.c.entry, _UNTIL.c.ref, ENTRY.c.capacity, UPDATE.c.status, ENTRY.c.at)
    .select_from(_whole(_UNTIL))
    .where(~_is_withdrawn(_UNTIL.c.entry))
    .order_by(_UNTIL.c.entry)
)
_OF_REF = _said(lambda rows: sa.and_(rows.c.ref == sa.bindparam("ref"), rows.c.entry <= _UPTO))
_EVERY = Prepared(sa.select(_OF_REF.c.entry).order_by(_OF_REF.c.entry))
_ROWS = Prepared(_as_told(_said(lambda rows: rows.c.entry.in_(_NUMBERS))))
_WITHDRAWN, _CORRECTED = Prepared(_as_withdrawn()), _as_corrected()
# As texts: one that is no date makes its own evidence unreadable, and no other.
DAYS = tuple(sa.cast(day, sa.String).label(day.name) for day in (EVIDENCE.c.dated, EVIDENCE.c.good_until))
_OFFERED = Prepared(
    sa.select(
        *(EVIDENCE.c.entry, EVIDENCE.c.update, EVIDENCE.c.url, EVIDENCE.c.type, EVIDENCE.c.shows),
        *DAYS,
    )
    .where(EVIDENCE.c.plan == _PLAN, EVIDENCE.c.update.in_(sa.bindparam("updates", expanding=True)))
    .where(EVIDENCE.c.entry <= _UPTO, ~_is_withdrawn(EVIDENCE.c.entry))
    .order_by(EVIDENCE.c.entry)
)


def _statement(number: int, capacity: str, status: str, forecast: str | None, corrects: int) -> Statement:
    try:
        return Statement(number, capacity, Status(status), _day(forecast), corrects)
    except ValueError:
        return Statement(number, capacity, None, corrects=corrects)


def _withdrawal(row: Mapping[str, Any], names: Mapping[int, str], texts: Texts) -> Withdrawn:
    return Withdrawn(
        id=row["entry"],
        number=row["withdraws"],
        is_evidence=row["kind"] == EntryKind.EVIDENCE.value,
        ref=row["about"] or "",
        at=aware(row["at"]),
        by=row["by"],
        by_name=names.get(row["by"], ""),
        said_by=row["said_by"],
        why=texts(row["entry"], "why", row["why"]),
    )


def _update(row: Told | None, names: Mapping[int, str], texts: Texts) -> Update:
    if row is None:
        raise ValueError("what should be a date is none")
    by, told = row["by"] or 0, partial(_words_of, row, texts)
    return Update(
        id=row["entry"],
        plan=row["plan"],
        ref=row["ref"],
        status=Status(row["status"]),
        narrative=told("narrative"),
        path_to_green=told("path_to_green"),
        forecast=row["forecast"],
        no_evidence_reason=told("no_evidence_reason"),
        decision_wanted=told("decision_wanted"),
        by=by,
        by_name=names.get(by, ""),
        capacity=row["capacity"] or "",
        at=aware(row["at"]),
        platform=row["platform"] or "",
        said=texts(row["entry"], "said", row["said"]),
        drawn_from=row["drawn_from"] or "",
        letter=row["letter"] or "",
        corrects=row["corrects"],
        confirms=row["words"] if row["words"] != row["entry"] else None,
    )


def _words_of(row: Told, texts: Texts, field: str) -> str:
    return texts(row["words"], field, row[field])


def evidence_of(texts: Texts, row: Told) -> Evidence:
    """Return the evidence of a row."""
    number = row["entry"]
    return Evidence(
        id=number,
        url=texts(number, "url", row["url"]),
        kind=EvidenceType(row["type"]),
        shows=texts(number, "shows", row["shows"]),
        dated=_day(row["dated"]),
        good_until=_day(row["good_until"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _latest(known: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence without what the same link was offered anew in place of. What was taken out stands as it is."""
    last = {one.url: one.id for one in known if "://" in one.url}
    return tuple(one for one in known if last.get(one.url, one.id) == one.id)
