"""The rows of what is asked of those who may move a date: requests, decisions, and exception reports."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry, words
from store.tables.naming import SQLModel


class DateRequestRow(SQLModel, table=True):
    """Somebody asks to move a milestone's due date, or if `asks` is drop to close it. Why stands in the entry.

    `was` and `wanted` are the due date when it was asked and the one asked for. `occurrence` is the only date of one that
    comes round that is to move. `edition` is the edition that asks, if a file does.
    """

    __tablename__ = "date_request"
    __table_args__ = (of_entry(), Index("ix_date_request_ref", "plan", "ref"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str
    asks: str
    was: date | None = None
    wanted: date | None = None
    occurrence: date | None = None
    cause: str | None = None
    effect: str | None = words()
    edition: int | None = None


class DateDecisionRow(SQLModel, table=True):
    """The request of entry `request` is approved or declined, or something else has overtaken it. Why stands in the entry."""

    __tablename__ = "date_decision"
    __table_args__ = (of_entry(), Index("ix_date_decision_request", "plan", "request"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    request: int
    decision: str


class ExceptionRow(SQLModel, table=True):
    """An exception report about a milestone: the latest of it counts. Source of its parts: PRINCE2."""

    __tablename__ = "exception"
    __table_args__ = (of_entry(), Index("ix_exception_ref", "plan", "ref"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str
    cause: str | None = words()
    for_children: str | None = words()
    for_plan: str | None = words()
    options: str | None = words()
    recommendation: str | None = words()
    decision_wanted: str | None = words()
    wanted_by: date | None = None
    lessons: str | None = words()
    drawn_from: str | None = None


DATE_REQUEST = table_of(DateRequestRow)
DATE_DECISION = table_of(DateDecisionRow)
EXCEPTION = table_of(ExceptionRow)
