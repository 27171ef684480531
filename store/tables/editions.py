"""The rows of editions: each is the plan whole, as its file said it and as it was taken over."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry, words
from store.tables.naming import SQLModel


class EditionRow(SQLModel, table=True):
    """One edition: where it came from, and what it says of the whole plan. `reconstructed` if 0.2 kept no earlier one."""

    __tablename__ = "edition"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    title: str
    file: str | None = None
    sha256: str | None = None
    approved: str | None = words()
    reconstructed: bool = False
    board: str | None = words()
    chair: str | None = words()
    operations_group: str | None = words()
    vision: str | None = words()


class EditionLine(SQLModel, table=True):
    """A line of a list in an edition: `partnership`, `voices`, `reports_into` or `scrutiny`."""

    __tablename__ = "edition_line"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    list: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    text: str | None = words()
    length: int  # of the line in characters, so that a line taken out is still a line


class PriorityRow(SQLModel, table=True):
    """A priority as an edition says it."""

    __tablename__ = "priority"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    position: int
    text: str | None = words()
    kind: str | None = words()


class AimRow(SQLModel, table=True):
    """A numbered aim of the area's strategy as an edition says it."""

    __tablename__ = "aim"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    position: int
    text: str | None = words()


class BodyRow(SQLModel, table=True):
    """A body of the plan's governance as an edition names it, and what it does or gets."""

    __tablename__ = "governance_body"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    name: str | None = words()
    does: str | None = words()
    length: int  # of its name in characters, so that one taken out is still a body


class ActionRow(SQLModel, table=True):
    """An action as an edition says it: what is done, and why."""

    __tablename__ = "action"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    position: int
    priority: int
    title: str | None = words()
    impact: str | None = words()
    source_ref: str | None = None


class SuccessMeasure(SQLModel, table=True):
    """One sentence that says how an action's success will be known."""

    __tablename__ = "success_measure"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    action: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    text: str | None = words()
    length: int


class StrategyLink(SQLModel, table=True):
    """A link of an action to a numbered aim of the area's strategy."""

    __tablename__ = "strategy_link"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    action: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    number: int


class MilestoneRow(SQLModel, table=True):
    """A milestone as an edition says it. `retired` if the edition takes it out: its ref is never given again."""

    __tablename__ = "milestone"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    position: int
    action: str
    text: str | None = words()
    date_text: str | None = words()
    start: date | None = None
    baseline: date | None = None
    due: date | None = None
    open_ended: bool = False
    recurrence: str | None = None
    source_ref: str | None = None
    retired: bool = False
    sheet: int | None = None


class ImportedRow(SQLModel, table=True):
    """A statement about a milestone in an edition's file: a tracker's state, words, share and day of completion."""

    __tablename__ = "imported"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    position: int
    status: str | None = None
    colour: str | None = words()
    said: str | None = words()
    progress: int | None = None
    done: date | None = None
    file: str | None = words()
    as_at: date | None = None
    since: datetime | None = None
    first: int | None = None  # the entry of the edition that said so first, if that is an earlier one


class MilestoneOwner(SQLModel, table=True):
    """A role that owns a milestone. The one in position 1 is accountable, the others contribute."""

    __tablename__ = "milestone_owner"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    role: str


class RoleRow(SQLModel, table=True):
    """A role that the plan names."""

    __tablename__ = "role"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    name: str = Field(primary_key=True)
    position: int
    organisation: str | None = None


class RoleAlias(SQLModel, table=True):
    """Another spelling of a role in the document."""

    __tablename__ = "role_alias"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    role: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    alias: str


class SheetRow(SQLModel, table=True):
    """A sheet or table of an edition's document."""

    __tablename__ = "sheet"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    name: str | None = words()
    length: int


class SheetColumn(SQLModel, table=True):
    """A column of a sheet of an edition's document: its heading, and the meaning it was read with."""

    __tablename__ = "sheet_column"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    sheet: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    text: str | None = words()
    length: int
    meaning: str | None = None


class AnswerRow(SQLModel, table=True):
    """The answer to a doubt by which an edition was read."""

    __tablename__ = "answer"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    key: str = Field(primary_key=True)
    position: int
    choice: str | None = words()


EDITION = table_of(EditionRow)
EDITION_LINE = table_of(EditionLine)
PRIORITY = table_of(PriorityRow)
ACTION = table_of(ActionRow)
SUCCESS_MEASURE = table_of(SuccessMeasure)
STRATEGY_LINK = table_of(StrategyLink)
MILESTONE = table_of(MilestoneRow)
MILESTONE_OWNER = table_of(MilestoneOwner)
ROLE = table_of(RoleRow)
ROLE_ALIAS = table_of(RoleAlias)
AIM = table_of(AimRow)
GOVERNANCE_BODY = table_of(BodyRow)
IMPORTED = table_of(ImportedRow)
SHEET = table_of(SheetRow)
SHEET_COLUMN = table_of(SheetColumn)
ANSWER = table_of(AnswerRow)
