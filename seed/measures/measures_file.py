"""A file of measures: each row sets one, or says one anew."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.model.measures.files import MeasureRow
from bot.model.measures.measure import DataPeriod, Measure, Polarity, Terms, Whose
from bot.model.plan import Plan
from bot.model.spelling import alike
from seed.measures.cells import MOST_UNIT, Cells, names_of
from seed.measures.table import Faults, TableRow, read_table

COLUMNS = (
    "handle", "text", "actions", "polarity", "unit", "baseline", "baseline_on", "target", "target_by", "source", "period",
    "resets", "owner",
)  # fmt: skip
MORE = ("trajectory", "voice", "in_words")
NEEDED = ("text",)
_PARTS = re.compile(r"[\s,;]+")
_HANDLE = re.compile(r"m[1-9]\d{0,5}", re.IGNORECASE)


def read_measures(held: bytes, plan: Plan, measures: Sequence[Measure]) -> tuple[MeasureRow, ...]:
    """Read the rows of a file of measures. Raises FileFaults with every fault in it.

    A row without a handle whose words and actions are those of a measure means that one, so that a file can be loaded again.
    """
    table = read_table(held, COLUMNS, NEEDED, MORE)
    sheet = _Sheet(plan, measures, frozenset(table.headings), table.faults, table.delimiter)
    rows = [one for row in table.rows if (one := sheet.row(row)) is not None]
    sheet.across(rows)
    table.faults.stop()
    return tuple(rows)


class _Sheet:
    def __init__(self, plan: Plan, measures: Sequence[Measure], headings: frozenset[str], faults: Faults, delimiter: str) -> None:
        self._headings, self._faults, self._delimiter = headings, faults, delimiter
        self._by_handle = {one.handle: one for one in measures}
        self._by_words = {(alike(one.terms.text), one.terms.actions): one for one in measures}
        self._actions = names_of([(one.ref, one.ref) for one in plan.actions])
        self._roles = names_of([(name, role.name) for role in plan.roles for name in (role.name, *role.aliases)])

    def row(self, row: TableRow) -> MeasureRow | None:
        """Read one row. Returns None if no measure can be made of it."""
        cells = Cells(row, self._faults, self._delimiter)
        handle = row.cells.get("handle", "").lower()
        measure = self._by_handle.get(handle)
        if handle and measure is None:
            cells.wrong("handle", "handle" if _HANDLE.fullmatch(handle) else "no_handle", read=handle[:60])
        text = cells.text("text")
        actions = self._refs(cells)
        if not row.cells.get("text"):
            cells.wrong("text", "no_words")
            return None
        if measure is None and not handle:
            measure = self._by_words.get((alike(text), actions))
        if measure is not None and measure.is_closed:
            cells.wrong("handle", "closed", read=measure.handle)
        before = measure.terms if measure is not None else Terms(text=text)
        terms = self._terms(cells, before, text, actions, is_new=measure is None)
        return MeasureRow(row=row.number, terms=terms, measure=measure)

    def _refs(self, cells: Cells) -> tuple[str, ...]:
        said = [part for part in _PARTS.split(cells.row.cells.get("actions", "")) if part]
        known = (cells.known("actions", part, self._actions, "action") for part in said)
        return tuple(dict.fromkeys(ref for ref in known if ref is not None))

    def _has(self, column: str) -> bool:
        return column in self._headings

    def _terms(self, cells: Cells, before: Terms, text: str, actions: tuple[str, ...], is_new: bool) -> Terms:
        """Return the terms of a row. What the file has no column for stays as it is."""
        unit = cells.text("unit", MOST_UNIT) if self._has("unit") else before.unit
        in_words = cells.flag("in_words") if self._has("in_words") else before.in_words
        polarity = cells.polarity("polarity")
        if polarity is None and not cells.row.cells.get("polarity") and not in_words and (is_new or self._has("polarity")):
            cells.wrong("polarity", "no_polarity")
        period = cells.period("period") or (DataPeriod.TERM if in_words else DataPeriod.MONTH)
        owner = cells.row.cells.get("owner", "")
        said: dict[str, object] = {
            "text": text, "unit": unit, "in_words": in_words, "polarity": polarity or before.polarity,
            "baseline": cells.number("baseline", unit), "baseline_on": cells.day("baseline_on"),
            "target": cells.number("target", unit), "target_by": cells.day("target_by"), "source": cells.text("source"),
            "period": period, "resets": cells.month("resets"), "actions": actions,
            "owner": (cells.known("owner", owner, self._roles, "owner") or "") if owner else "",
            "trajectory": cells.points("trajectory", unit), "voice": cells.voice("voice") or Whose.DATA,
        }  # fmt: skip
        terms = before.model_copy(update={name: value for name, value in said.items() if self._has(name)})
        _together(cells, terms)
        return terms

    def across(self, rows: Sequence[MeasureRow]) -> None:
        """Find the faults that only show between rows: one measure said twice."""
        seen: dict[object, int] = {}
        for row in rows:
            key = row.measure.id if row.measure is not None else (alike(row.terms.text), row.terms.actions)
            if key in seen:
                self._faults.add(row.row, "handle" if row.measure is not None else "text", "twice", other=seen[key])
            seen.setdefault(key, row.row)


def _together(cells: Cells, terms: Terms) -> None:
    """Find the faults between cells of a row."""
    if terms.baseline_on is not None and terms.baseline is None and not cells.row.cells.get("baseline"):
        cells.wrong("baseline", "no_baseline")
    if terms.target_by is not None and terms.target is None and not cells.row.cells.get("target"):
        cells.wrong("target", "no_target")
    if terms.in_words and (terms.target is not None or terms.baseline is not None or terms.trajectory):
        cells.wrong("in_words", "words_and_number")
    if terms.baseline_on is not None and terms.target_by is not None and terms.target_by <= terms.baseline_on:
        cells.wrong("target_by", "before_baseline")
    if terms.target_by is not None and terms.trajectory and terms.trajectory[-1].by > terms.target_by:
        cells.wrong("trajectory", "after_target")
    if terms.polarity is Polarity.NEAR_TARGET and terms.target is None and not terms.in_words:
        cells.wrong("polarity", "near_nothing")


# ---- written --------------------------------------------------------------------------------


def as_csv(measures: Sequence[Measure]) -> bytes:
    """Return measures as a file that can be loaded again, and that every spreadsheet opens with its letters right."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow((*COLUMNS, *MORE))
    for one in measures:
        writer.writerow(list(map(_guarded, _cells(one))))
    return held.getvalue().encode("utf-8-sig")


def _cells(measure: Measure) -> Iterator[str]:
    terms = measure.terms
    yield from (measure.handle, terms.text, " ".join(terms.actions), terms.polarity.value, terms.unit)
    yield from (_written(terms.baseline), terms.baseline_on.isoformat() if terms.baseline_on else "")
    yield from (_written(terms.target), terms.target_by.isoformat() if terms.target_by else "")
    yield from (terms.source, terms.period.value, str(terms.resets or ""), terms.owner)
    yield "; ".join(f"{point.by.isoformat()}={point.value:f}" for point in terms.trajectory)
    yield from (terms.voice.value, "yes" if terms.in_words else "")


def _written(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula. A number below nought is none."""
    is_number = cell[1:].replace(".", "", 1).isdecimal()
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") and not is_number else cell
