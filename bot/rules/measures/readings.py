"""Readings judged: the value that given numbers make, and if they can be right for their measure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from bot.model.measures.given import Given, ReadingFault
from bot.model.measures.measure import Terms
from bot.rules.measures.hiding import is_count_unit, is_percentage

HUNDRED, TENTH = Decimal(100), Decimal("0.1")


def judged(terms: Terms, given: Given) -> Given | ReadingFault:
    """Return the numbers with their value, or why they cannot be a reading. So many of so many make a percentage, of which one
    decimal is kept, or a count."""
    fault = _unit(terms, given) or _parts(given) or _unclear(terms, given)
    if fault is not None:
        return fault
    if is_percentage(terms):
        return _percentage(given)
    if given.numerator is not None and given.value is None:
        if not is_count_unit(terms):
            return ReadingFault.UNIT
        return given.model_copy(update={"value": Decimal(given.numerator)})
    if is_count_unit(terms) and given.value is not None:
        if given.value < 0:
            return ReadingFault.UNDER
        if given.numerator is not None and given.value != given.numerator:
            return ReadingFault.DISAGREES
    return given


def same_unit(one: str, other: str) -> bool:
    """Say if two units are the same, in the singular or the plural, and with or without words before them."""
    last, last_other = ((said.casefold().split() or [""])[-1].removesuffix("s") for said in (one, other))
    return last == last_other


def _unit(terms: Terms, given: Given) -> ReadingFault | None:
    said = given.unit.strip()
    if not said:
        return None
    if said == "%":
        is_share = is_percentage(terms) or terms.unit.lstrip().startswith("%")  # "% of the baseline" may be over 100
        return None if is_share else ReadingFault.UNIT
    if is_percentage(terms):
        return None if given.numerator is not None else ReadingFault.UNIT  # "17 of 50 children"
    return None if not terms.unit.strip() or same_unit(said, terms.unit) else ReadingFault.UNIT


def _unclear(terms: Terms, given: Given) -> ReadingFault | None:
    """Return what is wrong with a value that stands alone: 0.34 without its sign in per cent, or half a child."""
    if given.value is None or given.numerator is not None:
        return None
    if is_percentage(terms):
        return ReadingFault.SHARE if not given.unit and 0 < given.value < 1 else None
    is_partly = given.value != given.value.to_integral_value() and terms.unit.strip() != "" and is_count_unit(terms)
    return ReadingFault.PARTLY if is_partly else None


def _parts(given: Given) -> ReadingFault | None:
    if given.denominator is None or given.numerator is None:
        return None
    if given.denominator == 0:
        return ReadingFault.OF_NONE
    return ReadingFault.MORE_THAN_ALL if given.numerator > given.denominator else None


def _percentage(given: Given) -> Given | ReadingFault:
    if given.numerator is not None and given.denominator:
        exact = HUNDRED * given.numerator / given.denominator
        if given.value is None:
            value = exact.quantize(TENTH, ROUND_HALF_UP)
            return given.model_copy(update={"value": value.quantize(Decimal(1)) if value == value.to_integral_value() else value})
        if abs(exact - given.value) >= _last_digit(given.value):
            return ReadingFault.DISAGREES
    if given.value is None:
        return ReadingFault.UNIT
    if given.value > HUNDRED:
        return ReadingFault.OVER
    return ReadingFault.UNDER if given.value < 0 else given


def _last_digit(value: Decimal) -> Decimal:
    """Return what one is in the last digit of a value: it may have been rounded or cut there."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)
