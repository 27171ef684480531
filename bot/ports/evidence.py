"""The record's verbs for evidence: what counts, until when, and what assurers say of it."""

from __future__ import annotations

from typing import Protocol

from bot.model.record.entry import Told
from bot.model.updates.evidence import Offered, Verdict


class EvidenceView(Protocol):
    """The verbs that read evidence."""

    def index(self, short: str, upto: int | None = None) -> tuple[Offered, ...]:
        """Return every link that counts as evidence, in the order in which it was offered. `upto` asks what counted once that
        entry was made.

        Left out is what was withdrawn, with its statement too, and what the same link was offered anew in place of.
        """
        ...

    def ending(self, short: str, upto: int | None = None) -> tuple[Offered, ...]:
        """Return what `index` does of those links that are good until some day."""
        ...

    def chain(self, short: str, ref: str, upto: int | None = None) -> tuple[Told, ...]:
        """Return every entry about a milestone, up to an entry, in their order: what made it what it is."""
        ...


class EvidenceTx(EvidenceView, Protocol):
    """The verb that judges evidence."""

    def check(self, short: str, number: int, verdict: Verdict, why: str, capacity: str) -> int:
        """Put a verdict on the evidence of that number on the record. The latest counts. Returns the number of its entry."""
        ...
