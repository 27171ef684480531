"""Stacked counts as one bar a label, drawn as SVG: what counts is written in each part, and the same is said in words below."""

from __future__ import annotations

from adapters.page.drawing.spans import mark
from adapters.page.drawing.tags import Element, tag
from bot.model.letters.message import Chart, Mark

HEIGHT = 26
_NARROW = 6.0  # per cent of the width: a narrower part has no room for its number on a phone


def counts(chart: Chart) -> list[Element]:
    """Return the bars of a chart and what their parts mean."""
    most = max((sum(row) for row in _rows(chart)), default=0)
    if not most:
        return []
    bars = [_bar(label, row, chart, most) for label, row in zip(chart.labels, _rows(chart), strict=True) if sum(row)]
    seen = [tag("li", mark(one)) for one, row in chart.series if any(row)]
    return [tag("ul", *bars, class_="bars", aria_hidden="true"), tag("ul", *seen, class_="legend", aria_hidden="true")]


def _rows(chart: Chart) -> list[tuple[int, ...]]:
    return [tuple(row[at] for _, row in chart.series) for at in range(len(chart.labels))]


def _bar(label: str, row: tuple[int, ...], chart: Chart, most: int) -> Element:
    parts: list[Element] = []
    x = 0.0
    for (status, _), count in zip(chart.series, row, strict=True):
        if count:
            wide = 100 * count / most
            parts += _part(status, count, x, wide)
            x += wide
    return tag("li", tag("span", label, class_="bar-label"), tag("svg", *parts, height=str(HEIGHT), class_="bar"))


def _part(status: Mark, count: int, x: float, wide: float) -> list[Element]:
    shape = tag("rect", x=f"{x:.2f}%", y="1", width=f"{wide:.2f}%", height=str(HEIGHT - 2), class_=f"f-{status.status}")
    if wide < _NARROW:
        return [shape]
    said = tag("text", str(count), x=f"{x + wide / 2:.2f}%", y=f"{HEIGHT - 8}", class_=f"i-{status.status}")
    said.set("text-anchor", "middle")
    return [shape, said]
