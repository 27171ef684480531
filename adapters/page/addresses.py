"""The addresses of the page: each place of it has one, and each says its place. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode

from bot.model.page.place import Misplaced, Place, Room, placed

PAGE = "/page"
OPEN, LEAVE, FILE, LOOK = f"{PAGE}/open", f"{PAGE}/leave", f"{PAGE}/file", f"{PAGE}/look"
ROOMS = {room.value: room for room in Room}
LONGEST = 2_000  # letters of what may stand after the question mark


class Addresses(NamedTuple):
    """The addresses as links on the page have them. `before` is the path of the public address, empty if it has none."""

    before: str = ""

    def of(self, place: Place) -> str:
        """Return the address of a place, with all that is looked for there."""
        return self.bare(place) + _asked(place.fields)

    def bare(self, place: Place) -> str:
        """Return the address of a sheet, with nothing looked for: where a form is sent."""
        if place.room is Room.OVERVIEW and not place.ref:
            return f"{self.before}{PAGE}"
        ref = f"/{quote(place.ref, safe='')}" if place.ref else ""
        return f"{self.before}{PAGE}/{place.room.value}{ref}"

    def file(self, name: str, place: Place) -> str:
        """Return the address of a paper that a sheet offers."""
        return f"{self.before}{FILE}/{place.room.value}/{quote(name, safe='')}{_asked(place.fields)}"

    def look(self, name: str) -> str:
        """Return the address of a file of the look."""
        return f"{self.before}{LOOK}/{name}"

    @property
    def leave(self) -> str:
        """Return where the form that ends a visit is sent."""
        return f"{self.before}{LEAVE}"

    @property
    def home(self) -> str:
        """Return the address of the overview."""
        return self.of(Place())


def _asked(fields: tuple[tuple[str, str], ...]) -> str:
    return f"?{urlencode(fields)}" if fields else ""


def place_of(room: str, ref: str, asked: Mapping[str, str]) -> Place | Misplaced | None:
    """Return the place of an address. None if there is no such sheet."""
    known = ROOMS.get(room or Room.OVERVIEW.value)
    return placed(known, ref, asked) if known is not None else None
