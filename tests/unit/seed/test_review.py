"""The review workbook: what Excel makes of it is read back, and nothing that a document says is ever a formula."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.model.documents.draft import Draft, PlanDoubt, PlanDoubtKind
from bot.model.plan import Action, Milestone, Plan, Priority, Recurrence, Role
from seed.answers import AnswersFileError
from seed.review import as_workbook
from seed.reviewed import Reviewed, corrected, reviewed
from seed.sources import xlsx

HEAD, NURSE = "Head of Inclusion", "Lead Nurse"
MILESTONES = (
    Milestone(ref="1.1.1", text="=HYPERLINK(\"https://example.org\")", due=date(2026, 6, 30), owners=(HEAD, NURSE)),
    Milestone(ref="1.1.2", text="+44 calls\x07", start=date(2026, 1, 1), owners=(NURSE,), recurrence=Recurrence.SIX_MONTHLY),
    Milestone(ref="1.1.3", text="@here", due=date(2026, 9, 30)),
)
PLAN = Plan(
    short="kent",
    title="Kent",
    priorities=(Priority(number=1, text="Better"),),
    actions=(Action(ref="1.1", priority=1, title="-Do it", milestones=MILESTONES),),
    roles=(Role(name=HEAD), Role(name=NURSE)),
)
YEAR = PlanDoubt(
    key="year-due", kind=PlanDoubtKind.YEAR, question="=1+1?", choices=("=2026", "2025, or later"), default="=2026", touches=("1.1.2",)
)
FREE = PlanDoubt(key="role-x", kind=PlanDoubtKind.ROLE, question="Who?", free=True)
DRAFT = Draft(plan=PLAN, doubts=(YEAR, FREE))


def opened() -> Workbook:
    return load_workbook(BytesIO(as_workbook(DRAFT)))


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def back(book: Workbook) -> Reviewed:
    held = BytesIO()
    book.save(held)
    return reviewed(xlsx.read(held.getvalue()))


def put(book: Workbook, name: str, row: int, heading: str, value: object) -> None:
    """Write a value under a heading, as somebody does in Excel."""
    here = sheet(book, name)
    column = next(cell.column for cell in here[1] if cell.value == heading)
    here.cell(row, column).value = value  # type: ignore[assignment]


def test_no_text_of_a_document_is_a_formula_and_each_is_there_as_it_was_written() -> None:
    book = opened()

    cells = [cell for here in book.worksheets for row in here.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert [sheet(book, "Plan").cell(row, 4).value for row in (2, 3, 4)] == ['=HYPERLINK("https://example.org")', "+44 calls", "@here"]
    assert all(cell.quotePrefix for cell in cells if isinstance(cell.value, str) and cell.value[:1] in "=+-@")
    assert [here.title for here in book.worksheets if here.sheet_state == "visible"] == ["Read me", "Questions", "Plan"]


def test_a_question_has_its_choices_to_pick_from_and_no_answer_yet() -> None:
    here = sheet(opened(), "Questions")

    (offered,) = here.data_validations.dataValidation
    assert (str(offered.sqref), offered.formula1) == ("E2", "'Choices'!$B$1:$B$2")
    assert [here.cell(2, column).value for column in (1, 2, 5, 6)] == ["year-due", "=1+1?", None, "=2026"]


def test_untouched_it_says_nothing() -> None:
    assert back(opened()) == Reviewed()


def test_answers_dates_and_owners_are_read_back_however_they_were_typed() -> None:
    book = opened()
    put(book, "Questions", 2, "Answer", "2025, or later")
    put(book, "Questions", 3, "Answer", "Head of SEND")
    put(book, "Plan", 2, "Due", datetime(2026, 7, 31))
    put(book, "Plan", 2, "Owners", f"{NURSE};{HEAD} ")
    put(book, "Plan", 3, "Due", "1 March 2027")
    put(book, "Plan", 4, "Due", None)
    put(book, "Plan", 4, "Owners", "Somebody new")

    found = back(book)
    assert found.answers.answers == {"year-due": "2025, or later", "role-x": "Head of SEND"}
    assert found.answers.places["role-x"] == "Row 3 of the sheet Questions"
    after = corrected(PLAN, found.corrections)
    assert [one.due for one in after.milestones] == [date(2026, 7, 31), date(2027, 3, 1), None]
    assert [one.owners for one in after.milestones] == [(NURSE, HEAD), (NURSE,), ("Somebody new",)]
    assert [role.name for role in after.roles] == [HEAD, NURSE, "Somebody new"]


def test_columns_may_be_moved_and_rows_sorted_or_taken_out() -> None:
    book = opened()
    put(book, "Plan", 4, "Due", "31/12/2026")
    here = sheet(book, "Plan")
    here.move_range("J1:J4", cols=3)
    here.delete_rows(2)

    (only,) = back(book).corrections
    assert (only.ref, only.due, only.owners, only.place) == ("1.1.3", date(2026, 12, 31), None, "Row 3 of the sheet Plan")


@pytest.mark.parametrize(
    ("heading", "value", "told"),
    [
        ("Due", "soon", 'Row 2 of the sheet Plan: "soon" is not a date. Write it like 30/09/2026.'),
        ("Ref", "9.9.9", "the plan has no milestone 9.9.9"),
        ("Owners", "Head of Inclusoin", 'Row 2 of the sheet Plan: "Head of Inclusoin" is not a role of the plan. Did you mean Head of Inclusion?'),
    ],
)
def test_what_cannot_be_meant_is_named_by_its_row(heading: str, value: str, told: str) -> None:
    book = opened()
    put(book, "Plan", 2, "Due", date(2027, 1, 1))
    put(book, "Plan", 2, heading, value)

    with pytest.raises(AnswersFileError) as wrong:
        corrected(PLAN, back(book).corrections)
    assert told in str(wrong.value)


def test_another_workbook_is_refused() -> None:
    book = Workbook()
    book.active.append(["Action", "When", "Who"])  # type: ignore[union-attr]

    with pytest.raises(AnswersFileError) as wrong:
        back(book)
    assert "no sheet Questions or Plan" in str(wrong.value)


def test_a_correction_for_a_milestone_that_has_other_words_now_is_a_fault_and_not_put_on_it() -> None:
    book = opened()
    put(book, "Plan", 3, "Owners", HEAD)
    other = MILESTONES[1].model_copy(update={"text": "A new step"})
    action = PLAN.actions[0].model_copy(update={"milestones": (MILESTONES[0], other, MILESTONES[2])})

    with pytest.raises(AnswersFileError) as wrong:
        corrected(PLAN.model_copy(update={"actions": (action,)}), back(book).corrections)
    assert 'Row 3 of the sheet Plan: 1.1.2 is another milestone now: "A new step".' in str(wrong.value)


def test_words_that_name_nobody_are_no_owner() -> None:
    book = opened()
    put(book, "Plan", 3, "Owners", "TBC")

    assert corrected(PLAN, back(book).corrections).actions[0].milestones[1].owners == ()


@pytest.mark.parametrize("gone", ["Questions", "Plan"])
def test_a_workbook_that_lost_one_of_its_sheets_is_refused(gone: str) -> None:
    book = opened()
    book.remove(sheet(book, gone))

    with pytest.raises(AnswersFileError, match="has no sheet Questions or Plan"):
        back(book)
