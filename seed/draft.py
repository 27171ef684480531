"""What a reader hands over: a plan, and every doubt it had while reading."""

from __future__ import annotations

from bot.model.noun import Noun
from bot.model.plan import Plan


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
