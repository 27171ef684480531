"""Small numbers: the readings that may not be shown, as so few children are behind them that somebody could be known.

A numerator under five hides its reading, nought too. So does whatever gives one back to a reader who sees every door, now and as
at the past: a percentage whose denominator is known, the same day read before or after a correction if nobody knows that five or
more are behind that, and the step from one reading to the next of what is counted up over a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from bot.model.measures.measure import DataPeriod, Reading, Terms
from bot.model.measures.standing import Verdict
from bot.rules.measures.standing import begins_anew, verdict

FEW = 5  # counts under this are shown as "fewer than 5"
APRIL = 4
# Words of units that count somebody or something that happened to somebody. A measure without a unit may count anything.
# fmt: off
COUNTED = frozenset((
    "", "young person", "young people", "child", "children", "pupil", "pupils", "student", "students", "learner", "learners",
    "person", "persons", "people", "family", "families", "parent", "parents", "carer", "carers", "staff", "respondents",
    "case", "cases", "complaint", "complaints", "appeal", "appeals", "tribunal", "tribunals", "incident", "incidents",
    "exclusion", "exclusions", "suspension", "suspensions", "placement", "placements", "admission", "admissions", "plan",
    "plans", "ehcp", "ehcps", "referral", "referrals", "request", "requests", "response", "responses", "assessment",
    "assessments", "review", "reviews", "count", "number", "no.",
))
# fmt: on
# Words of units that measure something else, whoever it is of: "days per child", "% of children".
RATES = frozenset(("per", "rate", "average", "score", "points", "days", "weeks", "months", "years", "hours", "minutes"))


def hidden(terms: Terms, readings: Sequence[Reading]) -> frozenset[int]:
    """Return the entries of the readings that may not be shown, of all that were ever given, those that were corrected too."""
    known = denominators(readings)
    few = {one.id for one in readings if is_small(terms, one, known)}
    days = {one.as_at for one in readings if one.id in few}
    few |= {one.id for one in readings if one.as_at in days and not _is_enough(terms, one, known)}
    steps = set(_small_steps(terms, readings, few))
    return frozenset(one.id for one in readings if one.id in few or one.as_at in steps)


def denominators(readings: Iterable[Reading]) -> frozenset[int]:
    """Return the denominators that are known of a measure."""
    return frozenset(one.denominator for one in readings if one.denominator)


def _is_enough(terms: Terms, reading: Reading, known: frozenset[int]) -> bool:
    """Say if five or more are known to be behind a reading."""
    if _is_share(terms) and reading.numerator is None and reading.value is not None:
        return bool(known) and not is_small(terms, reading, known)
    count = _counted(terms, reading)
    return count is not None and count >= FEW


def is_small(terms: Terms, reading: Reading, known: Iterable[int] = ()) -> bool:
    """Say if fewer than five are behind a reading: by its numerator, by its value if that is a count, or by a percentage of a
    denominator that is known."""
    if reading.numerator is not None:
        return reading.numerator < FEW
    if reading.value is None:
        return False
    if _is_share(terms):
        if reading.value == 0:
            return True  # of however many
        of = (reading.denominator,) if reading.denominator else tuple(known)
        return any(reading.value * one < (FEW - Decimal("0.5")) * 100 for one in of)
    return _is_count(terms, reading.value) and reading.value < FEW


def is_percentage(terms: Terms) -> bool:
    """Say if a measure is read in per cent."""
    return terms.unit.strip().casefold() in ("%", "per cent", "percent", "percentage")


def is_count_unit(terms: Terms) -> bool:
    """Say if a measure counts somebody or something: "children waiting". One without a unit may."""
    unit = terms.unit.strip().casefold()
    said = set(unit.replace("-", " ").split())
    return unit in COUNTED or (bool(said & COUNTED) and not said & RATES and not unit.startswith(("%", "\u00a3")))


def _is_share(terms: Terms) -> bool:
    """Say if a measure is read in per cent, or in per cent of somebody: "% of children"."""
    return is_percentage(terms) or (terms.unit.lstrip().startswith("%") and "baseline" not in terms.unit)


def verdict_if_same_for_all(terms: Terms, reading: Reading) -> Verdict:
    """Return the verdict on a reading that is hidden, if any other number under five had the same one. Else it tells of no
    reading, as it would tell which."""
    values: Iterable[Decimal]
    if _is_share(terms):
        if reading.denominator is None:
            return Verdict.NO_READING
        values = (Decimal(100 * few) / reading.denominator for few in range(FEW))
    elif reading.numerator is not None and reading.denominator is not None:
        return Verdict.NO_READING  # a rate: what it is made of is not known here
    else:
        values = (Decimal(few) for few in range(FEW))
    found = {verdict(terms, one, reading.as_at) for one in values}
    return found.pop() if len(found) == 1 else Verdict.NO_READING


def _is_count(terms: Terms, value: Decimal) -> bool:
    return value == value.to_integral_value() and value >= 0 and is_count_unit(terms)


def _small_steps(terms: Terms, readings: Sequence[Reading], gone: set[int]) -> Iterator[date]:
    """Give the days of what is counted up over a year on which fewer than five came to what was last shown."""
    if terms.period is not DataPeriod.YEAR_TO_DATE:
        return
    shown: tuple[date, Decimal] | None = None
    for one in sorted(readings, key=lambda one: (one.as_at, one.id)):
        count = _counted(terms, one)
        if count is None or one.id in gone:
            continue
        if shown is not None and shown[0] < one.as_at and _same_year(terms, shown[0], one.as_at) and abs(count - shown[1]) < FEW:
            yield one.as_at
        else:
            shown = (one.as_at, count)


def _same_year(terms: Terms, day: date, later: date) -> bool:
    month = terms.resets or APRIL
    return begins_anew(month, day) == begins_anew(month, later)


def _counted(terms: Terms, reading: Reading) -> Decimal | None:
    """Return how many a reading counts. None if that is not known."""
    if reading.numerator is not None:
        return Decimal(reading.numerator)
    return reading.value if reading.value is not None and _is_count(terms, reading.value) else None
