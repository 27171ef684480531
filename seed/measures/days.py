"""The days that a sentence names: of a target, or of a baseline."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from bot.model.policy import Calendar
from bot.rules.dates.ways import MONTH
from seed.meaning.dates import read_date

_TWO = r"(?:20)?\d\d ?[/\u2013-] ?(?:20)?\d\d"
_LONG = r"20\d\d ?[/\u2013-] ?(?:20)?\d\d"
_SCHOOL = r"(?:academic|school)"
_DAY = re.compile(
    r"\b(?:by )?(?:the )?(?:end of )?(?:the )?(?:"
    rf"(?P<day>\d\d?(?:st|nd|rd|th)? (?:of )?{MONTH},? 20\d\d|\d\d?/\d\d?/(?:20)?\d\d|{MONTH},? (?:20\d\d|"
    rf"['\u2019]?[23]\d(?![\d%])))"
    rf"|(?P<quarter>(?:Q[1-4]|quarter [1-4]),? (?:of )?(?:{_LONG}|20\d\d))"
    rf"|(?P<season>(?:spring|summer|autumn|winter|easter)(?: term)?,? (?:of )?20\d\d)"
    rf"|(?P<academic>{_SCHOOL} year (?:of )?{_TWO}|{_TWO} {_SCHOOL} year)"
    rf"|(?P<financial>financial year (?:of )?{_TWO}|{_TWO} financial year)"
    rf"|(?P<years>{_LONG})"
    r"|(?P<year>(?:calendar year )?20\d\d)(?![\d/])"
    r")",
    re.IGNORECASE,
)
_OF_SCHOOLS = re.compile(
    r"\b(?:schools?|pupils?|attendance|academic|exclusions?|suspensions?|attainment|absence)\b", re.IGNORECASE
)
_SCHOOL_ENDS, _MONEY_ENDS = (8, 31), (3, 31)  # month and day
_YEARS = re.compile(r"\d{2,4}")


class Named(NamedTuple):
    """A day that a sentence names, and where. `day` is None if no day can be told; `is_open` if the kind of year is not said;
    `is_by` if something is to be so "by" then."""

    start: int
    end: int
    said: str
    day: date | None
    is_open: bool = False
    is_by: bool = False


def days_in(text: str, calendar: Calendar) -> tuple[Named, ...]:
    """Return the days that a text names. A month means its last day, a year its last."""
    at_school = _OF_SCHOOLS.search(text) is not None
    return tuple(_named(found, calendar, at_school) for found in _DAY.finditer(text))


def _named(found: re.Match[str], calendar: Calendar, at_school: bool) -> Named:
    kind = found.lastgroup or ""
    said = found[kind]
    day, is_open = _day(kind, said, found[0], calendar, at_school)
    is_by = found[0].lower().startswith("by ")
    return Named(found.start(), found.end(), said.strip(), day, is_open, is_by)


def _day(kind: str, said: str, whole: str, calendar: Calendar, at_school: bool) -> tuple[date | None, bool]:
    if kind == "academic":
        return date(_second(said), *_SCHOOL_ENDS), False
    if kind == "financial":
        return date(_second(said), *_MONEY_ENDS), False
    if kind == "years":
        return date(_second(said), *(_SCHOOL_ENDS if at_school else _MONEY_ENDS)), True
    if kind == "year":
        is_said = "end of" in whole.lower() or "calendar" in whole.lower()
        return date(int(said[-4:]), 12, 31), not is_said
    return read_date(said, calendar, day_first=True).due, False


def _second(said: str) -> int:
    """Return the year in which "2025/26" ends."""
    last = _YEARS.findall(said)[-1]
    return int(last) if len(last) == len("2026") else 2000 + int(last)
