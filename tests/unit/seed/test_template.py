"""The template: whoever opens it knows what to write, and our own reader takes it as it is."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.model.documents.draft import Settled
from bot.model.plan import Plan, Role
from bot.model.status import Status
from seed.meaning.plan import read as read_plan
from seed.people import COLUMNS, read_people
from seed.source import Heading
from seed.sources.choice import document_of
from seed.template import as_csv, template, workbook
from tests.laws import tried
from tests.world.documents import rows, tables

TODAY = date(2026, 11, 27)
MADE = template(TODAY)
HEADINGS = ["Priority", "Action", "Milestone", "Owner", "Due", "Status", "Comment"]


def test_the_workbook_holds_the_plan_the_people_and_how_to_fill_them_in() -> None:
    document = document_of("plan.xlsx", workbook(MADE))
    plan, people = tables(document)[:2]

    assert [block.text for block in document.blocks if isinstance(block, Heading) and block.is_sheet] == ["Plan", "People", "How to fill this in"]
    assert [cell.text for cell in plan.lines[0].cells] == HEADINGS
    assert [line.cells[4].value for line in plan.lines[1:]] == [date(2027, 2, 28), date(2027, 5, 31), date(2027, 8, 31)]
    assert [cell.text for cell in people.lines[0].cells][:4] == ["role", "name", "email", "rights"]
    assert len(tables(document)) == 2


def test_every_column_of_the_plan_is_explained() -> None:
    how = load_workbook(BytesIO(workbook(MADE)))["How to fill this in"]
    said = [str(cell.value) for (cell,) in how.iter_rows() if cell.value]

    assert [name for name in HEADINGS if not any(line.startswith(f"{name}: ") for line in said)] == []


def test_the_csv_file_holds_the_same_rows_with_its_days_in_words() -> None:
    (read,) = rows(document_of("plan.csv", as_csv(MADE.plan)))

    assert read[0] == HEADINGS
    assert [line[4] for line in read[1:]] == ["28 February 2027", "31 May 2027", "31 August 2027"]


def test_the_sheet_of_people_is_read_as_people_and_names_every_owner() -> None:
    owners = [str(row[3]) for row in MADE.plan[1:]]
    plan = Plan(short="p", title="P", roles=tuple(Role(name=owner) for owner in owners))
    people = read_people(as_csv(MADE.people).decode("utf-8-sig"), plan)

    assert MADE.people[0] == COLUMNS
    assert [one.role for one in people if one.role] == owners
    assert len(people) == 5


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
@tried(60)
def test_the_days_of_the_rows_are_the_ends_of_months_to_come(today: date) -> None:
    days = [row[4] for row in template(today).plan[1:]]

    for day in days:
        assert isinstance(day, date)
        assert day > today
        assert (day + timedelta(days=1)).day == 1


@pytest.mark.parametrize("made", [workbook(MADE), as_csv(MADE.plan)])
def test_no_word_of_the_program_is_left_in_it(made: bytes) -> None:
    document = document_of("plan", made)

    assert not any("{" in cell.text for table in tables(document) for line in table.lines for cell in line.cells)


@pytest.mark.parametrize("name", ["our-plan.xlsx", "our-plan.csv"])
def test_our_own_reader_takes_the_template_without_a_doubt(name: str) -> None:
    held = workbook(MADE) if name.endswith("xlsx") else as_csv(MADE.plan)
    draft = read_plan(document_of(name, held), "our-plan", Settled())

    assert draft.doubts == ()
    assert {warning.code for warning in draft.warnings} <= {"table_left_out", "sheet_not_read"}
    assert [(one.text, one.owners, one.due) for one in draft.plan.milestones] == [(row[2], (row[3],), row[4]) for row in MADE.plan[1:]]
    assert [one.text for one in draft.plan.priorities] == ["Waiting times", "Families are heard"]
    assert [one.imported.status for one in draft.plan.milestones if one.imported] == [Status.NOT_STARTED, Status.NOT_STARTED, Status.GREEN]
