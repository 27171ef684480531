"""The rows of the board's work: what is frozen for its papers, what leads write, its business, and the papers issued."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry, words
from store.tables.naming import SQLModel


class FreezeRow(SQLModel, table=True):
    """The papers for a meeting tell of the record as it was at `as_at`, up to the entry `upto`."""

    __tablename__ = "freeze"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    audience: str
    meeting: date | None = None
    as_at: datetime
    upto: int


class UnfreezeRow(SQLModel, table=True):
    """The freeze of entry `freeze` counts no longer. Why stands in the entry."""

    __tablename__ = "unfreeze"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    freeze: int


class NarrativeRow(SQLModel, table=True):
    """The words of the lead of a priority for the board about a period. The latest of a priority and a meeting counts."""

    __tablename__ = "narrative"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    priority: int
    meeting: date
    status: str
    moved: str | None = words()
    next: str | None = words()
    escalate: str | None = words()
    forecast: str
    drawn_from: str | None = None


class BusinessRow(SQLModel, table=True):
    """Something done with the board's business. If `deed` is raised it begins here, else `item` is the entry that it began with.

    Why stands in the entry. `update` is the entry of the statement that wants a decision.
    """

    __tablename__ = "business"
    __table_args__ = (of_entry(), Index("ix_business_item", "plan", "item"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    kind: str
    deed: str
    item: int | None = None
    text: str | None = words()
    owner: str | None = None
    raised_for: str | None = words()
    wanted_by: date | None = None
    meeting: date | None = None
    update: int | None = None
    evidence: str | None = words()
    options: str | None = words()
    conditions: str | None = words()
    follow_up: str | None = words()
    drawn_from: str | None = None


class BusinessAboutRow(SQLModel, table=True):
    """A ref that a piece of business is about."""

    __tablename__ = "business_about"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    position: int


class PaperRow(SQLModel, table=True):
    """Papers were issued to an audience, drawn from the record as at a moment, up to an entry. `replaces` is the issue that this
    one corrects."""

    __tablename__ = "paper"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    audience: str
    freeze: int | None = None
    as_at: datetime
    upto: int
    upto_digest: str
    replaces: int | None = None


class PaperFileRow(SQLModel, table=True):
    """One file of the papers that were issued, and the fingerprint of its bytes."""

    __tablename__ = "paper_file"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    name: str
    sha256: str


FREEZE = table_of(FreezeRow)
UNFREEZE = table_of(UnfreezeRow)
NARRATIVE = table_of(NarrativeRow)
BUSINESS = table_of(BusinessRow)
BUSINESS_ABOUT = table_of(BusinessAboutRow)
PAPER = table_of(PaperRow)
PAPER_FILE = table_of(PaperFileRow)
