"""A reading as somebody gave it, before it is judged."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from bot.model.noun import Noun


class Given(Noun):
    """The numbers that somebody gave: a value with its unit as it was written, so many of so many, or both."""

    value: Decimal | None = None
    unit: str = ""
    numerator: int | None = None
    denominator: int | None = None


class ReadingFault(StrEnum):
    """The reasons for which numbers are no reading of a measure."""

    UNIT = "unit"
    OVER = "over"  # a percentage over 100
    UNDER = "under"  # under nought, of what is counted
    OF_NONE = "of_none"
    MORE_THAN_ALL = "more_than_all"
    DISAGREES = "disagrees"
    SHARE = "share"  # 0.34 in per cent may be 34%, as spreadsheets hold it
    PARTLY = "partly"  # half a child


class PeriodFault(StrEnum):
    """The reasons for which words name no period that a measure could have been read of."""

    UNREAD = "unread"
    NOT_OURS = "not_ours"
    FUTURE = "future"
