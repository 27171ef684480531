"""The faults of Milepost itself that concern plans, as the record shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from bot.model.fault import Fault, place_of
from bot.model.letters.letter import Letter
from bot.model.people import Address
from bot.ports.record import View
from bot.ports.refusals import Unreadable
from bot.rules import faults


def found(view: View, now: datetime) -> tuple[Fault, ...]:
    """Return what holds up letters for so long that admins are told, by plan. Nearly always that is one cheap look."""
    if not faults.may_be_wrong(view.watching.vitals(now), now):
        return ()

    def plans(letter: Letter) -> tuple[str, ...]:
        return plans_of(view, letter)

    return tuple(faults.of_letters(view.watching.held_up(now), view.watching.refusing(), plans, now))


class Spoken(NamedTuple):
    """An organisation in which people are spoken to: one address there, and the plans whose people or channels are there."""

    address: Address
    plans: tuple[str, ...]


def spoken(view: View) -> Mapping[str, Spoken]:
    """Return the organisations in which somebody of an open plan was last met, or has a channel bound, by their places."""
    found: dict[str, Spoken] = {}
    for short in view.plans.all():
        if view.plans.closed(short) is None:
            for address in _addresses(view, short):
                first, plans = found.get(place_of(address), Spoken(address, ()))
                found[place_of(address)] = Spoken(first, plans if short in plans else (*plans, short))
    return found


def _addresses(view: View, short: str) -> Iterator[Address]:
    try:
        yield from view.plans.board(short, None)
        yield from view.accounts.latest(short)
    except Unreadable:  # whoever reads the plan itself tells of that
        return


def plans_of(view: View, letter: Letter) -> tuple[str, ...]:
    """Return the plans that a letter speaks of, else those of its person."""
    if letter.channel:
        return (letter.channel,)
    asked = tuple(dict.fromkeys(one.plan for one in letter.asked))
    return asked or (view.people.plans_of(letter.person) if letter.person is not None else ())
