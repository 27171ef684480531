"""The links to the page and the visits that they began."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.model.page.visitor import PageLink, PageVisit
from store.database.columns import aware
from store.database.prepared import Prepared
from store.reading import Changing, Part
from store.tables.pages import PAGE_LINK, PAGE_VISIT


class PagesReading(Part):
    """The reading of links and visits."""

    def link(self, secret: str) -> PageLink | None:
        rows = _LINK.named(self._db, secret=secret)
        return next((PageLink.model_validate({**row, "until": aware(row["until"])}) for row in rows), None)

    def visit(self, secret: str) -> PageVisit | None:
        rows = _VISIT.named(self._db, secret=secret)
        return next((PageVisit.model_validate({**row, "until": aware(row["until"])}) for row in rows), None)

    def over(self, before: datetime) -> bool:
        ended = (sa.exists().where(table.c.until < before) for table in (PAGE_LINK, PAGE_VISIT))
        return bool(self._db.scalar(sa.select(sa.or_(*ended))))


class PagesWriting(Changing, PagesReading):
    """The giving of links, and the beginning of visits."""

    def give(self, link: PageLink) -> None:
        self._add(PAGE_LINK, link.model_dump())

    def use(self, secret: str, visit: PageVisit) -> bool:
        fresh = sa.update(PAGE_LINK).where(PAGE_LINK.c.secret == secret, PAGE_LINK.c.used.is_(False)).values(used=True)
        if self._db.execute(fresh).rowcount != 1:
            return False
        return self._add(PAGE_VISIT, visit.model_dump())

    def leave(self, secret: str) -> None:
        self._db.execute(sa.delete(PAGE_VISIT).where(PAGE_VISIT.c.secret == secret))

    def forget(self, before: datetime) -> None:
        for table in (PAGE_LINK, PAGE_VISIT):
            self._db.execute(sa.delete(table).where(table.c.until < before))


_LINK = Prepared(sa.select(PAGE_LINK).where(PAGE_LINK.c.secret == sa.bindparam("secret")))
_VISIT = Prepared(sa.select(PAGE_VISIT).where(PAGE_VISIT.c.secret == sa.bindparam("secret")))
