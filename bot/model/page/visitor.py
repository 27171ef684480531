"""Whoever looks at the page: by which link they came, and until when they may look."""

from __future__ import annotations

from bot.model.noun import Moment, Noun


class PageLink(Noun):
    """A personal link to the page. It is kept by the sha256 of its secret, and good once, until a moment."""

    secret: str
    person: int
    plan: str
    until: Moment
    used: bool = False


class PageVisit(Noun):
    """A visit to the page, which a link began. It is kept by the sha256 of its secret. What is shown follows the person's rights
    at each request."""

    secret: str
    person: int
    plan: str
    until: Moment
