"""Say which tables of running text are as somebody wrote them: no row is broken, and no cell has slid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from seed.meaning.columns.contents import is_dated
from seed.meaning.parts import Meaning, Part, PlanTable
from seed.meaning.rows.fitting import REF
from seed.source import Line

_LEAST = 2  # rows
_SHORT = 40  # letters of a cell that may stand in a column of dates and be none
_WORDS = (Meaning.ACTION, Meaning.MILESTONE)
_DATES = (Meaning.DUE, Meaning.START, Meaning.BASELINE, Meaning.DONE, Meaning.RAISED)


def cleaned(parts: Sequence[Part]) -> list[Part]:
    """Return the parts, in which the tables of running text that are whole are no longer ragged."""
    often = Counter(_likeness(part) for part in parts if isinstance(part, PlanTable))
    return [
        part._replace(table=part.table._replace(ragged=False))
        if isinstance(part, PlanTable) and part.table.ragged and often[_likeness(part)] == 1 and _is_clean(part)
        else part
        for part in parts
    ]


def _likeness(plan: PlanTable) -> tuple[str, ...]:
    return tuple(column.name for column in plan.columns)


def _is_clean(plan: PlanTable) -> bool:
    """Say if all rows are of one width, and what stands under its headings belongs there."""
    widths = {len(line.cells) for line in plan.body}
    if len(plan.body) < _LEAST or len(widths) > 1 or min(widths) <= max(column.at for column in plan.columns):
        return False
    for column in plan.columns:
        texts = [(line, text) for line in plan.body if (text := line.cells[column.at].text.strip())]
        if column.meaning is Meaning.REF and not all(REF.match(text) or " " not in text for _, text in texts):
            return False
        if column.meaning in _DATES and not all(_may_be_dated(line, column.at) for line, _ in texts):
            return False
        if column.meaning in _WORDS and any(text[0].islower() for _, text in texts):
            return False
    return True


def _may_be_dated(line: Line, at: int) -> bool:
    return len(line.cells[at].text) <= _SHORT or is_dated(line.cells[at])
