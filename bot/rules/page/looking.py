"""Looking at a plan on its page: who may, on a day."""

from __future__ import annotations

from datetime import date

from bot.model.people import Holding, People, Person
from bot.rules.holders import answers_for


def may_look(people: People, person: Person, day: date) -> bool:
    """Say if somebody has a part in the plan: a right, or a role that they hold, stand in for, or will hold.

    Whoever held a role and has given up the last has none, though the plan still knows them.
    """
    theirs = any(_is_theirs(one, person.id, day) for one in people.holdings)
    return bool(person.rights) or theirs or bool(answers_for(people, person.id, day))


def _is_theirs(holding: Holding, person: int, day: date) -> bool:
    if holding.person == person:
        return _lasts(holding.ends, day)
    return holding.deputy == person and _lasts(holding.deputy_ends, day) and _lasts(holding.ends, day)


def _lasts(ends: date | None, day: date) -> bool:
    return ends is None or ends >= day
