"""Things watched: the state of the whole database, from which the figures are drawn, and of the machine."""

from __future__ import annotations

from bot.model.letters.letter import LetterState
from bot.model.noun import Moment, Noun


class Standing(Noun):
    """The letters of one state on one platform ("" before an address was chosen): how many, and the moment from which the
    oldest might have gone."""

    state: LetterState
    platform: str
    count: int
    oldest: Moment | None = None


class Vitals(Noun):
    """The state of the database: its letters that might have gone by now, and those that failed in the last day; how many
    plans and entries it holds; the earliest moment that has come for a plan and which no round has looked at; the platforms of
    organisations that take no letters, one for each; and the last copy that was noted in it."""

    letters: tuple[Standing, ...] = ()
    plans: int = 0
    entries: int = 0
    waits_since: Moment | None = None
    refusing: tuple[str, ...] = ()
    copied: Moment | None = None


class Pool(Noun):
    """The connections of one process to its database, and the pieces of work that wait for their turn with one."""

    open: int
    in_use: int
    waiting: int
