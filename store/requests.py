"""Date requests and exception reports in the record: what was asked, and how each request was decided on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.model.updates.request import Asks, Cause, DateRequest, Decision, ExceptionReport, RequestState
from bot.ports.people import PeopleView
from store.content.made import columns_of, header_of, made, made_by, some_of, still_counts
from store.content.removed import Texts
from store.content.sums import Sum
from store.database.columns import day_of
from store.database.prepared import Prepared
from store.entries import EntriesWriting, Row
from store.reading import LAST, Changing, Connected, Part
from store.tables.requests import DATE_DECISION, DATE_REQUEST, EXCEPTION
from store.tables.statements import WITHDRAWAL

Told = Mapping[str, Any]
_EXCEPTIONS: Sum[tuple[ExceptionReport, ...]] = Sum(EntryKind.EXCEPTION, EntryKind.WITHDRAWAL)
PARTS = ("cause", "for_children", "for_plan", "options", "recommendation", "decision_wanted", "lessons")


class RequestsReading(Part):
    """The reading of date requests and exception reports."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def all(self, short: str, upto: int | None = None) -> tuple[DateRequest, ...]:
        version, kept = self._version(short), self._known.requests.get(short)
        if upto is None and kept is not None and kept[0] == version:
            return kept[1]
        found = self._read(short, LAST if upto is None else upto)
        if upto is None:
            self._known.requests[short] = (version, found)
        return found

    def _read(self, short: str, upto: int) -> tuple[DateRequest, ...]:
        asked = _ASKED.named(self._db, short=short, upto=upto)
        if not asked:
            return ()
        names, texts = self._names(short), self._texts(short)
        decided = {row["request"]: row for row in _DECIDED.named(self._db, short=short, upto=upto)}
        gone = {row["withdraws"]: row for row in _GONE.named(self._db, short=short, upto=upto)}
        found = []
        for number, row in enumerate(asked, 1):
            decision = decided.get(row["entry"]) or gone.get(row["entry"])
            read = partial(_request, short, number, row, decision, names, texts)
            found.append(self._noted.passed_over(Kept.ENTRY, row["entry"], read, short))
        return tuple(one for one in found if one is not None)

    def exceptions(self, short: str, upto: int | None = None) -> tuple[ExceptionReport, ...]:
        return self._sum(short, _EXCEPTIONS, upto, self._exceptions)

    def _exceptions(self, short: str, upto: int) -> tuple[ExceptionReport, ...]:
        rows = _REPORTED.named(self._db, short=short, upto=upto)
        if not rows:
            return ()
        names, texts = self._names(short), self._texts(short)
        made = ((row["entry"], partial(_report, short, row, names, texts)) for row in rows)
        found = (self._noted.passed_over(Kept.ENTRY, entry, make, short) for entry, make in made)
        return tuple(one for one in found if one is not None)

    def _names(self, short: str) -> Mapping[int, str]:
        return {person.id: person.name for person in self._people.of(short).persons}


class RequestsWriting(Changing, RequestsReading):
    """The writing of date requests and exception reports."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def ask(self, request: DateRequest) -> DateRequest:
        by = self._by.model_copy(update={"capacity": request.capacity or self._by.capacity})
        values: dict[str, object] = {
            **request.model_dump(include={"ref", "was", "wanted", "occurrence", "effect", "edition"}),
            "asks": request.asks.value,
            "cause": request.cause.value if request.cause else None,
        }
        row: Row = (DATE_REQUEST, values)
        number = self._entries.append(request.plan, EntryKind.DATE_REQUEST, by, [row], about=request.ref, why=request.why)
        return self._read_back(request.plan, number)

    def decide(self, request: DateRequest, state: RequestState, why: str) -> DateRequest:
        row: Row = (DATE_DECISION, {"request": request.id, "decision": state.value})
        self._entries.append(request.plan, EntryKind.DATE_DECISION, self._by, [row], about=request.ref, why=why)
        return self._read_back(request.plan, request.id)

    def report(self, report: ExceptionReport) -> ExceptionReport:
        by = self._by.model_copy(update={"capacity": report.capacity or self._by.capacity})
        values = report.model_dump(include={"ref", "wanted_by", "drawn_from", *PARTS})
        number = self._entries.append(report.plan, EntryKind.EXCEPTION, by, [(EXCEPTION, values)], about=report.ref)
        return next(one for one in self.exceptions(report.plan) if one.id == number)

    def withdraw(self, short: str, number: int, why: str) -> None:
        told = self._entries.entry(short, number)
        assert told is not None
        row: Row = (WITHDRAWAL, {"withdraws": number})
        self._entries.append(short, EntryKind.WITHDRAWAL, self._by, [row], about=told.fields.get("about"), why=why)
        self._touch(short)

    def _read_back(self, short: str, number: int) -> DateRequest:
        self._touch(short)
        return next(one for one in self.all(short) if one.id == number)


def _request(
    short: str, number: int, row: Told, decision: Told | None, names: Mapping[int, str], texts: Texts
) -> DateRequest:
    return DateRequest(
        id=row["entry"],
        number=number,
        plan=short,
        ref=row["ref"],
        asks=Asks(row["asks"]),
        was=day_of(row["was"]),
        wanted=day_of(row["wanted"]),
        occurrence=day_of(row["occurrence"]),
        why=texts(row["entry"], "why", row["why"]),
        cause=Cause(row["cause"]) if row["cause"] else None,
        effect=texts(row["entry"], "effect", row["effect"]),
        edition=row["edition"],
        decision=_decision(decision, names, texts),
        **made(row, names),
    )


def _decision(row: Told | None, names: Mapping[int, str], texts: Texts) -> Decision | None:
    if row is None:
        return None
    return Decision(
        id=row["entry"],
        state=RequestState(row.get("decision") or RequestState.WITHDRAWN),
        why=texts(row["entry"], "why", row["why"]),
        **made(row, names),
    )


def _report(short: str, row: Told, names: Mapping[int, str], texts: Texts) -> ExceptionReport:
    return ExceptionReport(
        id=row["entry"],
        plan=short,
        ref=row["ref"],
        **{part: texts(row["entry"], part, row[part]) for part in PARTS},
        wanted_by=day_of(row["wanted_by"]),
        drawn_from=row["drawn_from"] or "",
        **made(row, names),
    )


# Made once: to make one of these takes longer than to run it.
_ASKED = Prepared(
    sa.select(*columns_of(DATE_REQUEST), *header_of())
    .select_from(made_by(DATE_REQUEST))
    .where(*some_of(DATE_REQUEST))
    .order_by(DATE_REQUEST.c.entry)
)
_DECIDED = Prepared(
    sa.select(*columns_of(DATE_DECISION), *header_of())
    .select_from(made_by(DATE_DECISION))
    .where(*some_of(DATE_DECISION), still_counts(DATE_DECISION))
    .order_by(DATE_DECISION.c.entry)
)
_GONE = Prepared(
    sa.select(WITHDRAWAL.c.entry, WITHDRAWAL.c.withdraws, *header_of())
    .select_from(made_by(WITHDRAWAL))
    .where(
        *some_of(WITHDRAWAL),
        sa.exists().where(DATE_REQUEST.c.plan == WITHDRAWAL.c.plan, DATE_REQUEST.c.entry == WITHDRAWAL.c.withdraws),
    )
    .order_by(WITHDRAWAL.c.entry)
)
_REPORTED = Prepared(
    sa.select(*columns_of(EXCEPTION), *header_of())
    .select_from(made_by(EXCEPTION))
    .where(*some_of(EXCEPTION), still_counts(EXCEPTION))
    .order_by(EXCEPTION.c.entry)
)
