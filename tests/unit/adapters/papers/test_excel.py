"""Workbooks: rows for people and programs, and text that is never more than text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError

from adapters.papers.cells import MOST_TEXT, Links
from adapters.papers.excel import draw
from adapters.papers.zipped import packed
from bot.model.board.paper import Book, Cell, Column, Grid, Sheet
from bot.wording.looks import LOOKS
from bot.wording.sentences import mark
from tests.world import paper_samples as samples
from tests.world.judges import papers as judges


def book(*rows: tuple[Cell, ...], headings: tuple[str, ...] = ("Ref", "What"), none: str = "") -> Book:
    grid = Grid(caption="What there is", columns=tuple(Column(heading=one) for one in headings), rows=rows, none=none)
    return Book(file="a.xlsx", title="A book", sheets=(Sheet(name="Live", grid=grid),), made=samples.MADE)


def opened(drawn: Book) -> Workbook:
    return load_workbook(BytesIO(draw(drawn)))


def sheet(drawn: Book) -> Worksheet:
    found = opened(drawn).worksheets[0]
    assert isinstance(found, Worksheet)
    return found


def test_every_cell_there_is_is_drawn_as_the_judge_wants_it() -> None:
    assert judges.of_excel(draw(samples.book()), samples.MADE) == []


def test_the_sheets_are_named_and_ordered_as_they_were_given() -> None:
    assert opened(samples.book()).sheetnames == [one.name for one in samples.book().sheets]


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "a:b", "[a]"])
def test_a_sheet_has_no_name_that_a_workbook_cannot_have(name: str) -> None:
    with pytest.raises(ValidationError):
        Sheet(name=name, grid=samples.empty())


def test_the_first_row_is_the_headings_and_each_row_below_is_one_thing() -> None:
    found = sheet(samples.book())
    rows = list(found.iter_rows(values_only=True))

    assert rows[0] == ("Ref", "Milestone", "Status", "What has happened", "Due", "Moves")
    assert rows[2] == ("2.1.4", samples.MILESTONES[1][1], "■ Red", "No data has come from one trust since September.", datetime(2025, 11, 30), 1)
    assert len(rows) == len(samples.MILESTONES) + 1


def test_a_day_is_a_day_and_a_number_a_number() -> None:
    found = sheet(book((Cell(value=date(2025, 11, 30)), Cell(value=7))))

    assert (found["A2"].is_date, found["A2"].number_format) == (True, "dd mmm yyyy")
    assert (found["B2"].value, found["B2"].data_type) == (7, "n")


def test_a_day_that_no_workbook_knows_is_words() -> None:
    assert sheet(book((Cell(value=date(1899, 5, 1)), Cell()))).cell(2, 1).value == "1 May 1899"


@pytest.mark.parametrize("text", [one for one in samples.EVIL if one[:1] in ("=", "+", "-", "@", "\t")])
def test_text_that_begins_like_a_formula_is_text(text: str) -> None:
    cell = sheet(book((Cell(value=text), Cell()))).cell(2, 1)

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_text_that_looks_like_an_escape_of_excel_is_kept_apart_from_one() -> None:
    found = sheet(book((Cell(value="_x0041_ and _x00_ and _xyz"), Cell(value="plain_x"))))

    assert (found["A2"].value, found["B2"].value) == ("_x005F_x0041_ and _x00_ and _xyz", "plain_x")


def test_a_status_has_its_shape_and_word_in_its_cell() -> None:
    found = sheet(book(*((Cell(mark=mark(one)), Cell(mark=mark(one), value="words")) for one in LOOKS)))

    for row, status in enumerate(LOOKS, 2):
        shown = mark(status)
        assert found.cell(row, 1).value == f"{shown.shape} {shown.word}"
        assert found.cell(row, 2).value == f"{shown.shape} {shown.word}: words"
        assert found.cell(row, 1).fill.fgColor.rgb[-6:] == LOOKS[status].light.ground[1:].upper()


def test_a_number_of_a_status_stays_a_number_and_shows_the_word() -> None:
    cell = sheet(book((Cell(mark=mark("red"), value=3), Cell()))).cell(2, 1)

    assert (cell.value, cell.number_format) == (3, '"■ Red: "0')


def test_a_link_is_followed_and_its_address_is_in_sight() -> None:
    url = "https://example.org/minutes"
    found = sheet(book((Cell(link=url), Cell(value="minutes", link=url)), (Cell(value="bad", link="javascript:alert(1)"), Cell(value=url))))

    assert (found["A2"].value, found["A2"].hyperlink.target) == (url, url)
    assert (found["B2"].value, found["B2"].hyperlink.target) == (f"minutes ({url})", url)
    assert (found["A3"].value, found["A3"].hyperlink) == ("bad (javascript:alert(1))", None)
    assert found["B3"].hyperlink is None


def test_no_sheet_has_more_links_than_excel_takes() -> None:
    links, on, cell = Links(most=2), Workbook().worksheets[0], Cell(link="https://example.org/")

    assert [links.follow(on.cell(row, 1), cell) for row in (1, 2, 3)] == [True, True, False]
    assert [on.cell(row, 1).hyperlink is not None for row in (1, 2, 3)] == [True, True, False]


@pytest.mark.parametrize("letter", ["a", "🟥", "é"])
def test_a_text_longer_than_a_cell_is_cut_and_says_so(letter: str) -> None:
    found = str(sheet(book((Cell(value=letter * MOST_TEXT + letter), Cell()))).cell(2, 1).value)

    assert found.endswith("The record holds all of it.")
    assert MOST_TEXT - 2 < len(found.encode("utf-16-le")) // 2 <= MOST_TEXT


def test_a_text_that_just_fits_is_kept() -> None:
    assert sheet(book((Cell(value="a" * MOST_TEXT), Cell()))).cell(2, 1).value == "a" * MOST_TEXT


def test_a_sheet_without_rows_has_no_row_and_says_why_beside_them() -> None:
    found = sheet(book(none="No decision is wanted & none came."))

    assert [row for row in found.iter_rows(min_row=2, values_only=True) if any(row)] == []
    assert found["A1"].comment.text == "No decision is wanted & none came."
    assert "No decision is wanted && none came." in found.oddHeader.left.text
    assert judges.of_excel(draw(book(none="No decision is wanted."))) == []


def test_headings_that_are_alike_still_have_their_filters() -> None:
    found = sheet(book((Cell(value="a"), Cell(value="b")), headings=("Ref", "ref")))

    assert (found.auto_filter.ref, dict(found.tables)) == ("A1:B2", {})
    assert judges.of_excel(draw(book((Cell(value="a"), Cell(value="b")), headings=("Ref", "ref")))) == []


def test_a_long_column_wraps_and_a_short_one_is_narrow() -> None:
    found = sheet(book((Cell(value="2.1"), Cell(value="many words " * 60))))

    assert found.column_dimensions["A"].width < 15
    assert 50 <= found.column_dimensions["B"].width <= 60
    assert found.row_dimensions[2].height > 100


def test_many_long_columns_share_one_page() -> None:
    headings = tuple(f"Column {at}" for at in range(10))
    found = sheet(book(tuple(Cell(value="many words " * 30) for _ in headings), headings=headings))

    assert sum(found.column_dimensions[one.column_letter].width for one in found[1]) <= 150


def test_its_properties_tell_the_moment_of_its_facts() -> None:
    said = opened(samples.book()).properties

    assert (said.title, said.creator, said.language) == (samples.book().title, "Milepost", "en-GB")
    assert said.created == said.modified == samples.MADE.replace(tzinfo=None)
    assert said.subject == samples.FOOT


SPOILED: list[tuple[str, str, Callable[[str], str], str]] = [
    ("the frozen row", "xl/worksheets/sheet1.xml", lambda xml: xml.replace('topLeftCell="A2"', 'topLeftCell="A3"'), "not frozen"),
    ("a heading", "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<t>Milestone</t>", "<t> </t>"), "a heading is empty"),
    ("the word of a status", "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<t>&#9632; Red</t>", "<t>&#9632;</t>"), "without its shape and word"),
    ("A4", "xl/worksheets/sheet1.xml", lambda xml: xml.replace('paperSize="9"', 'paperSize="1"'), "not printed on A4"),
    ("an address", "xl/worksheets/sheet5.xml", lambda xml: xml.replace("<t>https://example.org/minutes", "<t>minutes"), "address of its link"),
    ("the look of a day", "xl/styles.xml", lambda xml: xml.replace('"dd mmm yyyy"', '"dd/mm/yy"'), "does not look like one"),
    ("the mark of text", "xl/styles.xml", lambda xml: xml.replace(' quotePrefix="1"', ""), "would be a formula"),
]


@pytest.mark.parametrize(("what", "part", "spoil", "fault"), SPOILED, ids=[one for one, *_ in SPOILED])
def test_the_judge_misses_what_is_taken_out(what: str, part: str, spoil: Callable[[str], str], fault: str) -> None:
    held = draw(samples.book())
    before = ZipFile(BytesIO(held)).read(part).decode()
    after = spoil(before)

    assert after != before, what
    assert any(fault in one for one in judges.of_excel(packed(held, {part: after.encode()})))


@pytest.mark.parametrize("others", [2, 12])
def test_a_day_has_room_in_its_column_however_many_stand_beside_it(others: int) -> None:
    words = Cell(value="Words of an owner who writes at length. " * 6)
    headings = ("No", *(f"Column {n}" for n in range(others)))
    found = opened(book((Cell(value=date(2025, 9, 30)), *(words,) * others), headings=headings)).worksheets[0]

    assert found.column_dimensions["A"].width >= 13
