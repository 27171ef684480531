"""Things watched: the state of the whole database, from which the figures are drawn, and of the machine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from bot.model.letters.letter import LetterState
from bot.model.noun import Moment, Noun


class Noted(StrEnum):
    """The things of which only the moment is noted when they were last done."""

    COPY = "copy"
    ROUND = "round"


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
    organisations that take no letters, one for each; its size in bytes; and what was noted in it. The last round is noted every
    few minutes only."""

    letters: tuple[Standing, ...] = ()
    plans: int = 0
    entries: int = 0
    waits_since: Moment | None = None
    refusing: tuple[str, ...] = ()
    size: int = 0
    noted: Mapping[Noted, Moment] = Field(default_factory=dict)

    def late(self, now: datetime) -> float:
        """Return the seconds for which a plan has waited for a round, none having come meanwhile. A plan to which something
        happened is due since its hours last opened, which may be before the last round: that is not late."""
        last = self.noted.get(Noted.ROUND)
        if last is None or self.waits_since is None:
            return 0.0
        return max((now - max(self.waits_since, last)).total_seconds(), 0.0)


class Pool(Noun):
    """The connections of one process to its database, the pieces of work that wait for their turn with one, and how often the
    database had no room for what was to be written."""

    open: int
    in_use: int
    waiting: int
    full: int = 0
