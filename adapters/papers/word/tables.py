"""Tables of Word: a heading row that comes again on each page, rows that stay whole, and a description that is read out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import assert_never

from adapters.papers.colours import colours
from adapters.papers.text import held, marked, short_day
from adapters.papers.word.spans import Links, link, mark
from adapters.papers.word.tags import Element, field, paragraph, run, strong, tag
from bot.model.board.paper import Cell, Column, Grid
from bot.model.letters.message import Chart, Mark
from bot.wording.sentences import words

_MOST_DESCRIBED = 250  # letters of a description that programs read out


def table(grid: Grid, number: int, width: int, links: Links) -> Iterator[Element]:
    """Give the caption of a table and the table. `width` is that of the page between its margins."""
    yield _caption(grid.caption, number)
    widths = _widths(grid.columns, width)
    rows = (
        tag("tr", tag("trPr", tag("cantSplit")), *(_cell(cell, wide, links) for cell, wide in zip(row, widths, strict=True)))
        for row in grid.rows
    )
    yield _table(grid.caption, number, widths, _heading_row([(column.heading, None) for column in grid.columns], widths), rows)


def counts(chart: Chart, number: int, width: int) -> Iterator[Element]:
    """Give a chart as a table of its counts, with its caption. Its headings are the statuses, on their own grounds."""
    statuses = ((one.word, one) for one, _ in chart.series)
    headings = [(words("drawing.paper.counted"), None), *statuses, (words("drawing.paper.total"), None)]
    widths = _widths([Column(heading=text, width=24 if at == 0 else 12) for at, (text, _) in enumerate(headings)], width)
    rows = []
    for at, label in enumerate(chart.labels):
        numbers = [of_series[at] for _, of_series in chart.series]
        cells = (_box(wide, [run(text)]) for text, wide in zip([label, *map(str, (*numbers, sum(numbers)))], widths, strict=True))
        rows.append(tag("tr", tag("trPr", tag("cantSplit")), *cells))
    yield _caption(chart.title, number)
    yield _table(chart.title, number, widths, _heading_row(headings, widths), rows)


def _table(caption: str, number: int, widths: Sequence[int], heading: Element, rows: Iterable[Element]) -> Element:
    made = tag("tbl", _properties(caption, number, sum(widths)), tag("tblGrid", *(tag("gridCol", w=one) for one in widths)))
    made.inside += [heading, *rows]
    return made


def _caption(caption: str, number: int) -> Element:
    named = words("drawing.paper.caption", {"caption": caption})
    return paragraph("Caption", [run(words("drawing.paper.table")), *field("SEQ Table \\* ARABIC", str(number)), run(named)])


def _properties(caption: str, number: int, width: int) -> Element:
    title = f"{words('drawing.paper.table')}{number}"
    return tag(
        "tblPr",
        tag("tblStyle", val="PaperTable"),
        tag("tblW", w=width, type="dxa"),
        tag("tblLayout", type="fixed"),
        tag("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
        tag("tblCaption", val=title),
        tag("tblDescription", val=held(caption).replace("\n", " ")[:_MOST_DESCRIBED]),
    )


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    """Return the width of each column, all together that of the page."""
    shares = sum(max(one.width, 1) for one in columns)
    widths = [width * max(one.width, 1) // shares for one in columns]
    widths[-1] += width - sum(widths)
    return widths


def _heading_row(headings: Sequence[tuple[str, Mark | None]], widths: Sequence[int]) -> Element:
    cells = (_heading(text, shown, wide) for (text, shown), wide in zip(headings, widths, strict=True))
    return tag("tr", tag("trPr", tag("cantSplit"), tag("tblHeader")), *cells)


def _heading(text: str, shown: Mark | None, wide: int) -> Element:
    return _box(wide, [run(text) if shown is None else _on_ground(shown)], shown, "TableHeading")


def _cell(cell: Cell, wide: int, links: Links) -> Element:
    said = _words(cell)
    inside = link(said, cell.link, links) if cell.link else run(said)
    if cell.mark is None:
        return _box(wide, [inside])
    if not said and not cell.link:
        return _box(wide, [_on_ground(cell.mark)], cell.mark)
    return _box(wide, [mark(cell.mark), run(" "), inside])


def _on_ground(shown: Mark) -> Element:
    return run(marked(shown), strong(), tag("color", val=colours(shown).ink))


def _box(wide: int, inside: Sequence[Element], ground: Mark | None = None, style: str = "TableText") -> Element:
    """Return a cell, on the ground of a status if it shows one."""
    set_up = tag("tcPr", tag("tcW", w=wide, type="dxa"))
    if ground is not None:
        set_up.inside.append(tag("shd", val="clear", color="auto", fill=colours(ground).ground))
    return tag("tc", set_up, paragraph(style, inside))


def _words(cell: Cell) -> str:
    match cell.value:
        case None:
            return ""
        case date():
            return short_day(cell.value)
        case int() | float() | str():
            return str(cell.value)
    assert_never(cell.value)
