"""The rows of a plan's people. `whom` is a random id of one plan: names and e-mails stand in `person` and `name` alone."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry, words
from store.tables.naming import SQLModel


class PersonRow(SQLModel, table=True):
    """Somebody is known to the plan by this e-mail. `reach` is the platform to write to, if one is preferred."""

    __tablename__ = "person"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    whom: str
    email: str | None = words()
    reach: str | None = None


class NameRow(SQLModel, table=True):
    """Somebody is called this in the plan from now on."""

    __tablename__ = "name"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    whom: str
    name: str | None = words()


class AccountRow(SQLModel, table=True):
    """An account of a platform is somebody's from now on, or if `bound` is false no longer."""

    __tablename__ = "account"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    whom: str
    at_platform: str
    at_tenant: str | None = words()
    at_account: str | None = words()
    bound: bool = True


class RightRow(SQLModel, table=True):
    """Somebody's rights in the plan from now on, all of them, separated by spaces; NULL for none."""

    __tablename__ = "rights"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    whom: str
    rights: str | None = None


class HoldingRow(SQLModel, table=True):
    """Somebody holds a role from a day to a day, both inclusive.

    `holding` is the number of the entry that began this holding, NULL if this one does. A later entry says it anew, and if
    `void` that it never was.
    """

    __tablename__ = "holding"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    holding: int | None = None
    role: str
    whom: str
    starts: date | None = None
    ends: date | None = None
    void: bool = False


class DeputyRow(SQLModel, table=True):
    """Somebody acts for the holder in a holding from now on, if days are named on those alone; nobody does if `whom` is NULL."""

    __tablename__ = "deputy"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    holding: int
    whom: str | None = None
    starts: date | None = None
    ends: date | None = None


PERSON = table_of(PersonRow)
NAME = table_of(NameRow)
ACCOUNT = table_of(AccountRow)
RIGHT = table_of(RightRow)
HOLDING = table_of(HoldingRow)
DEPUTY = table_of(DeputyRow)
