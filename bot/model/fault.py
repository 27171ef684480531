"""Faults of Milepost itself, as a plan's admins are told of them: what is wrong, since when, and for which plan."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from bot.model.noun import Moment, Noun
from bot.model.people import Address


class FaultKind(StrEnum):
    """The kinds of fault, in the order in which they are told."""

    SHUT = "shut"  # a secret of Milepost's does not work in an organisation, as its platform says when it is asked
    REFUSED = "refused"  # a whole organisation takes no letters: for its own reasons, or because a secret does not work
    LETTERS = "letters"  # letters wait for long, though their platform should answer
    DISK = "disk"
    COPY = "copy"


class Fault(Noun):
    """One thing that is wrong. `place` tells it from others of its kind. Without a plan it is wrong with all of Milepost.

    `count` is how many letters wait, or how many days old the last copy is; `reason` why, in words, if that is known; and
    `left` the room on the disk, in words.
    """

    kind: FaultKind
    place: str = ""
    plan: str = ""
    since: Moment
    count: int = 0
    reason: str = ""
    left: str = ""


class FaultTold(NamedTuple):
    """A fault that an admin of a plan was told of, and not yet that it is over."""

    kind: FaultKind
    place: str
    plan: str
    person: int


def place_of(address: Address) -> str:
    """Return what tells the organisation of an address from others."""
    return f"{address.platform}:{address.tenant}"


class Refusing(Noun):
    """An organisation that takes no letters: since when, and the reason it gave last, in words."""

    platform: str
    tenant: str
    since: Moment
    reason: str

    @property
    def place(self) -> str:
        """Return what tells it from others."""
        return f"{self.platform}:{self.tenant}"
