"""Papers as JSON: what each says, taken from the very cells and sentences that are drawn."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from bot.model.board.paper import (
    AnyPaper,
    Book,
    Break,
    Bullets,
    Cell,
    Figure,
    Fragment,
    Grid,
    Heading,
    Paper,
    PaperBlock,
    Plain,
    Prose,
)
from bot.model.letters.message import Mark, Spans, plain


def told(paper: AnyPaper) -> dict[str, object]:
    """Return what a paper says: sheets of rows, or blocks of text, or lines."""
    match paper:
        case Book(title=title, sheets=sheets):
            return {"title": title, "sheets": {one.name: _rows(one.grid) for one in sheets}}
        case Paper(title=title, fields=fields, blocks=blocks):
            found = [block for one in blocks if (block := _block(one)) is not None]
            return {"title": title, "fields": dict(fields), "blocks": found, "foot": paper.foot}
        case Fragment(title=title, blocks=blocks):
            return {"title": title, "blocks": [block for one in blocks if (block := _block(one)) is not None]}
        case Plain(lines=lines):
            return {"lines": list(lines)}
    assert_never(paper)


def _block(block: PaperBlock) -> dict[str, object] | None:
    match block:
        case Heading(text=text, level=level):
            return {"heading": text, "level": level}
        case Prose(spans=spans, tone=tone):
            return {"text": plain(spans), "tone": tone}
        case Bullets(lines=lines):
            return {"lines": [_line(mark, spans) for mark, spans in lines]}
        case Grid():
            return {"table": block.caption, "rows": _rows(block), "none": block.none}
        case Figure(chart=chart):
            return {"chart": chart.title, "lines": list(chart.twin)}
        case Break():
            return None
    assert_never(block)


def _line(mark: Mark | None, spans: Spans) -> str:
    return f"{mark.shape} {mark.word}: {plain(spans)}" if mark else plain(spans)


def _rows(grid: Grid) -> list[dict[str, object]]:
    heads = [one.heading for one in grid.columns]
    return [dict(zip(heads, map(_cell, row), strict=True)) for row in grid.rows]


def _cell(cell: Cell) -> str | int | float | None:
    value = cell.value if cell.value is not None or cell.mark is None else cell.mark.word
    return value.isoformat() if isinstance(value, date) else value
