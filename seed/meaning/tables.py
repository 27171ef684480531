"""Read the tables of a document as rows with named cells, whatever its delimiter, headings and shifted cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import assert_never

from bot.model.noun import Noun
from seed.edges import cut_end
from seed.meaning.dates import is_date_phrase, speaks_of_time


class Column(StrEnum):
    """A kind of column in a plan's table."""

    REF = "ref"
    ACTION = "action"
    MILESTONE = "milestone"
    WHEN = "when"
    OWNER = "owner"
    IMPACT = "impact"
    MEASURE = "measure"
    LINK = "link"
    OTHER = "other"


_HEADINGS = (
    (Column.REF, r"^(?:ref|reference|no|number|#|id|item|action (?:ref|no|number|id)\w*)\b.{0,12}$|^#$"),
    (Column.MILESTONE, r"milestone|key steps|steps|sub.?actions?"),
    (Column.OWNER, r"\bwho\b|\blead\b|owner|responsib|accountab|\bled by\b|whom|officer"),
    (Column.MEASURE, r"how will we know|success|measure|evidence|\bkpi|indicator"),
    (Column.WHEN, r"\bwhen\b|timescale|timeline|time.?frame|deadline|\bdue\b|\bdate|complet|target|\bby\b"),
    (Column.LINK, r"\blinks?\b|strategy"),
    (Column.IMPACT, r"impact|\bwhy\b|outcome|benefit|difference"),
    (Column.ACTION, r"\bwhat\b|action|objective|activit|task|we will"),
)
REF = re.compile(r"^(?:[A-Za-z]{1,3}[.\-]?)?\d+(?:[.\-]\d+)*[a-z]?[.)]?$|^[A-Z]$")
CONTRADICTED = -3  # what a cell is worth in a column that it speaks against, but might yet belong to
LITTLE = 3  # by how much a row may say more elsewhere and still be taken to stand where it stands
BULLET = re.compile(r"^[•▪◦●‣]\s*")
LINK = re.compile(r"^\d++(?:(?:\s*+(?:,|&|and|;)\s*+|\s++)\d++)*+$")
MOST_COLUMNS = 40


class Row(Noun):
    """One row of a table: its line, its cells by column, and if something stood between it and the row above."""

    line: int
    cells: dict[Column, str]
    after_break: bool = False
    spare: tuple[tuple[str, str], ...] = ()
    doubtful: bool = False
    moved: bool = False


class Heading(Noun):
    """A line of headings: the columns in order, with the place each begins at if only spaces part them."""

    columns: tuple[Column, ...]
    names: tuple[str, ...]
    starts: tuple[int, ...]
    delimiter: str


def cells_of(line: str, delimiter: str, width: int = 0) -> list[str]:
    """Cut a line into cells. A pipe at its edge is a border, unless the line has enough cells only with it."""
    if delimiter == "|" and line.count("|") + 1 != width:
        line = line.strip().removeprefix("|").removesuffix("|")
    parts = re.split(r"\s{2,}", line.strip()) if delimiter == "  " else line.split(delimiter)
    return [BULLET.sub("", part.strip()) for part in parts]


def heading_of(line: str) -> Heading | None:
    """Read the headings of a line, if it is a line of headings."""
    for delimiter in ("\t", "|", "  "):
        if delimiter not in line:
            continue
        names = cells_of(line, delimiter)
        if len(names) > MOST_COLUMNS:
            continue
        columns = _columns(names)
        kinds = set(columns) - {Column.OTHER}
        enough = kinds & {Column.ACTION, Column.MILESTONE} and kinds & {Column.OWNER, Column.WHEN, Column.MILESTONE}
        if len(kinds) >= 3 and enough and all(len(name) <= 70 for name in names) and not any(map(_dated, names)):
            starts = tuple(found.start() for found in re.finditer(r"(?:(?<=\s{2})|^)\S", line))
            return Heading(columns=columns, names=tuple(names), starts=starts, delimiter=delimiter)
    return None


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    columns: list[Column] = []
    for name in names:
        low = name.lower().strip(" *:.")
        column = next((kind for kind, pattern in _HEADINGS if re.search(pattern, low)), Column.OTHER)
        if column is Column.ACTION and Column.ACTION in columns:
            column = Column.OTHER if Column.MILESTONE in columns else Column.MILESTONE
        columns.append(column)
    if Column.ACTION not in columns and Column.MILESTONE in columns:
        columns[columns.index(Column.MILESTONE)] = Column.ACTION
    return tuple(columns)


def _dated(text: str) -> bool:
    ends = cut_end(text.rstrip().removesuffix("</p>").rstrip().removesuffix("."), "")
    _, opened, phrase = ends.removesuffix(")").rpartition("(")
    closed = ends.endswith(")") and opened != "" and ")" not in phrase
    return (closed and is_date_phrase(phrase)) or bool(re.search(r"20\d\d\s*+\)", text))


def fit(line: int, text: str, heading: Heading, after_break: bool, is_owner: Callable[[str], bool]) -> Row:
    """Put the cells of a line under their headings. Cells that slid to the side go under the heading their words belong to."""
    if heading.delimiter == "  ":
        return _by_place(line, text, heading, after_break)
    cells = cells_of(text, heading.delimiter, len(heading.columns))
    filled = [(index, cell) for index, cell in enumerate(cells) if cell]
    worth = [[_worth(cell, column, heading, is_owner) for column in heading.columns] for _, cell in filled]
    places, least = _best(filled, worth, len(heading.columns))
    if len(cells) == len(heading.columns):
        own = [worth[number][index] for number, (index, _) in enumerate(filled)]
        moved = [worth[number][place] for number, place in enumerate(places) if place is not None]
        if min(own, default=0.0) >= CONTRADICTED and sum(own) >= sum(moved) - LITTLE:
            # As wide as its headings, and little speaks for any other places.
            places, least = [index for index, _ in filled], CONTRADICTED + 1
    put: dict[Column, str] = {}
    spare: list[tuple[str, str]] = []
    for (_, cell), place in zip(filled, places, strict=True):
        if place is None:
            spare.append(("", cell))
        elif heading.columns[place] is Column.OTHER:
            spare.append((heading.names[place], cell))
        else:
            _add(put, heading.columns[place], cell)
    slides = {place - index for (index, _), place in zip(filled, places, strict=True) if place is not None}
    return Row(
        line=line, cells=put, after_break=after_break, spare=tuple(spare), doubtful=least <= -3, moved=len(slides) > 1
    )


def _add(put: dict[Column, str], column: Column, cell: str) -> None:
    put[column] = f"{put[column]}\n{cell}" if column in put else cell


def _worth(cell: str, column: Column, heading: Heading, is_owner: Callable[[str], bool]) -> float:
    dated, owner, link = _dated(cell), is_owner(cell) and not _dated(cell), LINK.match(cell) is not None
    when = len(cell) < 50 and is_date_phrase(cell)
    match column:
        case Column.REF:
            return 3 if REF.match(cell) else -6
        case Column.LINK:
            return 3 if link else -4
        case Column.OWNER:
            return 3 if owner else -4 if dated or when or link else -2
        case Column.WHEN:
            return 3 if when else 0 if speaks_of_time(cell) else -3
        case Column.MILESTONE:
            return 4 if dated else -3 if owner or link or when else 0
        case Column.ACTION:
            if dated and Column.MILESTONE in heading.columns:
                return -2
            return -3 if owner or link or when else 1 if cell[0].islower() else 0
        case Column.OTHER:
            return -1
        case Column.IMPACT | Column.MEASURE:
            return -2 if owner or dated or link or when else 0
    assert_never(column)


def _best(
    filled: Sequence[tuple[int, str]], worth: Sequence[Sequence[float]], width: int
) -> tuple[list[int | None], float]:
    """Return the placing of cells, in their order, that fits best with the fewest slides."""
    if len(filled) > width:
        return [index if index < width else None for index in range(len(filled))], -3
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


def _by_place(line: int, text: str, heading: Heading, after_break: bool) -> Row:
    put: dict[Column, list[str]] = {}
    spare: list[tuple[str, str]] = []
    for found in re.finditer(r"\S+(?: \S+)*", text):
        place = max((i for i, start in enumerate(heading.starts) if start <= found.start() + 1), default=0)
        column = heading.columns[min(place, len(heading.columns) - 1)]
        if column is Column.OTHER:
            spare.append((heading.names[place], found[0]))
        else:
            put.setdefault(column, []).append(found[0])
    cells = {column: "\n".join(parts) for column, parts in put.items()}
    return Row(line=line, cells=cells, after_break=after_break, spare=tuple(spare))


def furniture(lines: Sequence[str]) -> frozenset[str]:
    """Return the lines that are the page's and not the plan's: repeated headers, page numbers, rules."""
    plain = [line.strip() for line in lines if line.strip() and "\t" not in line and "|" not in line]
    often = {line for line, count in Counter(plain).items() if count > 1 and len(line) < 120}
    return frozenset(
        often
        | {line for line in plain if re.match(r"^(?:page\s*)?\d+(?:\s*(?:of|/)\s*\d+)?$|^[-=_*]{3,}$", line, re.I)}
    )
