"""The rows of issued files: their bytes. Machinery beside the record, whose entries hold the fingerprints."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, LargeBinary
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.naming import SQLModel


class PaperHeldRow(SQLModel, table=True):
    """The bytes of a file that was issued. They go if words are taken out of the record that they may hold."""

    __tablename__ = "paper_held"
    __table_args__ = (ForeignKeyConstraint(["plan", "entry"], ["entry.plan", "entry.number"]),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    held: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


PAPER_HELD = table_of(PaperHeldRow)
