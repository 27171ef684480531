"""Tables of Word: a heading row that comes again on each page, rows that stay whole, and a description that is read out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from adapters.papers.colours import colours
from adapters.papers.text import held, in_words, marked
from adapters.papers.word.spans import Links, link, mark
from adapters.papers.word.tags import Element, field, paragraph, run, strong, tag
from bot.model.board.paper import Cell, Column, Grid
from bot.model.letters.message import Chart, Mark
from bot.wording.sentences import words

_LETTER, _STRONG_LETTER, _SIDES, _MOST_LEAST = 102, 116, 190, 2_200  # widths in twentieths of a point
_MOST_DESCRIBED = 250  # letters of a description that programs read out


def table(grid: Grid, number: int, width: int, links: Links) -> Iterator[Element]:
    """Give the caption of a table and the table. `width` is that of the page between its margins."""
    yield _caption(grid.caption, number)
    widths = _widths(grid.columns, grid.rows, width)
    rows = (
        tag("tr", tag("trPr", tag("cantSplit")), *(_cell(cell, wide, links) for cell, wide in zip(row, widths, strict=True)))
        for row in grid.rows
    )
    yield _table(grid.caption, number, widths, _heading_row([(column.heading, None) for column in grid.columns], widths), rows)


def counts(chart: Chart, number: int, width: int) -> Iterator[Element]:
    """Give a chart as a table of its counts, with its caption. Its headings are the statuses, on their own grounds."""
    statuses = ((one.word, one) for one, _ in chart.series)
    headings = [(words("drawing.paper.counted"), None), *statuses, (words("drawing.paper.total"), None)]
    widths = _widths([Column(heading=text, width=24 if at == 0 else 12) for at, (text, _) in enumerate(headings)], (), width)
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


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> list[int]:
    """Return the width of each column, all together that of the page: its share, but no less than its longest word takes."""
    least = [
        max(_least(column.heading.split(), _STRONG_LETTER), *(_least(_unbroken(row[at]), _LETTER) for row in rows), 0)
        for at, column in enumerate(columns)
    ]
    if sum(least) >= width:
        widths = [width * one // sum(least) for one in least]
    else:
        shares = {at: max(column.width, 1) for at, column in enumerate(columns)}
        room = width
        while narrow := [at for at in shares if room * shares[at] < least[at] * sum(shares.values())]:
            room -= sum(least[at] for at in narrow)
            shares = {at: share for at, share in shares.items() if at not in narrow}
        widths = [room * shares[at] // sum(shares.values()) if at in shares else least[at] for at in range(len(columns))]
    widths[-1] += width - sum(widths)
    return widths


def _least(pieces: Iterable[str], letter: int) -> int:
    return min(max(map(len, pieces), default=0) * letter + _SIDES, _MOST_LEAST)


def _unbroken(cell: Cell) -> list[str]:
    """Return what of a cell must stay on one line: a day, a status before words, and each word."""
    if isinstance(cell.value, date):
        return [in_words(cell.value)]
    before = [f"{marked(cell.mark)}  "] if cell.mark is not None and cell.value is not None else []
    alone = marked(cell.mark).split() if cell.mark is not None and cell.value is None else []
    return [*before, *alone, *in_words(cell.value).split()]


def _heading_row(headings: Sequence[tuple[str, Mark | None]], widths: Sequence[int]) -> Element:
    cells = (_heading(text, shown, wide) for (text, shown), wide in zip(headings, widths, strict=True))
    return tag("tr", tag("trPr", tag("cantSplit"), tag("tblHeader")), *cells)


def _heading(text: str, shown: Mark | None, wide: int) -> Element:
    return _box(wide, [run(text) if shown is None else _on_ground(shown)], shown, "TableHeading")


def _cell(cell: Cell, wide: int, links: Links) -> Element:
    said = in_words(cell.value)
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
