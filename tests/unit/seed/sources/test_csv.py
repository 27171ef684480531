"""A csv file is read whatever parts its cells, and whatever is left out is told."""

from __future__ import annotations

import pytest

from seed.source import Document, Heading, Prose, Table
from seed.sources import csv
from seed.sources.bounds import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS


def tables(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in line.cells] for line in block.lines] for block in document.blocks if isinstance(block, Table)]


def rows(text: str) -> list[list[str]]:
    (only,) = tables(csv.read(text.encode()))
    return only


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cells_are_parted_by_what_cuts_the_rows_evenly(delimiter: str) -> None:
    written = [["Ref", "Action", "Lead"], ["1", "Train, test; tell", "Head of A; Head of B"], ["2", "Write", "Head of C"]]
    text = "\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in written)

    assert rows(text) == written


def test_the_line_that_tells_a_workbook_what_parts_the_cells_is_no_row() -> None:
    document = csv.read(b"sep=;\r\nAction;Lead\r\nTrain, test, tell;Head of A\r\n")

    assert tables(document) == [[["Action", "Lead"], ["Train, test, tell", "Head of A"]]]
    assert isinstance(document.blocks[0], Table)
    assert [line.at.line for line in document.blocks[0].lines] == [2, 3]


def test_a_quoted_cell_keeps_its_line_breaks_and_the_next_row_its_line() -> None:
    document = csv.read(b'Action,Lead\r\n"Agree hours\r\nwith ""the"" unions",Head of A\r\nWrite,Head of B\r\n')

    assert tables(document) == [[["Action", "Lead"], ['Agree hours\nwith "the" unions', "Head of A"], ["Write", "Head of B"]]]
    assert isinstance(document.blocks[0], Table)
    assert [line.at.line for line in document.blocks[0].lines] == [1, 2, 4]


def test_a_title_above_the_headings_is_a_heading_and_a_note_is_prose() -> None:
    document = csv.read(b"Recovery plan 2026/27,,\nAgreed by the board on 4 May.,,\n,,\nAction,When,Lead\nTrain,May 2026,Head of A\n")

    assert [block.text for block in document.blocks if isinstance(block, Heading)] == ["Recovery plan 2026/27"]
    assert [block.text for block in document.blocks if isinstance(block, Prose)] == ["Agreed by the board on 4 May."]
    assert document.title == "Recovery plan 2026/27"
    assert tables(document) == [[["Action", "When", "Lead"], ["Train", "May 2026", "Head of A"]]]


def test_short_rows_are_filled_up_and_a_longer_one_is_told() -> None:
    document = csv.read(b"Action,When,Lead\nTrain\nWrite,May 2026,Head of A,B and C\n")

    assert tables(document)[0][1:] == [["Train", "", "", ""], ["Write", "May 2026", "Head of A", "B and C"]]
    assert document.told == (
        'line 3: there are more cells than headings, such as "B and C". Put quotation marks round a text that has a comma in it.',
    )


def test_rows_below_a_blank_one_stay_in_the_table_of_which_they_are_a_group() -> None:
    text = "Ref,Action,When,Lead\n1,Train,May 2026,A\n,,,\nTheme 2,,,\n2,Write,June 2026,B\n,,,\n3,Tell,,\n"

    assert len(rows(text)) == 5


def test_a_key_below_the_plan_is_a_table_of_its_own() -> None:
    text = "Ref,Action,When,Lead,RAG\n1,Train,May 2026,A,G\n2,Write,June 2026,B,A\n\nKey\nG,On track\nA,Some delay\n"

    assert tables(csv.read(text.encode()))[1] == [["G", "On track"], ["A", "Some delay"]]


def test_a_quotation_mark_that_is_never_closed_swallows_no_row() -> None:
    document = csv.read(b'Action,Lead\n"Train,Head of A\nWrite,Head of B\nTell,Head of C\n')

    assert tables(document) == [[["Action", "Lead"], ["Train", "Head of A"], ["Write", "Head of B"], ["Tell", "Head of C"]]]
    assert len(document.told) == 1
    assert document.told[0].startswith("line 2: a quotation mark is opened here and never closed")


def test_a_file_of_blank_lines_has_nothing_in_it() -> None:
    assert csv.read(b"\n\n,,\n").blocks == ()
    assert csv.read(b"").blocks == ()


def test_what_is_too_long_or_too_wide_is_cut_and_told() -> None:
    wide = ",".join(f"H{n}" for n in range(MOST_COLUMNS + 100))
    document = csv.read(f"{wide}\n{'x' * 1_000_000},y\n".encode())

    lines = tables(document)[0]
    assert len(lines[0]) == MOST_COLUMNS
    assert len(lines[1][0]) == MOST_LETTERS
    assert lines[1][1] == "y"
    assert [told.partition(":")[0] for told in document.told] == ["line 1", "A2"]


def test_a_row_with_words_only_beyond_the_last_column_that_is_read_is_told_and_left_out() -> None:
    document = csv.read(b"A heading\n" + b"," * (MOST_COLUMNS + 50) + b"far\n")

    assert [block.text for block in document.blocks if isinstance(block, Heading)] == ["A heading"]
    assert len(document.blocks) == 1
    assert '"far"' in document.told[0]


def test_more_rows_than_are_read_are_told() -> None:
    document = csv.read(b"Action,Lead\n" + b"Train,Head of A\n" * (MOST_ROWS + 10))

    assert len(tables(document)[0]) == MOST_ROWS
    assert document.told[0].startswith(f"From line {MOST_ROWS + 1} on nothing was read")
