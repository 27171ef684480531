"""The record's verbs for doubts: what did not fit in a statement, and what was answered about it."""

from __future__ import annotations

from typing import Protocol

from bot.model.updates.doubt import Doubt


class DoubtsView(Protocol):
    """The verbs that read doubts."""

    def of(self, short: str, ref: str, upto: int | None = None) -> tuple[Doubt, ...]:
        """Return the doubts about each statement of a milestone, those withdrawn since too, in the order of their entries."""
        ...

    def between(self, short: str, after: int, upto: int) -> tuple[Doubt, ...]:
        """Return the doubts noted after one entry and not after another, without those of statements withdrawn by then."""
        ...


class DoubtsTx(DoubtsView, Protocol):
    """The verb that changes doubts."""

    def note(self, doubt: Doubt, capacity: str) -> int:
        """Add the doubts about a statement, in the capacity in which it was made. Returns the number of the entry."""
        ...
