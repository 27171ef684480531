"""Rows that stand under other rows of their table: by how deep they are said to stand, or by the row that they name."""

from __future__ import annotations

from collections.abc import Sequence

from seed.meaning.parts import Meaning
from seed.meaning.rows.steps import Where
from seed.source import Line

_ABOVE = 12  # levels above a row that are followed


class Tree:
    """The rows of a table by what stands above each: its number among the rows, or None.

    `tops` stand over rows that stand over others: they are priorities. `actions` stand over `leaves`, which stand over none.
    """

    def __init__(self, above: Sequence[int | None]) -> None:
        self.above = above
        parents = {one for one in above if one is not None}
        self.tops = {one for one in (above[at] for at in parents) if one is not None and above[one] is None}
        self.actions = {one for at, one in enumerate(above) if one is not None and at not in parents} - self.tops
        self.leaves = frozenset(range(len(above))) - parents

    def root(self, at: int) -> int:
        """Return the highest row over a row, itself if there is none."""
        for _ in range(_ABOVE):
            over = self.above[at]
            if over is None:
                return at
            at = over
        return at


def tree_of(body: Sequence[Line], where: Where) -> Tree | None:
    """Return what stands above each row. None if the table does not say, or no row stands above another."""
    if (at := where.first(Meaning.LEVEL)) is not None:
        above = _by_level([_text(line, at) for line in body])
    elif parents := where.columns.get(Meaning.PARENT):
        above = _by_name(body, parents)
    else:
        return None
    return Tree(above) if any(one is not None for one in above) else None


def _text(line: Line, at: int) -> str:
    return line.cells[at].text.strip() if at < len(line.cells) else ""


def _by_level(levels: Sequence[str]) -> list[int | None]:
    outlined = any("." in said.strip(".") for said in levels)
    above: list[int | None] = []
    open_: list[tuple[int, int]] = []  # the level and the number of each row that is open
    for number, said in enumerate(levels):
        level = _depth(said) if outlined else int(said) if said.isdecimal() and len(said) < 3 else None
        if level is None:
            above.append(open_[-1][1] if open_ else None)
            continue
        while open_ and open_[-1][0] >= level:
            open_.pop()
        above.append(open_[-1][1] if open_ else None)
        open_.append((level, number))
    return above


def _depth(outline: str) -> int | None:
    """Return how deep a row stands by its number in an outline, such as 1.2.1. None if it has none."""
    numbers = outline.strip(".").split(".")
    return len(numbers) if all(number.isdecimal() for number in numbers) else None


def _by_name(body: Sequence[Line], parents: Sequence[int]) -> list[int | None]:
    """Return the row that each row names as its parent, by the column that holds most of the names and no name twice."""
    width = max((len(line.cells) for line in body), default=0)
    for parent in parents:
        wanted = {name for line in body if (name := _text(line, parent))}
        best: dict[str, int] = {}
        for column in range(width):
            if column in parents or not wanted:
                continue
            texts = [_text(line, column) for line in body]
            found = {text: number for number, text in enumerate(texts) if text in wanted}
            if len(found) > len(best) and sum(1 for text in texts if text in found) == len(found):
                best = found
        if best:
            return _without_rings([best.get(_text(line, parent)) for line in body])
    return [None] * len(body)


def _without_rings(above: list[int | None]) -> list[int | None]:
    """Return what stands above each row, with nothing above those that stand above themselves."""
    for at in range(len(above)):
        over, steps = above[at], 0
        while over is not None and steps < _ABOVE and over != at:
            over, steps = above[over], steps + 1
        if over is not None:
            above[at] = None
    return above
