"""A run chart as a picture in a paper: lines that differ in dash and shape beside their colour, named where they end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from threading import Lock
from typing import NamedTuple

from adapters.papers.pictures.canvas import Anchor, Canvas, Colour, Pen, Place
from bot.model.letters.message import RunChart
from bot.wording.measures.plot import Plot, Spot, plot, spread
from bot.wording.measures.values import brief_said
from bot.wording.sentences import words

INK: Colour = (0.106, 0.141, 0.188)
GREY: Colour = (0.42, 0.46, 0.51)
FAINT: Colour = (0.82, 0.85, 0.88)
BLUE: Colour = (0.043, 0.239, 0.569)
GREEN: Colour = (0.106, 0.478, 0.2)
PURPLE: Colour = (0.416, 0.106, 0.604)
WHITE: Colour = (1.0, 1.0, 1.0)

_LETTER = 0.62  # how wide a letter is taken to be, as a share of its height
_MOST_TITLE = 2  # lines
_one_at_a_time = Lock()  # papers are drawn on threads, and matplotlib's fonts belong to one at a time


class Size(NamedTuple):
    """The size of a picture and of what is around its lines, in points."""

    width: float
    height: float
    left: float
    right: float
    bottom: float
    letter: float

    @property
    def across(self) -> float:
        """Return how wide the lines may go."""
        return self.width - self.left - self.right


LARGE = Size(504, 178, 40, 112, 20, 8)
SMALL = Size(248, 150, 34, 86, 18, 7.5)  # two stand beside each other


def picture(chart: RunChart, size: Size) -> bytes | None:
    """Return the picture of a chart as PNG. None if it has too few values to draw."""
    apart = 9 * size.letter * _LETTER / size.across + 0.03
    found = plot(chart, apart)
    if found is None:
        return None
    with _one_at_a_time:
        return _Drawn(chart, found, size).png()


class _Drawn:
    """A chart on its canvas."""

    def __init__(self, chart: RunChart, found: Plot, size: Size) -> None:
        self._chart, self._found, self._size = chart, found, size
        self._canvas = Canvas(size.width, size.height)
        head = self._title() if size is SMALL else []
        note = chart.note if found.gaps else ""
        notes = wrap(note, int(size.width / (size.letter * _LETTER))) if note else []
        self._low = size.bottom + len(notes) * (size.letter + 2)
        unit = 1 if len(chart.unit.strip()) > 1 else 0
        self._high = size.height - 8 - (len(head) + unit) * (size.letter + 2.5)
        self._write_around(head, notes, bool(unit))
        self._axes()
        self._wanted()
        self._readings()
        self._names()

    def png(self) -> bytes:
        """Return it as PNG."""
        return self._canvas.png()

    def _title(self) -> list[str]:
        lines = wrap(self._chart.title, int(self._size.width / (self._size.letter * _LETTER)))
        return lines if len(lines) <= _MOST_TITLE else [*lines[: _MOST_TITLE - 1], f"{lines[_MOST_TITLE - 1][:-1]}…"]

    def _write_around(self, head: Sequence[str], notes: Sequence[str], unit: bool) -> None:
        size, canvas = self._size, self._canvas
        down = size.height - size.letter - 1
        for said in head:
            canvas.write((1, down), said, size.letter, INK, bold=True)
            down -= size.letter + 2.5
        if unit:
            canvas.write((1, down), self._chart.unit[:60], size.letter, GREY)
        for at, said in enumerate(reversed(notes)):
            canvas.write((1, 2 + at * (size.letter + 2)), said, size.letter, GREY)

    def _axes(self) -> None:
        size, canvas = self._size, self._canvas
        for tick in self._found.values:
            canvas.line([self._at(0, tick.at), self._at(1, tick.at)], Pen(FAINT, 0.6))
            x, y = self._at(0, tick.at)
            canvas.write((x - 4, y - size.letter * 0.36), tick.said, size.letter, INK, Anchor.END)
        for tick in self._found.days:
            x, y = self._at(tick.at, 0)
            canvas.line([(x, y), (x, y - 3)], Pen(GREY))
            canvas.write((x, y - size.letter - 4), tick.said, size.letter, INK, Anchor.MIDDLE)
        for at in self._found.resets:
            canvas.line([self._at(at, 0), self._at(at, 1)], Pen(GREY, 0.75, (2, 2)))

    def _wanted(self) -> None:
        found, canvas = self._found, self._canvas
        if found.mean is not None:
            canvas.line([self._at(found.anew, found.mean), self._at(1, found.mean)], Pen(GREY, 0.75))
        if found.target is not None:
            canvas.line([self._at(0, found.target), self._at(1, found.target)], Pen(GREEN, 1.1, (6, 3)))
            if found.due is not None:
                canvas.shape(_diamond(self._at(found.due, found.target), 3.6), Pen(GREEN, 1.1), WHITE)
        if found.wanted:
            canvas.line([self._at(x, y) for x, y in found.steps], Pen(PURPLE, 1.1, (1.2, 1.8)))
            for spot in found.wanted:
                canvas.shape(_square(self._spot(spot), 2.1), Pen(PURPLE, 0.9), WHITE)

    def _readings(self) -> None:
        canvas = self._canvas
        for piece in self._found.lines:
            if len(piece) > 1:
                canvas.line([self._spot(one) for one in piece], Pen(BLUE, 1.7))
            for one in piece:
                canvas.circle(self._spot(one), 2.4, Pen(BLUE, 1.1), WHITE if one.dot.provisional else BLUE)
        for at in self._found.gaps:
            x, y = self._at(at, 0)
            for way in (-1, 1):
                canvas.line([(x - 2.2, y + 5 - 2.2 * way), (x + 2.2, y + 5 + 2.2 * way)], Pen(BLUE, 1.1))
        for x, y in (self._at(at, 0) for at in self._found.unread):
            canvas.line([(x, y), (x, y + 5)], Pen(BLUE, 1.1))

    def _names(self) -> None:
        names, size = list(self._lines()), self._size
        places = spread([one[0] for one in names], (size.letter + 1.5) / (self._high - self._low))
        for place, (_, said, colour, bold) in zip(places, names, strict=True):
            x, y = self._at(1, place)
            self._canvas.write((x + 5, y - size.letter * 0.36), said, size.letter, colour, bold=bold)

    def _lines(self) -> Iterator[tuple[float, str, Colour, bool]]:
        found, chart, latest = self._found, self._chart, self._found.latest
        if latest.dot.value is not None:
            yield latest.y, words("scorecard.chart.latest_line", {"value": brief_said(latest.dot.value, chart.unit)}), BLUE, True
        if found.target is not None and chart.target is not None:
            yield found.target, chart.target.said, GREEN, False
        if found.mean is not None and chart.mean is not None:
            yield found.mean, chart.mean.said, GREY, False
        if found.wanted:
            yield found.wanted[-1].y, words("scorecard.chart.path_line"), PURPLE, False

    def _spot(self, spot: Spot) -> Place:
        return self._at(spot.x, spot.y)

    def _at(self, x: float, y: float) -> Place:
        return self._size.left + x * self._size.across, self._low + y * (self._high - self._low)


def _diamond(at: Place, far: float) -> list[Place]:
    x, y = at
    return [(x - far, y), (x, y - far), (x + far, y), (x, y + far)]


def _square(at: Place, far: float) -> list[Place]:
    x, y = at
    return [(x - far, y - far), (x + far, y - far), (x + far, y + far), (x - far, y + far)]
