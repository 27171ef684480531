"""What stands beside a plan in its file: its people, and how to fill it in."""

from __future__ import annotations

import pytest

from bot.model.documents.draft import Draft, Settled
from seed.meaning.plan import read
from seed.source import Block, Cell, Document, Format, Heading, Line, Place, Prose, Table


def table(sheet: str, *rows: str) -> Table:
    return Table(tuple(Line(tuple(Cell(text) for text in row.split("|")), Place(sheet, at)) for at, row in enumerate(rows, start=1)))


def drafted(*beside: Block) -> Draft:
    plan = table("Plan", "Action|Owner|Due", "Open the doors|Head of Care|May 2027", "Mend the roof|Head of Care|June 2027")
    return read(Document(Format.XLSX, (Heading("Plan", 1, Place("Plan"), True), plan, *beside)), "p", Settled())


@pytest.mark.parametrize("heading", ["email", "E-mail address", "Mail"])
def test_a_list_of_people_is_no_plan(heading: str) -> None:
    draft = drafted(Heading("Team", 1, Place("Team"), True), table("Team", f"Role|Name|{heading}", "Head of Care|Amal|a@b.example"))

    assert [one.text for one in draft.plan.milestones] == ["Open the doors", "Mend the roof"]
    assert [(one.code, one.place) for one in draft.warnings] == [("table_left_out", "Team, line 1")]


def test_names_with_an_assignee_s_mail_and_a_date_are_still_a_plan() -> None:
    tasks = table("Plan", "Name|Assignee|Assignee Email|Due Date", "Open the doors|Amal|a@b.example|3 May 2027")
    plan = read(Document(Format.CSV, (tasks,)), "p", Settled()).plan

    assert [one.text for one in plan.milestones] == ["Open the doors"]


def test_a_sheet_of_sentences_is_told_once() -> None:
    sentences = [Prose(f"Sentence {at}.", Place("Help", at)) for at in range(1, 6)]
    draft = drafted(Heading("Help", 1, Place("Help"), True), *sentences)

    assert [(one.code, one.message) for one in draft.warnings] == [
        ("sheet_not_read", 'The sheet "Help" has no table of the plan, so it was left out. It begins: "Sentence 1.".')
    ]


def test_a_sheet_of_sentences_before_the_plan_introduces_it() -> None:
    cover = [Heading("Cover", 1, Place("Cover"), True), Prose("Plan of doors", Place("Cover", 1)), Prose("We meet.", Place("Cover", 2))]
    tables = [Heading("Plan", 1, Place("Plan"), True), table("Plan", "Action|Owner|Due", "Open the doors|Head of Care|May 2027")]
    draft = read(Document(Format.XLSX, (*cover, *tables)), "p", Settled())

    assert [one.code for one in draft.warnings if one.place.startswith("Cover")] == []


def test_a_line_below_the_plan_is_no_title_of_it() -> None:
    plan = table("", "Action|Owner|Due", "Open the doors|Head of Care|May 2027")
    draft = read(Document(Format.MARKDOWN, (plan, Prose("All dates are to be agreed", Place(line=9)))), "doors", Settled())

    assert draft.plan.title == "doors"


def test_a_page_is_no_sheet() -> None:
    tables = [table(f"page {at}", f"Action|Owner|{due}", "Open the doors|Head of Care|May 2027") for at, due in ((1, "Due"), (2, "By when"))]
    plan = read(Document(Format.PDF, (Heading("Doors", 1, Place("page 1")), *tables)), "p", Settled()).plan

    assert [sheet.name for sheet in plan.sheets] == ["Doors", "Doors"]
