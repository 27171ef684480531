"""Whole plans from documents of any form, and the same plans once an admin has settled what was asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from bot.model.documents.draft import Draft, PlanDoubtKind, Settled
from bot.model.documents.not_a_plan import NotAPlan
from bot.model.status import Status
from seed.meaning.plan import read
from seed.sources import csv as csv_files
from seed.sources import markdown
from tests.world.reading import read_text

ROWS = [
    ["Theme", "Action", "Lead", "Original date", "Revised date", "Status", "Comments"],
    ["Roads", "Mend the bridge", "Head of Roads", "31/12/2026", "31/03/2027", "Amber", "Steel is late"],
    ["Roads", "Sweep the lanes", "TBC", "May 2026", "", "Green", ""],
    ["Parks", "Plant trees", "Parks Manager", "July", "", "Complete", "400 trees"],
]


def drafted(rows: Sequence[Sequence[str]], answers: Mapping[str, str] | None = None) -> Draft:
    """The draft of a csv file of these rows."""
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return read(csv_files.read(held.getvalue().encode()), "plan", Settled(answers=answers or {}))


def codes(draft: Draft) -> list[str]:
    return [warning.code for warning in draft.warnings]


def test_a_tracker_gives_priorities_milestones_and_what_is_said_of_them() -> None:
    plan = drafted(ROWS).plan

    assert [(one.number, one.text) for one in plan.priorities] == [(1, "Roads"), (2, "Parks")]
    assert [(m.ref, m.text, m.due, m.baseline, m.owners) for m in plan.milestones] == [
        ("1.1.1", "Mend the bridge", date(2027, 3, 31), date(2026, 12, 31), ("Head of Roads",)),
        ("1.2.1", "Sweep the lanes", date(2026, 5, 31), None, ()),
        ("2.1.1", "Plant trees", None, None, ("Parks Manager",)),
    ]
    said = [m.imported for m in plan.milestones if m.imported]
    assert [(one.status, one.words) for one in said] == [
        (Status.AMBER, "Steel is late"),
        (Status.GREEN, ""),
        (Status.COMPLETE, "400 trees"),
    ]


def test_the_columns_of_the_document_are_kept_in_their_order_for_the_way_back() -> None:
    plan = drafted(ROWS).plan

    (sheet,) = plan.sheets
    assert [heading.text for heading in sheet.headings] == ROWS[0]
    assert [heading.meaning for heading in sheet.headings] == ["priority", "action", "owner", "baseline", "due", "status", "note"]
    assert {m.sheet for m in plan.milestones} == {1}


def test_a_date_without_a_year_is_asked_about_once_and_read_by_the_answer() -> None:
    rows = [*ROWS, ["Parks", "Mow", "Parks Manager", "June", "", "", ""]]
    (asked,) = [doubt for doubt in drafted(rows).doubts if doubt.kind == "year"]
    assert asked.touches == ("2.1.1", "2.2.1")

    settled = drafted(rows, {asked.key: "2026/27"})

    assert [m.due for m in settled.plan.milestones][-2:] == [date(2026, 7, 31), date(2026, 6, 30)]
    assert not [doubt for doubt in settled.doubts if doubt.kind == "year"]
    assert [(answer.key, answer.choice) for answer in settled.plan.answers] == [(asked.key, "2026/27")]


def test_a_row_that_may_be_several_milestones_is_one_if_an_admin_says_so() -> None:
    rows = [["Action", "Step", "Lead", "When"], ["Act", "One thing\nTwo things\nThree things", "Head", "May 2026\nJune 2026"]]
    (asked,) = [doubt for doubt in drafted(rows).doubts if doubt.kind == "parallel"]

    assert [m.text for m in drafted(rows).plan.milestones] == ["One thing", "Two things", "Three things"]
    assert [m.text for m in drafted(rows, {asked.key: "One milestone"}).plan.milestones] == ["One thing Two things Three things"]


def test_a_state_where_a_date_belongs_is_no_date() -> None:
    draft = drafted([["Action", "Lead", "By when"], ["Mend", "Head", "On hold"], ["Sweep", "Head", "Complete"], ["Mow", "Head", "May 2026"]])

    assert [m.due for m in draft.plan.milestones] == [None, None, date(2026, 5, 31)]
    assert {"date_is_state", "date_done"} <= set(codes(draft))


@pytest.mark.parametrize(
    ("heading", "cell", "told"), [("When", "May 2026", ["nobody_owns"]), ("Lead", "Head of Roads", ["nothing_dated"])]
)
def test_what_a_whole_plan_lacks_is_told_once(heading: str, cell: str, told: list[str]) -> None:
    draft = drafted([["Action", heading], ["Mend the bridge", cell], ["Sweep the lanes", cell]])

    assert codes(draft) == told


def test_a_text_whose_rows_are_whole_keeps_each_cell_under_its_heading() -> None:
    text = "\n".join("\t".join(row) for row in [ROWS[0], *ROWS[1:]])

    assert read_text(text).plan.milestones == drafted(ROWS).plan.milestones


def test_a_numbered_heading_below_that_of_a_priority_is_an_action() -> None:
    table = "| Milestone | Owner | Due |\n|---|---|---|\n"
    draft = read(
        markdown.read(
            f"## Priority 1: Roads\n\n### 1.1 Mend them\n\n{table}| Survey | Head | May 2026 |\n| Repair | Head | June 2026 |\n\n"
            f"### 1.2 Sweep them\n\n{table}| Buy brooms | Head | May 2026 |\n".encode()
        ),
        "plan",
        Settled(),
    )

    assert [(a.ref, a.title, [m.ref for m in a.milestones]) for a in draft.plan.actions] == [
        ("1.1", "Mend them", ["1.1.1", "1.1.2"]),
        ("1.2", "Sweep them", ["1.2.1"]),
    ]


def test_a_document_is_read_the_same_way_each_time() -> None:
    assert drafted(ROWS) == drafted(ROWS)


@pytest.mark.parametrize("rows", [[["Name", "Phone"], ["Ann", "1"]], [["Dear all"], ["the meeting is at ten"]]])
def test_a_table_that_is_no_plan_is_refused_in_one_line(rows: list[list[str]]) -> None:
    with pytest.raises(NotAPlan) as refused:
        drafted(rows)

    assert refused.value.reason
    assert "\n" not in refused.value.reason


DATED = [["Action", "Lead", "Due"], ["Open", "Ann Lee", "30/06/2026"], ["Move", "Bo Reed", "31/07/2026"]]


@pytest.mark.parametrize(("answer", "due"), [(None, None), ("31 August 2062", date(2062, 8, 31)), ("31/08/2026", date(2026, 8, 31))])
@pytest.mark.parametrize("written", ["31/08/2062"])
def test_a_date_years_away_from_all_others_is_asked_about(written: str, answer: str | None, due: date | None) -> None:
    rows = [*DATED, ["Close", "Cy Marsh", written]]
    asked = drafted(rows).doubts

    assert [(doubt.kind, doubt.touches) for doubt in asked] == [(PlanDoubtKind.DATE, ("1.3.1",))]
    draft = drafted(rows, {asked[0].key: answer} if answer else None)
    assert [one.due for one in draft.plan.milestones] == [date(2026, 6, 30), date(2026, 7, 31), due]


@pytest.mark.parametrize("answer", ["banana", "30 October"])
def test_an_answer_that_is_no_day_settles_nothing(answer: str) -> None:
    rows = [*DATED, ["Close", "Cy Marsh", "Half term, October 2026"]]
    asked = drafted(rows).doubts

    assert drafted(rows, {asked[0].key: answer}).doubts == asked


@pytest.mark.parametrize("remark", ["Update (4 May 2026): lease signed", "Progress: six in post", "Latest update: none"])
def test_a_row_that_says_how_the_one_above_it_stands_is_no_action(remark: str) -> None:
    draft = drafted([DATED[0], DATED[1], [remark, "", ""], DATED[2]])

    assert [(one.text, one.imported.words if one.imported else "") for one in draft.plan.milestones] == [("Open", remark), ("Move", "")]


@pytest.mark.parametrize("total", ["TOTAL: 2", "Total number of actions: 2", "Number complete"])
def test_a_row_that_counts_the_others_is_no_action(total: str) -> None:
    draft = drafted([*DATED, [total, "", ""], [total, "0", ""]])

    assert [one.text for one in draft.plan.milestones] == ["Open", "Move"]
    assert codes(draft) == ["row_total", "row_total"]


def test_what_is_struck_out_beside_the_words_is_left_out_and_told() -> None:
    draft = read(markdown.read(b"| Action | Lead | Due |\n|-|-|-|\n| Open | ~~Ann Lee~~ | ~~30/06/2026~~ |\n| Move | Bo | 31/07/2026 |\n"),
                 "plan", Settled())  # fmt: skip

    assert [(one.owners, one.due) for one in draft.plan.milestones] == [((), None), (("Bo",), date(2026, 7, 31))]
    assert codes(draft).count("cell_struck") == 2


def test_references_of_three_numbers_group_the_rows_that_begin_alike() -> None:
    rows = [["No.", "Action", "Who"], ["1.1.1", "Brief", "Ann"], ["1.1.3", "Send", "Bo"], ["1.2.2", "Open", "Cy"]]
    draft = drafted(rows)

    assert [one.ref for one in draft.plan.milestones] == ["1.1.1", "1.1.3", "1.2.2"]
    assert [one.ref for one in draft.plan.actions] == ["1.1", "1.2"]


def test_references_with_brackets_are_kept() -> None:
    draft = drafted([["ID", "Action", "Who"], ["a1(i)", "Brief", "Ann"], ["a1(ii)", "Send", "Bo"]])

    assert [one.source_ref for one in draft.plan.actions] == ["a1(i)", "a1(ii)"]


@pytest.mark.parametrize(
    ("headings", "command"),
    [
        (["role", "name", "email", "rights"], "milepost seed people"),
        (["Role", " Name", "E-mail", "email"], "milepost seed people"),
        (["handle", "text", "actions", "polarity"], "milepost seed measures"),
        (["m", "as_at", "value", "note"], "milepost seed readings"),
    ],
)
def test_another_of_mileposts_own_files_is_no_plan_and_is_told_its_command(headings: list[str], command: str) -> None:
    with pytest.raises(NotAPlan, match=command):
        drafted([headings, ["Head of Roads", "Amal", "amal@council.example", "lead:2"]])
