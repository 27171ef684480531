"""The rows. A plan is kept whole, as the edition that was loaded; everything said about it is rows of its own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, MetaData, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata


class PlanRow(SQLModel, table=True):
    """One plan: its edition in force, its policy, and when it may next have a letter to send."""

    __tablename__ = "plan"
    short: str = Field(primary_key=True)
    position: int
    document: str = Field(sa_column=Column(Text, nullable=False))
    policy: str = Field(sa_column=Column(Text, nullable=False))
    paused: bool = False
    version: int = 1
    wakes_at: datetime | None = None
    looked_at: datetime | None = None


class DueChange(SQLModel, table=True):
    """A due date moved by a new edition."""

    __tablename__ = "due_change"
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.short", index=True)
    ref: str
    was: date | None
    now: date | None


class PersonKept(SQLModel, table=True):
    """Someone some plan knows."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    email: str = Field(unique=True)
    platform: str | None = None
    zone: str | None = None
    welcomed: bool = False


class Membership(SQLModel, table=True):
    """A person known to a plan, with their rights in it."""

    __tablename__ = "membership"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    person: int = Field(foreign_key="person.id", primary_key=True)
    rights: str = ""


class HoldingRow(SQLModel, table=True):
    """A person holds a role from a day to a day."""

    __tablename__ = "holding"
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.short", index=True)
    role: str
    person: int = Field(foreign_key="person.id")
    starts: date | None = None
    ends: date | None = None
    deputy: int | None = Field(default=None, foreign_key="person.id")


class PeopleRow(SQLModel, table=True):
    """A row of the people file as the file last said it. What was changed by command since does not change it."""

    __tablename__ = "people_row"
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.short", index=True)
    email: str
    role: str = ""
    body: str = Field(sa_column=Column(Text, nullable=False))


class AddressRow(SQLModel, table=True):
    """Where a person is reached."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("platform", "tenant", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    tenant: str
    address: str
    route: str = ""
    person: int = Field(foreign_key="person.id", index=True)
    lost: str | None = None
    lost_at: datetime | None = None
    used_at: datetime


class NewcomerRow(SQLModel, table=True):
    """An account that says to be a person who is known elsewhere."""

    __tablename__ = "newcomer"
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    route: str = Field(sa_column=Column(Text, nullable=False))
    person: int = Field(foreign_key="person.id", index=True)
    name: str = Field(sa_column=Column(Text, nullable=False))
    code: str = ""
    at: datetime
    state: str


class BoardRow(SQLModel, table=True):
    """A channel bound as a board's."""

    __tablename__ = "board"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    route: str = ""


class UpdateRow(SQLModel, table=True):
    """One statement about one milestone. Rows are only ever added."""

    __tablename__ = "milestone_update"
    __table_args__ = (Index("ix_milestone_update_place", "plan", "ref", "at", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.short")
    ref: str
    by: int = Field(foreign_key="person.id")
    at: datetime
    forecast: date | None = None
    drawn_from: str = ""
    body: str = Field(sa_column=Column(Text, nullable=False))


class EvidenceRow(SQLModel, table=True):
    """Evidence added to an update after it was made."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("update", "url"),)
    id: int | None = Field(default=None, primary_key=True)
    update: int = Field(foreign_key="milestone_update.id")
    url: str
    kind: str
    shows: str
    by: int = Field(foreign_key="person.id")
    at: datetime


class QuestionRow(SQLModel, table=True):
    """A chair's or admin's request for an update."""

    __tablename__ = "question"
    id: int | None = Field(default=None, primary_key=True)
    plan: str = Field(foreign_key="plan.short", index=True)
    ref: str
    by: int = Field(foreign_key="person.id")
    by_name: str
    at: datetime
    answered: int | None = Field(default=None, foreign_key="milestone_update.id")
    answered_at: datetime | None = None


class LetterRow(SQLModel, table=True):
    """Anything said unprompted: the row is the truth, the chat message its copy."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_waiting", "state", "not_before"),)
    key: str = Field(primary_key=True)
    kind: str
    person: int | None = Field(default=None, foreign_key="person.id", index=True)
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


class AskingRow(SQLModel, table=True):
    """A milestone was asked about, in a letter that was delivered."""

    __tablename__ = "asking"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    ref: str = Field(primary_key=True)
    letter: str = Field(foreign_key="letter.key", primary_key=True)
    at: datetime
    stood: int = 0  # the update that stood when it was drawn up, 0 for none


class DraftRow(SQLModel, table=True):
    """What a person said, and what became of it."""

    __tablename__ = "draft"
    token: str = Field(primary_key=True)
    person: int = Field(foreign_key="person.id", index=True)
    chat: str
    state: str
    at: datetime
    body: str = Field(sa_column=Column(Text, nullable=False))


class SightRow(SQLModel, table=True):
    """An inbound id that has been handled."""

    __tablename__ = "sight"
    inbound: str = Field(primary_key=True)


class RoundRow(SQLModel, table=True):
    """A round ran for a plan on a local day of a zone."""

    __tablename__ = "round"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    zone: str = Field(primary_key=True)
    day: date = Field(primary_key=True)


class HeldOver(SQLModel, table=True):
    """A round could not reach a person on a day."""

    __tablename__ = "held_over"
    plan: str = Field(foreign_key="plan.short", primary_key=True)
    person: int = Field(foreign_key="person.id", primary_key=True)
    day: date = Field(primary_key=True)


class StandstillRow(SQLModel, table=True):
    """A platform refused a letter for nobody's doing here, on a day: to one address, or where that is empty to a tenant."""

    __tablename__ = "standstill"
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    until: datetime
    reason: str = Field(sa_column=Column(Text, nullable=False))


class ArrivalRow(SQLModel, table=True):
    """An account that was met, and whose person its platform has not told yet."""

    __tablename__ = "arrival"
    platform: str = Field(primary_key=True)
    tenant: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    route: str = Field(sa_column=Column(Text, nullable=False))
    tried: int = 0
    again: datetime
