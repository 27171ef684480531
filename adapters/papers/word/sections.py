"""The pages of a document: upright A4, turned for the parts that have a wide table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from adapters.papers.word.tags import Element, related, tag
from bot.model.board.paper import Break, Grid, Heading, PaperBlock

_SHORT, _LONG, _MARGIN = 11_906, 16_838, 907  # A4 and 1.6 cm, in twentieths of a point
_FOOT = 227  # more, as the foot takes three lines
_MOST_UPRIGHT = 7  # columns


class Section(NamedTuple):
    """The blocks that stand on pages turned alike."""

    turned: bool
    blocks: tuple[PaperBlock, ...]

    @property
    def width(self) -> int:
        """Return the width between the margins."""
        return (_LONG if self.turned else _SHORT) - 2 * _MARGIN


def sections(blocks: Sequence[PaperBlock]) -> list[Section]:
    """Return the sections of a paper: a part under a heading is turned as a whole if it has a wide table."""
    found: list[Section] = []
    for part in _parts(blocks):
        turned = any(isinstance(block, Grid) and block.rows and len(block.columns) > _MOST_UPRIGHT for block in part)
        if found and found[-1].turned == turned:
            found[-1] = Section(turned, (*found[-1].blocks, *part))
        else:
            found.append(Section(turned, part))
    return [Section(one.turned, _trimmed(one.blocks)) for one in found] or [Section(False, ())]


def _parts(blocks: Sequence[PaperBlock]) -> Iterator[tuple[PaperBlock, ...]]:
    """Cut the blocks before each heading that follows something else."""
    part: list[PaperBlock] = []
    for block in blocks:
        if isinstance(block, Heading) and any(not isinstance(one, Heading | Break) for one in part):
            yield tuple(part)
            part = []
        part.append(block)
    if part:
        yield tuple(part)


def _trimmed(blocks: Sequence[PaperBlock]) -> tuple[PaperBlock, ...]:
    """Leave out the breaks at both ends: a section begins a page by itself."""
    kept = list(blocks)
    while kept and isinstance(kept[-1], Break):
        kept.pop()
    while kept and isinstance(kept[0], Break):
        kept.pop(0)
    return tuple(kept)


def page(turned: bool, header: str, footer: str, first: bool) -> Element:
    """Return the set-up of a section's pages. The first page of the paper has its title, and so no header."""
    made = tag("sectPr", related(tag("headerReference", type="default"), header))
    made.inside.append(related(tag("footerReference", type="default"), footer))
    if first:
        made.inside.append(related(tag("footerReference", type="first"), footer))
    made.inside.append(tag("type", val="nextPage"))
    upright = tag("pgSz", w=_SHORT, h=_LONG)
    made.inside.append(tag("pgSz", w=_LONG, h=_SHORT, orient="landscape") if turned else upright)
    sides = {"top": _MARGIN, "right": _MARGIN, "bottom": _MARGIN + _FOOT, "left": _MARGIN}
    made.inside.append(tag("pgMar", **sides, header=400, footer=400, gutter=0))
    if first:
        made.inside.append(tag("titlePg"))
    return made
