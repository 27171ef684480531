"""The rows of the page's links and visits. They are machinery, no part of the record. Of a secret its sha256 alone is kept."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from store.database.columns import table_of
from store.tables.naming import SQLModel


class PageLinkRow(SQLModel, table=True):
    """A personal link: whose, to which plan, until when, and if it was used."""

    __tablename__ = "page_link"
    secret: str = Field(primary_key=True)
    person: int = Field(foreign_key="contact.id", index=True)
    plan: str
    until: datetime = Field(index=True)
    used: bool = False


class PageVisitRow(SQLModel, table=True):
    """A visit that a link began: whose, to which plan, and until when."""

    __tablename__ = "page_visit"
    secret: str = Field(primary_key=True)
    person: int = Field(foreign_key="contact.id", index=True)
    plan: str
    until: datetime = Field(index=True)


PAGE_LINK = table_of(PageLinkRow)
PAGE_VISIT = table_of(PageVisitRow)
