"""Columns that each tell of one month or quarter: which is the newest, and which are history."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from seed.meaning.columns.contents import Contents
from seed.meaning.columns.words import MOST_HEADING, words_of
from seed.source import Cell

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "sept",
)  # fmt: skip
_QUARTER = re.compile(r"q([1-4])|quarter|qtr|qrt")
_TERMS = ("autumn", "spring", "summer")
_YEAR = re.compile(r"(?:fy)?(20\d\d|\d\d)")
_ORDINALS = {"1": 1, "2": 2, "3": 3, "4": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_FILLER = frozenset(["fy", "term", "quarter", "qtr", "end", "of", "as", "at", "year", *_ORDINALS])

_LEAST = 2  # columns that make a history
Period = tuple[int, int]  # the year, 0 if none is named, and the number of the month or quarter in it


def period_of(cell: Cell) -> Period | None:
    """Return the month or quarter that a heading names and nothing else, None if it is no such heading."""
    if isinstance(cell.value, date):
        return cell.value.year, cell.value.month
    found = split_period(" ".join(cell.text.split())) if len(cell.text) <= MOST_HEADING else None
    return found[0] if found is not None and not found[1] else None


@lru_cache(maxsize=4096)
def split_period(heading: str) -> tuple[Period, str] | None:
    """Return the month or quarter that a heading names, and the words beside it, None if it names none."""
    year, number, rest, loose = 0, 0, [], []
    for word in words_of(heading):
        if (month := _month(word)) and not number:
            number = month
        elif (quarter := _QUARTER.fullmatch(word)) and quarter[1] and not number:
            number = 3 * int(quarter[1])
        elif word in _TERMS and not number:
            number = 4 * (1 + _TERMS.index(word))
        elif (named := _YEAR.fullmatch(word)) and not year:
            year = 2000 + int(named[1]) % 100
        elif _YEAR.fullmatch(word) or word in _FILLER:
            loose.append(word)
        else:
            rest.append(word)
    if not number and any(_QUARTER.fullmatch(word) for word in loose):
        number = next((3 * _ORDINALS[word] for word in loose if word in _ORDINALS), 0)
    return ((year, number), " ".join(rest)) if number else None


def _month(word: str) -> int:
    if word in _MONTHS or word in _LONG:
        return 1 + _MONTHS.index(word[:3])
    return 0


class History(NamedTuple):
    """Columns that tell the same of one month or quarter after another: the newest of which anything is told, and the others.

    `about` is what stands in their headings beside the month or quarter.
    """

    about: str
    newest: int | None
    others: tuple[int, ...]


def histories(periods: Sequence[tuple[Period, str] | None], holds: Callable[[int], Contents]) -> list[History]:
    """Return the columns of each history. `periods` is what each heading names, and the words beside it."""
    groups: dict[str, list[tuple[Period, int]]] = defaultdict(list)
    for at, found in enumerate(periods):
        if found is not None:
            groups[found[1]].append((found[0], at))
    return [_history(about, columns, holds) for about, columns in groups.items() if len(columns) >= _LEAST]


def _history(about: str, columns: list[tuple[Period, int]], holds: Callable[[int], Contents]) -> History:
    if all(year for (year, _), _ in columns):
        columns = sorted(columns)
    filled = [at for _, at in columns if not holds(at).is_empty]
    newest = filled[-1] if filled else None
    if newest is not None and _is_chart(newest, columns, holds):
        newest = None
    return History(about, newest, tuple(at for _, at in columns if at != newest))


def _is_chart(newest: int, columns: list[tuple[Period, int]], holds: Callable[[int], Contents]) -> bool:
    """Say if the columns are a chart of when things happen: bars of one colour, or crosses, up to the very last of them."""
    held = [holds(at) for _, at in columns]
    hues = {hue for one in held for hue in one.hues}
    crossed = all(one.letters <= 1.5 and one.states < 0.5 for one in held)
    return newest == columns[-1][1] and len(hues) <= 1 and crossed
