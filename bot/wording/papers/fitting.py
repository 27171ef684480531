"""The room of a paper: how much of its pages its blocks take, and the most lines of each list with which it stays on its sides.

Widths and heights are in points, of the styles that papers are drawn in (Arial, 10.5 points, tables 9.5). Nobody knows how Word
lays a page out but Word, so letters are taken to be somewhat wider than they are: some room stays free.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import assert_never

from bot.model.board.paper import Break, Bullets, Cell, Column, Figure, Grid, Heading, PaperBlock, Prose
from bot.model.letters.message import Chart, RunChart, plain
from bot.wording.papers.frame import Fields

WIDTH, PAGE = 504, 722  # of 739, as a line or a heading may not fit at the end of a page
LETTER, SMALL_LETTER, TITLE_LETTER = 4.8, 4.4, 9.0  # how wide one is, on average
LINE, SMALL_LINE, TITLE_LINE = 12.4, 11.2, 20
HEADINGS = (26, 21, 19)  # with the space around them, by level
LABEL, BULLET, PADDING = 115, 20, 9  # what a field's label, a bullet, and the edges of a cell take of a width
SMALL_FIGURE, LARGE_FIGURE = 158, 184  # how high a picture stands, with the space around it
Blocks = tuple[PaperBlock, ...]


def fitted(title: str, fields: Fields, made: Sequence[Callable[[], Blocks]], sides: int = 2) -> Blocks:
    """Return the longest blocks that stay on so many sides. `made` has them in order, the shortest first; that one is the last
    resort."""
    room = sides * PAGE - _head(title, fields)
    low, high, best = 0, len(made) - 1, made[0]()
    while low < high:
        middle = (low + high + 1) // 2
        tried = made[middle]()
        if height(tried) <= room:
            low, best = middle, tried
        else:
            high = middle - 1
    return best


def _head(title: str, fields: Fields) -> float:
    said = sum(_lines(text, WIDTH - LABEL, LETTER) * LINE + 1 for _, text in fields)
    return _lines(title, WIDTH, TITLE_LETTER) * TITLE_LINE + 16 + said


def height(blocks: Sequence[PaperBlock]) -> float:
    """Return how high some blocks are, one below the other."""
    small = sum(_is_small(one) for one in blocks)  # two stand beside each other
    return ceil(small / 2) * SMALL_FIGURE + sum(_height(one) for one in blocks if not _is_small(one))


def _height(block: PaperBlock) -> float:
    match block:
        case Heading(text=text, level=level):
            return HEADINGS[level - 1] + (_lines(text, WIDTH, LETTER * 1.3) - 1) * LINE
        case Prose(spans=spans, tone=tone):
            small = tone == "aside"
            lines = _lines(plain(spans), WIDTH - (BULLET if tone == "missing" else 0), SMALL_LETTER if small else LETTER)
            return lines * (SMALL_LINE if small else LINE) + 5
        case Bullets(lines=told):
            said = (plain(spans) if shown is None else f"{shown.word}____ {plain(spans)}" for shown, spans in told)
            return sum(_lines(one, WIDTH - BULLET, LETTER) * LINE + 2 for one in said)
        case Grid():
            return _grid(block)
        case Figure(chart=chart):
            return _figure(chart)
        case Break():
            return 0
    assert_never(block)


def _figure(chart: Chart | RunChart) -> float:
    match chart:
        case Chart(labels=labels, twin=twin):
            return (len(labels) + len(twin) + 3) * (LINE + 4)
        case RunChart(twin=twin):
            return LARGE_FIGURE + (len(twin) + 2) * (LINE + 4)
    assert_never(chart)


def _is_small(block: PaperBlock) -> bool:
    return isinstance(block, Figure) and block.small


def _grid(grid: Grid) -> float:
    heading = tuple(Cell(value=one.heading) for one in grid.columns)
    rows = sum(_row(grid.columns, row) for row in (heading, *grid.rows))
    return _lines(grid.caption, WIDTH, SMALL_LETTER * 1.1) * SMALL_LINE + 7 + rows


def _row(columns: Sequence[Column], row: Sequence[Cell]) -> float:
    every = sum(one.width for one in columns) or 1
    widths = (WIDTH * one.width / every - PADDING for one in columns)
    return max(_lines(_said(cell), width, SMALL_LETTER) for cell, width in zip(row, widths, strict=True)) * SMALL_LINE + 3


def _said(cell: Cell) -> str:
    return " ".join(str(one) for one in (f"__{cell.mark.word}" if cell.mark is not None else None, cell.value) if one is not None)


def _lines(text: str, width: float, letter: float) -> int:
    """Return how many lines a text takes: each of its own lines is broken between words."""
    return sum(max(ceil(len(one) * letter / width), 1) for one in text.split("\n"))
