"""The record's verbs for accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.model.letters.talk import Sender
from bot.model.people import Address, Bound, Lost


class AccountsView(Protocol):
    """The verbs that read accounts: the addresses at which people are reached."""

    def bound(self, sender: Sender) -> Bound | None:
        """Return this account, found by platform, tenant and account alone, as it is bound to a person. None if it is bound
        to nobody."""
        ...

    def of(self, person: int) -> tuple[Address, ...]:
        """Return every account ever bound to a person, those out of reach too."""
        ...

    def reachable(self, person: int) -> tuple[Address, ...]:
        """Return the addresses that reach a person, the latest used first."""
        ...

    def unreachable(self, short: str) -> tuple[Lost, ...]:
        """Return the people of the plan whom no address reaches any more."""
        ...

    def latest(self, short: str) -> tuple[Address, ...]:
        """Return for each person of the plan the address that they used last, if it still reaches them."""
        ...

    def to_look_up(self, platforms: Collection[str], since: datetime, now: datetime) -> tuple[Address, ...]:
        """Return the addresses of everybody in a plan, in the tenants of these platforms that were not looked up since."""
        ...

    def is_lost(self, address: Address) -> bool:
        """Say if the address is marked unreachable."""
        ...


class AccountsTx(AccountsView, Protocol):
    """The verbs that change accounts."""

    def reach(self, person: int, address: Address, at: datetime) -> None:
        """Remember that an address reaches a person. Makes an unreachable address reachable again. Writes only if something
        changed. An account that is bound to somebody else stays theirs."""
        ...

    def lose(self, address: Address, reason: str, at: datetime) -> None:
        """Mark a known address unreachable from that moment. One that is marked already stays as it is."""
        ...

    def look_up(self, platforms: Collection[str], since: datetime, now: datetime) -> tuple[Address, ...]:
        """Note that the tenants are looked up which were not since that moment, and return their addresses. Whoever else
        asks gets none of them."""
        ...

    def try_everywhere(self, now: datetime) -> None:
        """Let the next letter to each tenant that takes none be tried at once: what was wrong may have been put right."""
        ...

    def try_again(self, person: int) -> bool:
        """Mark all of a person's addresses reachable and send at once what waits for them. What did not reach them is asked
        again. Returns True if any address was unreachable."""
        ...
