"""Tables of a sheet. On a narrow screen each row is a card, and each cell says what it is."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from adapters.page.addresses import Addresses
from adapters.page.drawing.spans import link, mark
from adapters.page.drawing.tags import Element, Part, spaced, tag, unseen
from bot.model.board.paper import Cell, Column, Grid
from bot.wording.sentences import day

SHORT = 18  # letters of what stands in one line, such as a ref or a day


def table(grid: Grid, addresses: Addresses, seen: bool = True) -> Element:
    """Return a table with its caption, which is only read out unless it is `seen`.

    Its roles are named, as a table that is drawn as cards is none for a screen reader.
    """
    head = tag("tr", *(tag("th", one.heading, scope="col", role="columnheader") for one in grid.columns), role="row")
    rows = [_row(row, grid.columns, addresses) for row in grid.rows]
    return tag(
        "table",
        tag("caption", grid.caption if seen else unseen(grid.caption)) if grid.caption else None,
        tag("thead", head, role="rowgroup"),
        tag("tbody", *rows, role="rowgroup"),
        role="table",
    )


def _row(cells: tuple[Cell, ...], columns: tuple[Column, ...], addresses: Addresses) -> Element:
    return tag("tr", *(_cell(cell, of, addresses) for cell, of in zip(cells, columns, strict=True)), role="row")


def _cell(cell: Cell, column: Column, addresses: Addresses) -> Element:
    said = _said(cell.value)
    words: Part = said or None
    if cell.link:
        words = link(said, cell.link)
    elif cell.to is not None and said:
        words = tag("a", said, href=addresses.of(cell.to))
    shown: Part = mark(cell.mark)
    if cell.to is not None and not said and isinstance(shown, Element):
        shown = tag("a", shown, href=addresses.of(cell.to))
    kind = "number" if isinstance(cell.value, int | float) else "short" if len(said) <= SHORT else "long"
    parts = spaced([shown, words])
    kept = tag("span", *parts) if parts else None
    return tag("td", kept, class_=kind, role="cell", data_label=column.heading)


def _said(value: str | int | float | date | None) -> str:
    match value:
        case None:
            return ""
        case date():
            return day(value)
        case float():
            return f"{value:g}"
        case int() | str():
            return str(value)
    assert_never(value)
