"""Empty the cells that are crossed out in the rows of a plan. The words of what is to be done stay: they say which row it is."""

from __future__ import annotations

from collections.abc import Sequence

from seed.draft import Doubts
from seed.meaning.parts import Column, Meaning
from seed.source import EMPTY, Cell, Line
from seed.words import short

_STAYS = frozenset([Meaning.ACTION, Meaning.MILESTONE, Meaning.PRIORITY])


def without_struck(lines: Sequence[Line], columns: Sequence[Column], doubts: Doubts) -> tuple[Line, ...]:
    """Return the rows in which no date, no owner and nothing else beside the words is crossed out. Each cell is told."""
    kept = {column.at for column in columns if column.meaning in _STAYS}
    return tuple(_seen(line, kept, columns, doubts) if any(cell.is_struck for cell in line.cells) else line for line in lines)


def _seen(line: Line, kept: set[int], columns: Sequence[Column], doubts: Doubts) -> Line:
    names = {column.at: column.name for column in columns}
    cells: list[Cell] = []
    for at, cell in enumerate(line.cells):
        struck = cell.is_struck and at not in kept
        cells.append(EMPTY if struck else cell)
        if struck and cell.text and not cell.is_copy:
            place = line.at._replace(column=at + 1)
            doubts.warn(place, "cell_struck", column=names.get(at, ""), read=short(cell.text))
    return line._replace(cells=tuple(cells))
