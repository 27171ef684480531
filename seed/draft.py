"""The draft that a reader hands over: a plan, and every doubt it had while reading."""

from __future__ import annotations

from bot.model.noun import Noun
from bot.model.plan import Plan
from seed.words import say


class Warning(Noun):  # noqa: A001 (the word of the promised shape)
    """One doubt: the line of the document, a code for programs, a sentence for people."""

    line: int
    code: str
    message: str


class Draft(Noun):
    """A plan as read, not yet stored, with the warnings in the order of the document."""

    plan: Plan
    warnings: tuple[Warning, ...] = ()


class NotAPlan(Exception):
    """The document is no plan; `reason` is one line that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Doubts:
    """The doubts of a reader, gathered while it reads."""

    def __init__(self) -> None:
        self._warnings: list[Warning] = []

    def warn(self, line: int, code: str, **facts: object) -> None:
        """Note a doubt about a line."""
        self._warnings.append(Warning(line=line, code=code, message=say("warning", code, **facts)))

    def in_order(self) -> tuple[Warning, ...]:
        """Return the doubts in the order of the document."""
        return tuple(sorted(self._warnings, key=lambda warning: warning.line))
