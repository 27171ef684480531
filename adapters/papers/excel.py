"""A paper as a workbook: rows that people and programs read alike. What a person wrote is never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Box
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.header_footer import _HeaderFooterPart as _Part
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from adapters.papers.cells import Links, Looks, put, put_text, shown
from adapters.papers.text import held
from adapters.papers.zipped import packed
from bot.model.board.paper import Book, Cell, Column, Grid, Sheet
from bot.wording.sentences import words

MOST_PROPERTY = 255
MOST_TITLE, MOST_SAID, MOST_FOOT = 90, 140, 200  # letters in the head and foot of a printed page, which have 255 each
A4 = 9
NARROWEST, DATED, WIDEST, PAGE = 8, 13, 60, 150  # letters; a day is a number, and a number is not broken
PER_UNIT = 1.25  # letters of running text to a unit of width, which is as wide as a digit
LINE, ABOVE, TALLEST = 13.0, 3.0, 409.0  # points


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
    grid, looks, links = sheet.grid, Looks(), Links()
    widths = _widths(grid)
    for at, (column, width) in enumerate(zip(grid.columns, widths, strict=True), 1):
        box = _box(on, 1, at)
        put_text(box, column.heading)
        looks.heading(box)
        on.column_dimensions[get_column_letter(at)].width = float(width)
    on.row_dimensions[1].height = _height([column.heading for column in grid.columns], [width - 4 for width in widths])
    for line, row in enumerate(grid.rows, 2):
        for at, cell in enumerate(row, 1):
            box = _box(on, line, at)
            put(box, cell)
            looks.cell(box, cell, links.follow(box, cell))
        on.row_dimensions[line].height = _height([shown(cell) for cell in row], widths)
    if not grid.rows and grid.none:  # a row of words would be read as data
        on["A1"].comment = Comment(held(grid.none), words("drawing.paper.author"))
    _set_up(on, sheet, book, number)


def _box(on: Worksheet, line: int, at: int) -> Box:
    box = on.cell(line, at)
    assert isinstance(box, Box)  # nothing is ever merged
    return box


def _widths(grid: Grid) -> list[int]:
    """Return the widths of the columns, in letters: what they hold if that is short, and of the rest of a page their shares.

    No word of a heading is broken beside the arrow of its filter, and no day or number is wider than its column: it would be
    shown as ###.
    """
    columns = [(column, [row[at] for row in grid.rows]) for at, column in enumerate(grid.columns)]
    wanted = {at: _wanted(column, cells) for at, (column, cells) in enumerate(columns)}
    room, shares = PAGE, {at: max(column.width, 1) for at, column in enumerate(grid.columns)}
    widths: dict[int, int] = {}
    while fit := [at for at in shares if wanted[at] * sum(shares.values()) <= room * shares[at]]:
        widths |= {at: wanted[at] for at in fit}
        room -= sum(wanted[at] for at in fit)
        shares = {at: share for at, share in shares.items() if at not in fit}
    widths |= {at: max(room * share // sum(shares.values()), _least(*columns[at])) for at, share in shares.items()}
    return [widths[at] for at in range(len(columns))]


def _wanted(column: Column, cells: Sequence[Cell]) -> int:
    longest = max((len(line) for cell in cells for line in shown(cell).split("\n")), default=0) + 3
    return max(min(longest, WIDEST), _least(column, cells))


def _least(column: Column, cells: Sequence[Cell]) -> int:
    heading = max((len(word) for word in column.heading.split()), default=0) + 4
    numbers = max((len(shown(cell)) for cell in cells if isinstance(cell.value, int | float)), default=0) + 3
    return max(heading, NARROWEST, min(numbers, WIDEST), DATED if any(isinstance(cell.value, date) for cell in cells) else 0)


def _height(texts: Iterable[str], widths: Sequence[int]) -> float:
    """Return the height of a row in which every text is seen whole. Not every program finds it by itself."""
    lines = max(_lines(text, int(width * PER_UNIT)) for text, width in zip(texts, widths, strict=True))
    return min(lines * LINE + ABOVE, TALLEST)


def _lines(text: str, width: int) -> int:
    """Count the lines that a text takes in a column."""
    lines = 0
    for line in text.split("\n"):
        used = width
        for word in line.split(" ") if len(line) > width else (line,):
            if used + len(word) >= width:
                lines, used = lines + max(-(-len(word) // width), 1), len(word) % width
            else:
                used += len(word) + 1
    return lines


# ---- pages -----------------------------------------------------------------------------------


def _set_up(on: Worksheet, sheet: Sheet, book: Book, number: int) -> None:
    """Freeze the headings, print them on every A4 page, and say to programs and screen readers that they are headings."""
    grid = sheet.grid
    on.freeze_panes = "A2"
    on.print_title_rows = "1:1"
    on.page_setup.orientation, on.page_setup.paperSize = "landscape", A4
    on.page_setup.fitToWidth, on.page_setup.fitToHeight = 1, 0
    on.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    said = " ".join(filter(None, (grid.caption, "" if grid.rows else grid.none)))
    head = ". ".join(filter(None, (_printed(book.title, MOST_TITLE), _printed(said, MOST_SAID))))
    pages = f"{words('drawing.paper.page')}&P{words('drawing.paper.of')}&N"
    on.HeaderFooter.oddHeader = HeaderFooterItem(_Part(text=head or None))
    on.HeaderFooter.oddFooter = HeaderFooterItem(_Part(text=_printed(book.foot, MOST_FOOT) or None), right=_Part(text=pages))
    _make_table(on, grid, number)


def _printed(text: str, most: int) -> str:
    """Return a text as the head or foot of a printed page has it: in one line, `&` is its one sign of command."""
    plain = " ".join(held(text).split())
    short = plain if len(plain) <= most else f"{plain[: most - 1].rsplit(' ', 1)[0]}…"
    return short.replace("&", "&&")


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
