"""Values of measures in words: 34%, £1,200, 17 days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.model.measures.measure import Terms
from bot.model.measures.standing import Shown
from bot.wording.sentences import words

PER_CENT = ("%", "per cent", "percent", "percentage")
_BEFORE = ("£", "€", "$")
_MOST_UNIT = 40  # letters of a unit beside each value
_FINEST = Decimal("0.01")


def value_said(value: Decimal, unit: str) -> str:
    """Return a value with its unit."""
    number, (before, after) = number_said(value), around(unit)
    sign = "-" if before and number.startswith("-") else ""
    return f"{sign}{before}{number[len(sign) :]}{after}"


def around(unit: str) -> tuple[str, str]:
    """Return what a unit puts before a number, and what after it."""
    plain = " ".join(unit.split())
    if plain.casefold() in PER_CENT:
        return "", "%"
    if plain in _BEFORE:
        return plain, ""
    if plain.startswith("%"):  # "80% of the baseline"
        return "", plain
    return "", f" {plain}" if plain and len(plain) <= _MOST_UNIT else ""


def brief_said(value: Decimal, unit: str) -> str:
    """Return a value with its unit if that is a sign. A longer unit is said once for all that stands beside each other."""
    plain = unit.strip()
    return value_said(value, unit) if len(plain) <= 1 or plain.casefold() in PER_CENT else number_said(value)


def number_said(value: Decimal) -> str:
    """Return a number as people write it, with two decimals at most."""
    rounded = value.quantize(_FINEST) if abs(value) < 10**15 else value.to_integral_value()
    whole = f"{rounded:,f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def short_day(day: date) -> str:
    """Write a day as it stands below a chart: 31 Oct 26."""
    return f"{day.day} {day:%b %y}"


def reading_said(shown: Shown, terms: Terms) -> str:
    """Return a reading in words: its value, what was answered, or that it is so small that it is not shown or tells of one."""
    if shown.hidden:
        return words("scorecard.value.few" if shown.few else "scorecard.value.hidden")
    if shown.value is not None:
        return value_said(shown.value, terms.unit)
    return shown.words
