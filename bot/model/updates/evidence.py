"""Evidence as it is indexed: each link that counts, for what it was offered, and what an assurer says of it."""

from __future__ import annotations

from enum import StrEnum

from bot.model.noun import Moment, Noun
from bot.model.updates.update import DEPUTY, Evidence, evidence_handle


class Verdict(StrEnum):
    """The verdict of an assurer on one piece of evidence."""

    ACCEPTED = "accepted"
    NOT_ENOUGH = "not_enough"


class Checked(Noun):
    """A verdict on evidence, by a person at a moment. `id` is the number of its entry."""

    id: int
    verdict: Verdict
    by: int | None
    by_name: str
    capacity: str = ""
    at: Moment
    why: str = ""


class Offered(Noun):
    """A link that counts as evidence of a milestone: offered with the statement `update`, or added to it later.

    `checked` is the last verdict on it, None if nobody has looked at it.
    """

    evidence: Evidence
    ref: str
    update: int
    by: int | None
    by_name: str
    capacity: str
    at: Moment
    checked: Checked | None = None

    @property
    def number(self) -> int:
        """Return the number of its entry."""
        return self.evidence.id

    @property
    def handle(self) -> str:
        """Return what is typed to name it."""
        return evidence_handle(self.number)

    @property
    def role(self) -> str:
        """Return the role it was offered for: a deputy speaks for the holder's."""
        return self.capacity.removeprefix(DEPUTY)
