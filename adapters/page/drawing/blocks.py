"""The blocks of a sheet as HTML, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import assert_never

from adapters.page.addresses import Addresses
from adapters.page.drawing.chart import svg
from adapters.page.drawing.counts import counts
from adapters.page.drawing.forms import form, is_used
from adapters.page.drawing.spans import line, mark, spans
from adapters.page.drawing.tables import table
from adapters.page.drawing.tags import Element, Part, spaced, tag
from bot.model.board.paper import Figure, Grid, Heading, Prose
from bot.model.letters.message import Chart, RunChart
from bot.model.page.place import Place
from bot.model.page.sheet import Chain, Filters, Fold, Line, Lines, Pager, Pairs, SheetBlock, Step, Tile, Tiles
from bot.wording.sentences import words

DEEPEST = 6  # of headings


class Blocks:
    """Draws one block after another. Counts what needs a name of its own on the page, and knows the heading just above."""

    def __init__(self, at: Place, addresses: Addresses) -> None:
        self._at = at
        self._addresses = addresses
        self._named = 0
        self._heading = ""

    def drawn(self, blocks: Sequence[SheetBlock], above: int = 1) -> Iterator[Element]:
        """Give the elements of some blocks. `above` is the level of the heading that they stand under."""
        for are_charts, some in groupby(blocks, lambda one: isinstance(one, Figure)):
            together = list(some)
            if are_charts and len(together) > 1:
                yield tag("div", *(part for one in together for part in self._next(one, above)), class_="figures")
                continue
            for block in together:
                yield from self._next(block, above)

    def _next(self, block: SheetBlock, above: int) -> Iterator[Element]:
        yield from self._block(block, above)
        self._heading = block.text if isinstance(block, Heading) else self._heading if isinstance(block, Prose) else ""

    def _block(self, block: SheetBlock, above: int) -> Iterator[Element]:
        match block:
            case Heading(text=text, level=level):
                yield tag(f"h{min(above + level, DEEPEST)}", text)
            case Prose(spans=said, tone=tone):
                yield tag("p", *spans(said), class_=None if tone == "plain" else tone)
            case Grid(rows=(), none=none, caption=caption):
                yield tag("p", none or caption, class_="none")
            case Grid(caption=caption):
                yield table(block, self._addresses, seen=caption != self._heading)
            case Figure(chart=chart):
                yield self._figure(chart)
            case Tiles():
                yield tag("ul", *map(self._tile, block.tiles), class_="tiles", aria_label=block.caption)
            case Lines():
                yield from self._lines(block)
            case Pairs():
                yield tag("dl", *(self._pair(label, said) for label, said in block.pairs), class_="pairs")
            case Filters():
                yield self.filters(block, unfolded=is_used(block))
            case Chain():
                yield self._chain(block)
            case Pager():
                yield self._pager(block)
            case Fold():
                yield self._fold(block, above)
            case _:
                assert_never(block)

    def filters(self, filters: Filters, unfolded: bool) -> Element:
        """Return a form that opens at its caption."""
        asked = form(filters, self._name("ask"), self._addresses)
        return tag("details", tag("summary", filters.caption), asked, class_="asking", open="" if unfolded else None)

    def _name(self, kind: str) -> str:
        self._named += 1
        return f"{kind}{self._named}"

    def _figure(self, chart: Chart | RunChart) -> Element:
        match chart:
            case Chart():
                drawn = counts(chart)
            case RunChart():
                seen = svg(chart, self._name("chart"))
                drawn = [seen] if seen is not None else []
            case _:
                assert_never(chart)
        twin = tag("ul", *(tag("li", one) for one in chart.twin), class_="twin")
        return tag("figure", tag("figcaption", chart.title), *drawn, twin)

    def _tile(self, tile: Tile) -> Element:
        note = tag("small", tile.note) if tile.note else None
        said: list[Part] = [tag("b", tile.count, class_="count"), " ", tag("span", tile.label, class_="label")]
        if tile.mark is not None:
            said = [tag("b", tile.count, class_="count"), " ", mark(tile.mark), " ", tag("span", tile.label, class_="label")]
        inside = tag("a", *said, note, href=self._addresses.of(tile.to)) if tile.to is not None else tag("p", *said, note)
        return tag("li", inside)

    def _lines(self, block: Lines) -> Iterator[Element]:
        """Give a list under its caption. If a heading says the same just above, the caption is only read out."""
        seen = block.caption not in ("", self._heading)
        name = self._name("list") if seen else None
        if seen:
            yield tag("p", block.caption, class_="caption", id=name)
        if not block.lines:
            yield tag("p", block.none, class_="none")
            return
        label = None if seen else block.caption or None
        yield tag("ul", *map(self._line, block.lines), class_="lines", aria_label=label, aria_labelledby=name)

    def _line(self, one: Line) -> Element:
        return tag("li", *line(one, self._at, self._addresses))

    def _pair(self, label: str, said: Sequence[Line]) -> Element:
        return tag("div", tag("dt", label), *(tag("dd", *line(one, self._at, self._addresses)) for one in said))

    def _chain(self, chain: Chain) -> Element:
        if not chain.steps:
            return tag("p", chain.none, class_="none")
        return tag("ol", *map(self._step, chain.steps), class_="chain", aria_label=chain.caption)

    def _step(self, step: Step) -> Element:
        gone = _small(words("visits.look.gone") if step.gone else "", "gone-word")
        head = tag("p", *spaced([mark(step.mark), tag("b", step.title), _small(step.handle, "handle"), gone]))
        who = tag("p", *spaced([step.who or None, _small(step.when, "when")]), class_="who")
        said = [tag("p", *line(one, self._at, self._addresses)) for one in step.lines]
        return tag("li", head, who, *said, class_="gone" if step.gone else None, id=step.handle or None)

    def _pager(self, pager: Pager) -> Element:
        ways = [
            tag("a", way[0], href=self._addresses.of(way[1]), rel=rel)
            for way, rel in ((pager.before, "prev"), (pager.after, "next"))
            if way is not None
        ]
        return tag("nav", tag("p", pager.caption), *spaced(ways), class_="pager", aria_label=words("visits.look.leaves"))

    def _fold(self, fold: Fold, above: int) -> Element:
        level = min(above + 1, DEEPEST)
        self._heading = fold.heading
        note = tag("span", fold.note, class_="note") if fold.note else None
        head = tag("summary", *spaced([tag(f"h{level}", fold.heading), mark(fold.mark), note]))
        return tag("details", head, *self.drawn(fold.blocks, level), class_="fold", open="" if fold.open else None)


def _small(said: str, kind: str) -> Element | None:
    return tag("span", said, class_=kind) if said else None
