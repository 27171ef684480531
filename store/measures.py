"""Measures in the record: what each says of itself, what it read, and the impact steps of actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.model.measures.impact import Impact, ImpactStep
from bot.model.measures.measure import DataPeriod, Measure, MeasureDeed, MeasureStep, Point, Polarity, Reading, Terms, Whose
from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.ports.people import PeopleView
from store.content.made import columns_of, header_of, made, made_by, some_of, still_counts
from store.content.removed import Texts
from store.content.sums import Sum
from store.database.columns import day_of, that_day
from store.database.prepared import Prepared
from store.entries import EntriesWriting, Row
from store.reading import Changing, Connected, Part
from store.tables.measures import IMPACT_STEP, MEASURE, MEASURE_ABOUT, MEASURE_POINT, READING
from store.tables.statements import WITHDRAWAL

Told = Mapping[str, Any]
Rows = Mapping[int, Sequence[Told]]
_READ: Sum[tuple[Measure, ...]] = Sum(EntryKind.MEASURE, EntryKind.READING, EntryKind.WITHDRAWAL)
_UNREAD: Sum[tuple[Measure, ...]] = Sum(EntryKind.MEASURE, EntryKind.WITHDRAWAL)
_STEPS: Sum[tuple[Impact, ...]] = Sum(EntryKind.IMPACT_STEP, EntryKind.WITHDRAWAL)


class MeasuresReading(Part):
    """The reading of measures and impact steps."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def all(self, short: str, upto: int | None = None) -> tuple[Measure, ...]:
        return self._sum(short, _READ, upto, self._all)

    def _all(self, short: str, upto: int) -> tuple[Measure, ...]:
        measures = self.unread(short, upto)
        if not measures:
            return ()
        names, texts = self._names(short), self._texts(short)
        readings: dict[int, list[Reading]] = defaultdict(list)
        for row in _READINGS.named(self._db, short=short, upto=upto):
            made_of = partial(_reading, row, names, texts)
            if (reading := self._noted.passed_over(Kept.ENTRY, row["entry"], made_of, short)) is not None:
                readings[row["measure"]].append(reading)
        return tuple(one.model_copy(update={"readings": tuple(readings[one.id])}) for one in measures)

    def unread(self, short: str, upto: int | None = None) -> tuple[Measure, ...]:
        return self._sum(short, _UNREAD, upto, self._unread)

    def _unread(self, short: str, upto: int) -> tuple[Measure, ...]:
        within = {"short": short, "upto": upto}
        rows = _MEASURES.named(self._db, **within)
        if not rows:
            return ()
        names, texts = self._names(short), self._texts(short)
        about, points = (_by_entry(one.named(self._db, **within)) for one in (_ABOUT, _POINTS))
        steps: dict[int, list[MeasureStep]] = defaultdict(list)
        for row in rows:
            read = partial(_step, row, about, points, names, texts)
            if (step := self._noted.passed_over(Kept.ENTRY, row["entry"], read, short)) is not None:
                steps[row["measure"] or row["entry"]].append(step)
        begun = [row["entry"] for row in _BEGUN.named(self._db, **within)]  # those taken back too: no number is given twice
        return tuple(
            Measure(id=entry, number=number, plan=short, steps=tuple(steps[entry]))
            for number, entry in enumerate(begun, 1)
            if steps[entry] and steps[entry][0].id == entry
        )

    def later(self, short: str) -> tuple[Measure, ...]:
        return ()  # what it reads is what stands now

    def impacts(self, short: str, upto: int | None = None) -> tuple[Impact, ...]:
        return self._sum(short, _STEPS, upto, self._impacts)

    def _impacts(self, short: str, upto: int) -> tuple[Impact, ...]:
        rows = _IMPACTS.named(self._db, short=short, upto=upto)
        if not rows:
            return ()
        names, texts = self._names(short), self._texts(short)
        read = (
            self._noted.passed_over(Kept.ENTRY, row["entry"], partial(_impact, short, row, names, texts), short) for row in rows
        )
        return tuple(one for one in read if one is not None)

    def _names(self, short: str) -> Mapping[int, str]:
        return {person.id: person.name for person in self._people.of(short).persons}


class MeasuresWriting(Changing, MeasuresReading):
    """The writing of measures and impact steps."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def begin(self, measure: Measure) -> Measure:
        number = self._append(measure, measure.steps[0], None)
        return self._read_back(measure.plan, number)

    def step(self, measure: Measure, step: MeasureStep) -> Measure:
        self._append(measure, step, measure.id)
        return self._read_back(measure.plan, measure.id)

    def read(self, measure: Measure, reading: Reading) -> Measure:
        self._append_reading(measure, reading)
        return self._read_back(measure.plan, measure.id)

    def read_many(self, short: str, readings: Sequence[tuple[Measure, Reading]]) -> None:
        for measure, reading in readings:
            self._append_reading(measure, reading)
        self._touch(short)

    def _append_reading(self, measure: Measure, reading: Reading) -> None:
        plain = reading.model_dump(include={"as_at", "numerator", "denominator", "provisional", "note", "corrects"})
        told = {"measure": measure.id, "value": _text(reading.value), "answer": reading.words, **plain}
        by = self._in(reading.capacity)
        self._entries.append(measure.plan, EntryKind.READING, by, [(READING, told)], about=measure.handle)

    def take_back(self, measure: Measure, number: int, why: str = "") -> Measure:
        row: Row = (WITHDRAWAL, {"withdraws": number})
        self._entries.append(measure.plan, EntryKind.WITHDRAWAL, self._by, [row], about=measure.handle, why=why or None)
        return measure if number == measure.id else self._read_back(measure.plan, measure.id)

    def set_impact(self, impact: Impact) -> Impact:
        row: Row = (IMPACT_STEP, {"action": impact.action, "step": impact.step.value})
        by, why = self._in(impact.capacity), impact.why or None
        number = self._entries.append(impact.plan, EntryKind.IMPACT_STEP, by, [row], about=impact.action, why=why)
        self._touch(impact.plan)
        return next(one for one in self.impacts(impact.plan) if one.id == number)

    def take_back_impact(self, impact: Impact, why: str = "") -> None:
        row: Row = (WITHDRAWAL, {"withdraws": impact.id})
        self._entries.append(impact.plan, EntryKind.WITHDRAWAL, self._by, [row], about=impact.action, why=why or None)
        self._touch(impact.plan)

    def _append(self, measure: Measure, step: MeasureStep, begun: int | None) -> int:
        told: dict[str, Any] = {"deed": step.deed.value, "measure": begun}
        rows: list[Row] = [(MEASURE, told | (_said(step.terms) if step.terms is not None else {}))]
        if step.terms is not None:
            refs, points = dict.fromkeys(step.terms.actions), step.terms.trajectory
            rows += [(MEASURE_ABOUT, {"ref": ref, "position": at}) for at, ref in enumerate(refs, 1)]
            rows += [
                (MEASURE_POINT, {"position": at, "by": point.by, "value": _text(point.value)})
                for at, point in enumerate(points, 1)
            ]
        about = None if begun is None else measure.handle
        by = self._in(step.capacity)
        return self._entries.append(measure.plan, EntryKind.MEASURE, by, rows, about=about, why=step.why or None)

    def _read_back(self, short: str, number: int) -> Measure:
        self._touch(short)
        return next(one for one in self.all(short) if one.id == number)


def _by_entry(rows: Sequence[Told]) -> Rows:
    of: dict[int, list[Told]] = defaultdict(list)
    for row in rows:
        of[row["entry"]].append(row)
    return of


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _said(terms: Terms) -> dict[str, Any]:
    plain = terms.model_dump(include={"text", "unit", "in_words", "baseline_on", "target_by", "source", "resets", "owner"})
    told = {"polarity": terms.polarity.value, "period": terms.period.value, "voice": terms.voice.value}
    return {**plain, **told, "baseline": _text(terms.baseline), "target": _text(terms.target)}


def _step(row: Told, about: Rows, points: Rows, names: Mapping[int, str], texts: Texts) -> MeasureStep:
    return MeasureStep(
        id=row["entry"],
        deed=MeasureDeed(row["deed"]),
        terms=_terms(row, about, points, texts) if row["polarity"] is not None else None,
        why=texts(row["entry"], "why", row["why"]),
        **made(row, names),
    )


def _terms(row: Told, about: Rows, points: Rows, texts: Texts) -> Terms:
    return Terms(
        text=texts(row["entry"], "text", row["text"]),
        actions=tuple(one["ref"] for one in about.get(row["entry"], ())),
        polarity=Polarity(row["polarity"]),
        unit=row["unit"] or "",
        in_words=row["in_words"],
        baseline=_number(row["baseline"]),
        baseline_on=day_of(row["baseline_on"]),
        target=_number(row["target"]),
        target_by=day_of(row["target_by"]),
        trajectory=tuple(Point(by=that_day(one["by"]), value=Decimal(one["value"])) for one in points.get(row["entry"], ())),
        source=texts(row["entry"], "source", row["source"]),
        period=DataPeriod(row["period"]),
        resets=row["resets"],
        owner=row["owner"] or "",
        voice=Whose(row["voice"]),
    )


def _reading(row: Told, names: Mapping[int, str], texts: Texts) -> Reading:
    return Reading(
        id=row["entry"],
        as_at=that_day(row["as_at"]),
        value=_number(row["value"]),
        numerator=row["numerator"],
        denominator=row["denominator"],
        provisional=row["provisional"],
        words=texts(row["entry"], "answer", row["answer"]),
        note=texts(row["entry"], "note", row["note"]),
        corrects=row["corrects"],
        **made(row, names),
    )


def _impact(short: str, row: Told, names: Mapping[int, str], texts: Texts) -> Impact:
    why = texts(row["entry"], "why", row["why"])
    step = ImpactStep(row["step"])
    return Impact(id=row["entry"], plan=short, action=row["action"], step=step, why=why, **made(row, names))


# Made once: to make one of these takes longer than to run it.
_MEASURES, _READINGS, _IMPACTS = (
    Prepared(
        sa.select(*columns_of(table), *header_of())
        .select_from(made_by(table))
        .where(*some_of(table), still_counts(table))
        .order_by(table.c.entry)
    )
    for table in (MEASURE, READING, IMPACT_STEP)
)
_BEGUN = Prepared(sa.select(MEASURE.c.entry).where(*some_of(MEASURE), MEASURE.c.measure.is_(None)).order_by(MEASURE.c.entry))
_ABOUT, _POINTS = (
    Prepared(sa.select(*columns_of(table)).where(*some_of(table)).order_by(table.c.entry, table.c.position))
    for table in (MEASURE_ABOUT, MEASURE_POINT)
)
