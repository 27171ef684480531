"""The record's verbs for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.model.people import People, Person, PersonRow
from bot.model.talk import Sender


class PeopleView(Protocol):
    """What is read of people, and what they hold."""

    def of(self, short: str, upto: int | None = None) -> People:
        """Return everyone the plan knows, by its own names and rights; as the entries up to a number say, if one is given."""
        ...

    def who(self, sender: Sender) -> int | None:
        """The person to whom this account is bound, by platform, tenant and account alone. None where it is to nobody."""
        ...

    def by_email(self, email: str) -> Person | None:
        """The person of that e-mail in any letter case, with no plan's rights."""
        ...

    def plans_of(self, person: int) -> tuple[str, ...]:
        """The plans that know this person."""
        ...

    def welcomed(self, person: int) -> bool:
        """Whether this person has had Milepost's first-contact sentences."""
        ...


class PeopleTx(PeopleView, Protocol):
    """What is changed of people, and what they hold."""

    def welcome(self, person: int) -> None:
        """Note that the first-contact sentences were said."""
        ...

    def hold(self, short: str, role: str, person: int, starts: date) -> bool:
        """Give a role to a person from a day on; whoever held it ends the day before. Say if that changed anything."""
        ...

    def save(self, short: str, rows: Sequence[PersonRow]) -> tuple[int, int]:
        """Add or change people by e-mail, their rights and what they hold; how many rows added and how many changed.

        Only what is new since the plan's people file last said it counts: what was changed by command since stays so.
        """
        ...
