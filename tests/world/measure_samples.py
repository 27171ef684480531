"""Measures as they are told, for tests of whatever shows them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.model.measures.measure import DataPeriod, Measure, MeasureDeed, MeasureStep, Point, Terms
from bot.model.measures.standing import Direction, MeasureTold, Shown, Verdict

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
IN_TIME = Terms(
    text="Plans issued within 20 weeks rise to 40% in 2025 and 60% in 2026, from 17% in 2024.",
    actions=("2.1",),
    unit="%",
    baseline=Decimal(17),
    baseline_on=date(2024, 12, 31),
    target=Decimal(60),
    target_by=date(2026, 12, 31),
    trajectory=(Point(by=date(2025, 12, 31), value=Decimal(40)),),
    period=DataPeriod.MONTH,
    owner="SEND Data Officer",
)


def month_ends(first: date, count: int) -> list[date]:
    """The last days of so many months."""
    found = []
    for at in range(count):
        month = first.month + at
        year, month = first.year + (month - 1) // 12, (month - 1) % 12 + 1
        after = date(year + month // 12, month % 12 + 1, 1)
        found.append(date.fromordinal(after.toordinal() - 1))
    return found


def measure(terms: Terms = IN_TIME, number: int = 1) -> Measure:
    """A measure that was set."""
    return Measure(id=number, number=number, plan="plan", steps=(MeasureStep(deed=MeasureDeed.SET, terms=terms, at=AT),))


def told(
    values: Sequence[int | str | None] = (17, 19, 18, 22, 24, 23, 27, 29, 31, 34),
    terms: Terms = IN_TIME,
    number: int = 1,
    first: date = date(2026, 1, 31),
    verdict: Verdict = Verdict.BEHIND,
    direction: Direction = Direction.BETTER,
    mean: Decimal | None = Decimal(18),
    expected: Decimal | None = Decimal(40),
    late_since: date | None = None,
    provisional: bool = False,
) -> MeasureTold:
    """A measure with a reading for each month from the first on. None is one that is hidden."""
    days = month_ends(first, len(values))
    last = len(values) - 1
    return MeasureTold(
        measure=measure(terms, number),
        shown=tuple(
            Shown(
                entry=at + 1,
                as_at=day,
                value=Decimal(value) if value is not None else None,
                hidden=value is None,
                few=value is None,
                provisional=provisional and at == last,
            )
            for at, (day, value) in enumerate(zip(days, values, strict=True))
        ),
        verdict=verdict,
        direction=direction,
        mean=mean,
        expected=expected,
        late_since=late_since,
    )
