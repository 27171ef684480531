"""Word documents: what a clerk and a screen reader find in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from adapters.papers.word.document import draw
from adapters.papers.word.sections import sections
from adapters.papers.zipped import packed
from bot.model.board.paper import Break, Cell, Column, Figure, Grid, Heading, Paper, PaperBlock, Prose
from bot.model.letters.message import Chart, Text
from bot.wording.looks import LOOKS
from bot.wording.sentences import mark
from tests.world import paper_samples as samples
from tests.world.judges import papers as judges


def paper(*blocks: PaperBlock, **other: object) -> Paper:
    return Paper(file="a.docx", title="A paper", blocks=blocks, made=samples.MADE).model_copy(update=other)


def opened(drawn: Paper) -> Document:
    return docx.Document(BytesIO(draw(drawn)))


def prose(words: str) -> Prose:
    return Prose(spans=(Text(text=words),))


def table(columns: int, rows: int = 1) -> Grid:
    cells = tuple(Cell(value=f"{at}") for at in range(columns))
    return Grid(caption="A table", columns=tuple(Column(heading=f"Column {at}") for at in range(columns)), rows=(cells,) * rows)


def texts(document: Document) -> list[str]:
    return [one.text for one in document.paragraphs]


def test_every_block_is_drawn_as_the_judge_wants_it() -> None:
    assert judges.of_word(draw(samples.paper()), samples.MADE) == []


@pytest.mark.parametrize("block", samples.blocks(), ids=lambda one: type(one).__name__)
def test_each_block_by_itself_makes_a_document(block: PaperBlock) -> None:
    alone = () if isinstance(block, Heading) and block.level > 1 else (block,)

    assert judges.of_word(draw(paper(Heading(text="First"), *alone)), samples.MADE) == []


def test_a_paper_of_nothing_is_its_title() -> None:
    document = opened(paper())

    assert texts(document) == ["A paper"]
    assert judges.of_word(draw(paper())) == []


def test_headings_are_headings_and_lists_are_lists() -> None:
    document = opened(samples.paper())
    styles = {one.text: one.style.name for one in document.paragraphs}

    assert styles["Summary"] == "Heading 1"
    assert styles["Off track"] == "Heading 2"
    assert styles["A part of it"] == "Heading 3"
    assert styles["Nothing else was said."] == "List Bullet"
    assert styles["Missing: Not written by the lead of Priority 2."] == "Not written"
    assert styles["Counted from the record as it was at closing hour."] == "Small print"
    assert styles["For:\tImprovement Board"] == "Paper field"


def test_a_status_is_a_shape_and_a_word_beside_its_colour() -> None:
    document = opened(samples.paper())
    bullet = next(one for one in document.paragraphs if "waiting times. Minutes" in one.text)
    cells = [cell.text for cell in document.tables[1].columns[2].cells]

    assert bullet.text.replace("\xa0", " ").strip().startswith("■ Red")
    assert cells == ["Status", "▲ Amber", "■ Red", "● Green", "? Not reported", "✔ Complete"]


def test_every_status_has_its_own_ground_and_can_be_read_on_it() -> None:
    xml = ZipFile(BytesIO(draw(paper(samples.every_status())))).read("word/document.xml").decode()

    assert set(re.findall(r'w:fill="([0-9A-F]{6})"', xml)) == {look.light.ground[1:].upper() for look in LOOKS.values()}
    assert all(judges.contrast(look.light.ground[1:], look.light.ink[1:]) >= judges.READABLE for look in LOOKS.values())


def test_a_day_a_number_and_a_link_stand_in_cells_as_people_write_them() -> None:
    row = [cell.text for cell in opened(samples.paper()).tables[1].rows[1].cells]
    links = [cell.text for cell in opened(samples.paper()).tables[4].columns[2].cells]

    assert row[4:] == ["31 Dec 2025", "0"]
    assert links[1] == samples.EVIL_LINKS[0]


def test_a_table_says_what_is_in_it_and_repeats_its_headings() -> None:
    found = opened(paper(table(3, rows=200))).tables[0]._tbl

    assert found.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == "A table"
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in found.tr_lst] == [True, *[False] * 200]


def test_the_columns_of_a_table_fill_the_width_of_the_page_by_their_shares() -> None:
    grid = Grid(caption="A", columns=(Column(heading="a", width=1), Column(heading="b", width=3)), rows=((Cell(), Cell()),))
    widths = [int(one.get(qn("w:w"))) for one in opened(paper(grid)).tables[0]._tbl.tblGrid]

    assert widths[1] in range(3 * widths[0] - 3, 3 * widths[0] + 4)
    assert sum(widths) == 11_906 - 2 * 907


def test_no_word_of_a_heading_and_no_day_is_broken_as_long_as_the_page_has_room() -> None:
    heads = ("Milestones", "Completed", "On", "Words")
    row = (Cell(value=1), Cell(value=2), Cell(value=date(2025, 11, 30)), Cell(value="many words " * 30))
    shares = (1, 1, 1, 60)
    grid = Grid(caption="A", columns=tuple(Column(heading=one, width=share) for one, share in zip(heads, shares, strict=True)), rows=(row,))
    widths = [int(one.get(qn("w:w"))) for one in opened(paper(grid)).tables[0]._tbl.tblGrid]

    assert all(width >= 110 * letters for width, letters in zip(widths, (10, 9, 11), strict=False))
    assert widths[3] > 5_000


def test_a_table_of_too_many_long_words_still_fits_the_page() -> None:
    grid = Grid(caption="A", columns=tuple(Column(heading="Pneumonoultramicroscopic") for _ in range(12)), rows=((Cell(),) * 12,))
    widths = [int(one.get(qn("w:w"))) for one in opened(paper(grid)).tables[0]._tbl.tblGrid]

    assert sum(widths) == 16_838 - 2 * 907
    assert max(widths) - min(widths) < 20


def test_a_table_without_rows_is_a_sentence() -> None:
    said = Grid(caption="Decisions", columns=(Column(heading="No"),), none="No decision is wanted.")
    silent = Grid(caption="Decisions", columns=(Column(heading="No"),))

    assert texts(opened(paper(said, silent))) == ["A paper", "No decision is wanted.", "There is nothing to list here."]


def test_a_chart_is_a_table_of_counts_and_the_same_in_sentences() -> None:
    document = opened(paper(samples.chart()))

    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["What is counted", "■ Red", "▲ Amber", "● Green", "✔ Complete", "All"],
        ["Priority 1", "1", "2", "12", "20", "35"],
        ["Priority 2", "3", "4", "9", "11", "27"],
    ]
    assert "Priority 1: 1 red, 2 amber, 12 green and 20 complete." in texts(document)


def test_a_chart_of_nothing_is_drawn_too() -> None:
    bare = Figure(chart=Chart(title="Nothing", labels=(), series=((mark("red"), ()),), twin=()))

    assert judges.of_word(draw(paper(bare))) == []


def test_a_break_begins_a_page_without_an_empty_line() -> None:
    document = opened(paper(Break(), prose("one"), Break(), Break(), table(2), Break(), Heading(text="three"), Break()))
    begin = [one.text for one in document.paragraphs if one._p.pPr.find(qn("w:pageBreakBefore")) is not None]

    assert begin == ["Table 1: A table", "three"]
    assert texts(document) == ["A paper", "one", "Table 1: A table", "three"]


@pytest.mark.parametrize(
    ("blocks", "turned"),
    [
        ((), [False]),
        ((prose("a"), table(7)), [False]),
        ((prose("a"), Heading(text="b"), table(8)), [False, True]),
        ((Heading(text="a"), Heading(text="b", level=2), table(8), Heading(text="c"), prose("d")), [True, False]),
        ((prose("a"), Heading(text="b"), table(8), Heading(text="c"), table(9)), [False, True]),
        ((prose("a"), Heading(text="b"), Grid(caption="c", columns=table(8).columns, none="Nothing.")), [False]),
    ],
)
def test_a_part_with_a_wide_table_is_turned_as_a_whole(blocks: Sequence[PaperBlock], turned: list[bool]) -> None:
    document = opened(paper(*blocks))

    assert [section.turned for section in sections(blocks)] == turned
    assert [section.page_width > section.page_height for section in document.sections] == turned
    assert judges.of_word(draw(paper(*blocks))) == []


def test_a_table_that_ends_a_section_is_counted_below_it() -> None:
    once = opened(paper(prose("a"), Heading(text="b"), table(8), Heading(text="c"), table(2, rows=3)))

    assert texts(once)[-4:] == ["End of the table: 1 row.", "c", "Table 2: A table", "End of the table: 3 rows."]


def test_the_foot_has_the_number_of_the_page_and_where_the_paper_is_from() -> None:
    foot = [one.text for one in opened(samples.paper()).sections[0].footer.paragraphs]

    assert foot == [samples.FOOT, "Page 1 of 1"]  # Word fills in both as it lays the pages out


def test_the_title_is_at_the_head_of_all_pages_but_the_first() -> None:
    section = opened(samples.paper()).sections[0]

    assert [one.text for one in section.header.paragraphs] == [samples.paper().title]
    assert section.different_first_page_header_footer


def test_its_properties_tell_the_moment_of_its_facts_and_nothing_of_a_machine() -> None:
    held = draw(samples.paper())
    said = docx.Document(BytesIO(held)).core_properties
    everything = b"".join(ZipFile(BytesIO(held)).read(name) for name in ZipFile(BytesIO(held)).namelist())

    assert (said.title, said.author, said.language, said.created) == (samples.paper().title, "Milepost", "en-GB", samples.MADE)
    assert said.subject == samples.FOOT
    assert not re.search(rb"python|Macintosh|Normal\.dotm|vbaProject|/home/|/tmp/", everything)


def test_a_long_text_is_kept_whole() -> None:
    assert texts(opened(paper(prose("word " * 20_000))))[1] == "word " * 20_000


SPOILED: list[tuple[str, Callable[[str], str], str]] = [
    ("a heading row", lambda xml: xml.replace("<w:tblHeader/>", "", 1), "heading row"),
    ("whole rows", lambda xml: xml.replace("<w:cantSplit/>", "", 1), "break across pages"),
    ("a description", lambda xml: re.sub(r"<w:tblDescription [^>]*>", "", xml, count=1), "no tblDescription"),
    ("the word of a status", lambda xml: xml.replace("<w:t>■ Red</w:t>", "<w:t>■</w:t>"), "without its shape and word"),
    ("ink", lambda xml: xml.replace('<w:color w:val="FFFFFF"/>', '<w:color w:val="1B7A33"/>'), "cannot be read"),
    ("an order of headings", lambda xml: xml.replace('w:val="Heading2"', 'w:val="Heading3"', 1), "jumps"),
    ("a title", lambda xml: xml.replace('w:val="Title"', 'w:val="Normal"', 1), "begin with its title"),
    ("words", lambda xml: xml.replace("<w:t>Nothing else was said.</w:t>", ""), "empty paragraph"),
    ("an address", lambda xml: xml.replace("(https://example.org/minutes)", ""), "does not show its address"),
    ("A4", lambda xml: xml.replace('w:w="11906"', 'w:w="12240"'), "not on A4"),
    ("caption", lambda xml: xml.replace('w:val="Caption"', 'w:val="Normal"', 1), "no caption"),
    ("the end of a field", lambda xml: xml.replace('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "", 1), "does not end"),
]


@pytest.mark.parametrize(("what", "spoil", "fault"), SPOILED, ids=[one for one, _, _ in SPOILED])
def test_the_judge_misses_what_is_taken_out(what: str, spoil: Callable[[str], str], fault: str) -> None:
    held = draw(samples.paper())
    before = ZipFile(BytesIO(held)).read("word/document.xml").decode()
    after = spoil(before)

    assert after != before, what
    assert any(fault in one for one in judges.of_word(packed(held, {"word/document.xml": after.encode()})))
