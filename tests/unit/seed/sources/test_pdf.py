"""A pdf: its tables, whether rules or only places part their cells, over as many pages as they take."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.documents.not_a_plan import NotAPlan
from seed.source import Format, Heading, Place, Prose
from seed.sources import pdf
from seed.sources.choice import document_of
from tests.laws import tried
from tests.world import pdfs
from tests.world.documents import headings, prose, rows, tables, words, words_in
from tests.world.pdfs import Sheet

COLUMNS = (40, 120, 300, 420)


def ruled(sheet: Sheet, top: float, lines: list[list[str]]) -> None:
    """A table of rules in which each line of a cell stands below the one before it."""
    edges = [top]
    for line in lines:
        for left, cell in zip(COLUMNS, line, strict=False):
            for at, part in enumerate(cell.split("\n")):
                sheet.say(left + 4, edges[-1] + 4 + 12 * at, part)
        edges.append(edges[-1] + 8 + 12 * max(cell.count("\n") + 1 for cell in line))
    sheet.grid(COLUMNS, edges)


def test_a_table_of_rules_comes_with_its_cells_and_its_colours() -> None:
    sheet = Sheet()
    sheet.say(40, 30, "A plan of doors", size=18)
    sheet.say(40, 60, "Agreed in May.")
    sheet.box(302, 106, 418, 124, "1 0 0")
    ruled(sheet, 84, [["Ref", "Action", "Status"], ["1", "Open the front door and leave\nit open for the whole day", "Late"], ["2", "Mend\nPaint", ""]])
    document = document_of("plan.pdf", pdfs.pdf(sheet))

    assert document.format is Format.PDF
    assert document.title == "A plan of doors"
    assert document.blocks[:2] == (Heading("A plan of doors", 1, Place(line=1)), Prose("Agreed in May.", Place(line=2)))
    assert rows(document) == [
        [["Ref", "Action", "Status"], ["1", "Open the front door and leave it open for the whole day", "Late"], ["2", "Mend\nPaint", ""]]
    ]
    assert [cell.fill for cell in tables(document)[0].lines[1].cells] == ["", "", "FF0000"]
    assert [line.at.line for line in tables(document)[0].lines] == [3, 4, 6]


def test_bands_of_colour_part_rows_if_nothing_else_does() -> None:
    sheet = Sheet()
    for top, line in ((84, ("Action", "Lead")), (104, ("Open", "Head")), (116, ("the door", "of Care")), (132, ("Mend", "Deputy"))):
        for left, text in zip((44, 300), line, strict=True):
            sheet.say(left, top, text)
    sheet.box(40, 80, 420, 100, "0.8")
    sheet.box(40, 128, 420, 148, "0.8")

    assert rows(pdf.read(pdfs.pdf(sheet))) == [[["Action", "Lead"], ["Open the door", "Head of Care"], ["Mend", "Deputy"]]]


def test_a_merged_cell_stands_in_every_row_that_it_spans() -> None:
    sheet = Sheet()
    for left, top, text in ((44, 84, "Theme"), (124, 84, "Action"), (44, 104, "Doors"), (124, 104, "Open"), (124, 124, "Shut"), (44, 144, "Roof"), (124, 144, "Mend")):
        sheet.say(left, top, text)
    for top in (80, 100, 140, 160):
        sheet.rule(40, top, 300, top)
    sheet.rule(120, 120, 300, 120)
    for left in (40, 120, 300):
        sheet.rule(left, 80, left, 160)
    (table,) = tables(pdf.read(pdfs.pdf(sheet)))

    assert [[cell.text for cell in line.cells] for line in table.lines] == [["Theme", "Action"], ["Doors", "Open"], ["Doors", "Shut"], ["Roof", "Mend"]]
    assert [(line.cells[0].is_copy, line.cells[0].down) for line in table.lines] == [(False, 1), (False, 2), (True, 1), (False, 1)]


def test_a_table_over_two_pages_is_one_without_running_heads_and_without_its_headings_again() -> None:
    first, second = Sheet(), Sheet()
    for number, sheet in enumerate((first, second), start=1):
        sheet.say(40, 20, "Doors for all")
        sheet.say(40, 815, f"Draft 3, page {number} of 2")
    ruled(first, 100, [["Ref", "Action", "Lead"], ["1", "Open", "Head"]])
    ruled(second, 60, [["Ref", "Action", "Lead"], ["2", "Mend", "Deputy"]])
    document = pdf.read(pdfs.pdf(first, second))

    assert rows(document) == [[["Ref", "Action", "Lead"], ["1", "Open", "Head"], ["2", "Mend", "Deputy"]]]
    assert [line.at for line in tables(document)[0].lines] == [Place("page 1", 2), Place("page 1", 3), Place("page 2", 2)]
    assert headings(document) + prose(document) == ["Doors for all"]
    assert len(document.told) == 1
    assert "3 times" in document.told[0]


def test_columns_that_only_their_place_parts_are_found_and_a_row_may_run_over_two_lines() -> None:
    sheet = Sheet()
    sheet.say(40, 40, "Doors", size=14, bold=True)
    for top, line in ((70, ("Action", "Lead", "When")), (90, ("Open the door", "Head", "May 2027")), (102, ("of the mill", "of Care", "")), (122, ("Mend it", "", "June 2027"))):
        for left, text in zip((40, 200, 400), line, strict=True):
            sheet.say(left, top, text)
    document = pdf.read(pdfs.pdf(sheet))

    assert headings(document) == ["Doors"]
    assert rows(document) == [[["Action", "Lead", "When"], ["Open the door of the mill", "Head of Care", "May 2027"], ["Mend it", "", "June 2027"]]]
    assert tables(document)[0].starts == (40, 200, 400)


def test_rows_between_rules_are_rows_however_close_their_lines_stand() -> None:
    sheet = Sheet()
    for top, line in ((70, ("Action", "Lead")), (82, ("Open the door", "Head")), (94, ("Then shut it", "of Care")), (106, ("Mend it", "Deputy"))):
        for left, text in zip((40, 300), line, strict=True):
            sheet.say(left, top, text)
    for top in (68, 81, 105, 118):
        sheet.rule(40, top, 400, top)

    assert rows(pdf.read(pdfs.pdf(sheet))) == [[["Action", "Lead"], ["Open the door Then shut it", "Head of Care"], ["Mend it", "Deputy"]]]


def test_a_table_that_is_open_at_its_sides_loses_no_column() -> None:
    sheet = Sheet()
    for top, line in ((84, ("Ref", "Action", "Lead")), (104, ("1", "Open", "Head")), (124, ("2", "Mend", "Deputy"))):
        for left, text in zip(COLUMNS, line, strict=False):
            sheet.say(left + 4, top, text)
    for top in (80, 100, 120, 140):
        sheet.rule(40, top, 420, top)
    for left in (120, 300):
        sheet.rule(left, 80, left, 140)

    assert rows(pdf.read(pdfs.pdf(sheet))) == [[["Ref", "Action", "Lead"], ["1", "Open", "Head"], ["2", "Mend", "Deputy"]]]


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (pdfs.pdf(Sheet()), "has no text"),
        (pdfs.pdf(Sheet(), locked=True), "has a password"),
        (b"%PDF-1.7\nnothing of one", "is damaged"),
        (pdfs.pdf(Sheet())[:200], "is damaged"),
    ],
    ids=["pictures", "locked", "trash", "cut off"],
)
def test_a_pdf_that_cannot_be_read_is_refused_in_a_sentence(held: bytes, told: str) -> None:
    with pytest.raises(NotAPlan, match=told):
        pdf.read(held)


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from((40, 41, 150, 260, 400)), st.sampled_from(("Mend", "Open the door", "May", "a", "of care (June)"))), max_size=4),
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
@tried(60)
def test_every_word_of_a_page_stands_somewhere_in_its_document(lines: list[list[tuple[int, str]]], has_rules: bool) -> None:
    sheet, said = Sheet(), ["Plan"]
    sheet.say(40, 120, "Plan")
    for at, line in enumerate(lines):
        for left, text in dict(line).items():
            if not any(0 < abs(left - other) < 20 for other in dict(line)):  # words over one another cannot be told apart
                sheet.say(left, 140 + 20 * at, text)
                said.append(text)
    if has_rules:
        sheet.grid((30, 145, 250, 390, 560), [136 + 20 * at for at in range(len(lines) + 1)])

    document = pdf.read(pdfs.pdf(sheet))

    assert words(document) == words_in("\n".join([*said, document.title]))


def test_without_its_library_a_pdf_is_refused_with_the_name_of_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)

    with pytest.raises(NotAPlan, match="its extra named pdf"):
        pdf.read(pdfs.pdf(Sheet()))
