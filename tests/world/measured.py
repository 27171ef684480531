"""The measures of a plan as its own sentences set them, read month by month: what score cards and charts are drawn from.

Nobody is asked for them, as no role owns them. What they read is made up.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.model.measures.measure import DataPeriod, Measure, MeasureDeed, MeasureStep, Reading, Terms
from bot.model.plan import Plan
from bot.ports.record import Tx
from seed.measures.of_plan import proposed
from tests.world.measure_samples import month_ends

WAVE = (0, 1, -1, 2, 0, -2, 1, 0, 2, -1, 1, 0)  # what a month adds to the way
SILENT, SMALL = 3, 5  # every third of them stopped being read in spring; the fifth counts a few children


def set_measures(tx: Tx, plan: Plan, at: datetime) -> None:
    """Set the measures of a plan, each read at the end of each month."""
    for one in proposed(plan):
        if not one.terms.in_words:
            terms = one.terms.model_copy(update={"period": DataPeriod.MONTH})
            tx.measures.begin(Measure(plan=plan.short, steps=(MeasureStep(deed=MeasureDeed.SET, terms=terms, at=at),)))


def read_measures(tx: Tx, short: str, at: datetime, months: int = 12) -> None:
    """Give every reading of the months before a moment that was not given yet."""
    first = date(at.year, at.month, 1) - timedelta(days=30 * months)
    days = [day for day in month_ends(first, months + 1) if day < at.date()][-months:]
    for measure in tx.measures.all(short):
        known = {one.as_at for one in measure.readings}
        for place, day in enumerate(days):
            if day not in known and not (measure.number % SILENT == 0 and place > months // 2):
                measure = tx.measures.read(measure, _reading(measure.terms, measure.number, place, months, day, at))


def _reading(terms: Terms, number: int, place: int, of: int, day: date, at: datetime) -> Reading:
    """A reading on the way from the baseline to somewhat less than the target, or past it."""
    if number == SMALL:
        few = 11 - place
        return Reading(as_at=day, value=Decimal(max(few, 0)), numerator=max(few, 0), at=at)
    target = terms.target if terms.target is not None else Decimal(50)
    start = terms.baseline if terms.baseline is not None else target * Decimal("0.6")
    share = Decimal(place) / of * (Decimal(number % 4 + 1) / 3)
    value = start + (target - start) * share + abs(target - start) * WAVE[(place + number) % len(WAVE)] / 25
    return Reading(as_at=day, value=max(value, Decimal(0)).quantize(Decimal("0.1")), provisional=place == of - 1, at=at)
