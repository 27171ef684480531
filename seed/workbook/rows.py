"""Rows of a workbook that Milepost gave and that came back: each known by its Milepost ref, with what was changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.model.documents.workbook import Book, BookColumn, BookRow, BookSheet, Holds, Stamp, Value
from bot.model.spelling import legible
from bot.wording.sentences import all_words, words
from seed.source import EMPTY, Cell, Document, Line, Place, Table

MOST_TEXT = 32_000  # letters of a cell
_UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))  # signs that no workbook may hold
MOST_ABOVE = 3  # lines that somebody may have put above the headings


class Row(NamedTuple):
    """A row as it came back: its ref, "" if it has none, its place, its cells by column, and what it was given with.

    `given` is None if it was not among the rows that were given.
    """

    ref: str
    at: Place
    cells: Mapping[BookColumn, Cell]
    given: Mapping[BookColumn, Value] | None

    def changed(self) -> Iterator[tuple[BookColumn, Cell]]:
        """Give the cells that are not as they were given."""
        for column, cell in self.cells.items():
            if self.given is not None and not is_same(self._given(column), cell):
                yield column, cell

    def _given(self, column: BookColumn) -> Value:
        """Return what a cell was given with: of a row that was put on another sheet, in the column that held the same."""
        given = self.given or {}
        if column in given or column.holds is Holds.NOTHING:
            return given.get(column)
        return next((value for one, value in given.items() if one.holds is column.holds), None)

    def holding(self, holds: Holds) -> Cell:
        """Return the cell that holds something, of the document's column first."""
        mine = [(column.is_ours, cell) for column, cell in self.cells.items() if column.holds is holds]
        return min(mine, key=lambda one: one[0])[1] if mine else EMPTY


class Came(NamedTuple):
    """The rows of a sheet that came back, the sheet it was given as, and the headings that it was not given with."""

    sheet: BookSheet
    rows: tuple[Row, ...]
    unknown: tuple[tuple[str, Place], ...]


def written(text: str) -> str:
    """Return a text as a cell can hold it."""
    return text.translate(_UNWRITABLE)[:MOST_TEXT]


def stamp_of(document: Document) -> Stamp | None:
    """Return what a workbook says of itself if Milepost gave it. None if it is any other document."""
    labels = {words(f"workbook.about.{name}"): name for name in ("plan", "moment", "entry", "digest")}
    for table in _tables(document):
        if not _is_about(table):
            continue
        said = {labels.get(_text(line, 0), ""): _text(line, 1) for line in table.lines}
        if all(said.get(name) for name in labels.values()) and said["entry"].isdecimal():
            return Stamp(said["plan"], said["moment"], int(said["entry"]), said["digest"])
    return None


def has_ours(document: Document) -> bool:
    """Say if a table has the columns that Milepost adds, such as one sheet of a workbook that it gave."""
    ours = {text for key, text in all_words("workbook").items() if key.startswith("ours.")}
    heads = (line for table in _tables(document) for line in table.lines[:MOST_ABOVE] if _ref_column(line) is not None)
    return any(sum(_flat(cell.text) in ours for cell in line.cells) > 1 for line in heads)


def came_back(document: Document, book: Book) -> Iterator[Came]:
    """Give the sheets of a workbook that came back, each beside the one that it was given as. What stands below an empty row goes
    on with the columns above it."""
    given = {row.ref: (sheet, row) for sheet in book.sheets for row in sheet.rows}
    above: tuple[str, list[str], BookSheet] | None = None
    for table in _tables(document):
        if _is_about(table):
            continue
        top = next((n for n, line in enumerate(table.lines[:MOST_ABOVE]) if _ref_column(line) is not None), None)
        if top is not None:
            names = [_flat(cell.text) for cell in table.lines[top].cells]
            body = table.lines[top + 1 :]
            above = (table.lines[top].at.sheet, names, _given_as(body, names, given) or _headed(names, book))
        elif above is not None and above[0] == table.lines[0].at.sheet:
            body = table.lines
        else:
            continue
        _, names, sheet = above
        columns = _columns(names, sheet)
        rows = [_row(line, columns, given) for line in body if any(not _is_blank(cell) for cell in line.cells)]
        filled = {at for line in body for at, cell in enumerate(line.cells) if not _is_blank(cell)}
        at = table.lines[0].at
        yield Came(sheet, tuple(rows), tuple((name, at) for n, name in enumerate(names) if n not in columns and n in filled))


def _given_as(body: Sequence[Line], names: list[str], given: Mapping[str, tuple[BookSheet, BookRow]]) -> BookSheet | None:
    """Return the sheet on which the first of these rows was given."""
    at = names.index(words("workbook.ours.our_ref"))
    return next((given[ref][0] for ref in (_text(line, at) for line in body) if ref in given), None)


def is_same(given: Value, cell: Cell) -> bool:
    """Say if a cell is as it was given."""
    if given is None or given == "":
        return _is_blank(cell)
    if isinstance(given, date):
        return cell.value == given
    if isinstance(given, int):
        return cell.value == given or cell.text.strip() == str(given)
    return _flat(legible(written(given))) == _flat(legible(cell.text))


def _headed(names: Sequence[str], book: Book) -> BookSheet:
    """Return the sheet whose headings are most like these."""
    return max(book.sheets, key=lambda one: len(set(names) & {_flat(column.heading) for column in one.columns}))


def _columns(names: Sequence[str], sheet: BookSheet) -> dict[int, BookColumn]:
    """Return which column of the sheet each place holds: two of one heading are told apart by their order."""
    free = list(sheet.columns)
    found: dict[int, BookColumn] = {}
    for at, name in enumerate(names):
        column = next((one for one in free if _flat(one.heading) == name), None)
        if column is not None:
            found[at] = column
            free.remove(column)
    return found


def _row(line: Line, columns: Mapping[int, BookColumn], given: Mapping[str, tuple[BookSheet, BookRow]]) -> Row:
    cells = {column: line.cells[at] if at < len(line.cells) else EMPTY for at, column in columns.items()}
    ref = next((" ".join(cell.text.split()) for column, cell in cells.items() if column.holds is Holds.OUR_REF), "")
    known = given.get(ref)
    base = dict(zip(known[0].columns, known[1].cells, strict=True)) if known else None
    return Row(ref=ref, at=line.at, cells=cells, given=base)


def _tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table) and block.lines]


def _is_about(table: Table) -> bool:
    return _text(table.lines[0], 0) == words("workbook.about.heading")


def _ref_column(line: Line) -> int | None:
    wanted = words("workbook.ours.our_ref")
    return next((at for at, cell in enumerate(line.cells) if _flat(cell.text) == wanted), None)


def _text(line: Line, at: int) -> str:
    return _flat(line.cells[at].text) if at < len(line.cells) else ""


def _is_blank(cell: Cell) -> bool:
    return not cell.text.strip() and cell.value is None


def _flat(text: str) -> str:
    return " ".join(text.split())
