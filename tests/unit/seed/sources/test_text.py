"""Running text: its tables, however their cells are parted, and the lines between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.documents.not_a_plan import NotAPlan
from seed.source import Place, Prose
from seed.sources import text
from tests.laws import tried
from tests.world.documents import headings, prose, rows, tables, words, words_in

HEAD = ["Action", "Lead", "When"]
ONE = ["Open a door", "Head of Care", "May 2027"]
TWO = ["Mend the roof", "", "June 2027"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Action\tLead\tWhen", "Open a door\tHead of Care\tMay 2027", "Mend the roof\t\tJune 2027"],
        ["| Action | Lead | When |", "|:--|---|--:|", "| Open a door | Head of Care | May 2027 |", "| Mend the roof | | June 2027 |"],
        ["Action | Lead | When", "Open a door | Head of Care | May 2027", "Mend the roof |  | June 2027"],
        ["Action | Lead | When |", "---|---|---|", "Open a door | Head of Care | May 2027 |", "Mend the roof | | June 2027 |"],
        ["Action / Lead / When", "Open a door / Head of Care / May 2027", "Mend the roof /  / June 2027"],
        ["Action         Lead          When", "Open a door    Head of Care  May 2027", "Mend the roof                June 2027"],
        ["+------+------+", "|Action|Lead|When|", "+======+======+", "|Open a door|Head of Care|May 2027|", "|Mend the roof||June 2027|", "+--+--+"],
    ],
    ids=["tabs", "bordered pipes", "pipes", "pipes with a border at the right", "strokes", "blanks", "a grid"],
)  # fmt: skip
def test_a_table_is_the_same_however_its_cells_are_parted(lines: list[str]) -> None:
    document = text.read("\n".join(["Our plan", "", *lines]).encode())

    assert rows(document) == [[HEAD, ONE, TWO]]
    assert "Our plan" in headings(document) + prose(document)
    assert tables(document)[0].ragged


def test_each_line_keeps_its_number_and_a_blank_line_parts_tables() -> None:
    document = text.read(b"A\tB\n1\t2\n\nColour\tMeaning\tNote\nBlue\tdone\t\n")

    assert [[line.at for line in table.lines] for table in tables(document)] == [
        [Place(line=1), Place(line=2)],
        [Place(line=4), Place(line=5)],
    ]


def test_rows_whose_left_cell_is_lost_go_on_with_the_table_above_the_blank_line() -> None:
    document = text.read(b"Action\tStep\tLead\nMend\tRoof\tA\n\n\tDoor\tB\n")

    assert rows(document) == [[["Action", "Step", "Lead"], ["Mend", "Roof", "A"], ["", "Door", "B"]]]
    assert [line.at.line for line in tables(document)[0].lines] == [1, 2, 4]


def test_a_table_with_a_blank_line_after_each_row_is_one() -> None:
    assert rows(text.read(b"Action | Lead\n\nMend | A\n\nOpen | B\n")) == [[["Action", "Lead"], ["Mend", "A"], ["Open", "B"]]]


def test_a_row_broken_in_the_middle_of_a_cell_is_put_together() -> None:
    document = text.read(b"Action\tLead\tWhen\nMend the\nold roof of the\nbarn\tHead\tMay 2027\nOpen a door\tHead\tJune\nof next year\n")

    # "Mend the" stands alone: nothing says yet that it is a row. What follows the last row lacks no tab, and begins small.
    assert rows(document)[-1][-1] == ["Open a door", "Head", "June of next year"]
    assert words(document) == words_in("Action Lead When Mend the old roof of the barn Head May Open a door Head June of next year")


def test_a_row_that_lost_its_last_cells_takes_nothing_from_the_next() -> None:
    document = text.read(b"Action\tLead\tWhen\tNote\nTrain the staff\tHead\nMend the roof\tEstates\tMay 2027\nOpen\tA\tJune\tNo\n")

    assert rows(document)[0][1:3] == [["Train the staff", "Head"], ["Mend the roof", "Estates", "May 2027"]]


def test_columns_of_blanks_join_a_cell_that_goes_on_below() -> None:
    document = text.read(
        b"Rec   Recommendation             Owner\n"
        b"----  -------------------------  ------------------\n"
        b"1     Write a plan for the loss  Resilience\n"
        b"      of the control room        Manager\n"
        b"2     Join the exercise          Deputy\n"
        b"      Ask again                  Chief Fire Officer   \n"
        b"\n"
        b"2 recommendations, none done.\n"
    )

    assert rows(document) == [
        [
            ["Rec", "Recommendation", "Owner"],
            ["1", "Write a plan for the loss of the control room", "Resilience Manager"],
            ["2", "Join the exercise", "Deputy"],
            ["", "Ask again", "Chief Fire Officer"],
        ]
    ]
    assert tables(document)[0].starts == (0, 6, 33)
    assert prose(document) == ["2 recommendations, none done."]


def test_rows_of_blanks_that_stand_apart_are_one_table_and_lines_that_do_not_are_one_row() -> None:
    document = text.read(
        b"Action                     Owner\n\n"
        b"Write a plan               Resilience\n"
        b"The plan is short          Manager\n\n"
        b"Join in                    Deputy\n\n"
        b"Theme two: all that is left to be done by others\n\n"
        b"Ask again                  Chief\n"
    )

    assert rows(document) == [
        [["Action", "Owner"], ["Write a plan The plan is short", "Resilience Manager"], ["Join in", "Deputy"]],
        [["Ask again", "Chief"]],
    ]
    assert prose(document) == ["Theme two: all that is left to be done by others"]


def test_a_word_that_stands_apart_below_the_rows_is_no_row() -> None:
    document = text.read(
        b"Ref    Action      Lead\n1      Mend roofs  Head\n2      Open doors  Deputy\n\nNotes\nThe plan is read each month by the board.\n\nEnd\n"
    )

    assert [row[0] for row in rows(document)[0]] == ["Ref", "1", "2"]
    assert prose(document) == ["Notes", "The plan is read each month by the board.", "End"]


def test_two_tables_of_blanks_keep_their_own_columns() -> None:
    document = text.read(
        b"Action      Lead    When\nMend roofs  Head    May\nOpen doors  Deputy  June\n\n"
        b"Colour  Meaning\nGreen   on the way to be done\nAmber   late\nRed     very late, or stopped\n"
    )

    assert [table.starts for table in tables(document)] == [(0, 12, 20), (0, 8)]


def test_a_cell_that_fills_its_column_to_the_brim_is_cut_where_the_next_begins() -> None:
    document = text.read(b"Action      Lead    When\nMend roofs  Head    May\nOpen a door Head    June\nMend doors  Deputy  July\n")

    assert rows(document)[0][2] == ["Open a door", "Head", "June"]


def test_sentences_with_two_blanks_after_a_stop_are_no_table() -> None:
    document = text.read(b"We met in May.  It was good.\nWe shall meet again in June.  It will be better.\nThen we rest.  All of us.\n")

    assert rows(document) == []
    assert len(prose(document)) == 3


def test_a_list_with_a_tab_after_its_marks_is_prose() -> None:
    document = text.read("1.\tHear families\n2.\tMake plans in time\n\n•\tA bullet\n\tA line set in\n".encode())

    assert prose(document) == ["1. Hear families", "2. Make plans in time", "• A bullet", "A line set in"]
    assert [block.is_bullet for block in document.blocks if isinstance(block, Prose)] == [False, False, True, False]


def test_what_is_the_page_s_is_left_out_and_what_comes_again_is_no_heading() -> None:
    document = text.read(
        b"Lowmoor plan\n\nPriority 1: Doors\nAction\tLead\nOpen\tA\nPage 1 of 2\n\x0cLowmoor plan\nAction\tLead\nMend\tB\n- 2 -\n"
    )

    assert headings(document) == ["Priority 1: Doors"]
    assert prose(document) == ["Lowmoor plan", "Lowmoor plan", "- 2 -"]
    assert rows(document) == [[["Action", "Lead"], ["Open", "A"]], [["Action", "Lead"], ["Mend", "B"]]]


def test_numbers_that_count_pages_go_and_a_number_that_stands_alone_stays() -> None:
    assert prose(text.read(b"One\n\n1\n\nTwo\n\n2\n")) == ["One", "Two"]
    assert prose(text.read(b"How many homes?\n\n12\n")) == ["How many homes?", "12"]


def test_a_heading_is_underlined_or_in_capitals_or_names_a_part() -> None:
    document = text.read(
        b"The plan\n========\n\nA DOOR FOR ALL\n\nSome words.\nWhat comes first\nAction | When |\n---|---|\nMend | May 2027 |\n"
        b"What comes then\nAction | When |\n---|---|\nOpen | June 2027 |\n"
    )

    assert headings(document) == ["The plan", "A DOOR FOR ALL", "What comes first", "What comes then"]
    assert prose(document) == ["Some words."]


def test_paragraphs_of_a_cell_that_came_from_a_page_are_its_paragraphs() -> None:
    document = text.read(b"Action\tLead\n<p>Mend <b>it</b></p> <p>Open it</p>\tA<br/>B\n")

    assert [cell.paragraphs for cell in tables(document)[0].lines[1].cells] == [("Mend it", "Open it"), ("A", "B")]


def test_an_escaped_pipe_is_a_letter_of_its_cell() -> None:
    assert rows(text.read(b"Action | Lead\nMend a\\|b | A\n"))[0][1] == ["Mend a|b", "A"]


def test_labels_and_their_values_are_a_card() -> None:
    assert [table.is_card for table in tables(text.read(b"Action:\tMend\nLead:\tA\n\nAction\tLead\nMend\tB\n"))] == [True, False]


def test_lines_of_labels_that_come_again_are_cards() -> None:
    document = text.read(
        b"Minutes\nTime: ten\n\nAction 1\nWhat: Mend the roof\nand the door\nOwner: Head\nDue: May 2027\n\n"
        b"- What: Open\n- Owner: Deputy\n- Due: June 2027\n\nNote: all is well\n"
    )

    assert rows(document) == [
        [["What", "Mend the roof and the door"], ["Owner", "Head"], ["Due", "May 2027"]],
        [["What", "Open"], ["Owner", "Deputy"], ["Due", "June 2027"]],
    ]
    assert [(table.is_card, table.ragged) for table in tables(document)] == [(True, False)] * 2
    assert prose(document) == ["Minutes", "Time: ten", "Action 1", "Note: all is well"]


def test_labels_that_count_are_one_label() -> None:
    document = text.read(b"Action 1: Mend\nOwner: Head\nDue: May 2027\n\nAction 2: Open\nthe door\nOwner: Deputy\nDue: June 2027\n")

    assert [table[0] for table in rows(document)] == [["Action 1", "Mend"], ["Action 2", "Open the door"]]


def test_a_key_below_a_plan_is_a_table_of_its_own() -> None:
    document = text.read(
        b"Ref  Action       Lead    When\n1    Mend roofs   Head    May\n2    Open doors   Deputy  June\nTheme B: The rest\n"
        b"3    Shut doors   Head    July\n\nG    On track\nA    Late\nR    Stopped\n"
    )

    assert [len(table) for table in rows(document)] == [3, 1, 3]
    assert rows(document)[2] == [["G", "On track"], ["A", "Late"], ["R", "Stopped"]]
    assert headings(document) == ["Theme B: The rest"]


def test_lines_between_the_rules_of_a_grid_are_one_row() -> None:
    document = text.read(
        "┌──────┬──────┐\n│Action│Lead  │\n├──────┼──────┤\n│Mend  │Head  │\n│roof  │      │\n├──────┼──────┤\n"
        "│Open  │Deputy│\n│      │Chief │\n└──────┴──────┘\n".encode()
    )

    assert rows(document) == [[["Action", "Lead"], ["Mend roof", "Head"], ["Open", "Deputy Chief"]]]


def test_lines_of_a_grid_with_rules_at_its_edges_alone_are_rows() -> None:
    document = text.read(b"+----+----+\n|Action|Lead|\n+----+----+\n|Mend|Head|\n|Open|Deputy|\n+----+----+\n")

    assert rows(document) == [[["Action", "Lead"], ["Mend", "Head"], ["Open", "Deputy"]]]


def test_a_line_of_more_cells_than_anybody_reads_is_cut_and_told() -> None:
    document = text.read(b"\t".join([b"a"] * 400) + b"\n")

    assert len(tables(document)[0].lines[0].cells) == text.MOST_CELLS
    assert document.told == ("Line 1 has 400 cells, and the most Milepost reads in a line is 300. The rest of it was left out.",)


LINES = st.lists(
    st.lists(st.sampled_from(["mend", "Open the door", "Head", "May", "", "a", "•", "(June)", "<p>Roof</p>", "No.", "Due: May", "Lead: a"]), max_size=6).flatmap(
        lambda cells: st.sampled_from(["\t", " | ", "|", " / ", "   ", " ", "  "]).map(lambda mark: mark.join(cells))
    )
    | st.sampled_from(["", "----", "--- | ---", "\x0c", "mend\x0croof", "  ", "====="]),
    max_size=14,
)


@given(LINES)
@tried(300)
def test_every_word_of_a_text_stands_somewhere_in_its_document(lines: list[str]) -> None:
    said = "\n".join(lines)

    assert words(text.read(said.encode())) == words_in(said.replace("<p>", " ").replace("</p>", " "))


@given(st.text(max_size=300))
@tried(150)
def test_any_text_is_a_document_and_reads_the_same_twice(said: str) -> None:
    held = said.replace("\x00", "").encode()
    try:
        document = text.read(held)
    except NotAPlan:
        return

    assert text.read(held) == document
