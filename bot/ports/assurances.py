"""The record's verbs for assurances: verdicts on what was declared complete."""

from __future__ import annotations

from typing import Protocol

from bot.model.updates.assurance import Assurance


class AssurancesView(Protocol):
    """The verbs that read verdicts. One that its assurer took back is left out."""

    def verdicts(self, short: str, ref: str | None = None, upto: int | None = None) -> tuple[Assurance, ...]:
        """Return the verdicts on what was declared complete, oldest first: of one milestone, or of all."""
        ...


class AssurancesTx(AssurancesView, Protocol):
    """The verbs that give verdicts, and take them back."""

    def judge(self, verdict: Assurance) -> Assurance:
        """Record a verdict, and return it as it is read back. If this person's with the same `drawn_from` is there already,
        returns that one and changes nothing."""
        ...

    def take_back(self, short: str, number: int) -> int:
        """Let the verdict of that number, on a completion or on evidence, count no longer. Returns the number of the entry that
        says so."""
        ...
