"""The review workbook: a draft as it will be asked on one sheet, the questions about it on another, both to be edited in Excel.

Every text of the document is written as a text, whatever it begins with: nothing of it is ever a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.model.documents.draft import Draft, PlanDoubt
from bot.model.plan import Milestone, Plan
from seed.reviewed import BETWEEN, PLAN, QUESTIONS, heading
from seed.words import say

MOST_LETTERS = 32_000  # of a cell; Excel takes 32,767
EDITED = ("due", "owners", "answer")  # columns that are read back
WIDTHS = {"priority": 9, "action": 40, "milestone": 60, "owners": 40, "owners_read": 40, "question": 60, "refs": 30, "answer": 40}
DAY = "dd/mm/yyyy"
_HEAD, _TO_EDIT = PatternFill("solid", fgColor="FFD9E1F2"), PatternFill("solid", fgColor="FFFFF2CC")


def as_workbook(draft: Draft) -> bytes:
    """Return a draft as a review workbook."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _explain(first)
    _questions(book.create_sheet(say("review", "questions")), draft.doubts, book.create_sheet(say("review", "choices")))
    _plan(book.create_sheet(say("review", "plan"), 2), draft.plan)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _explain(sheet: Worksheet) -> None:
    sheet.title = say("review", "read_me")
    sheet.column_dimensions["A"].width = 110
    for number, name in enumerate(("about", "questions_how", "plan_how", "back"), 1):
        _write(sheet, number, 1, say("review_read_me", name))


def _plan(sheet: Worksheet, plan: Plan) -> None:
    _head(sheet, PLAN)
    actions = {action.ref: action for action in plan.actions}
    for number, one in enumerate(plan.milestones, 2):
        action = actions[one.action]
        owners, due = BETWEEN.join(one.owners), one.due.isoformat() if one.due else ""
        row = (one.ref, str(action.priority), action.title, one.text, one.start, one.due, _round(one), owners, due, owners)
        for column, value in enumerate(row, 1):
            _write(sheet, number, column, value, PLAN[column - 1])


def _round(milestone: Milestone) -> str:
    return milestone.recurrence.value.replace("_", " ") if milestone.recurrence else ""


def _questions(sheet: Worksheet, doubts: Sequence[PlanDoubt], choices: Worksheet) -> None:
    """Write the questions, and their choices on a sheet of their own that the drop-downs point at."""
    choices.sheet_state = "hidden"
    _head(sheet, QUESTIONS)
    at = QUESTIONS.index("answer") + 1
    for number, doubt in enumerate(doubts, 2):
        where, refs = ", ".join(doubt.places), ", ".join(doubt.touches)
        row = (doubt.key, doubt.question, where, refs, "", doubt.default or "")
        for column, value in enumerate(row, 1):
            _write(sheet, number, column, value, QUESTIONS[column - 1])
        for line, choice in enumerate(doubt.choices, 1):
            _write(choices, line, number, choice)
        if doubt.choices:
            letter = get_column_letter(number)
            span = f"'{choices.title}'!${letter}$1:${letter}${len(doubt.choices)}"
            offered = DataValidation(type="list", formula1=span, allow_blank=True, showErrorMessage=not doubt.free)
            sheet.add_data_validation(offered)
            offered.add(f"{get_column_letter(at)}{number}")


def _head(sheet: Worksheet, columns: Iterable[str]) -> None:
    for number, name in enumerate(columns, 1):
        cell = _write(sheet, 1, number, heading(name))
        cell.font, cell.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 14)
    sheet.freeze_panes = "A2"


def _write(sheet: Worksheet, row: int, column: int, value: str | date | None, name: str = "") -> Cell:
    """Write one cell. A text is never taken for anything else, and Excel keeps it one when it is edited."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(value, date):
        cell.value, cell.number_format = value, DAY
    elif value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST_LETTERS]
        cell.data_type = "s"
        cell.quotePrefix = True
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if name in EDITED:
        cell.fill = _TO_EDIT
        if name == "due":
            cell.number_format = DAY
    return cell
