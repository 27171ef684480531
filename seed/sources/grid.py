"""Cut the rows of a sheet into tables, headings and prose. A workbook and a csv file are both sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from seed.source import EMPTY, Block, Cell, Heading, Line, Place, Prose, Table

MOST_HEADING = 120  # letters
_NEARLY = 0.8  # of the columns have a heading
_MOST_NAME = 60  # letters of a heading of a column
_MOST_LIST = 3  # columns of a look-up
_MOST_LOOKED_UP = 30  # letters of a word that is looked up


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
        self._looked_at = 0

    def goes_on_in(self, rows: list[Row]) -> bool:
        """Say if rows below a blank one belong to it: a group of a plan does, a key of colours or a table with headings does not.

        In doubt they do: a row that is torn from its headings says nothing any more.
        """
        for row in self.rows[self._looked_at :]:  # each is looked at once, and only if a blank one is below
            self._columns.update(row.own)
        self._looked_at = len(self.rows)
        if _texts(rows[0]) == self._heading:
            return True
        used = {at for row in rows if len(own := row.own) > 1 for at in own}
        if len(used - self._columns) * 2 > len(used) or _has_headings(rows, used):
            return False
        return not (len(used) * 2 <= len(self._columns) and _is_list(rows, used))


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell.text.casefold() for cell in row.own.values())


def _has_headings(rows: list[Row], used: set[int]) -> bool:
    """Say if the first row looks like headings: short words over nearly all columns, bold or coloured as the next is not."""
    first, own = rows[0], rows[0].own
    if len(rows) < 2 or len(own) < len(used) * _NEARLY:
        return False
    if any(cell.value is not None or len(cell.text) > _MOST_NAME for cell in own.values()):
        return False
    return (first.is_bold and not rows[1].is_bold) or (_colour(first) != "" and _colour(first) != _colour(rows[1]))


def _colour(row: Row) -> str:
    """Return the one colour that all words of a row have behind them, "" if there is none."""
    fills = {cell.fill for cell in row.own.values()}
    return fills.pop() if len(fills) == 1 else ""


def _is_list(rows: list[Row], used: set[int]) -> bool:
    """Say if each row is a short word beside what it stands for: a look-up of colours or initials. A number is a reference."""
    first, last = min(used), max(used)
    if len(rows) < 2 or last - first >= min(len(used), _MOST_LIST):
        return False
    words = [row.own[first].text for row in rows if first in row.own]
    is_full = len(words) == len(rows) and all(set(row.own) == used for row in rows)
    return is_full and all(len(word) <= _MOST_LOOKED_UP and not any(map(str.isdigit, word)) for word in words)


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
        if growing and growing.goes_on_in(run[head:]):
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
    return Table(with_one_heading(lines), hidden=frozenset(at for at in hidden if at < wide))


def with_one_heading(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the rows of a table, its headings as one row if they are two: the second names the parts of a wide one."""
    if len(lines) < 3:
        return lines
    first, second = lines[0].cells, lines[1].cells
    named = [at for at, cell in enumerate(first) if cell.text and not cell.is_copy]
    ends = [*named[1:], len(first)]
    wide = {at: name for name, end in zip(named, ends, strict=True) if end - name > 1 for at in range(name, end)}
    below = {at: cell for at, cell in enumerate(second) if cell.text and not cell.is_copy}
    parts = Counter(wide.get(at, at) for at in below)
    fits = len(named) > 1 and below and all(at in wide for at in below) and min(parts.values()) > 1
    if not fits or any(cell.value is not None or len(cell.text) > _MOST_NAME for cell in below.values()):
        return lines
    cells = tuple(
        first[wide[at]]._replace(text=f"{first[wide[at]].text} {below[at].text}", down=1, across=1)
        if at in below
        else cell._replace(down=1, across=1) if at not in wide or wide[at] == at else EMPTY
        for at, cell in enumerate(first)
    )
    return (lines[1]._replace(cells=cells), *lines[2:])


def side_by_side(rows: Sequence[Row]) -> tuple[Sequence[Row], ...]:
    """Return the rows of a sheet, and apart from them those of a narrow table at the right: a key of colours often stands there.

    Columns without a word part it: two, or one if what is beyond has several colours.
    """
    used = sorted({at for row in rows for at in row.own})
    gap = next(((left, right) for left, right in reversed(list(pairwise(used))) if right - left > 1), None)
    if gap is None:
        return (rows,)
    left, right = gap
    fills = {cell.fill for row in rows for cell in row.cells[right:] if cell.text and cell.fill}
    is_narrow = used[-1] - right < _MOST_LIST <= len([at for at in used if at <= left])
    if not is_narrow or (right - left < 3 and len(fills) < 2):
        return (rows,)
    if right == used[-1] and len(fills) < 2 and _is_headed(rows, right):
        return (rows,)  # a column that somebody moved
    blank = (EMPTY,) * right
    here = _in_rows(row._replace(cells=row.cells[: left + 1]) for row in rows)
    return here, _in_rows(row._replace(cells=blank + row.cells[right:]) for row in rows if len(row.cells) > right)


def _is_headed(rows: Sequence[Row], at: int) -> bool:
    """Say if the first word of a column stands in the row of headings."""
    top = next((row for row in rows if len(row.own) > _MOST_LIST), None)
    first = next(row for row in rows if at in row.own)
    return first is top


def _in_rows(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that have words left. One below a row that has none is apart from what is above it."""
    found: list[Row] = []
    is_apart = False
    for row in rows:
        if row.own:
            found.append(row._replace(is_apart=row.is_apart or is_apart))
        is_apart = not row.own
    return found


def title_of(found: Sequence[Block]) -> str:
    """Return the first heading that is not merely the name of a sheet, if it stands above every table."""
    for block in found:
        if isinstance(block, Table):
            return ""
        if isinstance(block, Heading) and not block.is_sheet:
            return block.text
    return ""
