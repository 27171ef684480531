"""The rows that people are reached by: one contact an e-mail, their accounts, and who they are in each plan.

What a plan says of them, their name and rights and what they hold, is in its entries.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.naming import SQLModel


class ContactRow(SQLModel, table=True):
    """Somebody whom a plan knows by this e-mail: one row for all plans, so that one person has one message a day."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("email", name="uq_person_email"),)
    id: int | None = Field(default=None, primary_key=True)
    email: str
    zone: str | None = None
    welcomed: bool = False


class Membership(SQLModel, table=True):
    """A contact's membership of a plan: the random id that the plan's entries name them by."""

    __tablename__ = "membership"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    person: int = Field(foreign_key="contact.id", primary_key=True)
    whom: str


class PeopleRow(SQLModel, table=True):
    """A row of the people file as the file last said it. What was changed by command since does not change it."""

    __tablename__ = "people_row"
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.short", index=True)
    email: str
    role: str = ""
    body: str = Field(sa_column=Column(Text, nullable=False))


class AddressRow(SQLModel, table=True):
    """The address of a person on one platform."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("platform", "tenant", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    tenant: str
    address: str
    route: str = ""
    person: int = Field(foreign_key="contact.id", index=True)
    lost: str | None = None
    lost_at: datetime | None = None
    used_at: datetime


class NewcomerRow(SQLModel, table=True):
    """An account whose person says that we know them elsewhere."""

    __tablename__ = "newcomer"
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    route: str = Field(sa_column=Column(Text, nullable=False))
    person: int = Field(foreign_key="contact.id", index=True)
    name: str = Field(sa_column=Column(Text, nullable=False))
    code: str = ""
    at: datetime
    state: str


class ArrivalRow(SQLModel, table=True):
    """An account that was met, and whose person its platform has not told yet."""

    __tablename__ = "arrival"
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    route: str = Field(sa_column=Column(Text, nullable=False))
    tried: int = 0
    again: datetime


class LookedUpRow(SQLModel, table=True):
    """A tenant that was asked who is gone from it, and when that was last begun."""

    __tablename__ = "looked_up"
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    at: datetime


PEOPLE_ROW = table_of(PeopleRow)
CONTACT = table_of(ContactRow)
ADDRESS = table_of(AddressRow)
MEMBERSHIP = table_of(Membership)
NEWCOMER = table_of(NewcomerRow)
LOOKED_UP = table_of(LookedUpRow)
