"""One page of a pdf as it is seen: words with their places, lines made of them, and tables drawn with rules."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from seed.source import EMPTY, Cell

Box = tuple[float, float, float, float]  # left, top, right, bottom
_NEAR = 3.0  # points: edges so close are one
_MARK = re.compile(r"[\u2022\u25aa\u25e6\u25cf\u2023\u2013-]|\(?(?:\d{1,2}|[a-z])[.)]")


class Seen(NamedTuple):
    """A word as it is seen on a page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float = 0.0
    is_bold: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle of the word."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Drawn(NamedTuple):
    """A table of rules: the boxes of its cells, the edges of its columns from the left, and those of its rows from the top."""

    cells: tuple[Box, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def cell_of(self, word: Seen) -> Box | None:
        """Return the cell that a word stands in."""
        across, down = word.middle
        if not (self.columns[0] <= across <= self.columns[-1] and self.rows[0] <= down <= self.rows[-1]):
            return None
        return next((box for box in self.cells if _is_in(word.middle, box)), None)


def drawn(cells: Iterable[Box]) -> Drawn:
    """Return the table that some cells make."""
    boxes = tuple(cells)
    columns = edges(edge for box in boxes for edge in (box[0], box[2]))
    return Drawn(boxes, columns, edges(edge for box in boxes for edge in (box[1], box[3])))


class Row(NamedTuple):
    """A row of a table of rules, and where it begins."""

    top: float
    cells: tuple[Cell, ...]


def edges(places: Iterable[float]) -> tuple[float, ...]:
    """Return the places in order, those that are near to one another as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return tuple(found)


def lines_of(words: Iterable[Seen]) -> list[list[Seen]]:
    """Return the words as lines from the top, each from the left. Words are in one line if their heights overlap by half."""
    lines: list[list[Seen]] = []
    for word in sorted(words, key=lambda word: (word.middle[1], word.left)):
        above = lines[-1][-1] if lines else None
        shared = min(word.bottom, above.bottom) - max(word.top, above.top) if above else 0.0
        if above and shared * 2 > min(word.bottom - word.top, above.bottom - above.top):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def rows_of(table: Drawn, words: Sequence[Seen], fills: Sequence[tuple[Box, str]]) -> list[Row]:
    """Return the rows of a table of rules. A merged cell stands in each row and column that it spans."""
    _, across, down = table
    grid = [[EMPTY] * (len(across) - 1) for _ in down[1:]]
    inside: dict[Box, list[Seen]] = {box: [] for box in table.cells}
    for word in words:
        if box := table.cell_of(word):
            inside[box].append(word)
    for box in table.cells:
        first, last = _span(box[0], box[2], across)
        top, bottom = _span(box[1], box[3], down)
        cell = Cell(
            text=text_of(inside[box], box), down=bottom - top, across=last - first, fill=_fill_of(box, fills)
        )
        for row in range(top, bottom):
            for column in range(first, last):
                is_own = row == top and column == first
                grid[row][column] = cell if is_own else cell._replace(down=1, across=1, is_copy=True)
    return [Row(top, tuple(cells)) for top, cells in zip(down, grid, strict=False)]


def _span(first: float, last: float, places: Sequence[float]) -> tuple[int, int]:
    begins = min(bisect_left(places, first - _NEAR), len(places) - 2)
    return begins, max(min(bisect_left(places, last - _NEAR), len(places) - 1), begins + 1)


def _is_in(place: tuple[float, float], box: Box) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def _fill_of(box: Box, fills: Sequence[tuple[Box, str]]) -> str:
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((colour for over, colour in reversed(fills) if _is_in(middle, over)), "")


def text_of(words: Sequence[Seen], box: Box) -> str:
    """Return the words of a cell. A line begins a new paragraph if its first word had room in the line above."""
    lines = lines_of(words)
    if not lines:
        return ""
    pitches = [below[0].top - above[0].top for above, below in pairwise(lines)]
    usual = median(pitches) if pitches else 0.0
    edge = min(line[0].left for line in lines) - box[0]
    paragraphs = [_words(lines[0])]
    for above, below in pairwise(lines):
        first, size = below[0], below[0].bottom - below[0].top
        room = box[2] - max(edge, 0.0) - above[-1].right
        had_room = room > (first.right - first.left) + size * 0.4 and not first.text[0].islower()
        if had_room or below[0].top - above[0].top > usual * 1.4 or (_MARK.fullmatch(first.text) and below[1:]):
            paragraphs.append(_words(below))
        else:
            paragraphs[-1] += f" {_words(below)}"
    return "\n".join(paragraphs)


def _words(line: Sequence[Seen]) -> str:
    return " ".join(word.text for word in line)


def apart(lines: Sequence[Sequence[Seen]], rules: Sequence[float]) -> Iterator[bool]:
    """Say of each line if it stands apart from the one above: behind a rule, or farther off than lines of one paragraph do."""
    if not lines:
        return
    pairs = list(pairwise(lines))
    ruled = [any(above[0].middle[1] < rule < below[0].middle[1] for rule in rules) for above, below in pairs]
    pitches = [below[0].top - above[0].top for above, below in pairs]
    sizes = [line[0].bottom - line[0].top for line in lines]
    close = sorted(pitch for pitch, size in zip(pitches, sizes, strict=False) if size * 0.8 < pitch < size * 2)
    least = close[len(close) // 10] if close else 0.0
    yield False
    if sum(ruled) > 1:
        yield from ruled
    else:
        yield from (pitch > least * 1.2 for pitch in pitches)
