"""Assurance: a second look at what was declared complete, by somebody who did not declare it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.model.noun import Moment, Noun


class Verdict(StrEnum):
    """The two things that an assurer may do with a completion."""

    SIGNED_OFF = "signed_off"
    SENT_BACK = "sent_back"


class Assurance(Noun):
    """An assurer's verdict on statement `update`, which declares a milestone complete. `id` is the number of its entry.

    `level` is one of the plan's own, for what is signed off, and `evidence` the numbers of the evidence that it rests on.
    `drawn_from` names the form that it was given with, so that a double press records it once.
    """

    id: int = 0
    plan: str
    ref: str
    update: int
    verdict: Verdict
    level: str = ""
    why: str = ""
    by: int
    by_name: str = ""
    capacity: str = ""
    at: Moment
    evidence: tuple[int, ...] = ()
    drawn_from: str = ""


class Declared(NamedTuple):
    """Somebody declared a milestone complete, by entry `number`, while these roles owned it."""

    number: int
    by: int
    at: Moment
    owners: tuple[str, ...]


class Completion(NamedTuple):
    """All that a second look at a milestone is told from while it is declared complete without a break.

    `declared` is everybody who declared it, first to last. `last` is the latest verdict on it: then `good_until` is the last
    day on which all evidence that it rests on is good, `withdrawn` says that some of that was withdrawn since, and `reworded`
    that the milestone has other words now. `answered` is when something was first said or offered since.
    """

    declared: tuple[Declared, ...] = ()
    last: Assurance | None = None
    good_until: date | None = None
    withdrawn: bool = False
    reworded: bool = False
    answered: Moment | None = None


class Lapse(StrEnum):
    """The reasons for which an assurance counts no longer."""

    LEFT = "left"
    WITHDRAWN = "withdrawn"
    STALE = "stale"
    REWORDED = "reworded"
    OWN = "own"
