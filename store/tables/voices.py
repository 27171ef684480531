"""The rows of voices."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry, words
from store.tables.naming import SQLModel


class VoiceRow(SQLModel, table=True):
    """Something said or done about a voice. If `deed` is heard it begins here, else `voice` is the entry that it began with."""

    __tablename__ = "voice"
    __table_args__ = (of_entry(), Index("ix_voice_voice", "plan", "voice"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    deed: str
    voice: int | None = None
    heard: str | None = words()
    heard_on: date | None = None
    source: str | None = None
    count: int | None = None
    owner: str | None = None
    shareable: str | None = None
    summary: str | None = words()
    told: str | None = words()
    by_when: date | None = None
    evidence: str | None = words()
    drawn_from: str | None = None


class VoiceAboutRow(SQLModel, table=True):
    """A ref, or the handle of a measure, that a voice is about."""

    __tablename__ = "voice_about"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    position: int


VOICE = table_of(VoiceRow)
VOICE_ABOUT = table_of(VoiceAboutRow)
