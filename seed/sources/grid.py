"""Cut the rows of a sheet into tables, headings and prose. A workbook and a csv file are both sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from seed.source import EMPTY, Block, Cell, Heading, Line, Place, Prose, Table

MOST_HEADING = 120  # letters
_FEWER = 2  # times: a block that uses so much fewer columns than the table above it may be another table


class Row(NamedTuple):
    """A row that has words. `is_apart` says that a blank row is above it, and `is_bold` that all its words are bold."""

    at: int
    cells: tuple[Cell, ...]
    is_apart: bool = False
    is_hidden: bool = False
    is_bold: bool = False

    @property
    def own(self) -> dict[int, Cell]:
        """Return the cells with words of their own, by their columns counted from 0."""
        return {at: cell for at, cell in enumerate(self.cells) if not cell.is_copy and (cell.text or cell.text_is_stale)}


class _Growing:
    """A table while its rows are gathered."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self._heading = _texts(rows[0])
        self._columns: set[int] = set()
        self._days: set[int] = set()
        self._looked_at = 0

    def _look(self) -> None:
        """Find which columns its rows use, and which hold days: of each row once, and only if a blank one is below."""
        for row in self.rows[self._looked_at :]:
            own = row.own
            if len(own) > 1:
                self._columns.update(own)
            self._days.update(at for at, cell in own.items() if isinstance(cell.value, date))
        self._looked_at = len(self.rows)

    def goes_on_in(self, rows: list[Row], is_titled: bool) -> bool:
        """Say if rows below a blank one belong to it: a group of a plan does, a key of colours or another table does not."""
        first = rows[0]
        if _texts(first) == self._heading:
            return True
        self._look()
        used = {at for row in rows if len(own := row.own) > 1 for at in own}
        if used - self._columns or first.is_bold:
            return False
        days = {at for row in rows[1:] for at, cell in row.own.items() if isinstance(cell.value, date)}
        if days & self._days and (over := days & set(first.own)) and not any(first.own[at].value is not None for at in over):
            return False  # words stand over the dates: they are headings of their own
        return not (len(used) * _FEWER <= len(self._columns) and (is_titled or _is_list(rows, used)))


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell.text.casefold() for cell in row.own.values())


def _is_list(rows: list[Row], used: set[int]) -> bool:
    """Say if all rows fill the same few columns, side by side: a look-up of words does."""
    return len(rows) > 1 and max(used) - min(used) < len(used) and all(set(row.own) == used for row in rows)


def blocks(
    rows: Sequence[Row], sheet: str = "", hidden: frozenset[int] = frozenset(), level: int = 1
) -> Iterator[Block]:
    """Return the tables of a sheet, and what stands between them. Rows above a table that have one cell are no rows of it.

    `level` is that of its headings.
    """
    growing: _Growing | None = None
    loose: list[Row] = []
    for run in _runs(rows):
        head = next((at for at, row in enumerate(run) if len(row.own) > 1), len(run))
        if head == len(run):
            loose += run
            continue
        if growing and growing.goes_on_in(run[head:], bool(loose or head)):
            growing.rows += [*loose, *run]
        else:
            if growing:
                yield _table(growing.rows, sheet, hidden)
            yield from _loose([*loose, *run[:head]], rows[0], sheet, hidden, level)
            growing = _Growing(run[head:])
        loose = []
    if growing:
        yield _table(growing.rows, sheet, hidden)
    yield from _loose(loose, rows[0] if rows else None, sheet, hidden, level)


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    run: list[Row] = []
    for row in rows:
        if row.is_apart and run:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _loose(rows: list[Row], first: Row | None, sheet: str, hidden: frozenset[int], level: int) -> Iterator[Block]:
    """Return rows of one cell: coloured ones side by side are a key, the others are headings and prose."""
    for is_key, group in groupby(rows, lambda row: any(cell.fill for cell in row.cells)):
        found = list(group)
        if is_key and len(found) > 1:
            yield _table(found, sheet, hidden)
        else:
            yield from (_line(row, row is first, sheet, level) for row in found)


def _line(row: Row, is_first: bool, sheet: str, level: int) -> Heading | Prose:
    """Return a row of one cell. It is a heading if it is short, and bold, the first, or apart from what is above it."""
    text = next(cell.text for cell in row.own.values())
    at = Place(sheet, row.at)
    is_short = len(text) <= MOST_HEADING and "\n" not in text
    if is_short and (row.is_bold or ((is_first or row.is_apart) and not text.endswith((".", ";", ",")))):
        return Heading(text, level, at)
    return Prose(text, at)


def _table(rows: list[Row], sheet: str, hidden: frozenset[int]) -> Table:
    wide = max(len(row.cells) for row in rows)
    padding = (EMPTY,) * wide
    lines = tuple(Line(row.cells + padding[len(row.cells) :], Place(sheet, row.at), row.is_hidden) for row in rows)
    return Table(lines, hidden=frozenset(at for at in hidden if at < wide))


def title_of(found: Sequence[Block]) -> str:
    """Return the first heading that is not merely the name of a sheet, if it stands above every table."""
    for block in found:
        if isinstance(block, Table):
            return ""
        if isinstance(block, Heading) and not block.is_sheet:
            return block.text
    return ""
