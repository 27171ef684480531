"""The template of a plan: a small workbook with a few made-up rows, the people, and how to fill both in."""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from seed.people import COLUMNS
from seed.words import say

_ROWS, _PEOPLE = 3, 5  # that are made up
_MONTHS = 3  # between the days of the rows
_WIDTHS = (24, 36, 44, 28, 18, 14, 40)
_PEOPLE_WIDTH, _HOW_WIDTH = 22, 120
_DUE_HERE = "{due}"
_LAST = 500  # row that offers the statuses
_DUE, _STATUS = "E", "F"


class Template(NamedTuple):
    """The rows of a template, the headings first. The days of the plan are days, not words."""

    plan: tuple[tuple[str | date, ...], ...]
    people: tuple[tuple[str, ...], ...]


def template(today: date) -> Template:
    """Return the template with days that are still to come."""
    plan: list[tuple[str | date, ...]] = [tuple(say("template", "headings").split("|"))]
    for number in range(1, _ROWS + 1):
        cells = say("template", f"row_{number}", due=_DUE_HERE).split("|")
        plan.append(tuple(_end_of_month(today, number * _MONTHS) if cell == _DUE_HERE else cell for cell in cells))
    people = (say("template", f"person_{number}").split("|") for number in range(1, _PEOPLE + 1))
    return Template(tuple(plan), (COLUMNS, *((*cells, *[""] * (len(COLUMNS) - len(cells))) for cells in people)))


def _end_of_month(today: date, later: int) -> date:
    years, month = divmod(today.month - 1 + later, 12)
    year = today.year + years
    return date(year, month + 1, monthrange(year, month + 1)[1])


def as_csv(rows: Sequence[Sequence[str | date]]) -> bytes:
    """Return rows as a csv file that every spreadsheet opens with its letters right."""
    held = io.StringIO()
    csv.writer(held).writerows([_written(cell) for cell in row] for row in rows)
    return held.getvalue().encode("utf-8-sig")


def _written(cell: str | date) -> str:
    return f"{cell.day} {cell:%B %Y}" if isinstance(cell, date) else cell


def workbook(made: Template) -> bytes:
    """Return the template as a workbook."""
    book = Workbook()
    plan = book.active
    assert plan is not None
    plan.title = say("template", "plan")
    _fill(plan, made.plan, _WIDTHS)
    for (cell,) in plan.iter_rows(min_row=2, min_col=5, max_col=5):
        cell.number_format = "d mmmm yyyy"
    _help(plan)
    _fill(book.create_sheet(say("template", "people")), made.people, [_PEOPLE_WIDTH] * len(COLUMNS))
    how = book.create_sheet(say("template", "how"))
    for number, line in enumerate(say("template", "about").strip().split("\n"), start=1):
        cell = how.cell(number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    how.column_dimensions["A"].width = _HOW_WIDTH
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str | date]], widths: Sequence[int]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, held in enumerate(row, start=1):
            cell = sheet.cell(number, column, held or None)
            cell.font = Font(bold=number == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def _help(sheet: Worksheet) -> None:
    """Let the columns of the day and the status say what is meant when a cell in them is chosen."""
    choices = f'"{say("template", "statuses")}"'
    status = DataValidation(type="list", formula1=choices, allow_blank=True, showInputMessage=True)
    status.promptTitle, status.prompt = say("template", "status_title"), say("template", "status_help")
    due = DataValidation(showInputMessage=True, allow_blank=True)
    due.promptTitle, due.prompt = say("template", "due_title"), say("template", "due_help")
    for rule, column in ((status, _STATUS), (due, _DUE)):
        rule.add(f"{column}2:{column}{_LAST}")
        sheet.add_data_validation(rule)
