"""The record's verbs for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.model.people import Address, Lost, Newcomer, People, Person, PersonRow
from bot.model.talk import Sender
from bot.model.trouble import Unread


class PeopleView(Protocol):
    """What is read of people, what they hold and where they are reached."""

    def unread(self) -> tuple[Unread, ...]:
        """The rows met by this reading that cannot be read. They were passed over."""
        ...

    def people(self, short: str) -> People:
        """Everyone the plan knows, with rights for this plan."""
        ...

    def who(self, sender: Sender) -> int | None:
        """The person to whom this account is bound, by platform, tenant and account alone. None where it is to nobody."""
        ...

    def whose(self, email: str) -> Person | None:
        """The person of that e-mail in any letter case, with no plan's rights."""
        ...

    def accounts_of(self, person: int) -> tuple[Address, ...]:
        """Every account ever bound to a person, those out of reach too."""
        ...

    def newcomer(self, sender: Sender) -> Newcomer | None:
        """What is known of this account, if it was ever asked about."""
        ...

    def newcomers(self, persons: Sequence[int]) -> tuple[Newcomer, ...]:
        """The accounts that say to be one of these people, whatever became of them; the latest first."""
        ...

    def plans_of(self, person: int) -> tuple[str, ...]:
        """The plans that know this person."""
        ...

    def welcomed(self, person: int) -> bool:
        """Whether this person has had Milepost's first-contact sentences."""
        ...

    def address_of(self, person: int) -> tuple[Address, ...]:
        """Where a person is reached, the latest used first; unreachable ones left out."""
        ...

    def unreachable(self, short: str) -> tuple[Lost, ...]:
        """People of the plan whom no address reaches any more."""
        ...

    def is_lost(self, address: Address) -> bool:
        """Whether the address is marked unreachable."""
        ...

    def arrivals(self, now: datetime, most: int) -> tuple[Address, ...]:
        """Accounts whose person is not known yet and whose platform is to be asked now, the longest waiting first."""
        ...


class PeopleTx(Protocol):
    """What is changed of people, what they hold and where they are reached."""

    def keep_newcomer(self, newcomer: Newcomer) -> None:
        """Note how an account that says to be somebody stands, in place of what was noted of it."""
        ...

    def welcome(self, person: int) -> None:
        """Note that the first-contact sentences were said."""
        ...

    def reach(self, person: int, address: Address, at: datetime) -> None:
        """Remember where a person is reached; writes only when it changed. Makes an unreachable address reachable. An
        account that is bound to somebody else stays theirs."""
        ...

    def lose(self, address: Address, reason: str, at: datetime) -> None:
        """Mark a known address unreachable from that moment; one that was so already stays as it is."""
        ...

    def expect(self, address: Address, now: datetime) -> None:
        """Remember an account whose person is not known yet."""
        ...

    def put_off(self, address: Address, now: datetime, seconds: float) -> None:
        """Ask about that account later, and not before so many seconds."""
        ...

    def forget_arrival(self, address: Address) -> None:
        """It is known whose that account is, or it has gone."""
        ...

    def try_again(self, person: int) -> bool:
        """Hold none of a person's addresses for unreachable, ask again what did not reach them and send at once what waits;
        whether any address was lost."""
        ...

    def hold(self, short: str, role: str, person: int, starts: date) -> None:
        """Give a role to a person from a day on; whoever held it ends the day before."""
        ...

    def save_people(self, short: str, rows: Sequence[PersonRow]) -> tuple[int, int]:
        """Add or change people by e-mail, their rights and what they hold; how many rows added and how many changed.

        Only what is new since the plan's people file last said it counts: what was changed by command since stays so.
        """
        ...
