"""Date phrases as plans write them. A month means its last day; what has no year or no fixed day is left empty."""

from __future__ import annotations

import re
from datetime import date
from typing import assert_never

from bot.model.day import DayMeant, DayRead, ImpossibleDay, Lacking, NoDay, UnclearDay, Unread
from bot.model.noun import Noun
from bot.model.plan import Recurrence
from bot.model.policy import Calendar, Quarters
from bot.rules.dates import ANYWHERE
from bot.rules.dates.kinds import InQuarter, Written
from bot.rules.dates.meaning import Said, Towards, beginning, meaning
from bot.rules.dates.written import MONTH, in_plan, plainly

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
    rf"\b(?:{MONTH}|20\d\d|q[1-4]|quarter|term|spring|summer|autumn|winter|half[\s-]term|year|week|weeks|months?|immediate(?:ly)?|"
    rf"tbc|tbd|to be (?:confirmed|agreed)|{_ONWARDS}|" + "|".join(words for _, words in _RECURRENCES) + r")\b"
    r"|\b\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:by|due|end|the|of|from|at|on|before|until|to be completed|no later than|"
    r"week ending|w/e|date|starting|start|commencing|commence|begin(?:ning)?|target|deadline|completed? by)\b|[,.:;()\s]",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(rf"\b(?:{MONTH}|q[1-4]|quarter\s*\d|\w+\s+term|spring|summer|autumn|winter)\b", re.IGNORECASE)
MOST_PHRASE = 300  # letters; whoever writes more has not written a date
_DASH = r"\s*(?:-|\bto\b|\buntil\b|\bthrough\b|\btill\b)\s*"


class Reading(Noun):
    """A date phrase as read. `problem` is the code of the warning it earns, if any."""

    start: date | None = None
    due: date | None = None
    open_ended: bool = False
    recurrence: Recurrence | None = None
    problem: str | None = None


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


def read_date(phrase: str, calendar: Calendar = ANYWHERE) -> Reading:
    """Read a date phrase. It never guesses: a date that is not understood whole is left empty, with a problem."""
    words = " ".join(plainly(phrase).split()).strip(" .()[]").lower()
    if len(words) > MOST_PHRASE:
        return Reading(problem="date_not_read")
    try:
        return _read(words, calendar)
    except ValueError:
        return Reading(problem="date_not_read")


def _read(words: str, calendar: Calendar) -> Reading:
    recurrence, rest = _recurrence(words)
    onwards = re.search(rf"(?:{_DASH}|\band\s+)?\b(?:{_ONWARDS})\b", rest)
    if onwards:
        rest = rest[: onwards.start()] + rest[onwards.end() :]
    points, left = in_plan(rest)
    is_range = len(points) == 2 and _joined_as_range(left)
    spare = _FILLER.sub("", re.sub(rf"\x00{_DASH}\x00" if is_range else "\x00", "", left).replace("\x00", ""))
    spare = re.sub(r"^(?:and|&|then|-)+$", "", spare) if recurrence or onwards else spare
    if not points:
        return _without_points(words, spare, recurrence, onwards is not None)
    if spare or (len(points) > 1 and not is_range) or (onwards and is_range):
        return Reading(recurrence=recurrence, problem="date_not_read")
    if is_range:
        return _range(points[0], points[1], recurrence, calendar)
    return _single(points[0], words, recurrence, onwards is not None, calendar)


def _recurrence(words: str) -> tuple[Recurrence | None, str]:
    for recurrence, pattern in _RECURRENCES:
        found = re.search(rf"(?:\b(?:and|then)\s+|&\s*|,\s*)?\b(?:{pattern})\b(?:\s+thereafter)?", words)
        if found:
            return recurrence, words[: found.start()] + " " + words[found.end() :]
    every = re.search(rf"\b(?:every|each)\s+(?={MONTH})", words)
    if every:
        return Recurrence.YEARLY, words[: every.start()] + words[every.end() :]
    return None, words


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


def _range(one: Written, other: Written, recurrence: Recurrence | None, calendar: Calendar) -> Reading:
    last = _read_point(other, calendar)
    if not isinstance(last, DayMeant):
        return Reading(recurrence=recurrence, problem=_problem(last))
    start = _read_point(beginning(one), calendar)
    if isinstance(start, UnclearDay) and start.lacking is Lacking.YEAR:
        # "November - February 2026" begins in the year before
        start = _read_point(beginning(one), calendar, before=last.day)
    if not isinstance(start, DayMeant):
        return Reading(recurrence=recurrence, problem=_problem(start))
    if last.day < start.day:
        return Reading(recurrence=recurrence, problem="date_backwards")
    doubted = _doubted(calendar, one, other)
    return Reading(start=start.day, due=last.day, recurrence=recurrence, problem=doubted)


def _single(point: Written, words: str, recurrence: Recurrence | None, onwards: bool, calendar: Calendar) -> Reading:
    begins = re.match(r"(?:from|starting|start|commencing|beginning)\b", words) is not None
    open_ended = onwards or (begins and recurrence is None)
    found = _read_point(beginning(point) if open_ended else point, calendar)
    if not isinstance(found, DayMeant):
        problem = _problem(found)
        return Reading(recurrence=recurrence, problem="date_not_fixed" if recurrence and problem == "date_no_year" else problem)
    doubted = _doubted(calendar, point)
    if open_ended:
        return Reading(start=found.day, open_ended=True, recurrence=recurrence, problem=doubted)
    return Reading(due=found.day, recurrence=recurrence, problem=doubted)


def _read_point(point: Written, calendar: Calendar, before: date | None = None) -> DayRead:
    """Return the day of a point. One without a year is the last one before another, if that is given."""
    return meaning(point, Said("", before, calendar, Towards.PAST))


def _problem(unread: Unread) -> str:
    """Return the warning that a day earns which was not read."""
    match unread:
        case UnclearDay(lacking=Lacking.YEAR):
            return "date_no_year"
        case UnclearDay(lacking=Lacking.TERMS):
            return "date_not_fixed"
        case ImpossibleDay():
            return "date_impossible"
        case NoDay() | UnclearDay():
            return "date_not_read"
    assert_never(unread)


def _doubted(calendar: Calendar, *points: Written) -> str | None:
    """Return the warning for quarters of the year of the budget: they were not written as such."""
    budget = calendar.quarters is Quarters.FINANCIAL
    return "date_quarter" if budget and any(isinstance(point, InQuarter) for point in points) else None
