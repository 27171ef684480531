"""Naming on the page: the role first, and the name as chat shows it."""

from __future__ import annotations

from bot.model.people import Right
from bot.wording.papers.who import capacity_in_words
from bot.wording.sentences import words


def who(name: str, capacity: str) -> str:
    """Say in which role somebody did something, and who it was."""
    of = Right.ASSURER if capacity.partition(":")[0] == Right.ASSURER else capacity
    role = capacity_in_words(of)
    role = f"{role[:1].upper()}{role[1:]}"
    if not name or name == role:
        return role if of or not name else name
    return words("page.who.named", {"role": role, "who": name}) if of else name
