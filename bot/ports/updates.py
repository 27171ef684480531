"""The record's verbs for updates and questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.model.update import Evidence, Question, Standing, Update


class UpdatesView(Protocol):
    """The verbs that read updates, evidence and questions."""

    def standings(self, short: str, as_at: datetime | None = None) -> Mapping[str, Standing]:
        """Return how each milestone of the plan stands, by ref. Every ref has an entry. `as_at` asks for an earlier moment.

        The record's order says what is latest, and no clock does: an earlier moment means the record up to the first update
        made later.
        """
        ...

    def history(self, short: str, ref: str) -> tuple[Update, ...]:
        """Return every update of a milestone, oldest first. Evidence added later is in the update that it was added to."""
        ...

    def unreadable(self, short: str, ref: str) -> tuple[int, ...]:
        """Return the numbers of the milestone's updates that cannot be read: `history` leaves them out."""
        ...

    def questions(self, short: str) -> tuple[Question, ...]:
        """Return the requests for an update that are not answered yet."""
        ...

    def answered(self, short: str, after: datetime, until: datetime) -> tuple[Question, ...]:
        """Return the requests whose answer came after one moment and not after another."""
        ...

    def between(self, short: str, after: datetime, until: datetime) -> tuple[Update, ...]:
        """Return the updates made after one moment and not after another, oldest first."""
        ...


class UpdatesTx(UpdatesView, Protocol):
    """The verbs that change updates, evidence and questions."""

    def record(self, update: Update) -> Update:
        """Append an update and return it with its id. Answers the open questions about the milestone.

        If this person's update of this milestone with the same `drawn_from` is there already, returns that one and changes
        nothing.
        """
        ...

    def add_evidence(self, update: int, evidence: Evidence, by: int, at: datetime) -> None:
        """Add evidence to an update that stands. The same link twice is kept once."""
        ...

    def ask(self, question: Question) -> Question:
        """Log a request for an update."""
        ...
