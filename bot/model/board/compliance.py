"""Reporting compliance: how each role answered what it was asked."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bot.model.noun import Moment, Noun


class Posed(Noun):
    """A question about a milestone that a letter put to somebody, and when its platform took it. `stood` is the statement that
    was the milestone's newest when it was worded, 0 if there was none."""

    entry: int
    ref: str
    person: int
    stood: int
    taken: Moment


class Answer(Noun):
    """A statement about a milestone as far as it answers questions: its number, for which role it was made, what status it gave,
    and when. One that was corrected since counts too: its question was answered then."""

    number: int
    ref: str
    role: str
    status: str
    at: Moment


class Exchanged(NamedTuple):
    """All questions that letters put about a plan, in the order in which they were taken, and all statements that may answer
    them, oldest first."""

    posed: tuple[Posed, ...] = ()
    answers: tuple[Answer, ...] = ()


class Compliance(Noun):
    """The questions to one role, and its answers. What is asked again of a milestone before the answer is a reminder of the same
    question.

    `days` are the working days to each answer, in order. `vacant` counts the working days on which nobody held the role.
    """

    role: str
    asked: int = 0
    answered: int = 0
    in_time: int = 0
    reminders: int = 0
    days: tuple[int, ...] = ()
    vacant: int = 0

    @property
    def median(self) -> float | None:
        """Return the median of the working days to an answer. None if nothing was answered."""
        if not self.days:
            return None
        ordered, half = sorted(self.days), len(self.days) // 2
        return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


class Roles(Noun):
    """The compliance of all roles of a plan, from a day to another."""

    since: date | None
    until: date
    rows: tuple[Compliance, ...] = ()
