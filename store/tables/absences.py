"""The rows of who is away, who wants a milestone left alone for a while, and who says that one is not theirs."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry
from store.tables.naming import SQLModel


class AbsenceRow(SQLModel, table=True):
    """Somebody is away from a day to a day, both inclusive, and `deputy` acts for them in all that they hold.

    `absence` is the number of the entry that began this absence, NULL if this one does. A later entry says it anew, and if
    `void` that it never was.
    """

    __tablename__ = "absence"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    absence: int | None = None
    whom: str
    starts: date | None = None
    ends: date | None = None
    deputy: str | None = None
    void: bool = False


class SnoozeRow(SQLModel, table=True):
    """Somebody is not asked about a milestone until a day. The latest of theirs about it counts; if `until` is NULL they are
    asked again."""

    __tablename__ = "snooze"
    __table_args__ = (of_entry(), Index("ix_snooze_ref", "plan", "ref"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str
    whom: str
    until: date | None = None


class HandOverRow(SQLModel, table=True):
    """One step of a milestone's way from a role to another one. `step` says which: offered, taken, refused, kept where it is,
    or undone, which takes back the step before it.

    `hand_over` is the number of the entry that offered it first, NULL if this one does. `to_role` is NULL if nobody was named.
    """

    __tablename__ = "hand_over"
    __table_args__ = (of_entry(), Index("ix_hand_over_ref", "plan", "ref"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    hand_over: int | None = None
    ref: str
    step: str
    from_role: str
    to_role: str | None = None


ABSENCE = table_of(AbsenceRow)
SNOOZE = table_of(SnoozeRow)
HAND_OVER = table_of(HandOverRow)
