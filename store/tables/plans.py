"""The rows of plans. A plan is kept whole, as the edition that was loaded."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Text
from sqlmodel import Field

from store.columns import table_of
from store.tables.naming import SQLModel


class PlanRow(SQLModel, table=True):
    """One plan: its edition in force, its policy, and when it may next have a letter to send."""

    __tablename__ = "plan"
    short: str = Field(primary_key=True)
    position: int
    document: str = Field(sa_column=Column(Text, nullable=False))
    policy: str = Field(sa_column=Column(Text, nullable=False))
    paused: bool = False
    version: int = 1
    wakes_at: datetime | None = None
    looked_at: datetime | None = None


class DueChange(SQLModel, table=True):
    """A due date moved by a new edition."""

    __tablename__ = "due_change"
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.short", index=True)
    ref: str
    was: date | None
    now: date | None


class BoardBefore(SQLModel, table=True):
    """A channel bound as a board's."""

    __tablename__ = "board_before"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    route: str = ""


PLAN = table_of(PlanRow)
DUE_CHANGE = table_of(DueChange)
BOARD = table_of(BoardBefore)
