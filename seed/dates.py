"""Date phrases as plans write them. A month means its last day; what has no year or no fixed day is left empty."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from bot.model.noun import Noun
from bot.model.plan import Recurrence
from bot.model.policy import Quarters

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:20\d\d|'?\d\d)(?![\d/])"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_POINTS = {
    "iso": r"(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
    "numbers": r"(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>20\d\d|\d\d)",
    "day": rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?[\s\-]?"
    rf"(?P<m>{_MONTH})(?:\s*[,\-]?\s*(?P<y>{_YEAR}))?",
    "american": rf"(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>20\d\d)",
    "month": rf"(?P<m>{_MONTH})(?:\s*[,\-]?\s*(?P<y>{_YEAR}))?",
    "month_number": r"(?P<m>\d{1,2})/(?P<y>20\d\d)",
    "quarter": r"(?:q|quarter)\s*(?P<q>[1-4])(?:\s*(?:of\s+)?,?\s*(?P<y>20\d\d)\b(?:\s*[/\-]\s*(?P<y2>(?:20)?\d\d)\b)?)?",
    "year_end": r"end\s+(?:of\s+)?(?P<y>20\d\d)(?!\s*[/\-]?\d)",
}
_RECURRENCES = (
    (Recurrence.WEEKLY, r"weekly|(?:every|each)\s+week"),
    (
        Recurrence.SIX_MONTHLY,
        r"six[\s-]monthly|6[\s-]monthly|half[\s-]yearly|bi-?annually|every\s+(?:six|6)\s+months|twice\s+a\s+year",
    ),
    (Recurrence.MONTHLY, r"monthly|(?:every|each)\s+month"),
    (Recurrence.TERMLY, r"termly|(?:every|each)\s+term"),
    (Recurrence.QUARTERLY, r"quarterly|(?:every|each)\s+quarter|every\s+(?:three|3)\s+months"),
    (Recurrence.YEARLY, r"annually|yearly|annual|(?:every|each)\s+year"),
)
_ONWARDS = r"onwards?|on-?going|and\s+continuing|continuous(?:ly)?|open[\s-]ended"
_TIME_WORDS = re.compile(
    rf"\b(?:{_MONTH}|20\d\d|q[1-4]|quarter|term|spring|summer|autumn|winter|half[\s-]term|year|week|weeks|months?|immediate(?:ly)?|"
    rf"tbc|tbd|to be (?:confirmed|agreed)|{_ONWARDS}|" + "|".join(words for _, words in _RECURRENCES) + r")\b"
    r"|\b\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:by|due|end|the|of|from|at|on|before|until|to be completed|no later than|"
    r"date|starting|start|commencing|commence|begin(?:ning)?|target|deadline|completed? by)\b|[,.:;()\s]",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(rf"\b(?:{_MONTH}|q[1-4]|quarter\s*\d|\w+\s+term|spring|summer|autumn|winter)\b", re.IGNORECASE)
MOST_PHRASE = 300  # letters; whoever writes more has not written a date
_DASH = r"\s*(?:[-\u2010-\u2015\u2212]|\bto\b|\buntil\b|\bthrough\b|\btill\b)\s*"


_ANY_POINT = re.compile(
    "|".join(rf"(?P<{kind}>(?<![\w/])" + body.replace("?P<", f"?P<{kind}_") + ")" for kind, body in _POINTS.items())
)


class Reading(Noun):
    """A date phrase as read. `problem` is the code of the warning it earns, if any."""

    start: date | None = None
    due: date | None = None
    open_ended: bool = False
    recurrence: Recurrence | None = None
    problem: str | None = None


class _Point(Noun):
    year: int | None
    month: int
    day: int | None = None
    months: int = 1  # a quarter spans three
    assumed: bool = False

    def first(self) -> date:
        assert self.year is not None
        return date(self.year, self.month, self.day or 1)

    def last(self) -> date:
        assert self.year is not None
        month = self.month + self.months - 1
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


def speaks_of_time(phrase: str) -> bool:
    """Say if the words hold anything that could be a date."""
    return _TIME_WORDS.search(phrase) is not None


def is_date_phrase(phrase: str) -> bool:
    """Say if the words are a date and little else, so that they are no part of a sentence."""
    if len(phrase) > MOST_PHRASE or not speaks_of_time(phrase):
        return False
    words = phrase.split()
    return read_date(phrase).problem in (None, "date_quarter", "date_backwards") or (
        len(words) <= 6 and not re.search(r"\b(?:and|with|for|in)\b", re.sub(r"\band\s+\w+ly\b", "", phrase.lower()))
    )


def read_date(phrase: str, quarters: Quarters = Quarters.FINANCIAL) -> Reading:
    """Read a date phrase. It never guesses: a date that is not understood whole is left empty, with a problem."""
    words = " ".join(phrase.replace("\u2019", "'").replace("\xa0", " ").split()).strip(" .()[]").lower()
    if len(words) > MOST_PHRASE:
        return Reading(problem="date_not_read")
    try:
        return _read(words, quarters)
    except ValueError:
        return Reading(problem="date_not_read")


def _read(words: str, quarters: Quarters) -> Reading:
    recurrence, rest = _recurrence(words)
    onwards = re.search(rf"(?:{_DASH}|\band\s+)?\b(?:{_ONWARDS})\b", rest)
    if onwards:
        rest = rest[: onwards.start()] + rest[onwards.end() :]
    points, left = _points(rest, quarters)
    is_range = len(points) == 2 and _joined_as_range(left)
    spare = _FILLER.sub("", re.sub(rf"\x00{_DASH}\x00" if is_range else "\x00", "", left).replace("\x00", ""))
    spare = re.sub(r"^(?:and|&|then|-)+$", "", spare) if recurrence or onwards else spare
    if not points:
        return _without_points(words, spare, recurrence, onwards is not None)
    if spare or (len(points) > 1 and not is_range) or (onwards and is_range):
        return Reading(recurrence=recurrence, problem="date_not_read")
    if is_range:
        return _range(points[0], points[1], recurrence)
    return _single(points[0], words, recurrence, onwards is not None)


def _recurrence(words: str) -> tuple[Recurrence | None, str]:
    for recurrence, pattern in _RECURRENCES:
        found = re.search(rf"(?:\b(?:and|then)\s+|&\s*|,\s*)?\b(?:{pattern})\b(?:\s+thereafter)?", words)
        if found:
            return recurrence, words[: found.start()] + " " + words[found.end() :]
    every = re.search(rf"\b(?:every|each)\s+(?={_MONTH})", words)
    if every:
        return Recurrence.YEARLY, words[: every.start()] + words[every.end() :]
    return None, words


def _points(words: str, quarters: Quarters) -> tuple[list[_Point], str]:
    points: list[_Point] = []

    def note(found: re.Match[str]) -> str:
        kind = next(kind for kind in _POINTS if found.group(kind) is not None)
        points.append(
            _point(kind, {part: found.groupdict().get(f"{kind}_{part}") for part in ("y", "y2", "m", "d", "q")}, quarters)
        )
        return "\x00"

    return points, _ANY_POINT.sub(note, words)


def _point(kind: str, parts: dict[str, str | None], quarters: Quarters) -> _Point:
    year = _year(parts["y"])
    if kind == "year_end":
        return _Point(year=year, month=12, day=31)
    if kind == "quarter":
        return _quarter(int(parts["q"] or 1), year, _year(parts["y2"]), quarters)
    month = _month(parts["m"] or "")
    day = int(parts["d"]) if parts["d"] else None
    if year is not None:
        date(year, month, day or 1)
    return _Point(year=year, month=month, day=day)


def _quarter(number: int, year: int | None, ends: int | None, quarters: Quarters) -> _Point:
    """A quarter of the year that the plan counts by: 2025/26 is a financial year, and 2025 is none."""
    if quarters is Quarters.CALENDAR:
        if ends is not None:
            raise ValueError("not a calendar year")
        return _Point(year=year, month=number * 3 - 2, months=3)
    if year is not None and ends != year + 1:
        raise ValueError("not a financial year")
    after_december = number == 4
    return _Point(
        year=None if year is None else year + after_december,
        month=1 if after_december else number * 3 + 1,
        months=3,
        assumed=True,
    )


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    number = int(text.strip("'"))
    return number if number >= 100 else 2000 + number


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next(number for number, name in enumerate(_MONTHS, start=1) if name.startswith(text.strip(".")[:3]))


def _joined_as_range(left: str) -> bool:
    return re.search(rf"\x00{_DASH}(?:the\s+)?(?:end\s+(?:of\s+)?)?\x00", left) is not None


def _without_points(words: str, spare: str, recurrence: Recurrence | None, onwards: bool) -> Reading:
    if (recurrence or onwards) and not spare:
        return Reading(
            open_ended=onwards, recurrence=recurrence, problem="date_open_ended" if onwards else "date_not_fixed"
        )
    if _NO_YEAR.search(words) and not re.search(r"20\d\d", words):
        return Reading(recurrence=recurrence, problem="date_no_year")
    if re.search(r"\b(?:term|spring|summer|autumn|winter|tbc|tbd|confirmed|immediate|immediately)\b", words):
        return Reading(recurrence=recurrence, problem="date_not_fixed")
    return Reading(recurrence=recurrence, problem="date_not_read")


def _range(one: _Point, other: _Point, recurrence: Recurrence | None) -> Reading:
    if other.year is None:
        return Reading(recurrence=recurrence, problem="date_no_year")
    if one.year is None:
        # "November - February 2026" begins in the year before
        one = one.model_copy(update={"year": other.year - (one.month > other.month)})
    start, due = one.first(), other.last()
    if due < start:
        return Reading(recurrence=recurrence, problem="date_backwards")
    assumed = one.assumed or other.assumed
    return Reading(start=start, due=due, recurrence=recurrence, problem="date_quarter" if assumed else None)


def _single(point: _Point, words: str, recurrence: Recurrence | None, onwards: bool) -> Reading:
    if point.year is None:
        return Reading(recurrence=recurrence, problem="date_not_fixed" if recurrence else "date_no_year")
    problem = "date_quarter" if point.assumed else None
    begins = re.match(r"(?:from|starting|start|commencing|beginning)\b", words) is not None
    if onwards or (begins and recurrence is None):
        return Reading(start=point.first(), open_ended=True, recurrence=recurrence, problem=problem)
    return Reading(due=point.last(), recurrence=recurrence, problem=problem)
