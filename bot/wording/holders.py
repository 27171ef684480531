"""The holders of a role, in words, with their deputies."""

from __future__ import annotations

from datetime import date

from bot.model.people import Holding, People
from bot.wording.sentences import Fact, words


def held_by(people: People, role: str, day: date) -> str:
    """Say who holds a role on a day, each with their deputy. Says so if nobody does."""
    told = dict.fromkeys(_holder(people, one, day) for one in people.holdings if one.role == role and one.covers(day))
    return ", ".join(one for one in told if one) or words("replies.list.vacant")


def _holder(people: People, holding: Holding, day: date) -> str:
    holder = people.one(holding.person)
    return "" if holder is None else holder.name + deputy_of(people, holding, day)


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
