"""The rows of risks."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry, words
from store.tables.naming import SQLModel


class RiskRow(SQLModel, table=True):
    """A risk is raised, said anew with all its terms, scored, closed, or opened again. If `deed` is raised it begins here, else
    `risk` is the entry that it began with. Why stands in the entry. `update` is the entry of the statement it was raised from,
    `drawn_from` the form that it was said in."""

    __tablename__ = "risk"
    __table_args__ = (of_entry(), Index("ix_risk_risk", "plan", "risk"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    deed: str
    risk: int | None = None
    happens: str | None = words()
    follows: str | None = words()
    owner: str | None = None
    controls: str | None = words()
    likelihood: int | None = None
    impact: int | None = None
    target_likelihood: int | None = None
    target_impact: int | None = None
    sureness: str | None = None
    treatment: str | None = None
    accepted_until: date | None = None
    approved_by: str | None = None
    review_every: int | None = None
    update: int | None = None
    drawn_from: str | None = None


class RiskAboutRow(SQLModel, table=True):
    """A ref that a risk is about."""

    __tablename__ = "risk_about"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    position: int


RISK = table_of(RiskRow)
RISK_ABOUT = table_of(RiskAboutRow)
