"""Date phrases as plans write them. A month means its last day. What has no year or no fixed day is left empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.model.noun import local_day
from bot.model.policy import Calendar
from bot.rules.dates import ANYWHERE
from bot.rules.dates.ways import MONTH
from bot.rules.dates.written import plainly
from seed.meaning.dates.points import ONWARDS, Points
from seed.meaning.dates.reading import EITHER, PlanYear, Reading, calendar_year, financial_year
from seed.meaning.dates.rhythms import RHYTHMS

_TIME_WORDS = re.compile(
    rf"\b(?:{MONTH}|20\d\d|q[1-4]|quarter|term|spring|summer|autumn|winter|easter|christmas|half[\s-]term|year|weeks?|months?|"
    rf"immediate(?:ly)?|asap|tb[acd]|to be (?:confirmed|agreed|determined)|fy ?\d\d|{ONWARDS}|"
    + "|".join(words for _, words in RHYTHMS)
    + r")\b|\b\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}\b",
    re.IGNORECASE,
)
MOST_PHRASE = 300  # letters; whoever writes more has not written a date
MOST_TITLE = 100  # letters of a title
MOST_CELL = 5_000  # letters of a cell that may begin with a date
MOST_ENDS = 4  # places in a cell at which a date may end
_MAY_END = re.compile(r"\n|[.:](?=\s+[A-Z])|;(?=\s)|\s[\-\u2013\u2014]\s|,(?=\s)")
YEARS = range(1990, 2100)  # of a date of any plan: what is outside is a slip of the pen
_SERIALS = range(36_526, 73_051)  # the days of this century as a workbook counts them
_FIRST_DAY = date(1899, 12, 30)
_DONE = r"(?:completed?|done|closed|achieved|delivered|implemented|finished|met)"
_DONE_FIRST = re.compile(rf"(?:now |already |fully )?{_DONE}\b(?!\s+by\b)[\s:,;(\-]*(?:(?:on|in)\b\s*)?(?P<rest>.*)", re.DOTALL)
_DONE_LAST = re.compile(rf"(?P<rest>.*?)[\s:,;(\-]+(?:now |already |fully )?{_DONE}", re.DOTALL)
_TENTATIVE = re.compile(
    r"[\s,;(\-]*\b(?:tbc|to be (?:confirmed|agreed)|provisional(?:ly)?|estimated?|est|approx(?:imately)?|indicative|circa|"
    r"expected|anticipated|proposed|forecast|c(?=\.)|draft)\b[\s:.)\-]*|\A~\s*"
)
_FROM = r"(?:was|previously|formerly|originally|original(?: date)?|orig|moved from|revised from|extended from|slipped from)"
_NOW = r"(?:now|new(?: date)?|(?:revised|moved|extended|changed|slipped|deferred|postponed)(?: date)?(?: to)?)"
_MOVED = (
    re.compile(rf"{_FROM}\b[\s:]*(?P<was>[^,;(\n]+?)[\s,;(\-]+{_NOW}\b[\s:]*(?P<now>.+)"),
    re.compile(rf"{_NOW}\b[\s:]*(?P<now>[^,;(\n]+?)[\s,;(\-]+{_FROM}\b[\s:]*(?P<was>.+)"),
    re.compile(rf"(?P<now>[^,;(\n]+?)[\s,;(\-]+{_FROM}\b[\s:]*(?P<was>.+)"),
    re.compile(rf"(?P<was>[^,;(\n]+?)[\s,;(\-]+{_NOW}\b[\s:]*(?P<now>.+)"),
    re.compile(r"(?P<was>[^>\u2192]+?)\s*(?:-+>|=+>|\u2192)\s*(?P<now>.+)"),
)
_WHOLE_DAY = rf"{MONTH} \d\d?,? \d{{4}}"
_FROM_DAY_TO_DAY = re.compile(rf"(?P<first>{_WHOLE_DAY}) ?\u2192 ?(?P<last>{_WHOLE_DAY})", re.IGNORECASE)  # as some tools write
_YEAR = re.compile(r"\d{4}")
_BESIDE = re.compile(r"(?P<one>[^()\[\]]*)[(\[](?P<other>[^()\[\]]*)[)\]]?")
_HOUR = re.compile(
    r",? \d\d?:\d\d(?::\d\d)?(?: ?[ap]m)? (?:bst|gmt|utc)\Z|"
    r"\A\d\d?[:.]\d\d,? (?=\d)|\A\d\d? ?[ap]m,? (?:on )?|,? (?:at )?\d\d?(?:[:.]\d\d)? ?[ap]m\Z|,? at \d\d?[:.]\d\d\Z"
)
_STARTS_ENDS = re.compile(
    r"start(?:s|ing|ed)?(?: date)?:? (?P<first>[^;,:]{3,60}?)[\s;,.\-]+"
    r"(?:end(?:s|ing)?|finish(?:es)?|complet(?:e[ds]?|ion)|due)(?: date)?:? (?P<last>.{3,60})"
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[tT ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:[zZ]|[+\-]\d\d:?\d\d)")
_LAST_MINUTE = (23, 59)
_RANGE_OF_MONTHS = re.compile(rf"\b({MONTH})[ ,]*(20\d\d)\s*(?:-|to|until)\s*({MONTH})[ ,]*(20\d\d)", re.IGNORECASE)
_TWO_YEARS = re.compile(r"\b(20\d\d) ?[/\-] ?(20\d\d|\d\d)(?![\d/\-])")
_ONE_YEAR = re.compile(r"(?<![\d/\-])(20\d\d)(?![\d/\-])")

__all__ = [
    "MOST_PHRASE", "YEARS", "PlanYear", "Reading", "date_and_words", "in_year", "is_date_phrase", "plan_year", "read_date",
    "serial", "speaks_of_time", "year_named",
]  # fmt: skip


def speaks_of_time(phrase: str) -> bool:
    """Say if the words hold anything that could be a date."""
    return _TIME_WORDS.search(phrase) is not None


def is_date_phrase(phrase: str) -> bool:
    """Say if the words are a date and little else, so that they are no part of a sentence."""
    if len(phrase) > MOST_PHRASE or not speaks_of_time(phrase):
        return False
    words = phrase.split()
    read = read_date(phrase)
    return (
        read.problem is None
        or read.names_a_day
        or read.problem in ("date_backwards", EITHER)
        or (len(words) <= 6 and not re.search(r"\b(?:and|with|for|in)\b", re.sub(r"\band\s+\w+ly\b", "", phrase.lower())))
    )


def read_date(
    phrase: str, calendar: Calendar = ANYWHERE, day_first: bool | None = None, year: PlanYear | None = None
) -> Reading:
    """Read a date phrase. It never guesses: a date that is not understood whole is left empty, with a problem.

    `day_first` says how numbers alone are read, None if nothing does. `year` is the year of dates that name none.
    """
    if quick := _of_numbers(phrase, day_first):
        return quick if quick.due is None or quick.due.year in YEARS else Reading(problem="date_far")
    words = " ".join(plainly(phrase).split()).strip(" .()[]").lower()
    if len(words) > MOST_PHRASE:
        return Reading(problem="date_not_read")
    try:
        read = _Layers(calendar, day_first, year).read(_HOUR.sub(" ", words).strip())
        days = (read.start, read.due, read.was, read.done_on)
        return Reading(problem="date_far") if any(day and day.year not in YEARS for day in days) else read
    except (ValueError, OverflowError):
        return Reading(problem="date_not_read")


def date_and_words(
    text: str, calendar: Calendar = ANYWHERE, day_first: bool | None = None, year: PlanYear | None = None
) -> tuple[Reading, str, str]:
    """Read a cell that begins with a date and may go on with other words. Returns the reading, its phrase, and these words."""
    whole = " ".join(text.split())
    read = read_date(whole, calendar, day_first, year)
    if read.problem in (None, "date_several") or read.names_a_day or len(whole) > MOST_CELL:
        return read, whole, ""
    ends = [found.end() for found in _MAY_END.finditer(text) if found.end() <= MOST_PHRASE][:MOST_ENDS]
    for end in ends:
        phrase, rest = " ".join(text[:end].split()).rstrip(" .;:,-"), " ".join(text[end:].split())
        head = read_date(phrase, calendar, day_first, year)
        if rest and (head.names_a_day or head.done_on) and not read_date(rest, calendar, day_first, year).names_a_day:
            return head, phrase, rest
    return read, whole, ""


def in_year(phrase: str, year: PlanYear, calendar: Calendar = ANYWHERE, day_first: bool | None = None) -> Reading:
    """Read a date phrase in which a day without a year is of the plan's."""
    return read_date(phrase, calendar, day_first, year)


def serial(number: float) -> date | None:
    """Return the day that a workbook counts as a number, if it is of this century."""
    return _FIRST_DAY + timedelta(days=int(number)) if int(number) in _SERIALS else None


def year_named(words: str) -> PlanYear | None:
    """Return the year that an answer names: 2026, or 2026/27."""
    return plan_year([words])


def plan_year(texts: Sequence[str]) -> PlanYear | None:
    """Return the one year that some words of a plan are about, such as its title. Two years, or four together, are none.

    A year alone counts only in a line as short as a title: in a sentence it may be the year of anything.
    """
    found: dict[PlanYear, None] = {}
    for text in texts:
        plain = plainly(text)
        for match in _TWO_YEARS.finditer(plain):
            first, last = int(match[1]), int(match[2]) % 100
            if (last - first) % 100 == 1:
                found[financial_year(first)] = None
        for match in _RANGE_OF_MONTHS.finditer(plain):
            begins = read_date(f"from {match[1]} {match[2]}").start
            ends = read_date(f"{match[3]} {match[4]}").due
            if begins and ends and 360 < (ends - begins).days < 370:
                found[financial_year(begins.year) if begins.month == 4 else PlanYear(begins, match[0])] = None
    if not found:
        titles = [plainly(text) for text in texts if len(text) <= MOST_TITLE]
        found = {calendar_year(int(one[1])): None for text in titles for one in _ONE_YEAR.finditer(text)}
    return next(iter(found)) if len(found) == 1 else None


def _of_numbers(phrase: str, day_first: bool | None) -> Reading | None:
    """Read a date of ten numbers and signs at once: a table has thousands."""
    if len(phrase) != 10:
        return None
    try:
        if phrase[4] == phrase[7] == "-":
            return Reading(due=date.fromisoformat(phrase))
        if phrase[2] != phrase[5] or phrase[2] not in "/-":
            return None
        one, other, year = int(phrase[:2]), int(phrase[3:5]), int(phrase[6:])
        if year < 1000 or (day_first is None and one <= 12 and one != other):
            return None
        return Reading(due=date(year, other, one) if day_first is not False else date(year, one, other))
    except ValueError:
        return None


class _Layers:
    """Takes a phrase apart: what says that it is done, moved, not certain, or said twice, and in the end its days."""

    def __init__(self, calendar: Calendar, day_first: bool | None, year: PlanYear | None) -> None:
        self._points = Points(calendar, day_first, year)
        self._zone = calendar.zone

    def read(self, words: str) -> Reading:
        """Read a phrase in small letters. Raises ValueError for a number that is in no calendar."""
        if _MOMENT.fullmatch(words):
            return self._moment(words)
        if first := _DONE_FIRST.fullmatch(words):
            return self._done(first["rest"])
        if last := _DONE_LAST.fullmatch(words):
            return self._whole(last["rest"])._replace(done=True)
        if both := _STARTS_ENDS.fullmatch(words):
            return self._points.read(f"{both['first']} - {both['last']}")
        if both := _FROM_DAY_TO_DAY.fullmatch(words):
            return self._points.read(f"{both['first']} - {both['last']}")
        for moved in _MOVED:
            if found := moved.fullmatch(words):
                return self._moved(found["now"], found["was"])
        return self._whole(words)

    def _done(self, rest: str) -> Reading:
        on = self._whole(rest) if rest else Reading()
        return Reading(done=True, done_on=on.due, problem="date_done" if on.due or not rest else "date_not_read")

    def _moved(self, now: str, was: str) -> Reading:
        due, before = self._whole(now), self._whole(was)
        if due.due is None:
            return due if due.problem else Reading(problem="date_not_read")
        if before.due is None:
            return due._replace(problem="date_was_not_read")
        return due._replace(was=before.due, problem=due.problem or "date_was")

    def _whole(self, words: str) -> Reading:
        """Read a phrase that is not certain, or says the same twice: the second time in brackets."""
        sure = _TENTATIVE.sub(" ", words).strip(" .,;()[]")
        if sure and sure != words.strip(" .,;()[]"):
            read = self._twice(sure)
            return read._replace(problem=read.problem or "date_tentative")
        return self._twice(words)

    def _twice(self, words: str) -> Reading:
        beside = _BESIDE.fullmatch(words)
        if beside is None or not beside["one"].strip() or not beside["other"].strip():
            return self._points.read(words)
        one, other = self._points.read(beside["one"].strip()), self._points.read(beside["other"].strip())
        if one.due and other.due:
            same = one.due == other.due
            several = Reading(problem="date_several", choices=(one.due, other.due))
            return (other if other.start else one)._replace(problem=None) if same else several
        for read, left in ((one, other), (other, one)):
            if read.names_a_day and not left.names_a_day and not _YEAR.search(beside["other" if read is one else "one"]):
                return read._replace(problem="date_beside")
        return self._points.read(re.sub(r"[()\[\]]", " ", words).strip())

    def _moment(self, words: str) -> Reading:
        """Read a moment as another program writes it. The day is that of the plan's zone. The last minute of a day ends it."""
        moment = datetime.fromisoformat(words.upper())
        written, local = date.fromisoformat(words[:10]), local_day(moment, self._zone)
        if local == written or (moment.hour, moment.minute) == _LAST_MINUTE:
            return Reading(due=written)
        return Reading(due=local, problem="date_zone")
