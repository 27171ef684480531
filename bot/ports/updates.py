"""The record's verbs for updates and questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.model.update import Evidence, Question, Standing, Update


class UpdatesView(Protocol):
    """What is read of updates, evidence and questions."""

    def standings(self, short: str, as_at: datetime | None = None) -> Mapping[str, Standing]:
        """How each milestone of the plan stands, by ref; at an earlier moment if one is given. Every ref has an entry.

        What is latest is a matter of the record's order, not of clocks: an earlier moment means the record up to the first
        update made later.
        """
        ...

    def history(self, short: str, ref: str) -> tuple[Update, ...]:
        """Every update of a milestone, oldest first, evidence added later included in the update it was added to."""
        ...

    def unreadable(self, short: str, ref: str) -> tuple[int, ...]:
        """The numbers of the milestone's updates that cannot be read: `history` leaves them out."""
        ...

    def questions(self, short: str) -> tuple[Question, ...]:
        """Requests for an update not answered yet."""
        ...

    def answered(self, short: str, after: datetime, until: datetime) -> tuple[Question, ...]:
        """Requests whose answering update was made after one moment and not after another."""
        ...

    def between(self, short: str, after: datetime, until: datetime) -> tuple[Update, ...]:
        """Updates made after one moment and not after another, oldest first."""
        ...


class UpdatesTx(UpdatesView, Protocol):
    """What is changed of updates, evidence and questions."""

    def record(self, update: Update) -> Update:
        """Append an update and return it with its id. If one with the same `drawn_from` by the same person for the same
        milestone stands already, return that one and change nothing. Answers open questions about the milestone."""
        ...

    def add_evidence(self, update: int, evidence: Evidence, by: int, at: datetime) -> None:
        """Add evidence to a standing update; the same link twice is kept once."""
        ...

    def ask(self, question: Question) -> Question:
        """Log a request for an update."""
        ...
