"""A file of readings: each row is what a measure read as at a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.model.measures.files import Outcome, ReadingRow
from bot.model.measures.given import Given, ReadingFault
from bot.model.measures.measure import Measure, Reading
from bot.rules.measures.hiding import denominators, is_small
from bot.rules.measures.readings import judged
from seed.measures.cells import Cells
from seed.measures.table import Faults, TableRow, read_table

COLUMNS = ("m", "as_at", "value", "numerator", "denominator", "note")
MORE = ("provisional", "words")
NEEDED = ("m", "as_at")
MOST_NOTE = 500  # letters


def read_readings(held: bytes, measures: Sequence[Measure], today: date, now: datetime) -> tuple[ReadingRow, ...]:
    """Read the rows of a file of readings. Raises FileFaults with every fault in it."""
    table = read_table(held, COLUMNS, NEEDED, MORE)
    sheet = _Sheet(measures, today, now, table.faults, table.delimiter)
    rows = [one for row in table.rows if (one := sheet.row(row)) is not None]
    table.faults.stop()
    return tuple(rows)


class _Sheet:
    def __init__(self, measures: Sequence[Measure], today: date, now: datetime, faults: Faults, delimiter: str) -> None:
        self._by_handle = {one.handle: one for one in measures}
        self._standing = {(one.id, reading.as_at): reading for one in measures for reading in one.standing}
        self._today, self._now, self._faults, self._delimiter = today, now, faults, delimiter
        self._seen: dict[tuple[int, date], int] = {}

    def row(self, row: TableRow) -> ReadingRow | None:
        """Read one row. Returns None if no reading can be made of it."""
        cells = Cells(row, self._faults, self._delimiter)
        handle, as_at = row.cells.get("m", "").lower(), cells.day("as_at")
        measure = self._by_handle.get(handle)
        if not handle:
            cells.wrong("m", "no_measure")
        elif measure is None:
            cells.wrong("m", "not_set", read=handle[:60])
        elif measure.is_closed:
            cells.wrong("m", "closed", read=handle)
        if not row.cells.get("as_at"):
            cells.wrong("as_at", "no_day")
        elif as_at is not None and as_at > self._today:
            cells.wrong("as_at", "future", read=row.cells["as_at"][:60])
        unit = measure.terms.unit if measure is not None else ""
        reading = Reading(
            as_at=as_at or self._today,
            value=cells.number("value", unit),
            numerator=cells.count("numerator"),
            denominator=cells.count("denominator"),
            provisional=cells.flag("provisional"),
            words=cells.text("words"),
            note=cells.text("note", MOST_NOTE),
            at=self._now,
        )
        if measure is None or as_at is None:
            return None
        whole = _whole(cells, measure, reading)
        return self._beside(cells, measure, whole) if whole is not None else None

    def _beside(self, cells: Cells, measure: Measure, reading: Reading) -> ReadingRow:
        """Return a reading beside the one that counts as at the same day."""
        key = (measure.id, reading.as_at)
        if key in self._seen:
            cells.wrong("as_at", "twice_read", other=self._seen[key], read=measure.handle)
        self._seen.setdefault(key, cells.row.number)
        there, few = self._standing.get(key), is_small(measure.terms, reading, denominators((*measure.readings, reading)))
        if there is None:
            return ReadingRow(row=cells.row.number, measure=measure, reading=reading, outcome=Outcome.NEW, few=few)
        same = {"value", "numerator", "denominator", "provisional", "words", "note"}
        outcome = Outcome.SAME if there.model_dump(include=same) == reading.model_dump(include=same) else Outcome.CHANGED
        corrected = reading.model_copy(update={"corrects": there.id})
        return ReadingRow(row=cells.row.number, measure=measure, reading=corrected, outcome=outcome, few=few)


def _whole(cells: Cells, measure: Measure, reading: Reading) -> Reading | None:
    """Return a reading with the value that its counts give. None with a fault if it says nothing, or two things."""
    if measure.terms.in_words:
        if reading.value is not None or reading.numerator is not None or reading.denominator is not None:
            cells.wrong("value", "in_words")
        elif not reading.words:
            cells.wrong("words", "no_answer")
        return reading
    if reading.denominator is not None and reading.numerator is None:
        cells.wrong("numerator", "half")
        return None
    if reading.value is None and reading.numerator is None:
        if not (cells.row.cells.get("value") or cells.row.cells.get("numerator")):
            cells.wrong("value", "no_value")
        return None
    sign = "%" if cells.row.cells.get("value", "").lower().endswith(("%", "cent")) else ""
    numbers = Given(value=reading.value, unit=sign, numerator=reading.numerator, denominator=reading.denominator)
    given = judged(measure.terms, numbers)
    if isinstance(given, ReadingFault):
        cells.wrong(*_FAULTS[given])
        return None
    return reading.model_copy(update={"value": given.value})


_FAULTS = {
    ReadingFault.UNIT: ("value", "unit"),
    ReadingFault.OVER: ("value", "over"),
    ReadingFault.UNDER: ("value", "under"),
    ReadingFault.OF_NONE: ("denominator", "too_small"),
    ReadingFault.MORE_THAN_ALL: ("denominator", "too_small"),
    ReadingFault.DISAGREES: ("value", "disagrees"),
    ReadingFault.SHARE: ("value", "share"),
    ReadingFault.PARTLY: ("value", "partly"),
}
