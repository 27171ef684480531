"""The verbs for the page's links and visits. They are machinery, and no part of the record."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.model.page.visitor import PageLink, PageVisit


class PagesView(Protocol):
    """The verbs that read links and visits."""

    def link(self, secret: str) -> PageLink | None:
        """Return the link of that hash. None if there is none."""
        ...

    def visit(self, secret: str) -> PageVisit | None:
        """Return the visit of that hash. None if there is none."""
        ...

    def over(self, before: datetime) -> bool:
        """Say if any link or visit ended before a moment."""
        ...


class PagesTx(PagesView, Protocol):
    """The verbs that give links and begin visits."""

    def give(self, link: PageLink) -> None:
        """Keep a link until it is used or late."""
        ...

    def use(self, secret: str, visit: PageVisit) -> bool:
        """Use a link up and begin a visit by it. Returns False, and begins none, if the link is used already."""
        ...

    def leave(self, secret: str) -> None:
        """End the visit of that hash."""
        ...

    def forget(self, before: datetime) -> None:
        """Take away the links and visits that ended before a moment."""
        ...
