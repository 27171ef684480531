"""The page's door: what whoever serves it in a browser needs from the inside."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from bot.model.board.paper import Drawn
from bot.model.noun import Moment, Noun
from bot.model.page.place import Place
from bot.model.page.sheet import Sheet


class Shut(StrEnum):
    """The reasons for which somebody is not let in: each is the key of a refusal in `prompts/replies.toml`."""

    OFF = "page_off"
    UNKNOWN = "page_link_unknown"
    USED = "page_link_used"
    LATE = "page_link_late"
    NO_VISIT = "page_no_visit"
    ENDED = "page_visit_ended"
    NO_RIGHT = "page_no_right"
    FORUM = "page_forum"
    SLOWER = "page_slower"


class Offered(Noun):
    """A link that is still good: which plan it opens, until when it is good, and for how many hours one may look then."""

    title: str
    until: Moment
    hours: int


class Entered(Noun):
    """A visit that was just begun: its secret, for the browser alone, and how many seconds it lasts."""

    secret: str
    seconds: int


class PageDoor(Protocol):
    """The way in. Secrets come as the browser says them.

    Each verb raises Refusal, in words for whoever reads it, and RecordAway if the record does not answer in time.
    """

    async def welcome(self, secret: str) -> Offered:
        """Say what a link opens. Uses nothing up."""
        ...

    async def enter(self, secret: str) -> Entered:
        """Use a link up and begin a visit. Of two at once only one does."""
        ...

    async def sheet(self, visit: str, place: Place) -> Sheet:
        """Return a sheet as the visitor may read it now. Their rights are looked at each time."""
        ...

    async def file(self, visit: str, name: str, place: Place) -> Drawn:
        """Return a paper that a sheet offers, by the name of its file. `place` is the sheet that offered it."""
        ...

    async def leave(self, visit: str) -> None:
        """End a visit. One that has ended already stays so."""
        ...
