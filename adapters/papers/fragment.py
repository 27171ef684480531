"""A part of somebody's own page: a section of HTML with a heading and a table. What a person wrote is data, never markup.

It has no script, no style and no id, so that nothing of it leaks into the page that it is put into.
"""

from __future__ import annotations

from typing import assert_never
from xml.etree.ElementTree import Element, SubElement, tostring

from adapters.papers.text import held
from bot.model.board.paper import Break, Bullets, Cell, Figure, Fragment, Grid, Heading, PaperBlock, Prose
from bot.model.letters.message import Spans, Text, plain
from bot.wording.sentences import day


def draw(fragment: Fragment) -> bytes:
    """Return the fragment as UTF-8, ended by a line feed."""
    section = Element("section", {"lang": "en-GB"})
    SubElement(section, "h2").text = held(fragment.title)
    for block in fragment.blocks:
        _block(section, block)
    for one in section:
        one.tail = "\n"
    section.text = "\n"
    return tostring(section, encoding="unicode", method="html").encode() + b"\n"


def _block(section: Element, block: PaperBlock) -> None:
    match block:
        case Heading(text=text, level=level):
            SubElement(section, f"h{level + 2}").text = held(text)
        case Prose(spans=spans):
            _words(SubElement(section, "p"), spans)
        case Bullets(lines=lines):
            listed = SubElement(section, "ul")
            for mark, spans in lines:
                SubElement(listed, "li").text = held(f"{mark.word}: {plain(spans)}" if mark else plain(spans))
        case Grid():
            _table(section, block)
        case Figure(chart=chart):
            for said in chart.twin:
                SubElement(section, "p").text = held(said)
        case Break():
            return
        case _:
            assert_never(block)


def _words(paragraph: Element, spans: Spans) -> None:
    """Put words into a paragraph: strong ones as such, if all of them are."""
    strong = all(isinstance(one, Text) and one.strong for one in spans)
    (SubElement(paragraph, "strong") if strong else paragraph).text = held(plain(spans))


def _table(section: Element, grid: Grid) -> None:
    if not grid.rows:
        SubElement(section, "p").text = held(grid.none)
        return
    table = SubElement(section, "table")
    SubElement(table, "caption").text = held(grid.caption)
    heads = SubElement(SubElement(table, "thead"), "tr")
    for column in grid.columns:
        SubElement(heads, "th", {"scope": "col"}).text = held(column.heading)
    body = SubElement(table, "tbody")
    for row in grid.rows:
        cells = SubElement(body, "tr")
        for cell in row:
            SubElement(cells, "td").text = held(_said(cell))


def _said(cell: Cell) -> str:
    value = cell.value if cell.value is not None or cell.mark is None else cell.mark.word
    if isinstance(value, str | int | float):
        return str(value)
    return "" if value is None else day(value)
