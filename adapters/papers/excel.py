"""A paper as a workbook: rows that people and programs read alike. What a person wrote is never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import assert_never
from zipfile import ZIP_STORED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Box
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.header_footer import _HeaderFooterPart as _Part
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from adapters.papers.colours import colours
from adapters.papers.text import followed, held, linked, marked
from adapters.papers.zipped import packed
from bot.model.board.paper import Book, Cell, Column, Grid, Sheet
from bot.model.letters.message import Mark
from bot.wording.sentences import day, words

MOST_TEXT = 32_767  # of a cell, counted as Excel does: a sign beyond the first 65,536 counts twice
MOST_LINKS = 65_530  # of a sheet
MOST_PROPERTY = 255
FIRST_YEAR = 1900  # what was before, and a day too many in it, no workbook knows
A4 = 9
DAY = "dd mmm yyyy"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NARROWEST, _WIDEST = 9.0, 70.0
_HEAD = PatternFill("solid", fgColor="D9E2EF")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINK = Font(color="0B4A8F", underline="single")


def draw(book: Book) -> bytes:
    """Return the workbook as the bytes of an .xlsx file."""
    drawn = Workbook()
    drawn.remove(drawn.worksheets[0])
    _name(drawn, book)
    for number, sheet in enumerate(book.sheets, 1):
        _draw_sheet(drawn.create_sheet(sheet.name), sheet, book, number)
    made = BytesIO()
    ExcelWriter(drawn, ZipFile(made, "w", ZIP_STORED)).save()  # `Workbook.save` would write down the hour
    return packed(made.getvalue())


def _name(drawn: Workbook, book: Book) -> None:
    said, made = drawn.properties, book.made.replace(tzinfo=None, microsecond=0)
    said.title, said.subject = held(book.title)[:MOST_PROPERTY], held(book.foot)[:MOST_PROPERTY] or None
    said.creator = said.lastModifiedBy = words("drawing.paper.author")
    said.language, said.created, said.modified = "en-GB", made, made


def _draw_sheet(on: Worksheet, sheet: Sheet, book: Book, number: int) -> None:
    grid, looks = sheet.grid, _Looks()
    for at, column in enumerate(grid.columns, 1):
        box = _box(on, 1, at)
        _put_text(box, column.heading)
        box.font, box.fill = Font(bold=True), _HEAD
        on.column_dimensions[get_column_letter(at)].width = _width(column)
    left = MOST_LINKS
    for line, row in enumerate(grid.rows, 2):
        for at, cell in enumerate(row, 1):
            left -= _put(_box(on, line, at), cell, looks, left > 0)
    if not grid.rows and grid.none:  # a row of words would be read as data
        on["A1"].comment = Comment(held(grid.none), words("drawing.paper.author"))
    _set_up(on, sheet, book, number)


def _box(on: Worksheet, line: int, at: int) -> Box:
    box = on.cell(line, at)
    assert isinstance(box, Box)  # nothing is ever merged
    return box


def _width(column: Column) -> float:
    """Return the width of a column, in letters: no word of its heading is broken, beside the arrow of its filter."""
    longest = max((len(word) for word in column.heading.split()), default=0) + 4
    return min(max(float(column.width), float(longest), _NARROWEST), _WIDEST)


# ---- cells -----------------------------------------------------------------------------------


class _Looks:
    """The looks of statuses in one workbook, each made once."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[PatternFill, Font]] = {}

    def of(self, mark: Mark) -> tuple[PatternFill, Font]:
        """Return the ground and the ink of a status."""
        if mark.status not in self._made:
            ground, ink = colours(mark)
            self._made[mark.status] = PatternFill("solid", fgColor=ground), Font(color=ink, bold=True)
        return self._made[mark.status]


def _put(box: Box, cell: Cell, looks: _Looks, may_link: bool) -> bool:
    """Write a cell. Says if it is a link."""
    _put_value(box, cell)
    address = followed(cell.link) if cell.link and may_link else None
    if address is not None:
        box.hyperlink, box.font = address, _LINK
    if cell.mark is not None:
        box.fill, box.font = looks.of(cell.mark)
    return address is not None


def _put_value(box: Box, cell: Cell) -> None:
    """Write a value: a day as a day and a number as a number, so that programs can count with them, else text."""
    shown = "" if cell.mark is None else marked(cell.mark)
    match cell.value:
        case date() if not cell.link and cell.value.year > FIRST_YEAR:
            box.value, box.alignment = cell.value, _WRAPPED
            box.number_format = _after(shown, DAY)
        case int() if not cell.link:
            box.value, box.alignment = cell.value, _WRAPPED
            box.number_format = _after(shown, "0") if shown else "General"
        case None if not cell.link:
            _put_text(box, shown)
        case None | str() | int() | date():
            said = day(cell.value) if isinstance(cell.value, date) else "" if cell.value is None else str(cell.value)
            text = linked(said, cell.link) if cell.link else said
            _put_text(box, words("drawing.paper.marked", {"mark": shown, "value": text}) if shown else text)
        case _:
            assert_never(cell.value)


def _after(shown: str, number_format: str) -> str:
    """Return a format that shows the words of a status before a number, which stays one."""
    return f'"{shown.replace(chr(34), "")}: "{number_format}' if shown else number_format


def _put_text(box: Box, text: str) -> None:
    """Write a text. It is a text however it begins: no program must take it for a formula."""
    box.alignment = _WRAPPED
    if not text:
        return
    box.value = _cut(_unescaped(held(text)))
    box.data_type = "s"
    if text.startswith(_FORMULA):
        box.quotePrefix = True


def _unescaped(text: str) -> str:
    """Return a text in which nothing looks like one of the escapes by which Excel writes a sign (`_x000D_`)."""
    pieces = text.split("_x")
    return pieces[0] + "".join(f"{'_x005F_x' if piece[4:5] == '_' else '_x'}{piece}" for piece in pieces[1:])


def _cut(text: str) -> str:
    """Return a text that fits a cell. A longer one ends with a sentence that says so."""
    if _size(text) <= MOST_TEXT:
        return text
    end = words("drawing.paper.cut")
    room = MOST_TEXT - _size(end)
    kept = text[:room]
    while _size(kept) > room:
        kept = kept[: len(kept) - max((_size(kept) - room) // 2, 1)]
    return f"{kept}{end}"


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# ---- pages -----------------------------------------------------------------------------------


def _set_up(on: Worksheet, sheet: Sheet, book: Book, number: int) -> None:
    """Freeze the headings, print them on every A4 page, and say to programs and screen readers that they are headings."""
    grid = sheet.grid
    on.freeze_panes = "A2"
    on.print_title_rows = "1:1"
    on.page_setup.orientation, on.page_setup.paperSize = "landscape", A4
    on.page_setup.fitToWidth, on.page_setup.fitToHeight = 1, 0
    on.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    said = ". ".join(filter(None, (grid.caption.rstrip("."), "" if grid.rows else grid.none)))
    pages = f"{words('drawing.paper.page')}&P{words('drawing.paper.of')}&N"
    on.HeaderFooter.oddHeader = HeaderFooterItem(_Part(text=_printed(book.title)), right=_Part(text=_printed(said)))
    on.HeaderFooter.oddFooter = HeaderFooterItem(_Part(text=_printed(book.foot)), right=_Part(text=pages))
    _make_table(on, grid, number)


def _printed(text: str) -> str:
    """Return a text as the head or foot of a printed page has it: `&` is its one sign of command."""
    return held(text).replace("\n", " ").replace("&", "&&")[:120]


def _make_table(on: Worksheet, grid: Grid, number: int) -> None:
    ends = f"{get_column_letter(len(grid.columns))}{max(len(grid.rows) + 1, 2)}"
    if _may_be_named([column.heading for column in grid.columns]):
        table = Table(displayName=f"Table{number}", ref=f"A1:{ends}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        on.add_table(table)
    else:  # a table needs headings that all differ: these have at least their filters
        on.auto_filter.ref = f"A1:{ends}"


def _may_be_named(headings: Sequence[str]) -> bool:
    plain = [held(one) for one in headings]
    unlike = len({one.casefold() for one in plain}) == len(plain)
    return unlike and all(one == one.strip() and one and "\n" not in one for one in plain)
