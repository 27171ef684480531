"""Markdown: no mark of it is left in any word, and no word is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seed.source import Heading, Place, Prose
from seed.sources import markdown
from tests.laws import tried
from tests.world.documents import prose, rows, tables, words, words_in

PLAN = """---
title: "A plan of doors"
author: us
---

# The **plan**

We met the [board](https://example.org/b) on
2 May. <!-- nobody sees this -->

- Open *one* door
  1. with a key
- [x] Mend the roof

3. Third

## Doors ##

| Ref | Action | Lead |
|:---:|--------|-----:|
| `1` | Open<br>the _front_ door \\| gate | **Head** |
| 2 | ~~Shut it~~ | <name of the lead> | a note |
| 3 | Mend ~~all~~ some | |

The end.
"""


def test_a_file_comes_as_headings_paragraphs_bullets_and_tables_each_with_its_line() -> None:
    document = markdown.read(PLAN.encode())

    assert document.title == "A plan of doors"
    assert document.blocks[:6] == (
        Heading("The plan", 1, Place(line=6)),
        Prose("We met the board on 2 May.", Place(line=8)),
        Prose("Open one door", Place(line=11), True),
        Prose("1. with a key", Place(line=12)),
        Prose("[x] Mend the roof", Place(line=13), True),
        Prose("3. Third", Place(line=15)),
    )
    assert rows(document) == [
        [
            ["Ref", "Action", "Lead", ""],
            ["1", "Open\nthe front door | gate", "Head", ""],
            ["2", "Shut it", "<name of the lead>", "a note"],
            ["3", "Mend some", "", ""],
        ]
    ]
    assert [line.at.line for line in tables(document)[0].lines] == [19, 21, 22, 23]
    assert not tables(document)[0].ragged


def test_a_table_without_a_rule_is_a_table() -> None:
    document = markdown.read(b"# Plan\n\n| **Action** | Lead |\n| Mend | Head |\n| Open | |\n")

    assert rows(document) == [[["Action", "Lead"], ["Mend", "Head"], ["Open", ""]]]
    assert [line.at.line for line in tables(document)[0].lines] == [3, 4, 5]


def test_what_is_struck_out_is_marked_if_it_is_a_whole_cell_and_else_told() -> None:
    document = markdown.read(PLAN.encode())

    assert [cell.is_struck for cell in tables(document)[0].lines[2].cells] == [False, True, False, False]
    assert document.told == (
        'The lines 1 to 4, which tell programs about the file, were left out: "title: "A plan of doors" / author: us".',
        'These words are struck out and were left out (line 23): "all".',
    )


def test_a_line_drawn_at_the_top_is_no_front_matter() -> None:
    assert prose(markdown.read(b"---\n\nWe met.\n\n---\n\nAnd left.\n")) == ["We met.", "And left."]


def test_lines_of_code_and_of_html_keep_their_words_and_their_numbers() -> None:
    document = markdown.read(b"```text\nfirst line\n\nsecond **line**\n```\n\n<div>\n<b>third</b> line\n</div>\n")

    assert document.blocks == (
        Prose("first line", Place(line=2)),
        Prose("second **line**", Place(line=4)),
        Prose("third line", Place(line=8)),
    )


def test_a_line_end_that_is_meant_parts_two_lines() -> None:
    assert prose(markdown.read(b"Lead: A  \nDue: May\\\nand more\nin one\n")) == ["Lead: A", "Due: May", "and more in one"]


def test_lines_of_labels_are_cards_however_their_lines_end() -> None:
    document = markdown.read(
        b"# Doors\n\n**Action 1:** Mend\n**Owner:** Head\n**Due:** May 2027\n\n*Action 2*: Open  \n*Owner*: Deputy  \n*Due*: June 2027\n"
    )

    assert rows(document) == [
        [["Action 1", "Mend"], ["Owner", "Head"], ["Due", "May 2027"]],
        [["Action 2", "Open"], ["Owner", "Deputy"], ["Due", "June 2027"]],
    ]


PIECES = ["mend", "**Open**", "*the* door", "`a|b`", "[roof](https://x.org)", "~ one", "<TBC>", "<br>", "&amp; two", "a\\|b", "![p](q)", "- x", "# H", "1. n"]


@given(
    st.lists(
        st.lists(st.sampled_from(PIECES), max_size=5).flatmap(
            lambda cells: st.sampled_from([" ", " | "]).map(lambda mark: f"{mark.strip()} {mark.join(cells)}")
        )
        | st.sampled_from(["", "|---|---|", "> quoted", "  - deeper", "```"]),
        max_size=12,
    )
)
@tried(300)
def test_every_word_of_a_file_stands_somewhere_in_its_document(lines: list[str]) -> None:
    said = "\n".join(lines)
    marks = {"https", "x", "org", "q", "br", "amp", "p"}  # addresses and marks: they may stay only in lines of code

    found = [word for word in words(markdown.read(said.encode())) if word not in marks]
    assert found == [word for word in words_in(said) if word not in marks]


def test_what_stands_too_deep_is_told() -> None:
    document = markdown.read(("> " * 200 + "deep").encode())

    assert document.told == ("Lists or quotes stand in one another more than 60 deep. What is deeper was left out.",)
