"""A second chance for whoever was held for unreachable, at the word of whoever runs Milepost."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.noun import Noun
from bot.model.people import Person
from bot.ports.record import Tx
from bot.ports.refusals import Refusal

EVERYONE = "all"


class SecondChance(Noun):
    """Someone who is tried again; `reason` is why they were held for unreachable."""

    name: str
    email: str
    reason: str


def try_again(tx: Tx, plans: Sequence[str], whom: str) -> tuple[SecondChance, ...]:
    """Hold one person, or everyone, for unreachable no longer. Returns those who were. Raises Refusal if nobody is meant."""
    people = {person.id: person for short in plans for person in tx.people.of(short).persons if _is_meant(person, whom)}
    if not people and whom.casefold() != EVERYONE:
        raise Refusal("nobody_of_that_email", email=whom)
    lost = {one.person: one.reason for short in plans for one in tx.accounts.unreachable(short) if one.person in people}
    for person in people:
        tx.accounts.try_again(person)
    return tuple(
        SecondChance(name=person.name, email=person.email, reason=lost[id_]) for id_, person in people.items() if id_ in lost
    )


def _is_meant(person: Person, whom: str) -> bool:
    return whom.casefold() in (EVERYONE, person.email.casefold())
