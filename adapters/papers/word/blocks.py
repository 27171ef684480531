"""The blocks of a paper as paragraphs and tables of Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from adapters.papers.word.figures import Figures, Images
from adapters.papers.word.spans import Links, mark, spans
from adapters.papers.word.tables import counts, table
from adapters.papers.word.tags import Element, paragraph, properties, run, strong, tag
from bot.model.board.paper import Break, Bullets, Figure, Grid, Heading, PaperBlock, Prose
from bot.model.letters.message import Chart, RunChart, Text
from bot.wording.sentences import words

_STYLES = {"plain": "Normal", "aside": "SmallPrint", "missing": "NotWritten"}


class Blocks:
    """Draws one block after another. Counts the tables of the document."""

    def __init__(self, links: Links, images: Images) -> None:
        self._links = links
        self._figures = Figures(images)
        self._tables = 0

    def drawn(self, blocks: Sequence[PaperBlock], width: int) -> Iterator[Element]:
        """Give the paragraphs and tables of some blocks. What follows a break begins a page."""
        begins_page = False
        for block in _together(blocks):
            if isinstance(block, Break):
                begins_page = True
                continue
            for element in self._figures.small(block) if isinstance(block, list) else self._block(block, width):
                if begins_page:  # a caption stands before each table, so this is a paragraph
                    properties(element).insert(1, tag("pageBreakBefore"))
                    begins_page = False
                yield element

    def _block(self, block: Heading | Prose | Bullets | Grid | Figure, width: int) -> Iterator[Element]:
        match block:
            case Heading(text=text, level=level):
                yield paragraph(f"Heading{level}", [run(text)])
            case Prose():
                yield self._prose(block)
            case Bullets(lines=lines):
                for shown, line in lines:
                    marked = [] if shown is None else [mark(shown), run(" ")]
                    yield paragraph("ListBullet", [*marked, *spans(line, self._links)])
            case Grid(rows=()):
                said = block.none or words("drawing.paper.no_rows")
                yield self._prose(Prose(spans=(Text(text=said),)))
            case Grid():
                self._tables += 1
                yield from table(block, self._tables, width, self._links)
            case Figure(chart=chart):
                yield from self._figure(chart, width)
            case _:
                assert_never(block)

    def _prose(self, prose: Prose) -> Element:
        missing = [run(words("drawing.paper.missing"), strong())] if prose.tone == "missing" else []
        return paragraph(_STYLES[prose.tone], [*missing, *spans(prose.spans, self._links)])

    def _figure(self, chart: Chart | RunChart, width: int) -> Iterator[Element]:
        match chart:
            case Chart():
                yield from self._chart(chart, width)
            case RunChart():
                yield from self._figures.large(chart)
            case _:
                assert_never(chart)

    def _chart(self, chart: Chart, width: int) -> Iterator[Element]:
        self._tables += 1
        yield from counts(chart, self._tables, width)
        yield paragraph("SmallPrint", [run(words("drawing.paper.chart_twin"))])
        for line in chart.twin:
            yield paragraph("ListBullet", [run(line)])


def _together(blocks: Iterable[PaperBlock]) -> Iterator[PaperBlock | list[RunChart]]:
    """Give the blocks, small charts that follow each other as one list."""
    charts: list[RunChart] = []
    for block in blocks:
        if isinstance(block, Figure) and block.small and isinstance(block.chart, RunChart):
            charts.append(block.chart)
            continue
        if charts:
            yield charts
            charts = []
        yield block
    if charts:
        yield charts
