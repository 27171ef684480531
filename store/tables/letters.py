"""The rows of letters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.naming import SQLModel


class LetterRow(SQLModel, table=True):
    """Anything said unprompted: the row is the truth, the chat message its copy."""

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_person", "person", "settled"),
        Index("ix_letter_waiting", "state", "not_before", "not_after"),
        Index("ix_letter_lane", "lane", "state", "not_before"),
        Index("ix_letter_noted", "noted", "state"),
        Index("ix_letter_rewrite", "rewrite"),
    )
    key: str = Field(primary_key=True)
    kind: str
    person: int | None = Field(default=None, foreign_key="contact.id")
    lane: str  # the conversation: what is said there keeps its order
    channel: str | None = None
    message: str = Field(sa_column=Column(Text, nullable=False))
    asked: str = Field(sa_column=Column(Text, nullable=False))
    not_before: datetime
    not_after: datetime | None = None
    state: str
    attempts: int = 0
    retry_at: datetime | None = None
    platform: str | None = None
    address: str | None = Field(default=None, sa_column=Column(Text))
    reference: str | None = Field(default=None, index=True)
    reason: str = ""
    settled: datetime | None = None
    part: int = 0
    part_of: str | None = Field(default=None, index=True)
    after: str | None = Field(default=None, index=True)
    whole: str | None = Field(default=None, sa_column=Column(Text))
    tried: datetime | None = None
    drawn: str | None = Field(default=None, sa_column=Column(Text))
    rewrite: bool = False  # it went and was changed since: it must be rewritten where it was posted
    noted: bool = False  # once it went: that what it asked is on the record


LETTER = table_of(LetterRow)
