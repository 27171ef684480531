"""The rows that every entry of the record has: its header and content, its proof, and the head of its plan.

Every table of the record names an entry by its plan and its number in that plan. Rows are only ever added; triggers see to that.
A column of `words` holds free text, which may be taken out for good: then it is NULL, and `erasure` says who did it and why.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.naming import SQLModel

WORDS = "words"  # marks a column that may be taken out


def words() -> Any:
    """A column of free text or of what tells who somebody is. NULL if nothing was said, or if it was taken out."""
    return Field(default=None, sa_column=Column(Text, nullable=True, info={WORDS: True}))


def of_entry() -> ForeignKeyConstraint:
    """The entry that a row belongs to."""
    return ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"])


class EntryRow(SQLModel, table=True):
    """One entry: what places it in the plan, and who said it in which words. Its kind's own table has the rest."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("plan", "inbound", "ordinal", name="uq_entry_once"),)
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime
    kind: str
    version: int
    about: str | None = None
    person: str | None = None
    capacity: str | None = words()
    platform: str | None = None
    tenant: str | None = words()
    account: str | None = words()
    why: str | None = words()
    said: str | None = words()
    inbound: str | None = words()
    ordinal: int | None = None
    digest: str


class ProofRow(SQLModel, table=True):
    """The proof of one field of one entry: its random salt, and the hash of salt, field and value."""

    __tablename__ = "proof"
    __table_args__ = ({"sqlite_with_rowid": False},)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    field: str = Field(primary_key=True)
    salt: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True, info={WORDS: True}))
    leaf: bytes


class HeadRow(SQLModel, table=True):
    """The last entry of each plan. Whoever adds one locks this row, so that numbers have no gaps."""

    __tablename__ = "head"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    number: int
    at: datetime
    digest: str


ENTRY = table_of(EntryRow)
PROOF = table_of(ProofRow)
HEAD = table_of(HeadRow)
