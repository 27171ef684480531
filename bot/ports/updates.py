"""The record's verbs for updates and questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.model.board.compliance import Exchanged
from bot.model.plan import Imported
from bot.model.updates.update import Evidence, Put, Question, Standing, Update, Withdrawn


class UpdatesView(Protocol):
    """The verbs that read updates, evidence and questions."""

    def standings(self, short: str, upto: int | None = None) -> Mapping[str, Standing]:
        """Return how each milestone of the plan stands, by ref. Every ref has one. `upto` asks how it stood once that entry was
        made; before the plan's first entry, 0, nothing stood."""
        ...

    def history(self, short: str, ref: str, upto: int | None = None) -> tuple[Update, ...]:
        """Return every statement about a milestone that was not withdrawn, oldest first, each with all its evidence."""
        ...

    def all_said(self, short: str, ref: str, upto: int | None = None) -> tuple[Update, ...]:
        """Return every statement about a milestone, oldest first, those withdrawn or corrected since too."""
        ...

    def imported(self, short: str, ref: str, upto: int | None = None) -> tuple[Imported, ...]:
        """Return all that the plan's trackers said of a milestone, each with the edition that said it first, up to that entry."""
        ...

    def one(self, short: str, number: int) -> Update | None:
        """Return the statement of that number, if it counts or not. None if there is no such statement."""
        ...

    def withdrawals(self, short: str, after: int = 0, upto: int | None = None) -> tuple[Withdrawn, ...]:
        """Return what was withdrawn after an entry, up to another, in the order in which it was."""
        ...

    def unreadable(self, short: str, ref: str) -> tuple[int, ...]:
        """Return the numbers of the milestone's statements that cannot be read: `history` leaves them out."""
        ...

    def questions(self, short: str) -> tuple[Question, ...]:
        """Return the requests for an update that are not answered yet."""
        ...

    def exchanged(self, short: str, upto: int | None = None) -> Exchanged:
        """Return every question that a letter put to somebody, up to an entry, and every statement that was not withdrawn."""
        ...

    def put(self, short: str, upto: int | None = None) -> tuple[Put, ...]:
        """Return to whom letters put questions about each milestone, up to an entry, with the last time that each did."""
        ...

    def answered(self, short: str, after: datetime, until: datetime) -> tuple[Question, ...]:
        """Return the requests whose answer came after one moment and not after another."""
        ...

    def between(self, short: str, after: datetime, until: datetime) -> tuple[Update, ...]:
        """Return the statements made after one moment and not after another, oldest first."""
        ...


class UpdatesTx(UpdatesView, Protocol):
    """The verbs that change updates, evidence and questions."""

    def record(self, update: Update) -> Update:
        """Append a statement and return it as it is read back. One that says the same again is kept as a confirmation.

        If this person's statement about this milestone with the same `drawn_from` is there already, returns that one and changes
        nothing.
        """
        ...

    def add_evidence(self, update: Update, evidence: Evidence, capacity: str) -> None:
        """Add evidence to a standing statement, offered in a capacity by whoever acts. The same link twice is kept once."""
        ...

    def withdraw(self, short: str, number: int, why: str, capacity: str) -> int:
        """Let the statement or the evidence of that number count no longer. Returns the number of the entry that says so."""
        ...

    def ask(self, question: Question) -> Question:
        """Log a request for an update."""
        ...
