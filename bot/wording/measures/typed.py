"""Readings as people type them: "34%", "17 of 50", "17/50 (34%)", "12 weeks"; and their periods as they may be typed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import assert_never

from bot.model.measures.given import Given
from bot.model.measures.measure import DataPeriod, Terms
from bot.wording.sentences import day as day_in_words
from bot.wording.sentences import words

_VALUE = r"(?P<value>-?£?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?:\.[0-9]{1,6})?)"
_PARTS = r"(?P<numerator>[0-9]{1,9}) ?(?:/|of|out of) ?(?P<denominator>[0-9]{1,9})"
_UNIT = r"(?: ?(?P<unit>%|per ?cent|[^\W\d_][^\d%()=/]{0,39}))?"
_OTHER = r" ?(?P<other>[^\W\d_][^\d%()=/]{0,39}?)?"  # what was counted, or a word between: "17 of 50 children (34%)"
_READ = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"{_VALUE}{_UNIT}",
        rf"{_PARTS}(?: (?P<unit>[^\W\d_][^\d%()=/]{{0,39}}))?",
        rf"{_PARTS}{_OTHER} ?[(=,] ?{_VALUE}{_UNIT} ?\)?",
        rf"{_VALUE}{_UNIT} ?[(=,] ?{_PARTS}{_OTHER} ?\)?",
    )
)
_PER_CENT = ("per cent", "percent", "pc")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
MOST = 100  # letters; whoever writes more has not written a number


def given(said: str) -> Given | None:
    """Return the numbers that words give. None if they are no numbers, or more than these."""
    text = " ".join(said.translate(_MINUS).split()).strip(" .,;=")
    if len(text) > MOST:
        return None
    for pattern in _READ:
        if (found := pattern.fullmatch(text)) is not None:
            parts = found.groupdict()
            unit = (parts.get("unit") or "").strip()
            return Given(
                value=_number(parts.get("value")),
                unit="%" if unit.casefold() in _PER_CENT else unit or ("£" if "£" in (parts.get("value") or "") else ""),
                numerator=int(parts["numerator"]) if parts.get("numerator") else None,
                denominator=int(parts["denominator"]) if parts.get("denominator") else None,
            )
    return None


def _number(said: str | None) -> Decimal | None:
    return Decimal(said.replace(",", "").replace("£", "")) if said else None


def with_day(value_: Decimal | None, between: str, day: date | None) -> str:
    """Write a number with its day as it may be typed. Empty if there is no number."""
    if value_ is None:
        return ""
    return f"{value_:f} {between} {day_in_words(day)}" if day is not None else f"{value_:f}"


def period(terms: Terms, day: date) -> str:
    """Name the period of a reading as at a day."""
    month = f"{day:%B %Y}"
    match terms.period:
        case DataPeriod.MONTH:
            return month
        case DataPeriod.ROLLING_YEAR | DataPeriod.YEAR_TO_DATE | DataPeriod.QUARTER | DataPeriod.YEAR:
            return words(f"measures.period.{terms.period.value}", {"month": month})
        case DataPeriod.TERM | DataPeriod.SURVEY:
            return day_in_words(day)
    assert_never(terms.period)


def typed(terms: Terms, day: date) -> str:
    """Write the period of a reading as it may be typed."""
    return day_in_words(day) if terms.period in (DataPeriod.TERM, DataPeriod.SURVEY) else f"{day:%B %Y}"
