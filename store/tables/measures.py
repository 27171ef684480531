"""The rows of measures and their readings, and of impact steps. A value is a decimal number as text, so that it stays exact."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from store.database.columns import table_of
from store.tables.entries import of_entry, words
from store.tables.naming import SQLModel


class MeasureRow(SQLModel, table=True):
    """A measure is set, said anew with all its terms, closed, or opened again. If `deed` is `set` it begins here, else `measure`
    is the entry that it began with. Why stands in the entry."""

    __tablename__ = "measure"
    __table_args__ = (of_entry(), Index("ix_measure_measure", "plan", "measure"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    deed: str
    measure: int | None = None
    text: str | None = words()
    polarity: str | None = None
    unit: str | None = None
    in_words: bool = False
    baseline: str | None = None
    baseline_on: date | None = None
    target: str | None = None
    target_by: date | None = None
    source: str | None = words()
    period: str | None = None
    resets: int | None = None
    owner: str | None = None
    voice: str | None = None


class MeasureAboutRow(SQLModel, table=True):
    """A ref that a measure is about."""

    __tablename__ = "measure_about"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    position: int


class MeasurePointRow(SQLModel, table=True):
    """A value that is to be reached by a day on the way to the target."""

    __tablename__ = "measure_point"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    by: date
    value: str


class ReadingRow(SQLModel, table=True):
    """A reading of the measure of entry `measure` as at a day. It may correct the reading of another entry."""

    __tablename__ = "reading"
    __table_args__ = (of_entry(), Index("ix_reading_measure", "plan", "measure"))
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    measure: int
    as_at: date
    value: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    provisional: bool = False
    answer: str | None = words()
    note: str | None = words()
    corrects: int | None = None


class ImpactStepRow(SQLModel, table=True):
    """The step of impact that an action has reached. The latest of an action counts. Why stands in the entry."""

    __tablename__ = "impact_step"
    __table_args__ = (of_entry(),)
    plan: str = Field(primary_key=True)
    entry: int = Field(primary_key=True)
    action: str
    step: str


MEASURE = table_of(MeasureRow)
MEASURE_ABOUT = table_of(MeasureAboutRow)
MEASURE_POINT = table_of(MeasurePointRow)
READING = table_of(ReadingRow)
IMPACT_STEP = table_of(ImpactStepRow)
