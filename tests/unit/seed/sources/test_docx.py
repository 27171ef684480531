"""A Word document is read as it stands if every change is accepted, and what is left out of it is told."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx as word
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.table import Table as WordTable

from bot.model.documents.not_a_plan import NotAPlan
from seed.source import Cell, Document, Heading, Prose, Table
from seed.sources import docx
from seed.sources.bounds import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made(fill: Callable[[WordDocument], object]) -> bytes:
    document = word.Document()
    fill(document)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def read(fill: Callable[[WordDocument], object]) -> Document:
    return docx.read(made(fill))


def grid(document: WordDocument, *rows: tuple[str, ...]) -> WordTable:
    table = document.add_table(len(rows), max(map(len, rows)))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    return table


def raw(document: WordDocument, *bodies: str) -> None:
    """Put these elements at the end of the document as they are."""
    section = document.element.body[-1]
    for body in bodies:
        section.addprevious(parse_xml(body.replace(" ", f" {W} ", 1) if " " in body.partition(">")[0] else body.replace(">", f" {W}>", 1)))


def in_a_table(*cells: str) -> str:
    """A table of two rows: its headings, and these cells as they are."""
    head = "".join(f"<w:tc><w:p><w:r><w:t>H{n}</w:t></w:r></w:p></w:tc>" for n in range(len(cells)))
    return f"<w:tbl><w:tr>{head}</w:tr><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


def cells_of(*cells: str) -> tuple[Document, list[Cell]]:
    """What is read of these cells."""
    document = read(lambda into: raw(into, in_a_table(*cells)))
    return document, list(tables(document)[0].lines[1].cells)


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in table.lines]


def test_headings_paragraphs_bullets_and_tables_come_in_their_order() -> None:
    def fill(document: WordDocument) -> None:
        document.add_heading("Joint plan", 0)
        document.add_heading("OUTCOME 1: Children are heard", 1)
        document.add_paragraph("Why this matters.")
        document.add_paragraph("They told us so", "List Bullet")
        grid(document, ("Action", "When"), ("Train", "May 2026"))
        document.add_paragraph().add_run("Priority 2: Neglect is seen").bold = True

    document = read(fill)

    assert document.title == "Joint plan"
    found = [(type(block), "" if isinstance(block, Table) else block.text) for block in document.blocks]
    assert found == [
        (Heading, "Joint plan"),
        (Heading, "OUTCOME 1: Children are heard"),
        (Prose, "Why this matters."),
        (Prose, "They told us so"),
        (Table, ""),
        (Heading, "Priority 2: Neglect is seen"),
    ]
    assert [block.level for block in document.blocks if isinstance(block, Heading)] == [1, 1, 6]
    assert [block.is_bullet for block in document.blocks if isinstance(block, Prose)] == [False, True]
    assert document.told == ()


def test_a_table_of_contents_is_left_out() -> None:
    def fill(document: WordDocument) -> None:
        raw(document, '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>OUTCOME 1 ... 4</w:t></w:r></w:p>')
        document.styles.add_style("TOC 1", 1)
        document.add_paragraph("Words")

    assert [block.text for block in read(fill).blocks if isinstance(block, Prose)] == ["Words"]


def test_cells_merged_downwards_and_sideways_are_repeated() -> None:
    def fill(document: WordDocument) -> None:
        table = grid(document, ("Theme", "Action", "Due"), ("A", "Train", "May"), ("", "Write", "June"), ("Theme B", "", ""))
        table.cell(1, 0).merge(table.cell(2, 0)).text = "A"
        table.cell(3, 0).merge(table.cell(3, 2)).text = "Theme B"

    lines = tables(read(fill))[0].lines

    assert [line.cells[0] for line in lines[1:3]] == [Cell("A", down=2), Cell("A", is_copy=True)]
    assert lines[3].cells == (Cell("Theme B", across=3), Cell("Theme B", is_copy=True), Cell("Theme B", is_copy=True))


def test_a_row_whose_edges_were_moved_a_little_keeps_its_columns() -> None:
    row = "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='{0}'/></w:tcPr><w:p><w:r><w:t>{2}</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val='{1}'/></w:tcPr><w:p><w:r><w:t>{3}</w:t></w:r></w:p></w:tc></w:tr>"
    widths = "<w:tblGrid><w:gridCol w:w='3000'/><w:gridCol w:w='40'/><w:gridCol w:w='3000'/></w:tblGrid>"
    table = f"<w:tbl>{widths}{row.format(2, 1, 'Action', 'Due')}{row.format(1, 2, 'Train', 'May')}</w:tbl>"

    assert texts(tables(read(lambda document: raw(document, table)))[0]) == [["Action", "Due"], ["Train", "May"]]


def test_a_row_that_begins_further_right_stays_there() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    first = f"<w:tr>{cell.format('Action')}{cell.format('Due')}</w:tr>"
    second = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell.format("May")}</w:tr>'

    assert texts(tables(read(lambda document: raw(document, f"<w:tbl>{first}{second}</w:tbl>")))[0]) == [["Action", "Due"], ["", "May"]]


def test_tracked_changes_are_read_as_accepted_and_counted() -> None:
    def row(mark: str, text: str) -> str:
        marks = f'<w:trPr><w:{mark} w:id="9" w:author="A"/></w:trPr>' if mark else ""
        return f"<w:tr>{marks}<w:tc><w:p>{text}</w:p></w:tc><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>"

    words = "<w:r><w:t>Open </w:t></w:r><w:del><w:r><w:delText>ten</w:delText></w:r></w:del><w:ins><w:r><w:t>sixteen</w:t></w:r></w:ins><w:r><w:t> beds</w:t></w:r>"
    table = f"<w:tbl>{row('', '<w:r><w:t>Action</w:t></w:r>')}{row('', words)}{row('del', '<w:del><w:r><w:delText>Gone</w:delText></w:r></w:del>')}{row('ins', '<w:ins><w:r><w:t>New</w:t></w:r></w:ins>')}</w:tbl>"
    document = read(lambda into: raw(into, table))

    assert [row[0] for row in texts(tables(document)[0])] == ["Action", "Open sixteen beds", "New"]
    assert [line.at.line for line in tables(document)[0].lines] == [1, 2, 4]
    assert document.told == ("There are 5 tracked changes that nobody has accepted yet. The document was read as if all were accepted.",)


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Train </w:t></w:r></w:p>"
    document, cells = cells_of(f"{first}<w:p><w:r><w:t> all</w:t></w:r></w:p>", "<w:p/>")

    assert cells[0].text == "Trainall"
    assert len(document.told) == 1


def test_struck_words_in_the_midst_of_others_are_left_out_and_a_struck_cell_is_marked() -> None:
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>{}</w:t></w:r>"
    document, cells = cells_of(
        f"<w:p><w:r><w:t>Train </w:t></w:r>{struck.format('twenty ')}<w:r><w:t>thirty</w:t></w:r></w:p>",
        f"<w:p>{struck.format('Gone')}</w:p>",
        "<w:p><w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>Stands</w:t></w:r></w:p>",
    )

    assert [(cell.text, cell.is_struck) for cell in cells] == [("Train thirty", False), ("Gone", True), ("Stands", False)]
    assert document.told == ('the table, A2: words that are struck through were left out, such as "twenty".',)


def test_hidden_words_are_left_out_and_told() -> None:
    document, cells = cells_of("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>Train</w:t></w:r></w:p>", "<w:p/>")

    assert cells[0].text == "Train"
    assert document.told == ('the table, A2: hidden words were left out, such as "secret".',)


def test_the_bullets_of_a_cell_are_its_paragraphs() -> None:
    def fill(document: WordDocument) -> None:
        table = grid(document, ("Action", "Due"), ("", ""))
        table.cell(1, 0).paragraphs[0].text = "Train"
        table.cell(1, 0).paragraphs[0].style = "List Bullet"
        table.cell(1, 0).add_paragraph("Write", "List Bullet")

    assert tables(read(fill))[0].lines[1].cells[0].paragraphs == ("Train", "Write")


NUMBERING = """<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>"""


def numbered(document: WordDocument, form: str = "decimal") -> None:
    """Make list 77, with two levels."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING.format(form=form).replace(" ", f" {W} ", 1)))
    numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def listed(depth: int, text: str = "") -> str:
    marks = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr></w:pPr>'
    return f"<w:p>{marks}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_column_that_word_numbers_by_itself_has_its_numbers() -> None:
    def fill(document: WordDocument) -> None:
        numbered(document)
        rows = "".join(f"<w:tr><w:tc>{listed(depth)}</w:tc><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>" for depth in (0, 1, 1, 0, 1))
        raw(document, f"<w:tbl>{rows}</w:tbl>")

    assert [row[0] for row in texts(tables(read(fill))[0])] == ["1", "1.1", "1.2", "2", "2.1"]


@pytest.mark.parametrize(("form", "label"), [("lowerLetter", "1.a"), ("upperRoman", "1.I"), ("decimalZero", "1.01"), ("decimal", "1.1")])
def test_the_number_of_a_list_stands_before_its_words(form: str, label: str) -> None:
    def fill(document: WordDocument) -> None:
        numbered(document, form)
        raw(document, listed(0, "First"), listed(1, "Second"))

    assert [block.text for block in read(fill).blocks if isinstance(block, Prose)] == ["1. First", f"{label} Second"]


def test_what_is_filled_in_is_read_and_what_only_asks_to_be_filled_in_is_not() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
    _, cells = cells_of(
        f"<w:p>{control.format('', 'Head of A')}</w:p>",
        f"<w:p>{control.format('<w:showingPlcHdr/>', 'Click or tap here')}</w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>May 2026</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p/>",
    )

    assert [cell.text for cell in cells] == ["Head of A", "", "May 2026"]


def test_a_field_is_read_as_its_result_and_what_it_asks_for_is_never_done() -> None:
    field = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/c calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>May 2026</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    link = '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>the guide</w:t></w:r></w:hyperlink></w:p>'

    assert [cell.text for cell in cells_of(field, link)[1]] == ["May 2026", "the guide"]


def test_line_breaks_tabs_and_ticks_are_read() -> None:
    _, cells = cells_of(
        "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>",
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>',
    )

    assert [cell.text for cell in cells] == ["a\nb\tc", "✓"]


def test_a_cell_has_the_colour_behind_it() -> None:
    shade = '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{}"/></w:tcPr><w:p/>'

    assert [cell.fill for cell in cells_of(shade.format("ffc000"), shade.format("auto"), shade.format("FFFFFF"))[1]] == ["FFC000", "", ""]


def test_a_comment_hangs_on_its_cell() -> None:
    def fill(document: WordDocument) -> None:
        table = grid(document, ("Action", "Due"), ("Train", "May 2026"))
        document.add_comment(table.cell(1, 1).paragraphs[0].runs, text="Moved from April", author="A")

    assert tables(read(fill))[0].lines[1].cells[1] == Cell("May 2026", comment="Moved from April")


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    run = f"<w:r><mc:AlternateContent {space}><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"

    document = read(lambda into: raw(into, f"<w:p><w:r><w:t>Before</w:t></w:r>{run}</w:p>"))

    assert [block.text for block in document.blocks if isinstance(block, Prose)] == ["Before", "In the box"]


def test_a_table_in_a_text_box_is_read() -> None:
    box = f"<w:txbxContent>{in_a_table('<w:p><w:r><w:t>Train</w:t></w:r></w:p>', '<w:p/>')}<w:p/></w:txbxContent>"

    assert texts(tables(read(lambda into: raw(into, f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>")))[0])[1] == ["Train", ""]


def test_a_file_inside_the_document_is_told() -> None:
    held = made(lambda document: document.add_paragraph("Words"))
    with_another = BytesIO(held)
    with ZipFile(with_another, "a") as packed:
        packed.writestr("word/embeddings/Microsoft_Excel_Sheet.xlsx", b"PK")

    assert docx.read(with_another.getvalue()).told == (
        "There is another file inside this one, such as a workbook in a document. It was not read.",
    )


def test_a_table_in_a_cell_is_a_table_and_a_table_of_one_cell_is_only_a_box() -> None:
    def fill(document: WordDocument) -> None:
        outer = document.add_table(1, 1)
        outer.cell(0, 0).paragraphs[0].text = "Our plan"
        inner = outer.cell(0, 0).add_table(2, 2)
        for number, cell in enumerate(cell for row in inner.rows for cell in row.cells):
            cell.text = f"c{number}"

    document = read(fill)

    assert [block.text for block in document.blocks if isinstance(block, Prose)] == ["Our plan"]
    assert [texts(table) for table in tables(document)] == [[["c0", "c1"], ["c2", "c3"]]]


def test_many_little_tables_of_the_same_labels_are_cards_and_a_plan_is_none() -> None:
    def fill(document: WordDocument) -> None:
        for ref in ("A1", "A2"):
            grid(document, (f"Action {ref}", "Train"), ("Owner", "Head of A"), ("Target date", "May 2026"))
            document.add_paragraph("")
        grid(document, ("Action", "When"), ("Train", "May 2026"), ("Write", "June 2026"))

    assert [table.is_card for table in tables(read(fill))] == [True, True, False]


def test_places_name_the_table_if_there_are_several() -> None:
    def fill(document: WordDocument) -> None:
        for _ in range(2):
            grid(document, ("Action", "When"), ("Train", "May 2026"))
            document.add_paragraph("")

    assert [str(table.lines[1].at) for table in tables(read(fill))] == ["table 1, line 2", "table 2, line 2"]


def test_footnotes_are_left_out_and_told() -> None:
    document, cells = cells_of('<w:p><w:r><w:t>Train</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', "<w:p/>")

    assert cells[0].text == "Train"
    assert document.told == ("Footnotes and endnotes were not read.",)


def test_what_is_too_long_or_too_wide_is_cut_and_told() -> None:
    wide = f'<w:tcPr><w:gridSpan w:val="{MOST_COLUMNS + 1}"/></w:tcPr><w:p><w:r><w:t>far</w:t></w:r></w:p>'
    document, cells = cells_of(f"<w:p><w:r><w:t>{'x' * 1_000_000}</w:t></w:r></w:p>", wide)

    assert len(cells[0].text) == MOST_LETTERS
    assert [told.partition(":")[0] for told in document.told] == ["the table, A2", "the table, line 2"]


def with_part(held: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(held)) as packed, ZipFile(out, "w", ZIP_DEFLATED) as packing:
        for each in packed.namelist():
            packing.writestr(each, change(packed.read(each)) if each == name else packed.read(each))
    return out.getvalue()


def test_the_strict_form_of_the_standard_is_read() -> None:
    held = made(lambda document: grid(document, ("Action", "When"), ("Train", "May 2026")))
    usual, strict = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"

    document = docx.read(with_part(held, "word/document.xml", lambda part: part.replace(usual, strict)))

    assert texts(tables(document)[0]) == [["Action", "When"], ["Train", "May 2026"]]


@pytest.mark.parametrize("where", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_a_part_that_declares_entities_is_refused(where: str) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    held = made(lambda document: document.add_paragraph("Words"))

    with pytest.raises(NotAPlan, match="has instructions of its own inside"):
        docx.read(with_part(held, where, lambda part: laughs + part.partition(b"?>")[2]))


def test_a_broken_document_is_told_as_that() -> None:
    held = made(lambda document: document.add_paragraph("Words"))

    for broken in (with_part(held, "word/document.xml", lambda part: part[:-20]), held[:-100], b"PK\x03\x04"):
        with pytest.raises(NotAPlan, match="a part of it is broken or missing"):
            docx.read(broken)


def test_more_rows_than_are_read_are_told() -> None:
    row = "<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
    document = read(lambda into: raw(into, f"<w:tbl>{row * (MOST_ROWS + 5)}</w:tbl>"))

    assert len(tables(document)[0].lines) == MOST_ROWS
    assert document.told == (f"the table: from row {MOST_ROWS + 1} on nothing was read, as there is too much. Split the file if that belongs to the plan.",)
