"""The rows of a second look: what an assurer says of a completion and its evidence, and what was asked of a statement."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry, words
from store.tables.naming import SQLModel


class AssuranceRow(SQLModel, table=True):
    """An assurer's verdict on the statement of entry `update`, which declared a milestone complete. Why stands in the entry.

    `verdict` is signed_off or sent_back, and `level` one of the plan's own levels for what is signed off.
    """

    __tablename__ = "assurance"
    __table_args__ = (of_entry(), Index("ix_assurance_ref", "plan", "ref"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str
    update: int
    verdict: str
    level: str | None = None
    drawn_from: str | None = None


class AssuranceEvidence(SQLModel, table=True):
    """A piece of evidence that a verdict rests on: it was there when it was given, and was not found to be not enough."""

    __tablename__ = "assurance_evidence"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    evidence: int


class EvidenceCheckedRow(SQLModel, table=True):
    """An assurer's verdict on the evidence of entry `evidence`: accepted or not_enough. The latest counts."""

    __tablename__ = "evidence_checked"
    __table_args__ = (of_entry(), Index("ix_evidence_checked_of", "plan", "evidence"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    evidence: int
    ref: str
    verdict: str


class DoubtRow(SQLModel, table=True):
    """A statement did not fit the facts when it was made: what was asked about it, and the answer. It changes no colour.

    `update` is its entry, or that of evidence whose words look as if they told who a child is. `doubt_found` has a row for each
    thing that did not fit. `asked` is the one of them that was asked about.
    """

    __tablename__ = "doubt"
    __table_args__ = (of_entry(), Index("ix_doubt_update", "plan", "update"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str
    update: int
    asked: str | None = None
    answer: str | None = words()


class DoubtFound(SQLModel, table=True):
    """One thing that did not fit. `found` is always true: a row that says nothing but its keys would not be hashed."""

    __tablename__ = "doubt_found"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    found: bool = True
    about: date | None = None


ASSURANCE = table_of(AssuranceRow)
ASSURANCE_EVIDENCE = table_of(AssuranceEvidence)
EVIDENCE_CHECKED = table_of(EvidenceCheckedRow)
DOUBT = table_of(DoubtRow)
DOUBT_FOUND = table_of(DoubtFound)
