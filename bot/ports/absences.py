"""The record's verbs for who is away, what is snoozed, and what is handed over. Who is away also stands in `People`."""

from __future__ import annotations

from typing import Protocol

from bot.model.absences.absence import Absence, HandOver, Snooze


class AbsencesView(Protocol):
    """The verbs that read snoozes and hand-overs."""

    def snoozes(self, short: str, upto: int | None = None) -> tuple[Snooze, ...]:
        """Return the latest snooze of each person about each milestone, up to an entry, but for those that were ended early."""
        ...

    def hand_overs(self, short: str, upto: int | None = None) -> tuple[HandOver, ...]:
        """Return what was offered to other roles, as it stood once an entry was made, oldest first. An offer that was undone is
        left out."""
        ...


class AbsencesTx(AbsencesView, Protocol):
    """The verbs that change who is away, what is snoozed, and what is handed over."""

    def say(self, short: str, absence: Absence, void: bool = False) -> int:
        """Say that somebody is away, or anew when they are, or if void that they never are. Returns the entry's number."""
        ...

    def snooze(self, short: str, snooze: Snooze) -> int:
        """Let somebody not be asked about a milestone until a day, or be asked again. Returns the entry's number."""
        ...

    def hand_over(self, short: str, hand_over: HandOver, capacity: str) -> int:
        """Say the next step of a milestone's way to another role, in a capacity. Returns the entry's number."""
        ...
