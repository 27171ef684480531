"""The parts of a document once it is known what each is: tables with their columns named, and what stands between them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from seed.source import Heading, Line, Place, Prose, Table


class TableKind(StrEnum):
    """The kinds of table. Only a plan has milestones."""

    PLAN = "plan"
    COLOUR_KEY = "colour_key"
    INITIALS = "initials"
    MEASURES = "measures"
    CLOSED = "closed"
    EXTENSIONS = "extensions"
    MEETINGS = "meetings"
    RISKS = "risks"
    NONE = "none"


class Meaning(StrEnum):
    """The meanings of a column. `PLAN` tells apart the plans of one file, `PARENT` names the row that a row belongs under,
    `URGENCY` is how urgent a row is, `LEVEL` how deep it stands, `RECURS` if it comes round. A column of `NONE` is not kept."""

    REF = "ref"
    PRIORITY = "priority"
    ACTION = "action"
    MILESTONE = "milestone"
    START = "start"
    DUE = "due"
    BASELINE = "baseline"
    RAISED = "raised"
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
    PLAN = "plan"
    PARENT = "parent"
    LEVEL = "level"
    URGENCY = "urgency"
    RECURS = "recurs"
    NONE = "none"


class Column(NamedTuple):
    """A column of a plan's table: its heading as written, and its meaning. `at` counts the columns of the table from 0.

    `day_first` says how its dates of numbers alone are read, None if nothing proves it.
    """

    at: int
    name: str
    meaning: Meaning
    day_first: bool | None = None


class PlanTable(NamedTuple):
    """A table of milestones: its columns, and its rows below the headings, those that repeat the headings left out.

    `sheet` is its number among the sheets of the plan, from 1. `above` is the heading or sheet under which it stands, "" if none.
    """

    table: Table
    columns: tuple[Column, ...]
    body: tuple[Line, ...]
    at: Place
    sheet: int = 0
    above: str = ""


class OtherTable(NamedTuple):
    """A table that is no part of the plan's own milestones."""

    table: Table
    kind: TableKind
    at: Place
    above: str = ""


Part = Heading | Prose | PlanTable | OtherTable
