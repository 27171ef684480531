"""The record's verbs for risks."""

from __future__ import annotations

from typing import Protocol

from bot.model.risks.risk import Risk, RiskStep


class RisksView(Protocol):
    """The verbs that read risks."""

    def all(self, short: str, upto: int | None = None) -> tuple[Risk, ...]:
        """Return every risk of a plan, oldest first, each with what was said of it up to an entry."""
        ...


class RisksTx(RisksView, Protocol):
    """The verbs that raise risks and go on with them."""

    def begin(self, risk: Risk) -> Risk:
        """Record a new risk by its one step, and return it as it is read back, with its handle."""
        ...

    def step(self, risk: Risk, step: RiskStep) -> Risk:
        """Record what was said of a risk, and return it as it is read back."""
        ...

    def take_back(self, risk: Risk, number: int, why: str = "") -> Risk:
        """Let an entry of a risk count no longer, and return it as it is read back.

        It is the entry of a step, or the one that raised it: then the risk is withdrawn.
        """
        ...
