"""Measures proposed from a plan's own sentences, with what was assumed where the words leave it open."""

from __future__ import annotations

from enum import StrEnum

from bot.model.measures.measure import Terms
from bot.model.noun import Noun


class Assumed(StrEnum):
    """The things that a sentence may leave open, so that something was assumed."""

    RANGE = "range"  # which end of a range is the target
    YEAR = "year"  # which kind of year a year is
    DAY = "day"  # no day can be told from "within 12 months of the launch", or from a term
    POLARITY = "polarity"  # which values are better
    SEVERAL = "several"  # a sentence with several quantities
    RELATIVE = "relative"  # "by 20%" of a baseline that has no number
    FROM_START = "from_start"  # "by 50" or "by 8 points" of a baseline that has no number
    POINTS = "points"  # "by 10%" of what is a share itself
    STRICT = "strict"  # "fewer than 10": 10 itself is taken as reached
    LEFT_OUT = "left_out"  # a number or a day that is in no measure
    UP_TO = "up_to"  # a ceiling, or a goal
    LIMIT = "limit"  # a limit in time, for each case or for the average
    ALL = "all"  # "all" read as 100%, "no" as 0
    ROUNDED = "rounded"  # two thirds
    NATIONAL = "national"  # a figure of the country, which moves
    NO_TARGET = "no_target"
    IN_WORDS = "in_words"


class Doubt(Noun):
    """One thing that was assumed. `said` are the words that leave it open, `taken` is what was made of them."""

    kind: Assumed
    said: str = ""
    taken: str = ""


class Proposal(Noun):
    """A measure proposed from one sentence of a plan. `number` names it among all that were proposed.

    `quantities` counts the numbers of the sentence that the measure takes: its target, points on the way and baseline.
    """

    number: int = 0
    sentence: str
    terms: Terms
    quantities: int = 0
    doubts: tuple[Doubt, ...] = ()

    @property
    def sets_target(self) -> bool:
        """Say if the sentence sets a number to be reached."""
        return self.terms.target is not None
