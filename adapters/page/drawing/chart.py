"""A run chart as SVG inside a page: lines that differ in more than colour, named where they end, and the same in words.

It draws in the colour of the text around it, so it is seen in light and in dark, in the colours that a reader forces, and on
paper. Nothing in it needs a style or a script of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from bot.model.letters.message import RunChart
from bot.wording.measures.plot import Plot, plot, spread
from bot.wording.measures.values import brief_said
from bot.wording.sentences import words

WIDTH, HEIGHT = 360, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 98, 26, 28
_LETTER = 12
_APART = 0.3  # of the names of days
_MOST_UNIT = 40
_INK = "currentColor"

Element = etree._Element


def svg(chart: RunChart, name: str) -> Element | None:
    """Return the picture of a chart, to be put into a page. None if it has too few values to draw: its sentences say all.

    `name` begins the ids in it, so it must be no other's on the same page.
    """
    found = plot(chart, _APART)
    if found is None:
        return None
    ids = f"{name}-title", f"{name}-desc"
    root = etree.Element(
        "svg",
        {"class": "run-chart", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img", "aria-labelledby": " ".join(ids)},
    )
    for kind, key, said in (("title", ids[0], chart.title), ("desc", ids[1], " ".join(chart.twin))):
        one = etree.SubElement(root, kind, {"id": key})
        one.text = _held(said)
    root.extend(_drawn(chart, found))
    return root


def _drawn(chart: RunChart, found: Plot) -> Iterator[Element]:
    yield from _axes(chart, found)
    yield from _wanted(found)
    yield from _readings(found)
    yield from _names(chart, found)


def _axes(chart: RunChart, found: Plot) -> Iterator[Element]:
    for tick in found.values:
        yield _line("grid", [(0, tick.at), (1, tick.at)], {"stroke-opacity": "0.25"})
        yield _word(_LEFT - 6, _y(tick.at) + 4, tick.said, "end")
    for tick in found.days:
        yield _line("grid", [(tick.at, 0), (tick.at, -0.02)], {})
        yield _word(_x(tick.at), HEIGHT - 8, tick.said, "middle")
    if len(chart.unit.strip()) > 1:
        yield _word(2, 14, chart.unit[:_MOST_UNIT], "start")


def _wanted(found: Plot) -> Iterator[Element]:
    if found.mean is not None:
        yield _line("mean", [(found.anew, found.mean), (1, found.mean)], {"stroke-width": "1", "stroke-opacity": "0.7"})
    if found.target is not None:
        yield _line("target", [(0, found.target), (1, found.target)], {"stroke-width": "1.5", "stroke-dasharray": "7 4"})
        if found.due is not None:
            yield _shape("target", _x(found.due), _y(found.target), "M0 -5 L5 0 L0 5 L-5 0 Z")
    if found.wanted:
        yield _line("path", found.steps, {"stroke-width": "1.5", "stroke-dasharray": "1.5 3"})
        for spot in found.wanted:
            yield _shape("path", _x(spot.x), _y(spot.y), "M-3 -3 H3 V3 H-3 Z")
    for at in found.resets:
        yield _line("reset", [(at, 0), (at, 1)], {"stroke-dasharray": "3 3", "stroke-opacity": "0.6"})


def _readings(found: Plot) -> Iterator[Element]:
    for piece in found.lines:
        if len(piece) > 1:
            yield _line("readings", [(spot.x, spot.y) for spot in piece], {"stroke-width": "2.5"})
        for spot in piece:
            fill = "none" if spot.dot.provisional else _INK
            yield etree.Element(
                "circle",
                {"class": "chart-dot", "cx": _n(_x(spot.x)), "cy": _n(_y(spot.y)), "r": "3.5", "fill": fill, "stroke": _INK},
            )
    for at in found.gaps:
        yield _shape("gap", _x(at), _y(0) - 6, "M-3 -3 L3 3 M-3 3 L3 -3")
    for at in found.unread:
        yield _shape("unread", _x(at), _y(0), "M0 0 V-7")


def _names(chart: RunChart, found: Plot) -> Iterator[Element]:
    """Write the name of each line where it ends, none over another."""
    latest = found.latest
    said = [(latest.y, brief_said(latest.dot.value, chart.unit), "bold")] if latest.dot.value is not None else []
    if found.target is not None and chart.target is not None:
        said.append((found.target, chart.target.said, "normal"))
    if found.mean is not None and chart.mean is not None:
        said.append((found.mean, chart.mean.said, "normal"))
    if found.wanted:
        said.append((found.wanted[-1].y, words("scorecard.chart.path_line"), "normal"))
    places = spread([one[0] for one in said], (_LETTER + 2) / _height())
    for at, (_, text, weight) in zip(places, said, strict=True):
        one = _word(WIDTH - _RIGHT + 8, _y(at) + 4, text, "start")
        one.set("font-weight", weight)
        yield one


def _line(kind: str, points: Sequence[tuple[float, float]], more: dict[str, str]) -> Element:
    said = " ".join(f"{_n(_x(x))},{_n(_y(y))}" for x, y in points)
    return etree.Element("polyline", {"class": f"chart-{kind}", "points": said, "fill": "none", "stroke": _INK, **more})


def _shape(kind: str, x: float, y: float, path: str) -> Element:
    place = f"translate({_n(x)} {_n(y)})"
    return etree.Element("path", {"class": f"chart-{kind}", "d": path, "transform": place, "fill": "none", "stroke": _INK})


def _word(x: float, y: float, said: str, anchor: str) -> Element:
    one = etree.Element(
        "text",
        {"class": "chart-word", "x": _n(x), "y": _n(y), "text-anchor": anchor, "font-size": str(_LETTER), "fill": _INK},
    )
    one.text = _held(said)
    return one


def _held(text: str) -> str:
    """Return a text as XML can hold it."""
    return "".join(one for one in text if one.isprintable() or one == " ")


def _x(at: float) -> float:
    return _LEFT + at * (WIDTH - _LEFT - _RIGHT)


def _y(at: float) -> float:
    return _TOP + (1 - at) * _height()


def _height() -> int:
    return HEIGHT - _TOP - _BOTTOM


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
