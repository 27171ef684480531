"""Put the cells of a row cut out of running text under the headings that their words belong to: some may be lost or have slid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import assert_never

from seed.edges import cut_end
from seed.meaning.cells import BULLET
from seed.meaning.colours import is_state
from seed.meaning.dates import is_date_phrase, speaks_of_time
from seed.meaning.parts import Column, Meaning, PlanTable
from seed.meaning.rows.steps import Row
from seed.source import Line

REF = re.compile(r"^(?:[A-Za-z]{1,3}[.\-]?)?\d+(?:[.\-]\d+)*[a-z]?[.)]?$|^[A-Z]$")
CONTRADICTED = -3  # what a cell is worth in a column that it speaks against, but might yet belong to
LITTLE = 3  # by how much a row may say more elsewhere and still be taken to stand where it stands
MOST_FITTED = 40  # columns of a row that are fitted
LINK = re.compile(r"^\d++(?:(?:\s*+(?:,|&|and|;)\s*+|\s++)\d++)*+$")


def fit(line: Line, plan: PlanTable, after_break: bool, is_owner: Callable[[str], bool]) -> Row:
    """Put the cells of a line under their headings. Cells that slid to the side go under the heading their words belong to."""
    texts = [BULLET.sub("", cell.text.strip()) for cell in line.cells]
    filled = [(index, text) for index, text in enumerate(texts) if text]
    columns = plan.columns[:MOST_FITTED]
    if plan.table.starts:
        return _put(line, columns, filled, [min(index, len(columns) - 1) for index, _ in filled], after_break)
    has_milestones = any(column.meaning is Meaning.MILESTONE for column in columns)
    worth = [[_worth(text, column.meaning, has_milestones, is_owner) for column in columns] for _, text in filled]
    places, least = _best(filled, worth, len(columns))
    if len(texts) == len(columns):
        own = [worth[number][index] for number, (index, _) in enumerate(filled)]
        moved = [worth[number][place] for number, place in enumerate(places) if place is not None]
        if min(own, default=0.0) >= CONTRADICTED and sum(own) >= sum(moved) - LITTLE:
            # As wide as its headings, and little speaks for any other places.
            places, least = [index for index, _ in filled], CONTRADICTED + 1
    row = _put(line, columns, filled, places, after_break)
    slides = {place - index for (index, _), place in zip(filled, places, strict=True) if place is not None}
    row.doubtful, row.moved = least <= CONTRADICTED, len(slides) > 1
    return row


def _put(
    line: Line, columns: Sequence[Column], filled: Sequence[tuple[int, str]], places: Sequence[int | None], after_break: bool
) -> Row:
    row = Row(line.at, {}, after_break)
    for (_, text), place in zip(filled, places, strict=True):
        column = columns[place] if place is not None else None
        if column is None or column.meaning is Meaning.NONE:
            row.spare.append((column.name if column else "", text))
        else:
            known = row.cells.get(column.meaning)
            row.cells[column.meaning] = f"{known}\n{text}" if known else text
    return row


def _dated(text: str) -> bool:
    ends = cut_end(text.rstrip().removesuffix("</p>").rstrip().removesuffix("."), "")
    _, opened, phrase = ends.removesuffix(")").rpartition("(")
    closed = ends.endswith(")") and opened != "" and ")" not in phrase
    return (closed and is_date_phrase(phrase)) or bool(re.search(r"20\d\d\s*+\)", text))


def _worth(cell: str, meaning: Meaning, has_milestones: bool, is_owner: Callable[[str], bool]) -> float:
    dated, owner, link = _dated(cell), is_owner(cell) and not _dated(cell), LINK.match(cell) is not None
    when = len(cell) < 50 and is_date_phrase(cell)
    match meaning:
        case Meaning.REF | Meaning.ACTION_REF | Meaning.ID | Meaning.PARENT | Meaning.LEVEL | Meaning.PLAN:
            return 3 if REF.match(cell) else -6
        case Meaning.LINK:
            return 3 if link else -4
        case Meaning.OWNER | Meaning.ACCOUNTABLE | Meaning.CONTRIBUTOR:
            return 3 if owner else -4 if dated or when or link else -2
        case Meaning.DUE | Meaning.START | Meaning.BASELINE | Meaning.RAISED | Meaning.DONE:
            return 3 if when else -4 if dated else 0 if speaks_of_time(cell) else -3
        case Meaning.STATUS | Meaning.URGENCY | Meaning.RECURS:
            return 3 if is_state(cell) else -1 if len(cell) < 20 else -3
        case Meaning.MILESTONE:
            return 4 if dated else -3 if owner or link or when else 0
        case Meaning.ACTION:
            if dated and has_milestones:
                return -2
            return -3 if owner or link or when else 1 if cell[0].islower() else 0
        case Meaning.PRIORITY:
            return -3 if owner or link or when or dated else -1
        case Meaning.NONE:
            return -1
        case Meaning.IMPACT | Meaning.MEASURE:
            return -2 if owner or dated or link or when else 0
        case Meaning.PROGRESS | Meaning.NOTE:
            return -1 if owner or link or when else -0.5
    assert_never(meaning)


def _best(
    filled: Sequence[tuple[int, str]], worth: Sequence[Sequence[float]], width: int
) -> tuple[list[int | None], float]:
    """Return the placing of cells, in their order, that fits best with the fewest slides."""
    if len(filled) > width:
        return [index if index < width else None for index in range(len(filled))], CONTRADICTED
    best: dict[int, tuple[float, list[int]]] = {-1: (0.0, [])}
    for number, (index, _) in enumerate(filled):
        following: dict[int, tuple[float, list[int]]] = {}
        for last, (score, path) in best.items():
            slide = path[-1] - filled[number - 1][0] if path else 0
            for place in range(last + 1, width - (len(filled) - number) + 1):
                total = score + worth[number][place] - abs(place - index - slide)
                if place not in following or total > following[place][0]:
                    following[place] = (total, [*path, place])
        best = following
    _, path = max(best.values(), key=lambda pair: pair[0])
    places: list[int | None] = list(path)
    return places, min((worth[number][place] for number, place in enumerate(path)), default=0)


def furniture(lines: Sequence[str]) -> frozenset[str]:
    """Return the lines that are the page's and not the plan's: repeated headers, page numbers, rules."""
    plain = [line.strip() for line in lines if line.strip()]
    often = {line for line, count in Counter(plain).items() if count > 1 and len(line) < 120}
    return frozenset(
        often
        | {line for line in plain if re.match(r"^(?:page\s*)?\d+(?:\s*(?:of|/)\s*\d+)?$|^[-=_*]{3,}$", line, re.I)}
    )
