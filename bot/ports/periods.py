"""The record's verbs for the board's cycle: what is frozen for its papers, and what leads write."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.model.board.period import Freeze, Narrative, OwnerAsked, SettingsKept


class PeriodsView(Protocol):
    """The verbs that read freezes and narratives, up to an entry. None is no bound."""

    def freezes(self, short: str, upto: int | None = None) -> tuple[Freeze, ...]:
        """Return every freeze of a plan, oldest first; those taken back by then are void."""
        ...

    def narratives(self, short: str, upto: int | None = None) -> tuple[Narrative, ...]:
        """Return what leads wrote, oldest first. What its author took back is left out."""
        ...

    def owners_asked(self, short: str, after: int, since: int, upto: int | None = None) -> tuple[OwnerAsked, ...]:
        """Return what each letter asked owners after an entry, if it asked for the board's papers; and what any letter asked
        after the entry `since`."""
        ...

    def settings_after(self, short: str, moment: datetime) -> SettingsKept | None:
        """Return the first settings that were kept after a moment, which may have moved meetings. None if none were."""
        ...


class PeriodsTx(PeriodsView, Protocol):
    """The verbs that freeze, take a freeze back, and write."""

    def freeze(self, freeze: Freeze) -> Freeze:
        """Record a freeze, and return it as it is read back."""
        ...

    def unfreeze(self, freeze: Freeze, why: str) -> Freeze:
        """Let a freeze count no longer, and return it as it is read back."""
        ...

    def narrate(self, narrative: Narrative) -> Narrative:
        """Record what a lead writes, and return it as it is read back."""
        ...

    def take_back(self, short: str, number: int, why: str) -> None:
        """Let what a lead wrote count no longer, by the number of its entry."""
        ...
