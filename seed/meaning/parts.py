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
    PROPERTIES = "properties"
    NONE = "none"


class Meaning(StrEnum):
    """The meanings of a column. A column of `NONE` is not kept, and has been told of.

    `REF` numbers the rows. If actions and milestones have numbers of their own, `ACTION_REF` numbers the actions. `ID` is another
    number by which `PARENT` names the row that a row belongs under. `PLAN` tells apart the plans of one file, `LEVEL` is how deep
    a row stands, `URGENCY` how urgent it is, `RECURS` if it comes round. Of the people, only `OWNER` owns: `ACCOUNTABLE` stands
    beside an owner, and `CONTRIBUTOR` helps. If a cell of `DUE` is empty, `BASELINE` is due.
    """

    REF = "ref"
    ACTION_REF = "action_ref"
    ID = "id"
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
    """A table of milestones: its columns, and its rows below the headings. Blank rows, such as repeat the headings, and hidden or
    struck ones are left out.

    `sheet` is its number among the sheets of the plan, from 1. `above` is the heading or sheet under which it stands, "" if none.
    The rows of a `nested` table belong under the last row of the one before it. `goes_on` says that it has the columns of a
    table before it: it is the rest of that one.
    """

    table: Table
    columns: tuple[Column, ...]
    body: tuple[Line, ...]
    at: Place
    sheet: int = 0
    above: str = ""
    nested: bool = False
    goes_on: bool = False


class OtherTable(NamedTuple):
    """A table that is no part of the plan's own milestones. The first of its lines are its `headings`."""

    table: Table
    kind: TableKind
    at: Place
    above: str = ""
    headings: int = 0


Part = Heading | Prose | PlanTable | OtherTable
