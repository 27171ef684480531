"""The words of one inbound: heard when it comes in, and once more when the record is written, they are read once."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from bot.wording.commands import Command
from bot.wording.documents import source_refs
from bot.wording.parse import parse


class Typed:
    """Words as they were typed. What they say depends on the day and on the names of plans alone."""

    def __init__(self, said: str) -> None:
        self.said = said
        self._read: dict[tuple[date, tuple[str, ...]], Command] = {}

    def command(self, today: date, plans: tuple[str, ...]) -> Command:
        """Return the command that it is on a day, by whoever may mean these plans."""
        if (today, plans) not in self._read:
            self._read[today, plans] = parse(self.said, today, plans)
        return self._read[today, plans]

    @cached_property
    def may_name_theirs(self) -> bool:
        """Say if it may hold a ref of a plan's document in the place of ours."""
        return source_refs.may_name(self.said)

    @cached_property
    def may_hold_theirs(self) -> bool:
        """Say if it may hold a ref of a plan's document, though it be one that can't be typed."""
        return source_refs.may_hold(self.said)
