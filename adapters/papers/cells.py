"""The cells of a workbook: days as days, numbers as numbers, and what a person wrote as text that is never a formula."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import assert_never

from openpyxl.cell.cell import Cell as Box
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray

from adapters.papers.colours import colours
from adapters.papers.text import followed, held, in_words, linked, marked
from bot.model.board.paper import Cell
from bot.model.letters.message import Mark
from bot.wording.sentences import words

MOST_TEXT = 32_767  # of a cell, counted as Excel does: a sign beyond the first 65,536 counts twice
MOST_LINKS = 65_530  # of a sheet
FIRST_YEAR = 1900  # what was before, and a day too many in it, no workbook knows
DAY = "dd mmm yyyy"
_MOST_AROUND = 80  # letters of a number's unit
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_FONT, _SIZE = "Arial", 10
_HEAD = PatternFill("solid", fgColor="D9E2EF")
_LINE = Side("thin", color="8A94A0")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(horizontal="left", vertical="top", wrap_text=True)
_NUMBER = Alignment(horizontal="right", vertical="top", indent=1)
_PLAIN, _STRONG = Font(name=_FONT, size=_SIZE), Font(name=_FONT, size=_SIZE, bold=True)
_LINK = Font(name=_FONT, size=_SIZE, color="0B4A8F", underline="single")


class Looks:
    """The looks of the cells of one workbook, each made once: making one is most of the work of a cell."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, bool, bool, bool], StyleArray] = {}

    def heading(self, box: Box) -> None:
        """Make a cell look like a heading."""
        box.font, box.fill, box.border, box.alignment = _STRONG, _HEAD, _BORDER, _WRAPPED

    def cell(self, box: Box, cell: Cell, is_link: bool) -> None:
        """Make a cell look like what it holds."""
        is_number = isinstance(box.value, int | float)
        status = cell.mark.status if cell.mark else ""
        kind = (status, box.number_format, is_number, is_link, box.quotePrefix)
        if kind in self._known:
            box._style = copy(self._known[kind])  # type: ignore[attr-defined]  # there is no faster way
            return
        box.border, box.alignment = _BORDER, _NUMBER if is_number and not status else _WRAPPED
        box.font = _LINK if is_link else _PLAIN
        if cell.mark is not None:
            ground, ink = colours(cell.mark)
            box.fill, box.font = PatternFill("solid", fgColor=ground), Font(name=_FONT, size=_SIZE, color=ink, bold=True)
        self._known[kind] = box._style  # type: ignore[attr-defined]


class Links:
    """Makes links of the cells of a sheet that have an address, as many as a sheet may have."""

    def __init__(self, most: int = MOST_LINKS) -> None:
        self._left = most

    def follow(self, box: Box, cell: Cell) -> bool:
        """Make a link of a cell that has a web address. Says if it is one now."""
        address = followed(cell.link) if cell.link and self._left else None
        if address is None:
            return False
        self._left -= 1
        box.hyperlink = address
        return True


def put(box: Box, cell: Cell) -> None:
    """Write what a cell holds. A day is a day and a number a number, so that programs can count with them, else it is text."""
    match cell.value:
        case date() if not cell.link and cell.value.year > FIRST_YEAR:
            box.value, box.number_format = cell.value, _after(cell.mark, DAY)
        case int() if not cell.link:
            box.value, box.number_format = cell.value, _after(cell.mark, _around(cell, "0"))
        case float() if not cell.link:
            box.value, box.number_format = cell.value, _after(cell.mark, _around(cell, "0.0"))
        case None | str() | int() | float() | date():
            put_text(box, shown(cell))
        case _:
            assert_never(cell.value)


def put_text(box: Box, text: str) -> None:
    """Write a text. It is a text however it begins: no program must take it for a formula."""
    if not text:
        return
    box.value = _cut(_escaped(held(text)))
    box.data_type = "s"
    if text.startswith(_FORMULA):
        box.quotePrefix = True


def shown(cell: Cell) -> str:
    """Return what a cell shows, in words: its status first, and the address of its link."""
    said = f"{cell.before}{in_words(cell.value)}{cell.after}"
    text = linked(said, cell.link) if cell.link else said
    if cell.mark is None:
        return text
    return words("drawing.paper.marked", {"mark": marked(cell.mark), "value": text}) if text else marked(cell.mark)


def _around(cell: Cell, number_format: str) -> str:
    """Return a format that shows the words around a number, which stays one."""
    before, after = (held(one).replace('"', "").replace("\\", "")[:_MOST_AROUND] for one in (cell.before, cell.after))
    return "".join((f'"{before}"' if before else "", number_format, f'"{after}"' if after else ""))


def _after(mark: Mark | None, number_format: str) -> str:
    """Return a format that shows the words of a status before a number, which stays one."""
    if mark is None:
        return number_format
    return f'"{words("drawing.paper.marked", {"mark": marked(mark), "value": ""})}"{number_format}'.replace("\\", "")


def _escaped(text: str) -> str:
    """Return a text in which nothing is taken for one of the escapes by which Excel writes a sign (`_x000D_`)."""
    first, *pieces = text.split("_x")
    return first + "".join(f"{'_x005F_x' if piece[4:5] == '_' else '_x'}{piece}" for piece in pieces)


def _cut(text: str) -> str:
    """Return a text that fits a cell. A longer one ends with a sentence that says so."""
    if _size(text) <= MOST_TEXT:
        return text
    end = words("drawing.paper.cut")
    room = 2 * (MOST_TEXT - _size(end))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + end


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
