"""The rows of updates, evidence and questions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from store.columns import table_of
from store.tables.naming import SQLModel


class UpdateBefore(SQLModel, table=True):
    """One statement about one milestone. Rows are only ever added."""

    __tablename__ = "milestone_update"
    __table_args__ = (Index("ix_milestone_update_place", "plan", "ref", "at", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.short")
    ref: str
    by: int = Field(foreign_key="contact.id")
    at: datetime
    forecast: date | None = None
    drawn_from: str = ""
    body: str = Field(sa_column=Column(Text, nullable=False))


class EvidenceBefore(SQLModel, table=True):
    """Evidence added to an update after it was made."""

    __tablename__ = "evidence_before"
    __table_args__ = (UniqueConstraint("update", "url", name="uq_evidence_update"),)
    id: int | None = Field(default=None, primary_key=True)
    update: int = Field(foreign_key="milestone_update.id")
    url: str
    kind: str
    shows: str
    by: int = Field(foreign_key="contact.id")
    at: datetime


class QuestionRow(SQLModel, table=True):
    """A chair's or admin's request for an update."""

    __tablename__ = "question"
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.short", index=True)
    ref: str
    by: int = Field(foreign_key="contact.id")
    by_name: str
    at: datetime
    answered: int | None = Field(default=None, foreign_key="milestone_update.id")
    answered_at: datetime | None = None


UPDATE = table_of(UpdateBefore)
EVIDENCE = table_of(EvidenceBefore)
QUESTION = table_of(QuestionRow)
