"""The rows of drafts, and of what was said before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.naming import SQLModel


class DraftRow(SQLModel, table=True):
    """A draft: the words of a person, and what became of them."""

    __tablename__ = "draft"
    token: str = Field(primary_key=True)
    person: int = Field(foreign_key="contact.id", index=True)
    chat: str
    state: str
    at: datetime
    body: str = Field(sa_column=Column(Text, nullable=False))


class ListRow(SQLModel, table=True):
    """The numbered list that a person was shown last in a chat."""

    __tablename__ = "listed"
    person: int = Field(primary_key=True, foreign_key="contact.id")
    chat: str = Field(primary_key=True)
    body: str = Field(sa_column=Column(Text, nullable=False))


class PostedRow(SQLModel, table=True):
    """A message that Milepost posted where others read it, and sums of what its buttons say."""

    __tablename__ = "posted"
    message: str = Field(primary_key=True)
    at: datetime = Field(index=True)
    buttons: str = Field(sa_column=Column(Text, nullable=False))


class SightRow(SQLModel, table=True):
    """An inbound id that has been handled."""

    __tablename__ = "sight"
    inbound: str = Field(primary_key=True)


DRAFT = table_of(DraftRow)
LISTED = table_of(ListRow)
POSTED = table_of(PostedRow)
SIGHT = table_of(SightRow)
