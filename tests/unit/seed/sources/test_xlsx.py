"""A workbook is read as a person sees it, and what nobody sees or what cannot be known is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from bot.model.documents.not_a_plan import NotAPlan
from seed.source import EMPTY, Cell, Document, Heading, Line, Place, Prose, Table
from seed.sources import xlsx
from seed.sources.bounds import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, MOST_SHEETS, Told
from seed.sources.office.looks import Looks
from seed.sources.office.package import opened
from seed.sources.office.sheet import Sheet
from seed.sources.office.sheet import Workbook as Shared


def made(fill: Callable[[Worksheet], object], *others: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Plan"
    for name in others:
        book.create_sheet(name)
    fill(sheet)
    return kept(book)


def kept(book: Workbook) -> bytes:
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def with_parts(held: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same file with its parts changed, as no library would write them."""
    out = BytesIO()
    with ZipFile(BytesIO(held)) as packed, ZipFile(out, "w", ZIP_DEFLATED) as packing:
        for name in packed.namelist():
            packing.writestr(name, change(name, packed.read(name)))
    return out.getvalue()


def in_the_sheet(held: bytes, old: str, new: str) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        assert not name.endswith("sheet1.xml") or old.encode() in part, part
        return part.replace(old.encode(), new.encode()) if name.endswith("sheet1.xml") else part

    return with_parts(held, change)


def rows_of(document: Document) -> tuple[Line, ...]:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return table.lines


def read_rows(*rows: tuple[object, ...]) -> tuple[Line, ...]:
    return rows_of(xlsx.read(made(lambda sheet: [sheet.append(row) for row in rows])))


def cell_with(value: object, code: str = "General") -> Cell:
    """The cell that is read of one value with one format."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["Action", "Value"])
        sheet.append(["Train", value])
        sheet["B2"].number_format = code

    return rows_of(xlsx.read(made(fill)))[1].cells[1]


def test_words_numbers_and_days_are_read_with_their_places() -> None:
    lines = read_rows(("Action", "Due", "Owners"), ("Train", datetime(2026, 6, 30), 3))

    assert lines[1] == Line((Cell("Train"), Cell("2026-06-30 00:00:00", date(2026, 6, 30)), Cell("3", 3.0)), Place("", 2))


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1.1, "0.00", "1.10"),
        (1.1, "General", "1.1"),
        (7, "000", "007"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (2.5, "0", "3"),
        (1234.5, '"£"#,##0', "£1,235"),
        (1234.5, "[$£-809]#,##0.00", "£1,234.50"),
        (-5, "0;[Red](0)", "(5)"),
        (0, '0;-0;"none"', "none"),
        (3, '"Ref "0', "Ref 3"),
        (3, '0" days"', "3 days"),
        (12_345_678, '#,##0,,"m"', "12m"),
        (123_456_789_012, "General", "123456789012"),
        (True, "General", "TRUE"),
    ],
)
def test_a_number_is_read_as_a_person_sees_it(value: object, code: str, text: str) -> None:
    assert cell_with(value, code).text == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("dd/mm/yyyy", "30/06/2026"),
        ("mm-dd-yy", "30/06/2026"),  # the short day of the reader's own country
        ("d mmmm yyyy", "30 June 2026"),
        ("[$-809]ddd d mmm yy;@", "Tue 30 Jun 26"),
        ("[$-F800]dddd, mmmm dd, yyyy", "30 June 2026"),
        ('dd.mm.yyyy" at "hh:mm', "30.06.2026 at 09:05"),
        ("d-mmm", "30-Jun"),
    ],
)
def test_a_serial_number_with_the_format_of_a_day_is_that_day(code: str, text: str) -> None:
    assert cell_with(46203.3785, code) == Cell(text, date(2026, 6, 30))


def test_a_day_of_which_only_the_month_is_seen_is_no_day() -> None:
    assert cell_with(46203, "mmm-yy") == Cell("June 2026")
    assert cell_with(46203, "yyyy") == Cell("2026")


def test_a_serial_number_without_such_a_format_stays_a_number() -> None:
    assert cell_with(46203) == Cell("46203", 46203.0)


def test_a_time_of_day_is_no_day() -> None:
    assert cell_with(0.5, "hh:mm") == Cell("12:00", 0.5)
    assert cell_with(3_000_000.0, "dd/mm/yyyy").value == 3_000_000.0  # beyond the last day that a workbook knows


def test_days_are_counted_from_1904_if_the_workbook_says_so() -> None:
    def fill(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.epoch = CALENDAR_MAC_1904
        sheet.append(["Action", "Due"])
        sheet.append(["Train", 46203 - 1462])
        sheet["B2"].number_format = "dd/mm/yyyy"

    assert rows_of(xlsx.read(made(fill)))[1].cells[1].value == date(2026, 6, 30)


def test_a_formula_is_read_as_what_the_workbook_last_showed() -> None:
    held = made(lambda sheet: [sheet.append(["Action", "Due"]), sheet.append(["Train", "=1+1"])])
    document = xlsx.read(in_the_sheet(held, "</f><v></v>", "</f><v>2</v>"))

    assert rows_of(document)[1].cells[1] == Cell("2", 2.0)
    assert document.told == ()


def test_a_formula_without_a_result_is_stale_and_told() -> None:
    document = xlsx.read(made(lambda sheet: [sheet.append(["Action", "Due"]), sheet.append(["Train", '=WEBSERVICE("https://a.b")'])]))

    assert rows_of(document)[1].cells[1] == Cell(text_is_stale=True)
    assert document.told == ("B2: there is a formula, and its result is not in the file. Open the file in Excel, save it and try again.",)


def test_an_error_is_read_as_empty_and_told() -> None:
    document = xlsx.read(made(lambda sheet: [sheet.append(["Action", "Due"]), sheet.append(["Train", "#REF!"])]))

    assert rows_of(document)[1].cells[:2] == (Cell("Train"), EMPTY)
    assert document.told == ("B2: the cell shows an error (#REF!), so it was read as empty.",)


def test_a_merged_cell_spans_its_rows_and_the_others_repeat_it() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (("Theme", "Action", "Due"), ("A", "Train", "May 2026"), (None, "Write", "June 2026"), (None, "Tell", None)):
            sheet.append(row)
        sheet.merge_cells("A2:A4")

    lines = rows_of(xlsx.read(made(fill)))

    assert lines[1].cells[0] == Cell("A", down=3)
    assert [line.cells[0] for line in lines[2:]] == [Cell("A", is_copy=True)] * 2


def test_a_merge_of_whole_columns_makes_no_more_cells_than_there_are_rows() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Action", "Due"])
        sheet.append(["Train", "May 2026"])

    held = in_the_sheet(made(fill), "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>')

    assert rows_of(xlsx.read(held))[1].cells == (Cell("Train", across=2), Cell("Train", is_copy=True))


def test_hidden_rows_and_columns_are_marked_and_a_hidden_sheet_is_told() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (("Action", "Note", "Due"), ("Train", "x", "May 2026"), ("Write", "y", "June 2026")):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        assert sheet.parent is not None
        other = sheet.parent["Old"]
        other.append(["Action", "Due"])
        other.sheet_state = "hidden"

    document = xlsx.read(made(fill, "Old"))
    (table,) = (block for block in document.blocks if isinstance(block, Table))

    assert [line.is_hidden for line in table.lines] == [False, False, True]
    assert table.hidden == {1}
    assert table.lines[0].at.sheet == ""
    assert document.told == ('The sheet "Old" is hidden, so it was not read. Show it and try again if it belongs to the plan.',)


def test_a_struck_cell_is_marked_and_words_struck_in_the_midst_of_others_are_left_out_and_told() -> None:
    def fill(sheet: Worksheet) -> None:
        struck = InlineFont(strike=True)
        sheet.append(["Action", "Due"])
        sheet.append(["Dropped", "May 2026"])
        sheet["A2"].font = Font(strike=True)
        sheet.append([CellRichText("Train ", TextBlock(struck, "twenty "), "thirty"), "June 2026"])
        sheet.append([CellRichText(TextBlock(struck, "All "), TextBlock(struck, "gone")), "July 2026"])

    document = xlsx.read(made(fill))
    cells = [line.cells[0] for line in rows_of(document)[1:]]

    assert [(cell.text, cell.is_struck) for cell in cells] == [("Dropped", True), ("Train thirty", False), ("All gone", True)]
    assert document.told == ('A3: words that are struck through were left out, such as "twenty".',)


def test_colours_are_read_however_they_are_written() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Action", "1", "2", "3", "4", "5"])
        sheet.append(["Train"])
        colours = (Color(rgb="FFFFC000"), Color(theme=4), Color(theme=4, tint=0.4), Color(indexed=10), Color(rgb="FFFFFFFF"))
        for column, colour in zip("BCDEF", colours, strict=True):
            sheet[f"{column}2"].fill = PatternFill("solid", fgColor=colour)

    cells = rows_of(xlsx.read(made(fill)))[1].cells

    assert [cell.fill for cell in cells[1:]] == ["FFC000", "4F81BD", "95B3D7", COLOR_INDEX[10][-6:], ""]
    assert cells[5] is EMPTY


def test_colours_by_rule_are_told() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Action", "Status"])
        sheet.append(["Train", "Late"])
        rule = CellIsRule(operator="equal", formula=['"Late"'], fill=PatternFill("solid", bgColor="FFFF0000"))
        sheet.conditional_formatting.add("B2:B9", rule)

    told = xlsx.read(made(fill)).told

    assert told == ("Some colours come from rules (conditional formatting). Milepost reads only the colours that are set by hand.",)


def test_a_comment_hangs_on_its_cell() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Action", "Due"])
        sheet.append(["Train", "May 2026"])
        sheet["B2"].comment = Comment("Moved from April", "A")

    assert rows_of(xlsx.read(made(fill)))[1].cells[1] == Cell("May 2026", comment="Moved from April")


def test_text_boxes_over_a_sheet_are_told() -> None:
    main, a = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://schemas.openxmlformats.org/drawingml/2006/main"
    held = BytesIO(made(lambda sheet: sheet.append(["Action", "Due"])))
    with ZipFile(held, "a") as packed:
        link = f'<Relationship Id="d" Type="{main}/drawing" Target="../drawings/drawing1.xml"/>'
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        packed.writestr("xl/worksheets/_rels/sheet1.xml.rels", f'<Relationships xmlns="{space}">{link}</Relationships>')
        packed.writestr("xl/drawings/drawing1.xml", f'<x xmlns:a="{a}"><txBody><a:p><a:r><a:t>Read me</a:t></a:r></a:p></txBody></x>')

    assert xlsx.read(held.getvalue()).told == ("Plan: the text boxes that lie over the cells were not read.",)


def test_the_sheets_are_read_in_their_order_and_named_in_places_if_there_are_several() -> None:
    def fill(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        for each in (sheet, sheet.parent["Second"]):
            each.append(["Action", "Due"])
            each.append([f"In {each.title}", "May 2026"])

    document = xlsx.read(made(fill, "Second", "Empty"))

    assert [block.text for block in document.blocks if isinstance(block, Heading) and block.is_sheet] == ["Plan", "Second"]
    places = [str(line.at) for block in document.blocks if isinstance(block, Table) for line in block.lines]
    assert places == ["Plan, line 1", "Plan, line 2", "Second, line 1", "Second, line 2"]


def test_a_title_a_note_and_a_key_are_not_rows_of_the_plan() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (("Recovery plan",), ("Agreed in May",), (), ("Ref", "Action", "Due"), (1, "Train", "May"), (), (2, "Write", "June")):
            sheet.append(row)
        for row, words in enumerate(("Key", "Done", "Late"), 10):
            sheet.cell(row, 2, words)
            if row > 10:
                sheet.cell(row, 1).fill = PatternFill("solid", fgColor="FF00B050")

    document = xlsx.read(made(fill))
    tables = [block for block in document.blocks if isinstance(block, Table)]

    assert [block.text for block in document.blocks if isinstance(block, Heading)] == ["Plan", "Recovery plan", "Key"]
    assert [block.text for block in document.blocks if isinstance(block, Prose)] == ["Agreed in May"]
    assert document.title == "Recovery plan"
    assert [[line.at.line for line in table.lines] for table in tables] == [[4, 5, 7], [11, 12]]


def test_another_table_below_is_one_of_its_own_if_its_headings_are_bold() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (("Ref", "Action", "Due"), ("1", "Train", "May"), (), ("Ref", "Reason", "New date"), ("1", "Ill", "June")):
            sheet.append(row)
        for row in (1, 4):
            for cell in sheet[row]:
                cell.font = Font(bold=True)

    tables = [block for block in xlsx.read(made(fill)).blocks if isinstance(block, Table)]

    assert [[line.at.line for line in table.lines] for table in tables] == [[1, 2], [4, 5]]


def test_a_group_below_a_blank_row_stays_with_its_headings_however_it_looks() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (("Ref", "Action", "Lead", "Due", "Status", "Note"), ("1", "Train", "A", "May", "Green", "x"), ()):
            sheet.append(row)
        for row in (("Theme 2", "Sponsor: B"), ("2", "Write", "B"), (), ("Theme 3",), ("3", "Tell", None, None, None, None, "beyond"), (), ("4", "Ask")):
            sheet.append(row)
        for cell in (*sheet[1], *sheet[4], *sheet[7]):
            cell.font = Font(bold=True)

    (table,) = (block for block in xlsx.read(made(fill)).blocks if isinstance(block, Table))

    assert [line.at.line for line in table.lines] == [1, 2, 4, 5, 7, 8, 10]


def test_another_table_below_is_one_of_its_own_if_its_headings_are_coloured() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (("Ref", "Action", "Due"), ("1", "Train", "May"), (), ("Date", "Asked by", "Reason"), ("June", "B", "Ill")):
            sheet.append(row)
        for cell in (*sheet[1], *sheet[4]):
            cell.fill = PatternFill("solid", fgColor="FF1F4E78")

    tables = [block for block in xlsx.read(made(fill)).blocks if isinstance(block, Table)]

    assert [[line.at.line for line in table.lines] for table in tables] == [[1, 2], [4, 5]]


def test_headings_of_two_rows_are_one_row() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (("Ref", "Action", "Timescale", None, "Lead"), (None, None, "Start", "End", None), ("1", "Train", "May", "June", "A")):
            sheet.append(row)
        sheet.merge_cells("C1:D1")
        for column in "ABE":
            sheet.merge_cells(f"{column}1:{column}2")

    lines = rows_of(xlsx.read(made(fill)))

    assert [cell.text for cell in lines[0].cells] == ["Ref", "Action", "Timescale Start", "Timescale End", "Lead"]
    assert [line.at.line for line in lines] == [2, 3]


def test_a_row_that_only_goes_on_below_its_headings_is_no_heading() -> None:
    lines = read_rows(("Ref", "Action", "Note", None), ("1", "Train", "x", "y"), (None, None, "more", "words"), ("2", "Write", None, None))

    assert len(lines) == 4


def test_a_key_at_the_right_of_a_plan_is_a_table_of_its_own() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (("Ref", "Action", "Due", None, "Key"), ("1", "Train", "May", None, "Late"), ("2", "Write", "June", None, "Done"), ("3", "Tell", "July")):
            sheet.append(row)
        for cell, colour in (("E2", "FFFF0000"), ("E3", "FF00B050")):
            sheet[cell].fill = PatternFill("solid", fgColor=colour)

    plan, key = (block for block in xlsx.read(made(fill)).blocks if isinstance(block, Table))

    assert [[cell.text for cell in line.cells] for line in plan.lines][1:] == [["1", "Train", "May"], ["2", "Write", "June"], ["3", "Tell", "July"]]
    assert [(line.at.line, line.cells[4].text) for line in key.lines] == [(2, "Late"), (3, "Done")]


def test_a_column_of_notes_behind_an_empty_one_stays_with_the_plan() -> None:
    lines = read_rows(("Ref", "Action", "Due", None, "Note"), ("1", "Train", "May", None, "x"), ("2", "Write", "June", None, None))

    assert [len(line.cells) for line in lines] == [5, 5, 5]


def test_what_is_too_wide_too_long_or_too_much_is_cut_and_told() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([f"H{n}" for n in range(MOST_COLUMNS + 100)])
        sheet.append(["x" * MOST_LETTERS, "y"])
        sheet.cell(MOST_ROWS + 1, 1, "too far down")

    held = with_parts(made(fill), lambda _, part: part.replace(b"x" * MOST_LETTERS, b"x" * 1_000_000))
    document = xlsx.read(held)
    lines = rows_of(document)

    assert len(lines) == 2
    assert len(lines[0].cells) == MOST_COLUMNS
    assert (len(lines[1].cells[0].text), lines[1].cells[1].text) == (MOST_LETTERS, "y")
    assert document.told[0].startswith(f"Plan: from row {MOST_ROWS + 1} on nothing was read")
    assert [told.partition(":")[0] for told in document.told[1:]] == ["line 1", "A2"]


def test_more_sheets_than_are_read_are_told() -> None:
    def fill(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        for each in sheet.parent.worksheets:
            each.append(["Action", "Due"])

    document = xlsx.read(made(fill, *(f"S{n}" for n in range(MOST_SHEETS + 10))))

    assert sum(isinstance(block, Table) for block in document.blocks) == MOST_SHEETS
    assert document.told[0].startswith(f"There are {MOST_SHEETS + 11} sheets. The first {MOST_SHEETS} were read")


@pytest.mark.parametrize("where", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_part_that_declares_entities_is_refused_before_it_is_parsed(where: str) -> None:
    laughs = b'<?xml version="1.0"?><!-- long --><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'

    def change(name: str, part: bytes) -> bytes:
        body = part.partition(b"?>")[2] if part.startswith(b"<?xml") else part
        return laughs + body if name == where else part

    held = with_parts(made(lambda sheet: sheet.append(["Action", "Due"])), change)
    if where == "[Content_Types].xml":  # it is not asked, so that it can do nothing
        assert rows_of(xlsx.read(held))[0].cells[0].text == "Action"
        return
    with pytest.raises(NotAPlan, match="has instructions of its own inside"):
        xlsx.read(held)


@pytest.mark.parametrize("spoiled", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"])
def test_a_broken_part_is_told_as_that(spoiled: str) -> None:
    held = with_parts(
        made(lambda sheet: sheet.append(["Action", "Due"])), lambda name, part: part[: len(part) // 2] if name == spoiled else part
    )

    with pytest.raises(NotAPlan, match="a part of it is broken or missing"):
        xlsx.read(held)


def test_what_is_no_packed_file_or_no_workbook_is_refused() -> None:
    for held in (b"", b"PK\x03\x04 and no more", kept(Workbook())[:-200]):
        with pytest.raises(NotAPlan, match="a part of it is broken or missing"):
            xlsx.read(held)


def test_a_row_that_is_wholly_merged_with_the_one_above_is_no_row() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (("Action", "Due"), ("Train", "May 2026"), ("hidden under it", None), ("Write", "June 2026")):
            sheet.append(row)

    held = made(fill)
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("A2:A3", "A2:XFD1048576", "B2:B3"))
    lines = rows_of(xlsx.read(in_the_sheet(held, "</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")))

    assert [line.at.line for line in lines] == [1, 2]


def test_more_cells_than_may_be_read_are_told_once() -> None:
    told = Told()
    with opened(made(lambda sheet: [sheet.append([1, 2, 3]) for _ in range(9)])) as package:
        shared = Shared([], Looks(package, "xl/styles.xml", "xl/theme/theme1.xml"), False, told)
        sheet = Sheet(package, shared, "xl/worksheets/sheet1.xml", "Plan", "", most=10)

    assert [row.at for row in sheet.rows] == [1, 2, 3, 4]
    assert told.sentences() == (
        "Plan: from row 5 on nothing was read, as there is too much. Split it into several files if that belongs to the plan.",
    )
