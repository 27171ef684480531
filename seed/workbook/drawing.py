"""Draw a plan as a workbook: its own sheets, headings and refs, ours at the right. What a person wrote is never a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from bot.model.documents.workbook import Book, BookColumn, BookSheet, Holds, Value
from bot.wording.sentences import words
from seed.workbook.rows import written

MOST_NAME = 31  # letters of the name of a sheet
A4 = 9
DAY = "d mmm yyyy"
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDE, _MIDDLING, _NARROW = 48.0, 28.0, 14.0
_WIDTHS = {
    **dict.fromkeys((Holds.ACTION, Holds.MILESTONE, Holds.IMPACT, Holds.MEASURE, Holds.NOTE, Holds.PATH, Holds.EVIDENCE), _WIDE),
    **dict.fromkeys((Holds.PRIORITY, Holds.OWNER, Holds.ACCOUNTABLE, Holds.CONTRIBUTOR), _MIDDLING),
}
_HEAD, _OURS = PatternFill("solid", fgColor="D9E2EF"), PatternFill("solid", fgColor="E7E6E6")
_BLUE = "CFE0F5"
_FILLS = {
    name: PatternFill("solid", fgColor=colour)
    for name, colour in (("red", "F8CBCB"), ("amber", "FCE4B6"), ("green", "D3EBD0"), ("complete", _BLUE), ("assured", _BLUE))
}


def draw(book: Book) -> bytes:
    """Return the workbook as the bytes of an .xlsx file."""
    drawn = Workbook()
    drawn.remove(drawn.worksheets[0])
    drawn.properties.title, drawn.properties.creator, drawn.properties.language = written(book.title), "Milepost", "en-GB"
    about = words("workbook.sheet.about")
    names = iter(_names([*(sheet.name for sheet in book.sheets), about]))
    for number, sheet in enumerate(book.sheets, 1):
        _draw_sheet(drawn.create_sheet(next(names)), sheet, number)
    _draw_about(drawn.create_sheet(next(names)), book)
    held = BytesIO()
    drawn.save(held)
    return held.getvalue()


def _names(said: Sequence[str]) -> Iterator[str]:
    """Give each sheet a name that a workbook may have, and that no other has."""
    given: set[str] = set()
    for name in said:
        plain = " ".join(written(name).translate(_FORBIDDEN).split()).strip("' ")[:MOST_NAME]
        free = plain = plain or words("workbook.sheet.plan")
        count = 1
        while free.casefold() in given:
            count += 1
            free = f"{plain[: MOST_NAME - 5].rstrip()} ({count})"
        given.add(free.casefold())
        yield free


def _draw_sheet(on: Worksheet, sheet: BookSheet, number: int) -> None:
    for at, column in enumerate(sheet.columns, 1):
        _draw_heading(_at(on, 1, at), column)
        on.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column.holds, _NARROW)
    for line, row in enumerate(sheet.rows, 2):
        for at, (column, value) in enumerate(zip(sheet.columns, row.cells, strict=True), 1):
            cell = _at(on, line, at)
            _put(cell, value)
            if column.holds is Holds.STATUS and (fill := _FILLS.get(row.status.removeprefix("imported_"))):
                cell.fill = fill
    _set_up(on, sheet, number)


def _draw_heading(cell: Cell, column: BookColumn) -> None:
    _put(cell, column.heading)
    cell.font, cell.fill = Font(bold=True), _OURS if column.is_ours else _HEAD
    if column.holds is Holds.NOTHING and column.heading:
        cell.comment = Comment(words("workbook.cell.not_kept"), "Milepost")


def _at(on: Worksheet, line: int, at: int) -> Cell:
    cell = on.cell(line, at)
    assert isinstance(cell, Cell)  # nothing is ever merged
    return cell


def _put(cell: Cell, value: Value) -> None:
    """Write a value. A text is a text, however it begins: no program is to take it for a formula."""
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, str):
        cell.value = written(value)
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@"):
            cell.quotePrefix = True
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = DAY


def _set_up(on: Worksheet, sheet: BookSheet, number: int) -> None:
    """Freeze the headings, print them on every A4 page, and say to programs and screen readers that they are headings."""
    on.freeze_panes = "A2"
    on.print_title_rows = "1:1"
    on.page_setup.orientation, on.page_setup.paperSize = "landscape", A4
    on.page_setup.fitToWidth, on.page_setup.fitToHeight = 1, 0
    on.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ends = f"{get_column_letter(len(sheet.columns))}{max(len(sheet.rows) + 1, 2)}"
    names = [written(column.heading) for column in sheet.columns]
    unlike = len({name.casefold() for name in names}) == len(names)
    if unlike and all(name.strip() == name and name and "\n" not in name for name in names):
        table = Table(displayName=f"Plan{number}", ref=f"A1:{ends}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        on.add_table(table)
    else:  # a table needs headings that all differ: these have at least their filters
        on.auto_filter.ref = f"A1:{ends}"


def _draw_about(on: Worksheet, book: Book) -> None:
    lines = [(words("workbook.about.heading"), words("workbook.about.says")), *book.about]
    for line, (label, what) in enumerate(lines, 1):
        _put(_at(on, line, 1), label)
        _put(_at(on, line, 2), what)
        on.cell(line, 1).font = Font(bold=True)
    on.column_dimensions["A"].width, on.column_dimensions["B"].width = _MIDDLING, 2 * _WIDE
    on.freeze_panes = "A2"
    on.page_setup.orientation, on.page_setup.paperSize = "landscape", A4
