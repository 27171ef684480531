"""The rows of the plan office's own work: settings, pauses, boards, posted summaries, what was taken out, the end of a plan."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry, words
from store.tables.naming import SQLModel


class SettingsRow(SQLModel, table=True):
    """The settings in force from now on, all of them. `setting` has one row a key that the file sets."""

    __tablename__ = "settings"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    file: str | None = None
    sha256: str | None = None


class SettingRow(SQLModel, table=True):
    """One setting, such as `asking.opens`, and its value as TOML."""

    __tablename__ = "setting"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    key: str = Field(primary_key=True)
    value: str


class PauseRow(SQLModel, table=True):
    """The letters of the plan, or of the part that `scope` names, are held back, or if `paused` is false no longer."""

    __tablename__ = "pause"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    scope: str | None = None
    paused: bool
    until: date | None = None


class BoardRow(SQLModel, table=True):
    """A channel is the board's from now on, or if `bound` is false no longer. `route` is how Milepost reaches it. With `audience`
    set it is that audience's and not the board's."""

    __tablename__ = "board"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    at_platform: str
    at_tenant: str | None = words()
    channel: str | None = words()
    route: str | None = words()
    bound: bool = True
    audience: str | None = None


class DigestRow(SQLModel, table=True):
    """A weekly summary as it was posted: its facts, its wording, and the last entry it was drawn from."""

    __tablename__ = "digest"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    letter: str
    at_platform: str
    at_tenant: str | None = words()
    channel: str | None = words()
    week: date
    upto: int
    upto_digest: str
    facts: str | None = words()
    message: str | None = words()


class ErasureRow(SQLModel, table=True):
    """Words were taken out for good: the fields in `erased_field`. `whom` is set if they were all that tells who somebody is."""

    __tablename__ = "erasure"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    whom: str | None = None


class ErasedField(SQLModel, table=True):
    """One field that an erasure took out."""

    __tablename__ = "erased_field"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    removed_from: int = Field(primary_key=True)
    field: str = Field(primary_key=True)
    done: bool = True


class ClosedRow(SQLModel, table=True):
    """The plan has ended: nobody is asked any more. It stays readable. `texts_until` is when its texts are taken out."""

    __tablename__ = "plan_closed"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    closed: bool = True
    texts_until: date | None = None


SETTINGS = table_of(SettingsRow)
SETTING = table_of(SettingRow)
PAUSE = table_of(PauseRow)
BOARD = table_of(BoardRow)
DIGEST = table_of(DigestRow)
ERASURE = table_of(ErasureRow)
ERASED_FIELD = table_of(ErasedField)
PLAN_CLOSED = table_of(ClosedRow)
