"""Accounts: whose they are, and if a person may be written to there."""

from __future__ import annotations

from collections.abc import Callable, Collection

from bot.model.letters.talk import Sender
from bot.model.people import Address, Person
from bot.ports.record import View


def is_known(view: View, person: int, used: Callable[[str], bool], gone: Address | None = None) -> bool:
    """Say if a person has an account on any platform in use, even one that is closed by now. On a platform that is not
    in use nobody can speak or be asked; and one that was gone before its first letter came was never anybody's."""
    if view.people.welcomed(person):
        accounts = view.accounts.of(person)
    else:
        accounts = tuple(one for one in view.accounts.reachable(person) if gone is None or not same_account(one, gone))
    return any(used(account.platform) for account in accounts)


def same_account(one: Address, other: Address) -> bool:
    """Say if two addresses are of one account, however each is reached."""
    return (one.platform, one.tenant, one.id) == (other.platform, other.tenant, other.id)


def uses(person: Person | None, platform: str) -> bool:
    """Say if a person speaks and is reached on that platform, as the people file has it."""
    return person is None or person.platform in (None, "", platform) or platform == "console"


def may_be_written_to(view: View, person: int, found: Address, platforms: Collection[str], gone: Address | None) -> bool:
    """Say if an account that a platform found by e-mail may have this person's letters: it is theirs, or they have none
    yet. `gone` is the one that has just proved to be none."""
    owner = view.people.who(Sender(platform=found.platform, tenant=found.tenant, id=found.id))
    return owner == person if owner is not None else not is_known(view, person, platforms.__contains__, gone)
