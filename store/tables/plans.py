"""The rows of plans: their order, and when each may next have a letter. What a plan says is in its entries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, LargeBinary, Text
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.naming import SQLModel


class PlanRow(SQLModel, table=True):
    """One plan: its short name, how often it was changed, and when it may next have a letter to send.

    `opens_at` is when its hours opened next after it was last looked at: if anything happens to it, it is looked at then.
    `stirred` counts what happened.
    """

    __tablename__ = "plan"
    short: str = Field(primary_key=True)
    position: int
    version: int = 1
    wakes_at: datetime | None = None
    looked_at: datetime | None = None
    opens_at: datetime | None = None
    stirred: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class LostBoardRow(SQLModel, table=True):
    """A channel of a plan's board that takes no more summaries, since when and why."""

    __tablename__ = "lost_board"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime


class ReadRow(SQLModel, table=True):
    """A document as it was read, kept until its doubts are settled or its time is over, with the answers so far as JSON.

    `person` is who brought it in chat, None if somebody did at the command line. `shown` marks what was said of it before it was
    to be loaded, and `open_count` counts the questions that were open when it was looked at last. `placed` says that its plan is
    known. `loaded` says that an edition was made of it.
    """

    __tablename__ = "document_read"
    token: str = Field(primary_key=True)
    plan: str = Field(index=True)
    person: int | None = Field(default=None, foreign_key="contact.id", index=True)
    chat: str = ""
    file: str
    sha256: str
    document: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    answers: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime
    shown: str = ""
    open_count: int = 0
    placed: bool = True
    loaded: bool = False


PLAN = table_of(PlanRow)
LOST_BOARD = table_of(LostBoardRow)
DOCUMENT_READ = table_of(ReadRow)
