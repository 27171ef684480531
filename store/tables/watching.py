"""The rows of watching: what admins were told is wrong with Milepost itself, and when the database was last copied."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from store.database.columns import table_of
from store.tables.naming import SQLModel


class FaultRow(SQLModel, table=True):
    """An admin of a plan was told that something is wrong since a moment. The row goes once they were told that it is over."""

    __tablename__ = "fault"
    kind: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    person: int = Field(foreign_key="contact.id", primary_key=True)
    since: datetime


class WatchNoteRow(SQLModel, table=True):
    """The moment of the last copy, as somebody said, or of the last round, told at most every few minutes."""

    __tablename__ = "watch_note"
    name: str = Field(primary_key=True)
    at: datetime


FAULT = table_of(FaultRow)
WATCH_NOTE = table_of(WatchNoteRow)
