"""Naming on a paper: nobody, roles, or those who hold them. And the words of people, without the name of whoever took some out.

In public words roles are named at most, whatever the settings say.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import assert_never

from bot.model.board.settings import Audience, Names, Tone
from bot.model.people import People
from bot.model.updates.update import DEPUTY
from bot.wording.sentences import words

LEAD = "lead"  # and after a colon the number of the priority that somebody leads by right
RIGHTS = ("admin", "chair", "board", "assurer")


class Who:
    """The naming of people and roles for one audience, on a day."""

    def __init__(self, people: People, audience: Audience, day: date) -> None:
        self._people = people
        self._day = day
        public = audience.wording is Tone.PUBLIC
        self._names = Names.ROLES if public and audience.names is Names.NAMES else audience.names

    @property
    def are_named(self) -> bool:
        """Say if those who hold roles are named."""
        return self._names is Names.NAMES

    @property
    def are_roles(self) -> bool:
        """Say if roles are named, with their holders or without."""
        return self._names is not Names.NONE

    def role(self, role: str | None) -> str:
        """Name a role. Says so if there is none, or that somebody owns it if nobody may be named."""
        if not role:
            return words("papers.who.nobody")
        match self._names:
            case Names.NONE:
                return words("papers.who.unnamed")
            case Names.ROLES:
                return role
            case Names.NAMES:
                return self._with_holders(role)
        assert_never(self._names)

    def capacity(self, capacity: str, name: str = "") -> str:
        """Name the capacity in which something was done, and who did it if they may be named."""
        if self._names is Names.NONE:
            return words("papers.who.unnamed")
        told = capacity_in_words(capacity)
        return f"{told} ({name})" if self.are_named and name and told != name else told

    def said(self, text: str) -> str:
        """Return somebody's words. What stands in place of words that were taken out names nobody unless names are allowed, and
        never the user of a machine."""
        before = _before_a_name()
        is_person = not text.removeprefix(before).startswith(_command_line())
        if (self.are_named and is_person) or not (text.startswith(before) and text.endswith("]") and ", " in text):
            return text
        return f"{words('papers.who.removed')}, {text.rpartition(', ')[2]}"

    def _with_holders(self, role: str) -> str:
        held = (one for one in self._people.holdings if one.role == role and one.covers(self._day))
        names = [person.name for one in held if (person := self._people.one(one.person)) is not None]
        return f"{role} ({', '.join(dict.fromkeys(names)) or words('papers.who.vacant')})"


def capacity_in_words(capacity: str) -> str:
    """Say in which capacity something was done, in words that stand inside a sentence."""
    if capacity.startswith(_command_line()):
        return words("papers.who.command_line")
    if capacity.startswith(DEPUTY):
        return words("papers.who.deputy", {"role": capacity.removeprefix(DEPUTY)})
    right, _, number = capacity.partition(":")
    if right == LEAD and number:
        return words("papers.who.lead", {"number": number})
    if capacity in RIGHTS:
        return words(f"papers.who.{capacity}")
    return capacity or words("papers.who.milepost")


@cache
def _before_a_name() -> str:
    """Return how the words begin that stand in place of a text that was taken out."""
    return words("erasures.instead.text", {"name": "|", "on": "|"}).partition("|")[0]


@cache
def _command_line() -> str:
    """Return how the capacity begins of whoever acts at the command line."""
    return words("program.command_line.capacity", {"user": ""}).rstrip()
