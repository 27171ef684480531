"""The rows of rounds."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Text
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.naming import SQLModel


class RoundRow(SQLModel, table=True):
    """A round ran for a plan on a local day of a zone, the first one `at` a moment, which old rows do not know."""

    __tablename__ = "round"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    zone: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    at: datetime | None = None


class HeldOver(SQLModel, table=True):
    """A round could not reach a person on a day."""

    __tablename__ = "held_over"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    person: int = Field(foreign_key="contact.id", primary_key=True)
    day: date = Field(primary_key=True)


class StandstillRow(SQLModel, table=True):
    """A platform refused a letter for nobody's doing here, on a day: to one address, or if that is empty to a tenant."""

    __tablename__ = "standstill"
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    until: datetime
    reason: str = Field(sa_column=Column(Text, nullable=False))


class ProbeRow(SQLModel, table=True):
    """The one row that is written to see if the database takes what is written."""

    __tablename__ = "probe"
    id: int = Field(primary_key=True)
    at: datetime


HELD = table_of(HeldOver)
STANDSTILL = table_of(StandstillRow)
ROUND = table_of(RoundRow)
PROBE = table_of(ProbeRow)
