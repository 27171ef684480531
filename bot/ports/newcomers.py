"""The record's verbs for newcomers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model.people import Address, Newcomer
from bot.model.talk import Sender


class NewcomersView(Protocol):
    """What is read of accounts whose person is not known yet."""

    def one(self, sender: Sender) -> Newcomer | None:
        """What is known of this account, if it was ever asked about."""
        ...

    def of(self, persons: Sequence[int]) -> tuple[Newcomer, ...]:
        """The accounts that say to be one of these people, whatever became of them; the latest first."""
        ...

    def expected(self, now: datetime, most: int) -> tuple[Address, ...]:
        """Accounts whose person is not known yet and whose platform is to be asked now, the longest waiting first."""
        ...


class NewcomersTx(NewcomersView, Protocol):
    """What is changed of accounts whose person is not known yet."""

    def keep(self, newcomer: Newcomer) -> None:
        """Note how an account that says to be somebody stands, in place of what was noted of it."""
        ...

    def expect(self, address: Address, now: datetime) -> None:
        """Remember an account whose person is not known yet."""
        ...

    def put_off(self, address: Address, now: datetime, seconds: float) -> None:
        """Ask about that account later, and not before so many seconds."""
        ...

    def forget(self, address: Address) -> None:
        """It is known whose that account is, or it has gone."""
        ...
