"""The rows of plans: their order, and when each may next have a letter. What a plan says is in its entries."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from store.columns import table_of
from store.tables.naming import SQLModel


class PlanRow(SQLModel, table=True):
    """One plan: its short name, how often it was changed, and when it may next have a letter to send."""

    __tablename__ = "plan"
    short: str = Field(primary_key=True)
    position: int
    version: int = 1
    wakes_at: datetime | None = None
    looked_at: datetime | None = None


PLAN = table_of(PlanRow)
