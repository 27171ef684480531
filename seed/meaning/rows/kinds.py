"""Tell what the rows of a whole table are: a milestone, a heading over those below, a total, guidance, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from seed.meaning.groups import headed
from seed.meaning.parts import Meaning
from seed.meaning.rows.steps import Where
from seed.source import Cell

_TOTALS = frozenset({"total", "totals", "subtotal", "subtotals", "sub-total", "grand", "sum", "count", "average"})
_EXAMPLES = ("e.g.", "eg.", "eg ", "e.g ", "example", "for example", "ex.", "sample")
_PLACEHOLDER = re.compile(r"\W?(?:d{1,2}|m{1,3})\W(?:d{1,2}|m{1,3})\W?y{2,4}", re.IGNORECASE)
_LAST_OF_PLACEHOLDER = ("y", "Y")
_DATES = (Meaning.DUE, Meaning.START, Meaning.BASELINE)


class RowKind(Enum):
    """The kinds of row. One that is `ALONE` has words in one cell only."""

    FULL = auto()
    ALONE = auto()
    GROUP = auto()
    TOTAL = auto()
    GUIDANCE = auto()
    EMPTY = auto()


def dates_in(where: Where) -> tuple[int, ...]:
    """Return the columns of dates."""
    return tuple(at for meaning in _DATES for at in where.columns.get(meaning, ()))


def kind_of(cells: tuple[Cell, ...], where: Where, dates: Sequence[int]) -> RowKind:
    """Return what a row is by its cells alone. `dates` are the columns of dates."""
    filled = (cell for cell in cells if cell.text and not cell.is_copy)
    first = next(filled, None)
    if first is None:
        return RowKind.EMPTY
    if next(filled, None) is None:
        wide = first.across > 1 and first.across >= len(cells) - 1
        return RowKind.GROUP if wide or headed(first.text) else RowKind.ALONE
    low = first.text[:12].casefold()
    if low.startswith(_EXAMPLES):
        return RowKind.GUIDANCE
    if low.split(" ", 1)[0].strip(":.") in _TOTALS and _is_total(cells, where):
        return RowKind.TOTAL
    for at in dates:
        if at < len(cells) and cells[at].text[-1:] in _LAST_OF_PLACEHOLDER and _is_placeholder(cells[at]):
            return RowKind.GUIDANCE
    return RowKind.FULL


def _is_total(cells: tuple[Cell, ...], where: Where) -> bool:
    """Say if nothing in a row that begins like a total is owned, or due, or else is words."""
    answers = [at for meaning in (Meaning.OWNER, *_DATES) for at in where.columns.get(meaning, ()) if at < len(cells)]
    owned = any(cells[at].text for at in answers)
    return not owned and sum(1 for cell in cells if any(map(str.isalpha, cell.text))) <= 1


def _is_placeholder(cell: Cell) -> bool:
    """Say if a cell shows how a date is to be written, and holds none."""
    return cell.value is None and _PLACEHOLDER.match(cell.text) is not None
