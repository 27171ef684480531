"""Tell what the rows of a whole table are: a milestone, a heading over those below, a total, guidance, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise

from seed.meaning.groups import headed
from seed.meaning.parts import Meaning
from seed.meaning.rows.layout import Layout
from seed.meaning.rows.steps import Where
from seed.source import Cell, Line

_TOTALS = frozenset({"total", "totals", "subtotal", "subtotals", "sub-total", "grand", "sum", "count", "average"})
_EXAMPLES = ("e.g.", "eg.", "eg ", "e.g ", "example", "for example", "ex.", "sample")
_PLACEHOLDER = re.compile(r"\W?(?:d{1,2}|m{1,3})\W(?:d{1,2}|m{1,3})\W?y{2,4}", re.IGNORECASE)
_COUNT = re.compile(
    r"(?:grand |sub-?)?totals? ?(?:number of\b|no\.? of\b|actions?\b|milestones?\b|:|=|$)|(?:number|no\.|count) of actions\b"
    r"|number (?:complete|completed|open|closed|overdue|outstanding)\b",
    re.IGNORECASE,
)
_BEGINNING = 40  # letters of a row by which it shows that it is none of the plan's
_TELLS = r"updates?|progress|comments?|commentary|evidence|notes?|position|progress to date|narrative"
_AS_AT = r" \([^()]{1,40}\)| (?:as )?(?:at|on|for) [^:]{1,40}| [^:.]{0,24}\d[^:.]{0,12}"
_UPDATE = re.compile(
    rf"(?:(?:latest|progress|status|action|quarterly|monthly) )?(?:{_TELLS})(?:{_AS_AT})?\s?(?::|\s[-\u2013\u2014]\s)",
    re.IGNORECASE,
)
_DATES = (Meaning.DUE, Meaning.START, Meaning.BASELINE)


class RowKind(Enum):
    """The kinds of row. One that is `ALONE` has words in one cell only, and an `UPDATE` tells in one how the row above stands."""

    FULL = auto()
    ALONE = auto()
    GROUP = auto()
    TOTAL = auto()
    GUIDANCE = auto()
    UPDATE = auto()
    EMPTY = auto()


def kinds_of(body: Sequence[Line], layout: Layout) -> list[RowKind]:
    """Return what each row is. Words that stand alone here and there above rows that are full are headings."""
    kinds = [kind_of(line.cells, layout.where) for line in body]
    _take_remarks(kinds, body)
    if layout.title is not None:
        return kinds
    lone = [
        at
        for at, kind in enumerate(kinds)
        if kind is RowKind.ALONE and layout.words < len(body[at].cells) and body[at].cells[layout.words].text
    ]
    follows = [at + 1 < len(kinds) and kinds[at + 1] is RowKind.FULL for at in lone]
    coloured = bool(lone) and all(body[at].cells[layout.words].fill for at in lone) and not any(
        line.cells[layout.words].fill for line, kind in zip(body, kinds, strict=True) if kind is RowKind.FULL
    )
    if lone and all(follows) and len(lone) * 2 <= len(body) and (len(lone) > 1 or coloured):
        for at in lone:
            kinds[at] = RowKind.GROUP
    gaps = {at for at, (line, below) in enumerate(pairwise(body)) if below.at.line > line.at.line + 1}
    if len(gaps) * 2 <= len(body):
        for at in gaps.intersection(lone):
            kinds[at] = RowKind.GROUP  # the headings were repeated below it
    return kinds


def _take_remarks(kinds: list[RowKind], body: Sequence[Line]) -> None:
    """Take the rows of one merged cell for remarks on the row above each, if they cannot be headings: one stands last, none
    first, and most rows have one."""
    filled = [kind for kind in kinds if kind is not RowKind.EMPTY]
    across = [at for at, kind in enumerate(kinds) if kind is RowKind.GROUP]
    if not across or filled[0] is RowKind.GROUP or filled[-1] is not RowKind.GROUP or len(across) * 3 < len(filled):
        return
    if any(below == above + 1 for above, below in pairwise(across)) or any(headed(own_words(body[at])) for at in across):
        return
    for at in across:
        kinds[at] = RowKind.UPDATE


def own_words(line: Line) -> str:
    """Return the words of a row, those that merged cells repeat left out."""
    return " ".join(cell.text for cell in line.cells if cell.text and not cell.is_copy)


def kind_of(cells: tuple[Cell, ...], where: Where) -> RowKind:
    """Return what a row is by its cells alone."""
    filled = [cell for cell in cells if cell.text and not cell.is_copy]
    if not filled:
        return RowKind.EMPTY
    first = filled[0]
    if len(filled) == 1 and _UPDATE.match(first.text):
        return RowKind.UPDATE
    if len(filled) == 1:
        if _is_count(first.text):
            return RowKind.TOTAL
        wide = first.across > 1 and first.across >= len(cells) - 1
        return RowKind.GROUP if wide or headed(first.text) else RowKind.ALONE
    low = first.text[:_BEGINNING].casefold()
    if low.startswith(_EXAMPLES):
        return RowKind.GUIDANCE
    if (low.split(" ", 1)[0].strip(":.") in _TOTALS or _is_count(first.text)) and _is_total(cells, where):
        return RowKind.TOTAL
    if _is_placeholder(cells, where):
        return RowKind.GUIDANCE
    return RowKind.FULL


def _is_count(words: str) -> bool:
    """Say if words count rows, such as "TOTAL: 4" or "Total number of actions"."""
    return _COUNT.match(words[:_BEGINNING]) is not None


def _is_total(cells: tuple[Cell, ...], where: Where) -> bool:
    """Say if nothing in a row that begins like a total is owned, or due, or else is words."""
    answers = [at for meaning in (Meaning.OWNER, *_DATES) for at in where.columns.get(meaning, ()) if at < len(cells)]
    owned = any(not cells[at].text.isdecimal() for at in answers if cells[at].text)
    return not owned and sum(1 for cell in cells if any(map(str.isalpha, cell.text))) <= 1


def _is_placeholder(cells: tuple[Cell, ...], where: Where) -> bool:
    for meaning in _DATES:
        for at in where.columns.get(meaning, ()):
            if at < len(cells) and cells[at].value is None and cells[at].text[-1:] in "yY" and _PLACEHOLDER.match(cells[at].text):
                return True
    return False
