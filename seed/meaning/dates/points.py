"""Read the days of a date phrase: one, or the first and the last of a stretch."""

from __future__ import annotations

import re
from datetime import date
from itertools import starmap
from typing import assert_never

from bot.model.plan import Recurrence
from bot.model.policy import Calendar, Quarters
from bot.model.updates.day import DayMeant, DayRead, ImpossibleDay, Lacking, NoDay, UnclearDay, Unread
from bot.rules.dates.kinds import CalendarDay, InFeast, InQuarter, InTerm, InYear, Unit, Written
from bot.rules.dates.meaning import beginning, meaning
from bot.rules.dates.said import Said, Towards
from bot.rules.dates.ways import MONTH
from bot.rules.dates.written import in_plan
from seed.meaning.dates.reading import EITHER, NO_YEAR, PlanYear, Reading
from seed.meaning.dates.rhythms import without_rhythm

MOST_CHOICES = 4  # days of one phrase to choose from
ONWARDS = (
    r"onwards?|on-?going|and\s+continuing|continuous(?:ly)?|open[\s-]ended|rolling(?:\s+programme)?|business\s+as\s+usual|bau"
)
_ONWARDS = re.compile(rf"(?:\s*(?:-|\bto\b|\buntil\b|\bthrough\b|\btill\b)\s*|\band\s+)?\b(?:{ONWARDS})\b")
_DASH = r"\s*(?:-|\bto\b|\buntil\b|\bthrough\b|\btill\b)\s*"
_RANGE = re.compile(rf"\x00{_DASH}(?:the\s+)?(?:end\s+(?:of\s+)?)?\x00")
_BETWEEN = re.compile(r"\bbetween\s+\x00\s*(?:and|&|-)\s*\x00")
_UNTIL = re.compile(r"\b(?:until|till?|to|ending)\s+(?:the\s+)?(?:end\s+(?:of\s+)?)?\x00\s*\Z")
_ISO_STRETCH = re.compile(r"(\d{4}-\d\d-\d\d)/(?=\d{4}-)")
_SLASHED_MONTHS = re.compile(rf"(\b{MONTH}|\b20\d\d) ?/ ?(?={MONTH})")
_DAYS_OF_A_MONTH = re.compile(
    rf"(?P<lead>|.{{0,40}}[ .])(?P<first>\d{{1,2}})(?:st|nd|rd|th)? ?(?:-|to) ?"
    rf"(?P<last>\d{{1,2}}(?:st|nd|rd|th)? (?P<month>{MONTH}).{{0,12}})"
)
_FILLER = re.compile(
    r"\b(?:at (?:the )?latest|by|due|end|the|of|from|at|on|in|before|until|to be completed|no later than|week ending|w/e|date|"
    r"starting|start|commencing|commence|revised|planned|agreed|begin(?:ning)?|target|deadline|completed? by)\b|[,.:;()\s]"
)
_BEGINS = re.compile(r"(?:from|starting|start|commencing|beginning)\b")
_NAMES_A_TIME = re.compile(
    rf"\b(?:{MONTH}|q[1-4]|quarter\s*\d|(?!half|each|every)\w+\s+term|spring|summer|autumn|winter|easter|christmas)\b"
)
_NOT_FIXED = re.compile(
    r"\b(?:term|spring|summer|autumn|winter|tb[acd]|confirmed|agreed|determined|decided|immediate(?:ly)?|asap|soon|urgent(?:ly)?|meeting|"
    r"fortnightly|daily|(?:day|week|month|quarter|year)s?|n/?a|none|after|following)\b"
)


class Points:
    """The days of date phrases, read by a calendar. `day_first` says how numbers alone are read, None if nothing does.

    `year` is the year of days that name none.
    """

    def __init__(self, calendar: Calendar, day_first: bool | None, year: PlanYear | None) -> None:
        self._calendar, self._day_first, self._year = calendar, day_first, year

    def read(self, words: str) -> Reading:
        """Read a phrase in small letters. Raises ValueError for a number that is in no calendar."""
        recurrence, rest = without_rhythm(words)
        onwards = _ONWARDS.search(rest)
        if onwards:
            rest = rest[: onwards.start()] + rest[onwards.end() :]
        points, left = in_plan(_opened(rest))
        ranged = len(points) == 2 and (_RANGE.search(left) or _BETWEEN.search(left)) is not None
        until = recurrence is not None and _UNTIL.search(left) is not None
        left = _UNTIL.sub("", left) if until else left
        spare = _BETWEEN.sub("", _RANGE.sub("", left)) if ranged else left
        spare = _FILLER.sub("", spare.replace("\x00", ""))
        spare = re.sub(r"^(?:and|&|then|-)+$", "", spare) if recurrence or onwards else spare
        if not points:
            return _without_points(words, spare, recurrence, onwards is not None)
        if either := self._either(points):
            return Reading(recurrence=recurrence, problem=EITHER, choices=either)
        if len(points) > 1 and not ranged and not _FILLER.sub("", re.sub(r"\b(?:and|or)\b|[&/+]", "", spare)):
            days = (found.day for found in map(self._point, points) if isinstance(found, DayMeant))
            return Reading(recurrence=recurrence, problem="date_several", choices=tuple(dict.fromkeys(days))[:MOST_CHOICES])
        if spare or (len(points) > 1 and not ranged) or (onwards and ranged):
            return Reading(recurrence=recurrence, problem="date_not_read")
        if ranged:
            return self._range(points[0], points[1], recurrence)
        read = self._single(points[0], words, recurrence, onwards is not None)
        return read._replace(recurrence=None, problem=read.problem or "date_until") if until and read.due else read

    def _either(self, points: list[Written]) -> tuple[date, ...]:
        """Return both days of the last of the points whose numbers may be taken in two orders, if none of them says which."""
        if self._day_first is not None:
            return ()
        numbers = [point for point in points if isinstance(point, CalendarDay) and point.either and point.year]
        days = [_in_either_order(point) for point in numbers]
        proven = {one[0].month == point.month for one, point in zip(days, numbers, strict=True) if len(one) == 1}
        if proven == {True} and len(days) > 1:
            return ()
        return next((one for one in reversed(days) if len(one) == 2), ())

    def _range(self, one: Written, other: Written, recurrence: Recurrence | None) -> Reading:
        last = self._point(other)
        if isinstance(last, UnclearDay) and last.lacking is Lacking.YEAR:
            first = self._point(beginning(one))
            last = self._point(other, after=first.day) if isinstance(first, DayMeant) else last
        if not isinstance(last, DayMeant):
            return _unread(last, recurrence)
        start = self._point(beginning(one), before=last.day)  # "November - February 2026" begins in the year before
        if not isinstance(start, DayMeant):
            return _unread(start, recurrence)
        if last.day < start.day:
            return Reading(recurrence=recurrence, problem="date_backwards")
        return Reading(start=start.day, due=last.day, recurrence=recurrence, problem=self._doubted(one, other))

    def _single(self, point: Written, words: str, recurrence: Recurrence | None, onwards: bool) -> Reading:
        open_ended = onwards or (_BEGINS.match(words) is not None and recurrence is None)
        found = self._point(beginning(point) if open_ended else point)
        if not isinstance(found, DayMeant):
            read = _unread(found, recurrence)
            return read._replace(problem="date_not_fixed") if recurrence and read.lacks_year else read
        doubted = self._doubted(point)
        if open_ended:
            return Reading(start=found.day, open_ended=True, recurrence=recurrence, problem=doubted)
        return Reading(due=found.day, recurrence=recurrence, problem=doubted)

    def _point(self, point: Written, before: date | None = None, after: date | None = None) -> DayRead:
        """Return the day of a point. One without a year is the last before another, the first after it, or of the plan's year."""
        point = self._in_order(point)
        found = meaning(point, Said("", None, self._calendar, Towards.COMING))
        if not (isinstance(found, UnclearDay) and found.lacking is Lacking.YEAR):
            return found
        if before is not None:
            return meaning(point, Said("", before, self._calendar, Towards.PAST))
        on = after or (self._year.begins if self._year else None)
        return meaning(point, Said("", on, self._calendar, Towards.COMING)) if on else found

    def _in_order(self, point: Written) -> Written:
        """Return a day of numbers with the month in its place."""
        if not (isinstance(point, CalendarDay) and point.either and self._turns(point)):
            return point
        return point.model_copy(update={"day": point.month, "month": point.day})

    def _turns(self, point: CalendarDay) -> bool:
        """Say if the month of some numbers comes first: as it was settled, or as they can be nothing else."""
        if self._day_first is not None:
            return not self._day_first
        days = _in_either_order(point)
        return len(days) == 1 and days[0].month != point.month

    def _doubted(self, *points: Written) -> str | None:
        """Return the warning for what was read by a rule that the words do not name."""
        return next((doubt for doubt in map(self._doubt, points) if doubt), None)

    def _doubt(self, point: Written) -> str | None:
        if isinstance(point, InQuarter):
            return "date_quarter" if self._calendar.quarters is Quarters.FINANCIAL else None
        if isinstance(point, InYear):
            return "date_year" if point.unit is Unit.YEAR and point.ends else None
        if isinstance(point, InFeast):
            return "date_feast"
        if isinstance(point, InTerm):
            return "date_season" if point.season else None
        turned = isinstance(point, CalendarDay) and point.either and self._day_first is None and self._turns(point)
        return "date_month_first" if turned else None


def _opened(words: str) -> str:
    """Return a phrase with "April/May 2026" and "26-27 March 2026" written as two days each."""
    words = _SLASHED_MONTHS.sub(r"\1 - ", _ISO_STRETCH.sub(r"\1 - ", words))
    days = _DAYS_OF_A_MONTH.fullmatch(words)
    return f"{days['lead']}{days['first']} {days['month']} - {days['last']}" if days else words


def _in_either_order(point: CalendarDay) -> tuple[date, ...]:
    """Return the days that some numbers may be, the day first and the month first. It is one if they are the same."""
    assert point.year is not None
    days = starmap(_day, ((point.year, point.month, point.day), (point.year, point.day, point.month)))
    found = tuple(dict.fromkeys(day for day in days if day and point.weekday in (None, day.weekday())))
    mondays = tuple(day for day in found if point.whole_week and day.weekday() == 0)
    return mondays if len(mondays) == 1 else found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_points(words: str, spare: str, recurrence: Recurrence | None, onwards: bool) -> Reading:
    if (recurrence or onwards) and not spare:
        problem = "date_open_ended" if onwards else "date_not_fixed"
        return Reading(open_ended=onwards, recurrence=recurrence, problem=problem)
    if _NAMES_A_TIME.search(words) and not re.search(r"20\d\d", words):
        return Reading(recurrence=recurrence, problem=NO_YEAR)
    return Reading(recurrence=recurrence, problem="date_not_fixed" if _NOT_FIXED.search(words) else "date_not_read")


def _unread(found: Unread, recurrence: Recurrence | None) -> Reading:
    choices = found.choices if isinstance(found, UnclearDay) else ()
    return Reading(recurrence=recurrence, problem=_problem(found), choices=choices)


def _problem(unread: Unread) -> str:
    """Return the warning that a day earns which was not read."""
    match unread:
        case UnclearDay(lacking=lacking):
            return _lacks(lacking)
        case ImpossibleDay():
            return "date_impossible"
        case NoDay():
            return "date_not_read"
    assert_never(unread)


def _lacks(lacking: Lacking) -> str:
    match lacking:
        case Lacking.YEAR:
            return NO_YEAR
        case Lacking.TERMS:
            return "date_not_fixed"
        case Lacking.WHICH_YEAR:
            return "date_which_year"
        case Lacking.WEEKDAY:
            return "date_weekday"
    assert_never(lacking)
