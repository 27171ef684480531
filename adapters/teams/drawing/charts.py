"""Teams' own charts: bars of counts, and the lines of a run chart. The same stands in sentences below each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from adapters.teams.drawing.elements import Json, heading, note
from bot.model.letters.message import Chart, Dot, Mark, RunChart
from bot.wording.looks import look
from bot.wording.measures.plot import FEWEST, pieces
from bot.wording.sentences import words


def bars(chart: Chart) -> list[Json]:
    """Draw Teams' own chart, or only its title if a client has none: every count stands in the sentences either way."""
    twin = [note(said) for said in chart.twin if said.strip()]
    series = [(mark, counts) for mark, counts in chart.series if any(counts)]
    if not chart.labels or not series:
        return [*heading(chart.title, spacing="Large"), *twin]
    bars: Json = {
        "type": "Chart.HorizontalBar.Stacked",
        "title": chart.title,
        "data": [{"title": label, "data": _bar(series, place)} for place, label in enumerate(chart.labels)],
        "fallback": {"type": "Container", "items": heading(chart.title), "spacing": "Large"},
        "spacing": "Large",
    }
    return [bars, *twin]


def _bar(series: Sequence[tuple[Mark, tuple[int, ...]]], place: int) -> list[Json]:
    return [
        {"legend": f"{mark.shape} {mark.word}", "value": _at(counts, place), "color": look(mark.status).bar}
        for mark, counts in series
        if _at(counts, place)
    ]


def _at(counts: tuple[int, ...], place: int) -> int:
    return counts[place] if place < len(counts) else 0


def lines(chart: RunChart) -> list[Json]:
    """Draw a run chart as Teams' own lines: one for each piece that a line may lead through, and what is wanted beside them."""
    twin = [note(said) for said in chart.twin if said.strip()]
    if sum(one.value is not None for one in chart.points) < FEWEST:
        return [*heading(chart.title, spacing="Large"), *twin]
    drawn: Json = {
        "type": "Chart.Line",
        "title": chart.title,
        "data": list(_lines(chart)),
        "fallback": {"type": "Container", "items": heading(chart.title), "spacing": "Large"},
        "spacing": "Large",
    }
    if chart.unit.strip():
        drawn["yAxisTitle"] = chart.unit
    return [drawn, *twin]


def _lines(chart: RunChart) -> Iterator[Json]:
    for place, piece in enumerate(pieces(chart)):
        name = words("teams.cards.readings_from", {"day": piece[0].label}) if place else words("teams.cards.readings")
        yield _line(name, [(one.day.isoformat(), one.value) for one in piece], "categoricalBlue")
    first = chart.points[0].day.isoformat()
    last = max(one.isoformat() for one in (chart.points[-1].day, *([chart.target_by] if chart.target_by else [])))
    if chart.target is not None:
        yield _line(chart.target.said, [(first, chart.target.value), (last, chart.target.value)], "good")
    if chart.mean is not None:
        anew = max([first, *(one.isoformat() for one in chart.resets)])
        yield _line(chart.mean.said, [(anew, chart.mean.value), (chart.points[-1].day.isoformat(), chart.mean.value)], "neutral")
    if chart.trajectory:
        yield _line(words("scorecard.chart.path_line"), list(_steps(chart.trajectory)), "categoricalPurple")


def _steps(wanted: Sequence[Dot]) -> Iterator[tuple[str, Decimal | None]]:
    """Give the corners of the line of what is wanted: it stays the same until the next point is due."""
    before: Decimal | None = None
    for one in wanted:
        if before is not None:
            yield one.day.isoformat(), before
        yield one.day.isoformat(), one.value
        before = one.value


def _line(legend: str, points: Sequence[tuple[str, Decimal | None]], colour: str) -> Json:
    values = [{"x": day, "y": _number(value)} for day, value in points if value is not None]
    return {"legend": legend, "values": values, "color": colour}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
