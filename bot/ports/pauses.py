"""The record's verbs for pauses."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.model.absences.pause import Pause


class PausesView(Protocol):
    """The verbs that read pauses."""

    def of(self, short: str, upto: int | None = None) -> tuple[Pause, ...]:
        """Return every pause of a plan, over or not, in the order of their entries, up to that entry.
        `bot.rules.asking.pauses` says which hold."""
        ...

    def whole(self) -> tuple[str, ...]:
        """Return the plans that somebody has paused as a whole, and nobody has resumed."""
        ...


class PausesTx(PausesView, Protocol):
    """The verbs that change pauses."""

    def hold(self, short: str, scope: str = "", until: date | None = None, why: str = "") -> bool:
        """Ask nothing about a plan, or a priority or a role of it, until a day begins. Returns False if that is so already."""
        ...

    def let_go(self, short: str, scope: str = "") -> bool:
        """Ask again about what was paused. Returns False if it was not."""
        ...
