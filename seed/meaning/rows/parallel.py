"""Rows that hold several milestones beside each other: as many paragraphs of words as of dates, one owner each or one for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from seed.meaning.dates import speaks_of_time

_ITEM = re.compile(r"\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)]\s+|[\u2022\u25aa\u25e6\u25cf\u2023\u00b7\-\u2013*]\s+")
_MOST_ITEM = 150  # letters of one of several things to do


def items_in(words: Sequence[str], heading: str) -> list[str]:
    """Return the things to do that a cell lists: each has a mark of a list, or its column is headed by several. Else none."""
    if len(words) < 2:
        return []
    marks = [_ITEM.match(one) for one in words]
    if all(marks):
        return [one[mark.end() :] for one, mark in zip(words, marks, strict=True) if mark]
    is_plural = heading.rstrip(" :").casefold().endswith("s") and not heading.rstrip(" :").casefold().endswith("ss")
    return list(words) if is_plural and all(one[0].isupper() and len(one) <= _MOST_ITEM for one in words) else []


class Beside(NamedTuple):
    """The milestones of one row: the words, the date and the owners of each. If the counts do not agree, none has a date."""

    each: tuple[tuple[str, str | None, str], ...]
    agrees: bool


def side_by_side(words: Sequence[str], dates: Sequence[str], owners: Sequence[str]) -> Beside | None:
    """Return the milestones of a row by the paragraphs of its cells. None if it holds one."""
    count = len(words)
    if count < 2 or len(dates) < 2 or not all(map(speaks_of_time, dates)):
        return None
    if len(owners) == count:
        names = list(owners)
    else:
        names = ["\n".join(owners)] * count
    agrees = len(dates) == count and len(owners) in (0, 1, count)
    phrases = list(dates) if len(dates) == count else [None] * count
    return Beside(tuple(zip(words, phrases, names, strict=True)), agrees)
