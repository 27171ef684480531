"""Rows of whole tables become actions and milestones: what stands in a row is in one of them, or it is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seed.draft import Doubts
from seed.meaning.groups import Groups
from seed.meaning.parts import Meaning
from seed.meaning.rows.layout import where_of
from seed.meaning.rows.steps import Deed
from seed.meaning.rows.whole import Above, Whole
from seed.source import Cell
from tests.laws import tried
from tests.world.plan_tables import Written, plan_table

THEME, ACTION, STEP = ("Theme", Meaning.PRIORITY), ("Action", Meaning.ACTION), ("Step", Meaning.MILESTONE)
REF, WHO, WHEN = ("Ref", Meaning.REF), ("Who", Meaning.OWNER), ("When", Meaning.DUE)
MEASURE, NOTE, SPARE = ("Measure", Meaning.MEASURE), ("Note", Meaning.NOTE), ("Cost", Meaning.NONE)


class Taken:
    """What was made of the rows of one table."""

    def __init__(self, columns: Sequence[tuple[str, Meaning]], rows: Sequence[Sequence[Written]]) -> None:
        self.doubts = Doubts()
        self.deeds: list[Deed] = []
        self.groups = Groups([], self.doubts)
        plan = plan_table(columns, rows)
        Whole(self.deeds, self.groups, self.doubts).take(plan, where_of(plan, 1), Above())

    @property
    def plan(self) -> list[tuple[str, str, list[str | None]]]:
        return [(deed.group.words if deed.group else "", deed.title, [step.text for step in deed.steps]) for deed in self.deeds]

    @property
    def told(self) -> list[tuple[int, str]]:
        return [(warning.line, warning.code) for warning in self.doubts.told()]


def copied(text: str) -> Cell:
    return Cell(text, is_copy=True)


def test_a_row_of_its_own_action_is_an_action_with_one_milestone() -> None:
    taken = Taken([ACTION, WHO, WHEN], [["Write it", "Head", "May 2026"], ["Write it", "Head", "June 2026"]])

    assert taken.plan == [("", "Write it", ["Write it"]), ("", "Write it", ["Write it"])]
    assert taken.told == []


@pytest.mark.parametrize("again", ["", "Act", copied("Act")])
def test_an_action_holds_for_the_steps_below_it(again: Written) -> None:
    rows: list[list[Written]] = [["Act", "One", "Head", "May 2026"], [again, "Two", "Head", "June 2026"], ["Other", "Three", "", ""]]
    taken = Taken([ACTION, STEP, WHO, WHEN], rows)

    assert taken.plan == [("", "Act", ["One", "Two"]), ("", "Other", ["Three"])]


def test_an_empty_priority_is_the_one_above_it_unless_the_table_writes_it_out_each_time() -> None:
    above = Taken([THEME, ACTION], [["Roads", "Mend"], ["", "Sweep"], ["Parks", "Mow"], ["", "Plant"]])
    written = Taken([THEME, ACTION], [["Roads", "Mend"], ["Roads", "Sweep"], ["", "Mow"], ["Parks", "Plant"]])

    assert [words for words, _, _ in above.plan] == ["Roads", "Roads", "Parks", "Parks"]
    assert [words for words, _, _ in written.plan] == ["Roads", "Roads", "", "Parks"]


@pytest.mark.parametrize("heading", [Cell("Roads", across=3), Cell("Theme 1: Roads")])
def test_a_heading_over_the_whole_row_is_the_priority_of_what_stands_below(heading: Cell) -> None:
    taken = Taken([ACTION, WHO, WHEN], [[heading, copied("Roads"), copied("Roads")], ["Mend", "Head", "May 2026"]])

    assert taken.plan == [("Roads", "Mend", ["Mend"])]


def test_words_that_stand_alone_here_and_there_are_headings() -> None:
    rows = [["Roads", "", ""], ["Mend", "Head", ""], ["Sweep", "Head", ""], ["Parks", "", ""], ["Mow", "Head", ""]]
    taken = Taken([ACTION, WHO, WHEN], rows)

    assert taken.plan == [("Roads", "Mend", ["Mend"]), ("Roads", "Sweep", ["Sweep"]), ("Parks", "Mow", ["Mow"])]


def test_one_row_of_words_alone_is_a_milestone_without_a_date() -> None:
    taken = Taken([ACTION, WHO, WHEN], [["Mend", "Head", "May 2026"], ["Sweep", "", ""], ["Mow", "Head", "June 2026"]])

    assert [title for _, title, _ in taken.plan] == ["Mend", "Sweep", "Mow"]


def test_a_heading_below_which_nothing_stands_is_told() -> None:
    taken = Taken([THEME, ACTION, WHO], [["Roads", "Mend", "Head"], ["Governors: sign below", "", ""]])

    assert taken.told == [(3, "row_not_read")]
    assert [group.words for group in taken.groups.found] == ["Roads"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["Total", "", "", "12"], "row_total"),
        (["e.g. Phone home", "e.g. Officer", "19 December 2025", ""], "row_guidance"),
        (["State what you will do", "Give a role", "dd/mm/yyyy", ""], "row_guidance"),
        (["", "Head of Roads", "May 2026", ""], "row_not_read"),
        (["", "", "", "spare words"], "row_not_read"),
    ],
)
def test_a_row_that_is_no_milestone_is_told_with_its_words(row: list[str], code: str) -> None:
    taken = Taken([ACTION, WHO, WHEN, SPARE], [row, ["Mend", "Head", "May 2026", ""]])

    assert [title for _, title, _ in taken.plan] == ["Mend"]
    assert taken.told == [(2, code)]
    first = next(words for words in row if words)
    assert first in taken.doubts.told()[0].message


def test_an_action_that_begins_with_total_and_has_an_owner_is_an_action() -> None:
    assert Taken([ACTION, WHO], [["Total review of rents", "Head"]]).plan == [("", "Total review of rents", ["Total review of rents"])]


def test_as_many_dates_as_paragraphs_are_as_many_milestones() -> None:
    row = ["Act", "Close high\nClose medium\nCheck", "Director", "31 July 2026\n31 March 2027\nMay 2027"]
    (deed,) = Taken([ACTION, STEP, WHO, WHEN], [row]).deeds

    assert [(step.text, step.phrase, step.owners) for step in deed.steps] == [
        ("Close high", "31 July 2026", ["Director"]),
        ("Close medium", "31 March 2027", ["Director"]),
        ("Check", "May 2027", ["Director"]),
    ]


def test_paragraphs_and_dates_that_do_not_agree_are_asked_about_and_have_no_date() -> None:
    taken = Taken([ACTION, STEP, WHO, WHEN], [["Act", "One thing\nTwo things\nThree", "Head", "May 2026\nJune 2026"]])

    assert [(step.text, step.phrase, step.undated) for step in taken.deeds[0].steps] == [
        ("One thing", None, True),
        ("Two things", None, True),
        ("Three", None, True),
    ]
    (doubt,) = taken.doubts.asked(lambda at: [str(at.line)])
    assert doubt.choices == ("3 milestones", "One milestone")
    assert doubt.touches == ("2",)


def test_a_cell_of_several_paragraphs_with_one_date_is_one_milestone() -> None:
    (deed,) = Taken([ACTION, WHO, WHEN], [["Write it.\nAll of it.", "Head", "May 2026"]]).deeds

    assert [step.text for step in deed.steps] == ["Write it. All of it."]


def test_dates_in_brackets_end_milestones_where_no_column_has_them() -> None:
    (deed,) = Taken([ACTION, STEP, WHO], [["Act", "One (May 2026) Two (June 2026)", "Head"]]).deeds

    assert [(step.text, step.phrase) for step in deed.steps] == [("One", "May 2026"), ("Two", "June 2026")]


def test_a_date_in_brackets_stands_for_an_empty_date() -> None:
    rows = [["Act", "One (May 2026)", "Head", ""], ["", "Two (draft)", "Head", ""], ["", "Three (June 2026)", "Head", "July 2026"]]
    (deed,) = Taken([ACTION, STEP, WHO, WHEN], rows).deeds

    assert [(step.text, step.phrase) for step in deed.steps] == [("One", "May 2026"), ("Two (draft)", None), ("Three (June 2026)", None)]


def test_measures_are_the_actions_and_merged_ones_are_taken_once() -> None:
    rows: list[list[Written]] = [
        ["Act", "One", Cell("It is so", down=2)],
        [copied("Act"), "Two", copied("It is so")],
        ["", "", "And so"],
    ]
    (deed,) = Taken([ACTION, STEP, MEASURE], rows).deeds

    assert deed.paragraphs == ["It is so", "And so"]


def test_children_stand_under_the_row_they_name() -> None:
    name, parent = ("Task", Meaning.ACTION), ("Parent", Meaning.PARENT)
    rows = [["Build", "Head", "", "7"], ["Dig", "Sam", "7", "8"], ["Fill", "", "7", "9"], ["Alone", "Sam", "", "10"]]
    taken = Taken([name, WHO, parent, ("Id", Meaning.ID)], rows)

    assert taken.plan == [("", "Build", ["Build", "Dig", "Fill"]), ("", "Alone", ["Alone"])]


def test_levels_are_priority_action_and_milestone() -> None:
    level, name = ("Outline level", Meaning.LEVEL), ("Name", Meaning.ACTION)
    rows = [["1", "Pathway", ""], ["2", "Front door", ""], ["3", "Nurse", "Matron"], ["3", "Rules", ""], ["2", "Home", "Lead"]]
    taken = Taken([level, name, WHO], rows)

    assert taken.plan == [("Pathway", "Front door", ["Nurse", "Rules"]), ("Pathway", "Home", ["Home"])]


WORDS = st.sampled_from(["", "", "", "Mend it", "sweep it", "Head of Roads", "May 2026", "Total", "e.g. this", "Theme 1", "One\nTwo", "R"])
MEANINGS = st.lists(st.sampled_from(list(Meaning)), min_size=1, max_size=5)


@given(MEANINGS, st.lists(st.lists(WORDS, min_size=6, max_size=6), min_size=1, max_size=8))
@tried(300)
def test_every_row_that_has_words_is_in_a_milestone_or_an_action_or_is_told(meanings: list[Meaning], rows: list[list[str]]) -> None:
    columns = [("Action", Meaning.ACTION), *((meaning.value, meaning) for meaning in meanings)]
    numbered = [[f"{words} row{number}" if words else "" for words in row[: len(columns)]] for number, row in enumerate(rows, start=2)]
    taken = Taken(columns, numbered)

    told = {warning.line for warning in taken.doubts.told()}
    kept = " ".join(
        [f"{deed.title} {' '.join(deed.impact)} {' '.join(deed.paragraphs)}" for deed in taken.deeds]
        + [f"{step.text} {' '.join(step.comments)} {' '.join(cell.text for cell in step.cells)}" for d in taken.deeds for step in d.steps]
        + [group.words for group in taken.groups.found]
    )
    for number, row in enumerate(numbered, start=2):
        if any(row) and number not in told:
            assert f"row{number}" in kept.split(), row
