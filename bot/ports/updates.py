"""The record's verbs for updates and questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.model.update import Evidence, Question, Standing, Update


class UpdatesView(Protocol):
    """What is read of updates, evidence and questions."""

    def standings(self, short: str, upto: int | None = None) -> Mapping[str, Standing]:
        """How each milestone of the plan stands, by ref, or how it stood once the entry `upto` was made. Every ref has one."""
        ...

    def history(self, short: str, ref: str, upto: int | None = None) -> tuple[Update, ...]:
        """Every statement about a milestone that was not withdrawn, oldest first, each with all evidence offered for it."""
        ...

    def unreadable(self, short: str, ref: str) -> tuple[int, ...]:
        """The numbers of the milestone's statements that cannot be read: `history` leaves them out."""
        ...

    def questions(self, short: str) -> tuple[Question, ...]:
        """Requests for an update not answered yet."""
        ...

    def answered(self, short: str, after: datetime, until: datetime) -> tuple[Question, ...]:
        """Requests whose answering update was made after one moment and not after another."""
        ...

    def between(self, short: str, after: datetime, until: datetime) -> tuple[Update, ...]:
        """Statements made after one moment and not after another, oldest first."""
        ...


class UpdatesTx(UpdatesView, Protocol):
    """What is changed of updates, evidence and questions."""

    def record(self, update: Update) -> Update:
        """Append a statement and return it as it is read back. One that says the same again is kept as a confirmation.

        If one with the same `drawn_from` by the same person for the same milestone stands already, return that one and change
        nothing.
        """
        ...

    def add_evidence(self, update: Update, evidence: Evidence, capacity: str) -> None:
        """Add evidence to a standing statement, offered in a capacity by whoever acts. The same link twice is kept once."""
        ...

    def ask(self, question: Question) -> Question:
        """Log a request for an update."""
        ...
