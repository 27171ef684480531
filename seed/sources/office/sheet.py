"""Read one sheet of a workbook: its rows with words, with what is merged, hidden, struck and noted in them."""

from __future__ import annotations

import math
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from lxml import etree
from openpyxl.utils.cell import column_index_from_string

from seed.source import EMPTY, Cell, Place
from seed.sources.bounds import MOST_COLUMNS, MOST_COPIES, MOST_ROWS, Told
from seed.sources.grid import Row
from seed.sources.office.formats import Seen, day_seen, seen
from seed.sources.office.looks import Look, Looks
from seed.sources.office.package import Package
from seed.sources.office.strings import Held, elements, held_in, local, words_in

_MOST_MERGES = 50_000


class Workbook(NamedTuple):
    """All that the sheets of a workbook share."""

    strings: list[Held]
    looks: Looks
    is_1904: bool
    told: Told


class Merge(NamedTuple):
    """Cells that are one: the first and last row, the first and last column, counted from 1."""

    top: int
    bottom: int
    left: int
    right: int


class _Held(NamedTuple):
    """A row while its sheet is read: its cells by their columns, counted from 1."""

    cells: dict[int, Cell]
    is_hidden: bool
    is_bold: bool


class Sheet:
    """One sheet. `rows` are those with words, `hidden` its columns that nobody sees, and `count` how many cells have words.

    `most` is how many cells may still be read. `name` is how the sheet is named in places: not at all if it is the only one.
    """

    def __init__(self, package: Package, workbook: Workbook, part: str, title: str, name: str, most: int) -> None:
        self._workbook, self._told, self._most = workbook, workbook.told, most
        self._title, self._name = title, name
        self._held: dict[int, _Held] = {}
        self._merges: list[Merge] = []
        self._filled: dict[str, Cell] = {}
        self._hidden: set[int] = set()
        self._row = 0
        self._is_cut = False
        self.count = 0
        with package.stream(part) as stream:
            for element in elements(stream, "row", "col", "mergeCell", "cfRule"):
                self._take(element)
        self._note(_notes(package, part))
        if self._held and _has_boxes(package, part):
            self._told.say("boxes", sheet=title)
        self._merge()
        self.hidden = frozenset(column - 1 for column in self._hidden)
        self.rows = self._rows()

    def _take(self, element: etree._Element) -> None:
        match local(element):
            case "row":
                self._take_row(element)
            case "col":
                if is_hidden(element, "width"):
                    last = min(int(element.get("max", 0)), MOST_COLUMNS)
                    self._hidden.update(range(int(element.get("min", 1)), last + 1))
            case "mergeCell" if len(self._merges) < _MOST_MERGES:
                self._merges.append(merge_of(str(element.get("ref", ""))))
            case "cfRule" if element.get("dxfId") or element.get("type") in ("colorScale", "iconSet"):
                self._told.say("colours_by_rule")

    def _take_row(self, element: etree._Element) -> None:
        self._row = int(float(element.get("r") or self._row + 1))
        if self._is_cut or not any(len(each) for each in element):
            return
        if self._row > MOST_ROWS or self.count >= self._most:
            self._told.say("sheet_cut", sheet=self._title, line=min(self._row, MOST_ROWS + 1))
            self._is_cut = True
            return
        cells: dict[int, Cell] = {}
        column, with_words, all_bold = 0, 0, True
        for each in element:
            at = each.get("r")
            column = column_of(at.rstrip("0123456789")) if at else column + 1
            if column > MOST_COLUMNS:
                self._tell_cut(each)
                break
            look = self._workbook.looks.of(int(each.get("s", 0)))
            cell = self._cell(each, look, Place(self._name, self._row, column))
            if cell is not EMPTY:
                cells[column] = cell
            if cell.text or cell.text_is_stale:
                with_words, all_bold = with_words + 1, all_bold and look.is_bold
        if with_words:
            self.count += len(cells)
            self._held[self._row] = _Held(cells, is_hidden(element, "ht"), all_bold)

    def _tell_cut(self, first: etree._Element) -> None:
        """Tell the words that stand too far to the right, from a first cell on."""
        for each in (first, *first.itersiblings()):
            held, _ = self._value(each, Look(), Place(self._name, self._row))
            if text := held.text if isinstance(held, Seen) else words_in(held, False).text.strip():
                self._told.at("columns_cut", Place(self._name, self._row), text)
                return

    def _cell(self, element: etree._Element, look: Look, at: Place) -> Cell:
        held, is_stale = self._value(element, look, at)
        value: date | float | None = None
        if isinstance(held, Seen):
            text, value, is_struck = held.text, held.value, look.is_struck
        else:
            words = words_in(held, look.is_struck)
            text, is_struck = words.text, words.is_struck
            if words.struck:
                self._told.at("words_struck", at, words.struck)
        text = text.strip()
        if not text and not is_stale:
            return self._filled.setdefault(look.fill, Cell(fill=look.fill)) if look.fill else EMPTY
        text = self._told.cut(text.replace("\r\n", "\n").replace("\r", "\n"), at)
        return Cell(text, value, fill=look.fill, is_struck=is_struck, text_is_stale=is_stale)

    def _value(self, element: etree._Element, look: Look, at: Place) -> tuple[Held | Seen, bool]:
        """Return what a cell holds, and if it is a formula whose result is not in the file."""
        kind = element.get("t", "n")
        parts = {local(each): each for each in element}
        if kind == "inlineStr":
            return (held_in(parts["is"]) if "is" in parts else ""), False
        found = parts.get("v")
        text = "" if found is None else (found.text or "").strip()
        if not text:
            is_stale = "f" in parts and (found is None or kind != "str")
            if is_stale:
                self._told.at("formula", at)
            return "", is_stale
        match kind:
            case "s":
                return self._workbook.strings[int(text)], False
            case "str":
                return text, False
            case "b":
                return ("TRUE" if text == "1" else "FALSE"), False
            case "e":
                self._told.at("error", at, text)
                return "", False
            case "d":
                return day_seen(datetime.fromisoformat(text), look.code), False
        number = float(text)
        return (seen(number, look.code, self._workbook.is_1904) if math.isfinite(number) else text), False

    def _note(self, notes: dict[tuple[int, int], str]) -> None:
        for (row, column), words in notes.items():
            if row in self._held and column <= MOST_COLUMNS:
                cells = self._held[row].cells
                cells[column] = cells.get(column, EMPTY)._replace(comment=words)

    def _merge(self) -> None:
        """Let each merged cell span its rows and columns, and let the others under it repeat it."""
        last, wide, copies = max(self._held, default=0), self._wide(), 0
        for top, lowest, left, rightmost in self._merges:
            cell = self._held[top].cells.get(left) if top in self._held else None
            if cell is None or left > wide or not (cell.text or cell.fill):
                continue
            bottom, right = min(lowest, last), min(rightmost, wide)
            self._held[top].cells[left] = cell._replace(down=bottom - top + 1, across=right - left + 1)
            copy = cell._replace(is_copy=True, comment="")
            for row in range(top, bottom + 1):
                if row in self._held:
                    copies += right - left + 1
                    under = {column: copy for column in range(left, right + 1) if (row, column) != (top, left)}
                    self._held[row].cells.update(under)
            if copies > MOST_COPIES:
                self._told.say("merges_cut", sheet=self._title)
                return

    def _wide(self) -> int:
        """Return the last column with words."""
        rows = (held.cells.items() for held in self._held.values())
        return max((at for cells in rows for at, cell in cells if cell.text or cell.text_is_stale), default=0)

    def _rows(self) -> tuple[Row, ...]:
        wide, before = self._wide(), 0
        rows = []
        for at, held in sorted(self._held.items()):
            cells = tuple(held.cells.get(column, EMPTY) for column in range(1, min(wide, max(held.cells)) + 1))
            row = Row(at, cells, at > before + 1, held.is_hidden, held.is_bold)
            if row.own:  # else it is all merged with the row above it
                rows.append(row)
            before = at
        return tuple(rows)


@cache
def column_of(name: str) -> int:
    """Return the number of a column by its letters."""
    return column_index_from_string(name)


def merge_of(reference: str) -> Merge:
    """Return the cells that are one, by such words as B4:C6."""
    first, _, last = reference.replace("$", "").partition(":")
    left, top = _corner(first)
    right, bottom = _corner(last or first)
    return Merge(top, bottom, left, right)


def _corner(cell: str) -> tuple[int, int]:
    name = cell.rstrip("0123456789")
    return column_of(name), int(cell[len(name) :])


def is_hidden(element: etree._Element, size: str) -> bool:
    """Say if nobody sees a row or column: it is hidden, or has no size."""
    return element.get("hidden", "0") in ("1", "true") or element.get(size) in ("0", "0.0")


def _has_boxes(package: Package, part: str) -> bool:
    """Say if text boxes lie over a sheet."""
    drawings = (one.name for one in package.related(part).values() if one.kind == "drawing" and package.has(one.name))
    return any(text.text for name in drawings for text in package.root(name).iterfind(".//{*}txBody//{*}t"))


def _notes(package: Package, part: str) -> dict[tuple[int, int], str]:
    """Return the comments of a sheet by row and column: a thread of them from its own part, without the words about it."""
    notes: dict[tuple[int, int], str] = {}
    threads: dict[tuple[int, int], str] = {}
    for one in package.related(part).values():
        if one.kind not in ("comments", "threadedComment") or not package.has(one.name):
            continue
        found = notes if one.kind == "comments" else threads
        for each in package.root(one.name).iter("{*}comment", "{*}threadedComment"):
            column, row = _corner(str(each.get("ref", "")))
            words = "".join(one.text or "" for one in each.iter("{*}t", "{*}text") if not len(one)).strip()
            found[row, column] = "\n".join(filter(None, (found.get((row, column)), words)))
    return notes | threads
