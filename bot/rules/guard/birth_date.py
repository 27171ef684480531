"""A date of birth: a day with its month and year within six words after DOB, D.O.B., born or "date of birth"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from bot.rules.dates.written import kind_of, plainly, within

_BIRTH = re.compile(r"\b(?:d\.? ?o\.? ?b(?![a-z])\.?|born\b|(?:date[ \-_]?of[ \-_]?birth|birth[ \-_]?date)\b)", re.IGNORECASE)
_WITH_A_DAY = frozenset({"iso", "numbers", "day", "month_first"})  # ways of writing a date, as the grammar of dates names them
_DAY, _MONTH = "(?:0?[1-9]|[12]\\d|3[01])", "(?:0?[1-9]|1[0-2])"
_D, _M, _Y = "(?:0[1-9]|[12]\\d|3[01])", "(?:0[1-9]|1[0-2])", "(?:19|20)\\d\\d"
_BARE = re.compile(  # and those that are a date behind such a word alone
    rf"(?<!\d)(?:{_DAY}[ ,]{_MONTH}[ ,](?:19|20)?\d\d|{_D}{_M}{_Y}|{_Y}{_M}{_D})(?!\d)", re.ASCII
)
_TIGHT = re.compile(r"(?<=\d) ?([./\-]) ?(?=\d)", re.ASCII)
_APART = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=dob)", re.IGNORECASE | re.ASCII)
_WORDS = 6  # between the word and the date
_FAR = 150  # letters, more than six words have


def holds_birth_date(text: str) -> bool:
    """Say if there is somebody's date of birth in a text as it is read."""
    plain = " ".join(plainly(text).split())
    if _BIRTH.search(plain) is None:
        return False
    plain = _APART.sub(" ", _TIGHT.sub(r"\1", plain))
    dates = sorted(_full_dates(plain))
    for word in _BIRTH.finditer(plain):
        at = bisect_left(dates, word.end())
        if at < len(dates) and dates[at] - word.end() <= _FAR and _count(plain[word.end() : dates[at]]) <= _WORDS:
            return True
    return False


def _full_dates(plain: str) -> Iterator[int]:
    for found in within(plain):
        kind = kind_of(found)
        named = found.groupdict()
        if kind in _WITH_A_DAY and (named.get(f"{kind}_y") or named.get(f"{kind}_yy")):
            yield found.start()
    yield from (found.start() for found in _BARE.finditer(plain))


def _count(words: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in words.split())
