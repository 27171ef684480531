"""Doubts: what does not fit in a statement, what was asked about it, and the answer. No colour is ever changed by one."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.model.noun import Moment, Noun


class DoubtKind(StrEnum):
    """The kinds of doubt, in the order in which they are asked about: one question a save. The words stand in the record."""

    CHILD_NAMED = "child_named"
    CHILD_LETTER = "child_letter"
    BARE_NUMBER = "bare_number"
    EMAIL = "email"
    POSTCODE = "postcode"
    FORECAST_PAST = "forecast_past"
    FORECAST_FAR = "forecast_far"
    FORECAST_LATE = "forecast_late"
    OVERDUE = "overdue"
    MOVED_AGAIN = "moved_again"
    SAME_WORDS = "same_words"
    PATH_UNDATED = "path_undated"
    PATH_UNOWNED = "path_unowned"
    NO_EVIDENCE = "no_evidence"


DOUBT = "doubt"  # the question that a draft waits with if something in it does not fit
PERSONAL = frozenset(
    {DoubtKind.CHILD_NAMED, DoubtKind.CHILD_LETTER, DoubtKind.BARE_NUMBER, DoubtKind.EMAIL, DoubtKind.POSTCODE}
)
OF_A_FORECAST = frozenset({DoubtKind.FORECAST_PAST, DoubtKind.FORECAST_FAR, DoubtKind.MOVED_AGAIN})


class Misfit(NamedTuple):
    """One thing that does not fit. `about` is the due date or the forecast that it is seen by, if it is one of dates."""

    kind: DoubtKind
    about: date | None = None


class Doubt(Noun):
    """The doubts about one statement, by the number of its entry. `asked` is the one that was asked about, None if none was.

    `answer` is what was said to that, empty if it was saved as it is without a reason. `id` is the number of its own entry.
    """

    id: int = 0
    plan: str
    ref: str
    update: int
    found: tuple[Misfit, ...]
    asked: DoubtKind | None = None
    answer: str = ""
    by: int | None = None
    by_name: str = ""
    at: Moment | None = None
