"""A canvas of matplotlib's own renderer: lines, shapes and words, measured in points from the lower left corner.

Nothing of a machine has a part in it: no display, no setting, and no font but the one that comes with matplotlib.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import cache
from pathlib import Path as File
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from adapters.papers.pictures.png import png

DOTS = 200  # on an inch
_POINTS = 72  # in an inch
_FONT = 100  # the size at which letters are outlined

Colour = tuple[float, float, float]
Place = tuple[float, float]


class Pen(NamedTuple):
    """A way to draw a line: its colour, how wide it is, and how long its dashes and gaps are."""

    colour: Colour
    wide: float = 0.75
    dashes: tuple[float, ...] = ()


class Anchor(Enum):
    """The side of a word that stands at its place, as a share of its width."""

    START = 0.0
    MIDDLE = 0.5
    END = 1.0


class Canvas:
    """A white canvas."""

    def __init__(self, width: float, height: float) -> None:
        self._across, self._down = round(width * DOTS / _POINTS), round(height * DOTS / _POINTS)
        self._renderer = RendererAgg(self._across, self._down, DOTS)
        self._scale = Affine2D().scale(DOTS / _POINTS)
        self.fill([(0, 0), (width, 0), (width, height), (0, height)], (1, 1, 1))

    def line(self, places: Sequence[Place], pen: Pen) -> None:
        """Draw a line from place to place."""
        self._stroke(_path(places), pen, None)

    def shape(self, places: Sequence[Place], pen: Pen, ground: Colour | None) -> None:
        """Draw a closed shape, on a ground or on what is below it."""
        self._stroke(_path([*places, places[0]]), pen, ground)

    def circle(self, at: Place, radius: float, pen: Pen, ground: Colour) -> None:
        """Draw a circle."""
        self._stroke(Path.circle(at, radius), pen, ground)

    def fill(self, places: Sequence[Place], colour: Colour) -> None:
        """Fill a shape."""
        self._stroke(_path([*places, places[0]]), Pen(colour, 0), colour)

    def write(self, at: Place, said: str, size: float, colour: Colour, anchor: Anchor = Anchor.START, bold: bool = False) -> None:
        """Write words in one line."""
        places, codes = text_to_path.get_text_path(_font(bold), _held(said, bold), ismath=False)
        if not len(places):
            return
        wide = float(max(place[0] for place in places)) * size / _FONT
        outline = Path(places, codes, readonly=True)
        moved = Affine2D().scale(size / _FONT).translate(at[0] - wide * anchor.value, at[1])
        self._stroke(outline.transformed(moved), Pen(colour, 0), colour)

    def png(self) -> bytes:
        """Return what is drawn as PNG."""
        return png(self._renderer.buffer_rgba(), self._across, DOTS)

    def _stroke(self, path: Path, pen: Pen, ground: Colour | None) -> None:
        path.should_simplify = False
        how = self._renderer.new_gc()
        how.set_foreground(pen.colour)
        how.set_linewidth(pen.wide)
        how.set_antialiased(True)
        how.set_joinstyle("round")
        if pen.dashes:
            how.set_dashes(0, pen.dashes)
        self._renderer.draw_path(how, path, self._scale, ground)


def _path(places: Sequence[Place]) -> Path:
    return Path(places)


def _file(bold: bool) -> str:
    return str(File(mpl.get_data_path()) / "fonts" / "ttf" / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"))


@cache
def _font(bold: bool) -> FontProperties:
    return FontProperties(fname=_file(bold))


@cache
def _known(bold: bool) -> frozenset[int]:
    return frozenset(get_font(_file(bold)).get_charmap())


def _held(said: str, bold: bool) -> str:
    """Return words without the signs that the font lacks: a box stands in their place."""
    return "".join(one if ord(one) in _known(bold) and one.isprintable() else "□" for one in said)
