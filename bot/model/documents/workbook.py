"""A plan as a workbook: the sheets and columns of its document, ours at the right, and a row for each milestone."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.model.plan import Plan


class Holds(StrEnum):
    """The things that a column of a workbook holds. Those up to `RECURS` are columns of documents, those from `OUR_REF` on are
    ours alone. `NOTHING` is a column of the document that Milepost does not keep."""

    REF = "ref"
    PRIORITY = "priority"
    ACTION = "action"
    MILESTONE = "milestone"
    START = "start"
    DUE = "due"
    BASELINE = "baseline"
    DONE = "done"
    OWNER = "owner"
    ACCOUNTABLE = "accountable"
    CONTRIBUTOR = "contributor"
    STATUS = "status"
    PROGRESS = "progress"
    IMPACT = "impact"
    MEASURE = "measure"
    LINK = "link"
    NOTE = "note"
    RECURS = "recurs"
    OUR_REF = "our_ref"
    REPORTED = "reported"
    NOT_REPORTED = "not_reported"
    FORECAST = "forecast"
    SLIPS = "slips"
    PATH = "path"
    EVIDENCE = "evidence"
    NOTHING = "nothing"


Value = str | int | date | None


class BookColumn(NamedTuple):
    """A column: its heading, what it holds, and if it is ours and no column of the document."""

    heading: str
    holds: Holds
    is_ours: bool = False


class BookRow(NamedTuple):
    """The row of a milestone: its ref, its cells in the order of the columns, and the status by which its colour is chosen."""

    ref: str
    cells: tuple[Value, ...]
    status: str = ""


class BookSheet(NamedTuple):
    """A sheet: its name as the document has it, its columns and its rows."""

    name: str
    columns: tuple[BookColumn, ...]
    rows: tuple[BookRow, ...]


class Book(NamedTuple):
    """A workbook of a plan. `about` are the lines of the sheet that says what it is, each a label and what it says."""

    title: str
    about: tuple[tuple[str, str], ...]
    sheets: tuple[BookSheet, ...]


class Given(NamedTuple):
    """A workbook that Milepost gave and that came back: as it was given, and its plan as the last edition's document says it."""

    book: Book
    standing: Plan


class Stamp(NamedTuple):
    """A stamp, by which a workbook says what it is: its plan, the moment that it tells of, and the number and digest of the last
    entry by then."""

    plan: str
    moment: str
    entry: int
    digest: str
