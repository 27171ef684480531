"""The rows of what owners say of milestones, of their evidence, and of what they were asked."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry, words
from store.tables.naming import SQLModel


class UpdateRow(SQLModel, table=True):
    """One statement about one milestone: an update, or if `corrects` is set a correction of the entry of that number."""

    __tablename__ = "update"
    __table_args__ = (
        of_entry(),
        Index("ix_update_ref", "plan", "ref", "entry"),
        Index("ix_update_drawn", "plan", "ref", "drawn_from"),
    )
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str
    status: str
    narrative: str | None = words()
    path_to_green: str | None = words()
    forecast: date | None = None
    no_evidence_reason: str | None = words()
    decision_wanted: str | None = words()
    drawn_from: str | None = None
    letter: str | None = None
    corrects: int | None = None


class ConfirmationRow(SQLModel, table=True):
    """No change: the statement of entry `confirms` is said again as it was, with a fresh date."""

    __tablename__ = "confirmation"
    __table_args__ = (
        of_entry(),
        Index("ix_confirmation_ref", "plan", "ref", "entry"),
        Index("ix_confirmation_drawn", "plan", "ref", "drawn_from"),
    )
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str
    confirms: int
    drawn_from: str | None = None
    letter: str | None = None


class EvidenceRow(SQLModel, table=True):
    """A link offered as evidence with the statement of entry `update`, or added to it later."""

    __tablename__ = "evidence"
    __table_args__ = (
        of_entry(),
        Index("ix_evidence_update", "plan", "update"),
        Index("ix_evidence_ref", "plan", "ref"),
        Index("ix_evidence_good_until", "plan", "good_until"),
    )
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str
    update: int
    url: str | None = words()
    type: str
    shows: str | None = words()
    dated: date | None = None
    good_until: date | None = None


class WithdrawalRow(SQLModel, table=True):
    """The entry of number `withdraws` counts no longer. What it said stays on the record."""

    __tablename__ = "withdrawal"
    __table_args__ = (of_entry(), Index("ix_withdrawal_of", "plan", "withdraws"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    withdraws: int


class AskedRow(SQLModel, table=True):
    """A letter asked somebody, or a chair or admin asked for an update now. `taken` is when the platform took the letter."""

    __tablename__ = "asked"
    __table_args__ = (of_entry(), Index("ix_asked_letter", "plan", "letter", unique=True))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    whom: str | None = None
    letter: str | None = None
    taken: datetime


class AskedMilestone(SQLModel, table=True):
    """A milestone that was asked about. `stood` is the entry that stood for it when the question was worded, 0 for none."""

    __tablename__ = "asked_milestone"
    __table_args__ = (of_entry(), Index("ix_asked_milestone_ref", "plan", "ref"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    stood: int
    cause: str


UPDATE = table_of(UpdateRow)
CONFIRMATION = table_of(ConfirmationRow)
EVIDENCE = table_of(EvidenceRow)
WITHDRAWAL = table_of(WithdrawalRow)
ASKED = table_of(AskedRow)
ASKED_MILESTONE = table_of(AskedMilestone)
