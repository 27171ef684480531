"""The geometry of a run chart, the same at every door: where each thing stands between 0 and 1, from the left and from below.

A line leads from reading to reading, but not across a gap and not across a day on which the measure begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from bot.model.letters.message import Dot, RunChart
from bot.wording.measures.values import PER_CENT, brief_said, short_day

FEWEST = 2  # readings with a value, else there is nothing that a line could show
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_TICKS = 5  # parts of the scale at most
_EDGE = 0.03  # kept free at the sides
_BEYOND = timedelta(days=400)  # of time that is still to come, as much is shown at most, or as much as has passed


class Tick(NamedTuple):
    """A place on an axis and what stands there."""

    at: float
    said: str


class Spot(NamedTuple):
    """A point of a line."""

    x: float
    y: float
    dot: Dot


class Plot(NamedTuple):
    """A run chart as it is drawn. `gaps` are the days of readings that may not be shown, `unread` those on which
    one was due and nobody gave it. `wanted` is a line in steps: what is
    wanted stays the same until the next point is due."""

    values: tuple[Tick, ...]
    days: tuple[Tick, ...]
    lines: tuple[tuple[Spot, ...], ...]
    wanted: tuple[Spot, ...]
    target: float | None
    due: float | None
    mean: float | None
    resets: tuple[float, ...]
    gaps: tuple[float, ...]
    unread: tuple[float, ...] = ()

    @property
    def anew(self) -> float:
        """Return where the average begins: readings before a new beginning have no part in it."""
        return self.resets[-1] if self.resets else 0.0

    @property
    def latest(self) -> Spot:
        """Return the last reading that has a value."""
        return self.lines[-1][-1]

    @property
    def steps(self) -> tuple[tuple[float, float], ...]:
        """Return the corners of the line of what is wanted."""
        found: list[tuple[float, float]] = []
        for one in self.wanted:
            found += [(one.x, found[-1][1])] if found else []
            found.append((one.x, one.y))
        return tuple(found)


def plot(chart: RunChart, apart: float = 0.15) -> Plot | None:
    """Return where everything of a chart stands, the names of its days so far apart at least. None if it has too few values."""
    known = [one for one in chart.points if one.value is not None]
    if len(known) < FEWEST:
        return None
    end = _end(chart)
    wanted = [one for one in chart.trajectory if one.day <= end]
    first, last = min([chart.points[0].day, *(one.day for one in wanted)]), max(chart.points[-1].day, end)
    across = _Scale(first.toordinal(), max(last.toordinal(), first.toordinal() + 1), _EDGE)
    levels = [one.value for one in (chart.target, chart.mean) if one is not None]
    ticks = _ticks([one.value for one in (*known, *wanted) if one.value is not None] + levels, chart.unit)
    up = _Scale(float(ticks[0]), float(ticks[-1]))
    due = chart.target_by if chart.target_by is not None and first <= chart.target_by <= end else None

    def spot(dot: Dot) -> Spot:
        return Spot(across.at(dot.day.toordinal()), up.at(float(dot.value or 0)), dot)

    return Plot(
        values=tuple(Tick(up.at(float(one)), brief_said(one, chart.unit)) for one in ticks),
        days=_days(chart.points, due, across, apart),
        lines=tuple(tuple(map(spot, piece)) for piece in pieces(chart)),
        wanted=tuple(map(spot, wanted)),
        target=up.at(float(chart.target.value)) if chart.target is not None else None,
        due=across.at(due.toordinal()) if due is not None else None,
        mean=up.at(float(chart.mean.value)) if chart.mean is not None else None,
        resets=tuple(across.at(one.toordinal() - 0.5) for one in chart.resets),
        gaps=tuple(across.at(one.day.toordinal()) for one in chart.points if one.value is None),
        unread=tuple(across.at(day.toordinal()) for day in chart.unread),
    )


def pieces(chart: RunChart) -> tuple[tuple[Dot, ...], ...]:
    """Return the readings in pieces that a line may lead through: a gap ends one, and so does a day of a new beginning."""
    found: list[list[Dot]] = [[]]
    before: date | None = None
    for one in chart.points:
        anew = before is not None and any(before < reset <= one.day for reset in chart.resets)
        if (one.value is None or anew) and found[-1]:
            found.append([])
        if one.value is not None:
            found[-1].append(one)
        before = one.day
    return tuple(tuple(piece) for piece in found if piece)


def spread(wanted: Sequence[float], gap: float) -> tuple[float, ...]:
    """Return heights for labels near those that are wanted, between 0 and 1 and so far apart that none covers another."""
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], -at))
    placed = [0.0] * len(wanted)
    floor = 0.0
    for at in order:
        placed[at] = max(wanted[at], floor)
        floor = placed[at] + gap
    ceiling = 1.0
    for at in reversed(order):
        placed[at] = min(placed[at], ceiling)
        ceiling = placed[at] - gap
    return tuple(placed)


class _Scale:
    """A way from values to places between 0 and 1."""

    def __init__(self, low: float, high: float, edge: float = 0.0) -> None:
        self._low, self._span, self._edge = low, high - low, edge

    def at(self, value: float) -> float:
        """Return the place of a value."""
        return round(self._edge + (value - self._low) / self._span * (1 - 2 * self._edge), 6)


def _end(chart: RunChart) -> date:
    """Return the last day that is shown: that of the last reading, or what is wanted later, if that is not far away."""
    first, last = chart.points[0].day, chart.points[-1].day
    far = last + max(last - first, _BEYOND)
    later = [one.day for one in chart.trajectory] + ([chart.target_by] if chart.target_by is not None else [])
    return max([last, *(day for day in later if day <= far)])


def _ticks(values: Sequence[Decimal], unit: str) -> tuple[Decimal, ...]:
    """Return the values that are written beside the scale, all that are drawn between the first and the last of them."""
    low, high = min(values), max(values)
    if low == high:
        low, high = low - max(abs(low) / 10, Decimal(1)), high + max(abs(high) / 10, Decimal(1))
    step = _step(high - low)
    first, last = (low / step).to_integral_value(ROUND_FLOOR), (high / step).to_integral_value(ROUND_CEILING)
    if min(values) >= 0:
        first = max(first, Decimal(0))
    if unit.strip().casefold() in PER_CENT and max(values) <= 100:
        last = min(last, max((Decimal(100) / step).to_integral_value(ROUND_CEILING), first + 1))
    return tuple(step * (first + at) for at in range(int(last - first) + 1))


def _step(span: Decimal) -> Decimal:
    rough = span / _TICKS
    power = Decimal(1).scaleb(rough.adjusted())
    return next(one * power for one in _STEPS if one * power >= rough)


def _days(points: Sequence[Dot], due: date | None, across: _Scale, apart: float) -> tuple[Tick, ...]:
    """Name the days of as many readings as there is room for: the last, the first, and some between; and that of the target."""
    taken: list[Tick] = []
    for day, said in _in_order(points, due):
        here = across.at(day.toordinal())
        if all(abs(here - one.at) >= apart for one in taken):
            taken.append(Tick(here, said))
    return tuple(sorted(taken))


def _in_order(points: Sequence[Dot], due: date | None) -> Iterator[tuple[date, str]]:
    """Give the days that may be named, those first that matter most."""
    yield points[-1].day, points[-1].label
    if due is not None:
        yield due, short_day(due)
    yield from ((one.day, one.label) for one in (points[0], *reversed(points)))
