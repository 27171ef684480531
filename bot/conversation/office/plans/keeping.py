"""Measures and readings kept from what was proposed, and from files: all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.measures.files import MeasureRow, Outcome, ReadingRow
from bot.model.measures.measure import Measure, MeasureDeed, MeasureStep, Terms
from bot.ports.record import Tx


def begin(tx: Tx, short: str, terms: Sequence[Terms], now: datetime, capacity: str = "") -> tuple[Measure, ...]:
    """Set measures, and return them with their handles."""
    return tuple(tx.measures.begin(Measure(plan=short, steps=(_step(MeasureDeed.SET, one, now, capacity),))) for one in terms)


def keep_measures(tx: Tx, short: str, rows: Sequence[MeasureRow], now: datetime, capacity: str = "") -> tuple[Measure, ...]:
    """Set what is new in a file of measures and say anew what is changed. Returns those that were touched."""
    touched: list[Measure] = []
    for row in rows:
        if row.measure is None:
            touched.extend(begin(tx, short, (row.terms,), now, capacity))
        elif row.outcome is Outcome.CHANGED:
            touched.append(tx.measures.step(row.measure, _step(MeasureDeed.CHANGED, row.terms, now, capacity)))
    return tuple(touched)


def keep_readings(tx: Tx, short: str, rows: Sequence[ReadingRow], capacity: str = "") -> None:
    """Record what is new in a file of readings. A correction keeps what it corrects."""
    fresh = (row for row in rows if row.outcome is not Outcome.SAME)
    tx.measures.read_many(short, [(row.measure, row.reading.model_copy(update={"capacity": capacity})) for row in fresh])


def _step(deed: MeasureDeed, terms: Terms, now: datetime, capacity: str) -> MeasureStep:
    return MeasureStep(deed=deed, terms=terms, capacity=capacity, at=now)
