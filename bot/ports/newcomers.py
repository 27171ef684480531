"""The record's verbs for newcomers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model.letters.talk import Sender
from bot.model.people import Address, Newcomer


class NewcomersView(Protocol):
    """The verbs that read accounts whose person is not known yet."""

    def one(self, sender: Sender) -> Newcomer | None:
        """Return what is known of this account. None if nobody ever asked about it."""
        ...

    def of(self, persons: Sequence[int]) -> tuple[Newcomer, ...]:
        """Return the accounts that say to be one of these people, whatever became of them, the latest first."""
        ...

    def expected(self, now: datetime, most: int) -> tuple[Address, ...]:
        """Return the accounts whose person we must ask their platform for now, the longest waiting first."""
        ...


class NewcomersTx(NewcomersView, Protocol):
    """The verbs that change accounts whose person is not known yet."""

    def keep(self, newcomer: Newcomer) -> None:
        """Note how an account that says to be somebody stands. Replaces what was noted of it before."""
        ...

    def expect(self, address: Address, now: datetime) -> None:
        """Remember an account whose person is not known yet."""
        ...

    def put_off(self, address: Address, now: datetime, seconds: float) -> None:
        """Ask about that account later: in n seconds at the earliest."""
        ...

    def forget(self, address: Address) -> None:
        """Stop asking about that account: its person is known, or it has gone."""
        ...
