"""Rows that hold several milestones beside each other: as many paragraphs of words as of dates, one owner each or one for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from seed.meaning.dates import speaks_of_time

_MARK = re.compile(r"(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s+|[-*\u2022\u25aa\u25e6\u25cf\u2023\u00b7\u2013]\s*")
_LONGEST = 200  # letters of a step


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


def steps_in(words: Sequence[str]) -> list[str]:
    """Return the paragraphs of a cell that may each be a step: each begins like one, and is short. None if they are one text."""
    found = [_MARK.sub("", one, count=1).strip() for one in words]
    pairs = zip(found, words, strict=True)
    all_begin = all(one and (one[0].isupper() or one != word) and len(one) <= _LONGEST for one, word in pairs)
    return found if len(found) > 1 and all_begin and not any(one.endswith((":", ",")) for one in found) else []
