"""The record's verbs for people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from bot.model.letters.talk import Sender
from bot.model.people import Acquaintance, People, PersonRow


class PeopleView(Protocol):
    """The verbs that read people, and what they hold."""

    def of(self, short: str, upto: int | None = None) -> People:
        """Return everyone the plan knows, by its own names and rights; as the entries up to a number say, if one is given."""
        ...

    def named(self, short: str) -> Mapping[str, str]:
        """Return the latest name of everybody whom the plan's entries speak of, by the id they speak of them by."""
        ...

    def who(self, sender: Sender) -> int | None:
        """Return the person to whom this account is bound, by platform, tenant and account alone. None if it is bound to
        nobody."""
        ...

    def by_email(self, email: str) -> int | None:
        """Return the person of that e-mail, in any letter case: the number alone, for each plan has its own name for them."""
        ...

    def plans_of(self, person: int) -> tuple[str, ...]:
        """Return the short names of the plans that know this person."""
        ...

    def welcomed(self, person: int) -> bool:
        """Say if this person was told Milepost's first-contact sentences."""
        ...

    def acquainted(self, persons: Collection[int]) -> Mapping[int, Acquaintance]:
        """Return each one's plans, and if they were told Milepost's first-contact sentences."""
        ...


class PeopleTx(PeopleView, Protocol):
    """The verbs that change people, and what they hold."""

    def welcome(self, person: int) -> None:
        """Note that the person was told the first-contact sentences."""
        ...

    def hold(self, short: str, role: str, person: int, starts: date) -> bool:
        """Give a role to a person from a day on; whoever held it ends the day before. Say if that changed anything."""
        ...

    def give_back(self, short: str, upto: int) -> None:
        """Let everybody hold and be what they did and were once that entry was made, by entries that say so."""
        ...

    def forget_file(self, short: str) -> None:
        """Forget what the plan's people file said: the next one is read like a first one."""
        ...

    def let_go(self, short: str, person: int, day: date) -> None:
        """End from a day on what somebody holds, their acting for others, and their rights. Forget what the people file
        said of them."""
        ...

    def save(self, short: str, rows: Sequence[PersonRow]) -> tuple[int, int]:
        """Add or change people by e-mail, with their rights and what they hold. Returns how many rows it added and how many
        it changed.

        Only what the plan's people file did not say last time counts. What was changed by command since then stays.
        """
        ...
