"""The record's verbs for accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.model.people import Address, Lost


class AccountsView(Protocol):
    """What is read of accounts: where people are reached."""

    def of(self, person: int) -> tuple[Address, ...]:
        """Every account ever bound to a person, those out of reach too."""
        ...

    def reachable(self, person: int) -> tuple[Address, ...]:
        """Where a person is reached, the latest used first; unreachable ones left out."""
        ...

    def unreachable(self, short: str) -> tuple[Lost, ...]:
        """People of the plan whom no address reaches any more."""
        ...

    def is_lost(self, address: Address) -> bool:
        """Whether the address is marked unreachable."""
        ...


class AccountsTx(AccountsView, Protocol):
    """What is changed of accounts: where people are reached."""

    def reach(self, person: int, address: Address, at: datetime) -> None:
        """Remember where a person is reached; writes only when it changed. Makes an unreachable address reachable. An
        account that is bound to somebody else stays theirs."""
        ...

    def lose(self, address: Address, reason: str, at: datetime) -> None:
        """Mark a known address unreachable from that moment; one that was so already stays as it is."""
        ...

    def try_again(self, person: int) -> bool:
        """Hold none of a person's addresses for unreachable, ask again what did not reach them and send at once what waits;
        whether any address was lost."""
        ...
