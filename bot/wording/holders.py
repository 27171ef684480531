"""The holders of a role, in words, with their deputies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import attrgetter

from bot.model.people import Holding, People, Person
from bot.rules.asking.absence import absence
from bot.wording.sentences import Fact, words


def held_by(people: People, role: str, day: date, named: Callable[[Person], str] = attrgetter("name")) -> str:
    """Say who holds a role on a day, each as they are named and with their deputy. Says so if nobody does."""
    held = [one for one in people.holdings if one.role == role and one.covers(day)]
    told = [
        named(holder) + away_of(people, one, day) + deputy_of(people, one, day)
        for one in held
        if (holder := people.one(one.person)) is not None
    ]
    return ", ".join(dict.fromkeys(told)) or to_come(people, role, day, named) or words("replies.list.vacant")


def away_of(people: People, holding: Holding, day: date) -> str:
    """Say in brackets until when the holder of a role is away, and who acts for them. Empty if they are there."""
    away = absence(people, holding.person, day)
    if away is None:
        return ""
    deputy = None if away.deputy is None else people.one(away.deputy)
    facts: dict[str, Fact] = {"ends": away.ends, "who": deputy.name if deputy is not None else ""}
    return words("absence.who.away" if deputy is None else "absence.who.away_deputy", facts)


def to_come(people: People, role: str, day: date, named: Callable[[Person], str] = attrgetter("name")) -> str:
    """Say who comes to hold a role after a day, first who comes first, and when. Empty if nobody does."""
    theirs = [one for one in people.holdings if one.role == role]
    later = sorted((one.starts, one.id, one.person) for one in theirs if one.starts is not None and one.starts > day)
    coming = [(named(person), starts) for starts, _, id_ in later if (person := people.one(id_)) is not None]
    return ", ".join(words("replies.list.to_come", {"who": who, "starts": starts}) for who, starts in coming)


def deputy_of(people: People, holding: Holding, day: date) -> str:
    """Say in brackets who is the deputy of a holder, and on which days. Empty if nobody is, or their days are over."""
    deputy = None if holding.deputy is None else people.one(holding.deputy)
    if deputy is None or (holding.deputy_ends is not None and holding.deputy_ends < day):
        return ""
    facts: dict[str, Fact] = {"who": deputy.name, "days": deputy_days(holding)}
    return words("replies.list.deputy", facts)


def deputy_days(holding: Holding) -> str:
    """Say on which days a deputy acts, to follow their name. Empty if they have no days of their own."""
    starts, ends = holding.deputy_starts, holding.deputy_ends
    facts: dict[str, Fact] = {"starts": starts or "", "ends": ends or ""}
    if starts is None and ends is None:
        return ""
    return words(f"replies.list.deputy_{'to' if starts is None else 'from' if ends is None else 'from_to'}", facts)
