"""The page as a test reads it: the words of a sheet, the places that it leads to, and the numbers on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from bot.model.board.paper import Cell, Figure, Grid, Heading, Prose
from bot.model.letters.message import lines_of, plain
from bot.model.page.place import Place, Room
from bot.model.page.sheet import Chain, Filters, Fold, Line, Lines, Pager, Pairs, Sheet, SheetBlock, Tiles
from bot.ports.record import View
from bot.reports.page.sheets import sheet
from bot.wording.sentences import day
from tests.world.plan import email
from tests.world.story import Story


async def opened(story: Story, name: str, place: Place) -> Sheet:
    """The sheet of a place as one of the people sees it."""
    now = story.clock()

    def work(view: View) -> Sheet:
        person = next(one for one in view.people.of(story.short).persons if one.email == email(name))
        return sheet(view, story.short, person, place, now)

    return await story.store.read(work)


async def read(story: Story, name: str, room: Room = Room.OVERVIEW, **wanted: object) -> str:
    """The words of a sheet as one of the people reads them."""
    return words_of(await opened(story, name, Place.model_validate({"room": room, **wanted})))


def words_of(told: Sheet) -> str:
    """All words of a sheet, a line for each thing."""
    frame = [told.title, told.plan_title, told.moment, told.reader]
    return "\n".join([*frame, *(text for block in told.blocks for text in _words(block)), *told.foot])


def ways(told: Sheet) -> set[Place]:
    """Every place that a sheet leads to."""
    found = {tab.to for tab in (*told.nav, *told.way)} | {told.when.keep}
    found |= {told.now[1]} if told.now is not None else set()
    return found | {place for block in told.blocks for place in _ways(block)}


def tiles(told: Sheet) -> dict[str, tuple[int, Place]]:
    """The headline numbers of a sheet by what they count, each with the place that it leads to."""
    return {
        tile.label: (int(tile.count), tile.to)
        for block in told.blocks
        if isinstance(block, Tiles)
        for tile in block.tiles
        if tile.to is not None
    }


def rows(told: Sheet) -> list[tuple[Cell, ...]]:
    """The rows of every table of a sheet, folded ones too."""
    return [row for block in _flat(told.blocks) if isinstance(block, Grid) for row in block.rows]


def listed(told: Sheet, caption: str) -> tuple[Line, ...]:
    """The lines of the list of that name on a sheet."""
    return next(block.lines for block in _flat(told.blocks) if isinstance(block, Lines) and block.caption == caption)


def _flat(blocks: tuple[SheetBlock, ...]) -> Iterator[SheetBlock]:
    for block in blocks:
        yield block
        if isinstance(block, Fold):
            yield from _flat(block.blocks)


def _line(line: Line) -> str:
    mark = f"{line.mark.shape} {line.mark.word}: " if line.mark else ""
    return f"{mark}{plain(line.spans)}{f' / {line.aside}' if line.aside else ''}"


def _cell(cell: Cell) -> str:
    mark = f"{cell.mark.shape} {cell.mark.word} " if cell.mark else ""
    value = day(cell.value) if isinstance(cell.value, date) else "" if cell.value is None else str(cell.value)
    return f"{mark}{value}{f' <{cell.link}>' if cell.link else ''}"


def _words(block: SheetBlock) -> Iterator[str]:
    match block:
        case Heading(text=text):
            yield text
        case Prose(spans=spans):
            yield plain(spans)
        case Grid():
            yield block.caption
            yield from (" | ".join(map(_cell, row)) for row in block.rows)
            yield from [] if block.rows else [block.none]
        case Figure(chart=chart):
            yield from lines_of(chart)
        case Tiles():
            yield from (f"{tile.label}: {tile.count} {tile.note}".strip() for tile in block.tiles)
        case Lines():
            yield block.caption
            yield from map(_line, block.lines)
            yield from [] if block.lines else [block.none]
        case Pairs():
            yield block.caption
            yield from (f"{label}: {'; '.join(map(_line, lines))}" for label, lines in block.pairs)
        case Filters():
            yield block.caption
        case Chain():
            yield block.caption
            for step in block.steps:
                mark = f"{step.mark.shape} {step.mark.word}. " if step.mark else ""
                yield f"{mark}{step.title}. {step.who}. {step.when}.{' (gone)' if step.gone else ''} {step.handle}".strip()
                yield from map(_line, step.lines)
            yield from [] if block.steps else [block.none]
        case Pager():
            yield block.caption
        case Fold():
            yield f"{block.heading} ({block.note})"
            for inner in block.blocks:
                yield from _words(inner)
        case _:
            assert_never(block)


def _ways(block: SheetBlock) -> Iterator[Place]:
    match block:
        case Heading() | Prose() | Figure():
            return
        case Grid(rows=rows):
            yield from (cell.to for row in rows for cell in row if cell.to is not None)
        case Tiles():
            yield from (tile.to for tile in block.tiles if tile.to is not None)
        case Lines():
            yield from (line.to for line in block.lines if line.to is not None)
        case Pairs():
            yield from (line.to for _, lines in block.pairs for line in lines if line.to is not None)
        case Filters():
            yield block.keep
            yield from [block.clear[1]] if block.clear else []
            for ask in block.asks:
                yield from (block.keep.model_validate({**dict(block.keep), ask.field: one.value or None}) for one in ask.choices if one.value)
        case Chain():
            yield from (line.to for step in block.steps for line in step.lines if line.to is not None)
        case Pager():
            yield from (way[1] for way in (block.before, block.after) if way is not None)
        case Fold():
            for inner in block.blocks:
                yield from _ways(inner)
        case _:
            assert_never(block)
