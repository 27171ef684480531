"""The ways in which people write days, British order. `kinds` names what they say, and `meaning` knows which day that is."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from bot.rules.dates.kinds import (
    CalendarDay,
    Counted,
    InMonth,
    InQuarter,
    InStretch,
    InTerm,
    InYear,
    MonthAndNumber,
    OnWeekday,
    Part,
    Turn,
    Unit,
    Written,
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = [name.lower() for name in month_name]
_ALIKE = str.maketrans({
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "),
    **dict.fromkeys("\u2018\u2019\u02bc\u2032`\u00b4", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
})  # each for one, so that every place in a text stays where it was


# ---- the ways of writing -----------------------------------------------------------------

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_YEAR = r"(?:[ ,./\-]{0,3}(?P<y>[12]\d{3})(?![\d/])|[ ./\-]{0,2}(?P<yy>'?\d\d)(?![\d/]|[:.,]\d))"
_CLOCK = r"(?:(?:t|,? (?:at )?)\d\d?:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:z|[+]\d\d:\d\d)?(?: ?[ap]m)?)?"
_WEEK_OF = r"(?:(?P<wc>w/?[cb]|week (?:commencing|beginning|starting|of))[ :]{1,2}(?:the )?)?"
_PART = r"(?:the )?(?P<part>beginning|start|early|middle|mid|late|end|last day)"
_IN_IT = r"[ \-](?:(?:of|in) )?(?:the )?"
_TURN = r"(?P<turn>this|next|last|coming|current|following)"
_TERM = r"(?P<t>spring|summer|autumn|winter|michaelmas|hilary|lent|trinity)"
_UNIT = r"(?P<u>week|month|quarter|term|half[ \-]term|(?:(?:financial|school|academic|calendar) )?year)"
_OF_YEAR = r"(?:,? (?:of )?(?:fy ?)?(?P<y>20\d\d|\d\d(?= ?[/\-] ?\d\d\b))(?:(?: ?[/\-] ?)(?P<ends>20\d\d|\d\d)(?!\d))?(?!\d))?"
_ONE_TO_TWELVE = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNT = rf"(?P<n>\d{{1,4}}|an?|{_ONE_TO_TWELVE}|a couple of)"
_COUNTED = r"(?P<u>(?:working |business |calendar )?day|week|fortnight|month|year)(?:s'|'s|s)?"
_NO_PART = r"(?<!\d[./])"  # of a longer number
_NUMBERS = {
    **dict.fromkeys(("a", "an"), 1),
    "a couple of": 2,
    **{word: at for at, word in enumerate(_ONE_TO_TWELVE.split("|"), 1)},
    **{word: at for at, word in enumerate(("first", "second", "third", "fourth"), 1)},
}
_PARTS = {
    **dict.fromkeys(("beginning", "start"), Part.START),
    **dict.fromkeys(("middle", "mid"), Part.MIDDLE),
    "early": Part.EARLY,
}
_TURNS = {**dict.fromkeys(("next", "following"), Turn.NEXT), "last": Turn.LAST}
_UNITS = {
    **{unit.value: unit for unit in Unit},
    "business day": Unit.WORKING_DAY,
    "calendar day": Unit.DAY,
    "academic year": Unit.SCHOOL_YEAR,
}
_WORDS = {"today": 0, "tomorrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2, "yesterday": -1}
# In the order in which they are tried: of two that begin alike, the longer one comes first.
_IN_PLANS = {
    "iso": rf"{_NO_PART}{_WEEK_OF}(?P<y>[12]\d{{3}})(?P<sep>[\-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d){_CLOCK}",
    "numbers": rf"{_NO_PART}{_WEEK_OF}(?:(?P<w>{_WEEKDAY}),? (?:the )?)?(?P<d>\d{{1,2}}) ?(?P<sep>[/.\-]) ?(?P<m>\d{{1,2}})"
    rf" ?(?P=sep) ?(?P<y>\d{{4}}|\d\d)(?!\d){_CLOCK}",
    "day": rf"{_WEEK_OF}(?:(?P<w>{_WEEKDAY}),? (?:the )?)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)?[ \-/.]{{0,2}}"
    rf"(?P<m>{MONTH})(?:{_YEAR})?{_CLOCK}",
    "month_first": rf"(?:(?P<w>{_WEEKDAY}),? )?(?P<m>{MONTH}) (?:the )?(?P<d>\d{{1,2}})"
    r"(?:(?:st|nd|rd|th)?,? (?P<y>[12]\d{3}|'\d\d)(?!\d)|(?:st|nd|rd|th)\b)",
    "part_of_month": rf"{_PART}{_IN_IT}(?:month of )?(?P<m>{MONTH})(?:{_YEAR})?",
    "month": rf"(?P<m>{MONTH})(?:[ ,./\-]{{0,3}}(?P<y>[12]\d{{3}}|'\d\d)(?![\d/]))",
    "month_and_year": rf"(?P<m>{MONTH})[\-/](?P<yy>\d\d)(?![\d/]|[:.]\d)",
    "month_and_number": rf"(?P<m>{MONTH})[ .]{{0,2}}(?P<n>\d{{1,2}})(?![\d/]|[:.]\d)",
    "month_alone": rf"(?P<m>{MONTH})",
    "number_month": r"(?P<m>\d{1,2})/(?P<y>20\d\d)(?!\d)",
    "quarter": rf"(?:{_PART}{_IN_IT})?(?:q|quarter|qtr) ?(?P<q>[1-4])\b{_OF_YEAR}",
    "nth_quarter": rf"(?:{_PART}{_IN_IT})?(?P<n>first|second|third|fourth|1st|2nd|3rd|4th) quarter\b{_OF_YEAR}",
    "term": rf"(?:{_PART}{_IN_IT})?(?:{_TURN} )?{_TERM}(?P<half> half)?(?:[ \-]term)?\b(?:,? (?:of )?(?P<y>20\d\d)(?![\d/]))?",
    "year_end": r"(?:the )?end (?:of )?(?P<y>20\d\d)(?! ?[/\-]?\d)",
}
_SPOKEN = {
    **{kind: body.removesuffix(_CLOCK) for kind, body in _IN_PLANS.items()},  # an hour that was said is not dropped
    "short_numbers": rf"{_NO_PART}(?P<d>\d{{1,2}})(?P<sep>[/.])(?P<m>\d{{1,2}})(?![\d/]|[.]\d)",
    "turned_month": rf"{_TURN} (?P<m>{MONTH})",
    "numbered_term": rf"(?:{_PART}{_IN_IT})?(?P<t>term \d)\b",
    "part_of_stretch": rf"{_PART}{_IN_IT}(?:{_TURN} )?{_UNIT}\b",
    "stretch": rf"{_TURN} {_UNIT}\b",
    "year_end_word": r"(?:(?P<u>financial|school|academic|calendar) )?year[ \-]end",
    "week_on": rf"(?:a )?week (?:on )?(?P<w>{_WEEKDAY})",
    "weekday": rf"(?:{_TURN} )?(?P<w>{_WEEKDAY})(?: (?:(?P<week>week)|(?P<later>next week)))?",
    "word": r"(?P<word>(?:the )?day after tomorrow|today|tomorrow|yesterday)\b",
    "counted": rf"(?:(?:in|within) )?{_COUNT}[ \-]{_COUNTED}(?: time\b)?(?:(?P<ago> ago)| from (?:now|today)| hence)?(?!\w)",
}
_YEAR_ALONE = {"year_alone": r"(?P<y>20\d\d)(?: ?[/\-] ?(?P<ends>20\d\d|\d\d))?(?![\d/.\-])"}
_BEFORE = r"(?<![\w/])"


def _together(ways: dict[str, str]) -> str:
    """Return one pattern of all the ways of writing, the names in each of them told apart by its own."""
    told = {kind: body.replace("?P<", f"?P<{kind}_").replace("(?P=", f"(?P={kind}_") for kind, body in ways.items()}
    return "|".join(f"(?P<{kind}>{body})" for kind, body in told.items())


_LEAD = (
    r"(?:(?:(?:by|on|is|until|till?|to|due|before|from|since|at|about|around|for|in|the|no later than|week ending|w/e)\b|[:=])"
    r" ?){0,4}?"
)
_HOUR_AT_LAST = re.compile(rf"(?<=\d){_CLOCK}\Z", re.ASCII | re.IGNORECASE)
_OWN_TERM = re.compile(rf"{_LEAD}(?:{_PART}{_IN_IT})?(?P<t>\S.{{1,198}}?)(?: term)?")


# The large patterns are made when they are first needed.


@cache
def _of_a_plan() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:{_together(_IN_PLANS)})", re.ASCII)


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?:{_together(_SPOKEN | _YEAR_ALONE)})(?: at the latest)?", re.ASCII)


@cache
def _first() -> re.Pattern[str]:
    return re.compile(rf"(?P<lead>{_LEAD})(?:{_together(_SPOKEN)})(?!\w)", re.ASCII | re.IGNORECASE)


@cache
def _anywhere() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:{_together(_SPOKEN)})(?!\w)", re.ASCII | re.IGNORECASE)


def plainly(text: str) -> str:
    """Return a text with one kind of blank, dash and apostrophe, letter for letter."""
    return text.translate(_ALIKE)


def without_hour(text: str) -> str:
    """Return a date as another program writes it without the hour behind it."""
    return _HOUR_AT_LAST.sub("", text)


def heard(said: str, terms: Sequence[str] = ()) -> Written | None:
    """Return what a phrase in small letters says that is a day and nothing else. `terms` are the names of the plan's own.

    Raises ValueError for a number that is in no calendar.
    """
    if found := _whole().fullmatch(said):
        return written(found)
    own = _OWN_TERM.fullmatch(said)
    if own is None or not any(term.lower().startswith(own["t"]) for term in terms):
        return None
    return _in_term({name: part for name, part in own.groupdict().items() if part})


def at_first(text: str) -> re.Match[str] | None:
    """Find a day at the beginning of a text, after no more than "by" or "until"."""
    return _first().match(text)


def within(text: str) -> Iterator[re.Match[str]]:
    """Find what may be days anywhere in a text."""
    return _anywhere().finditer(text)


def in_plan(words: str) -> tuple[list[Written], str]:
    """Return the days in a plan's words in small letters, and the words with a null sign in the place of each.

    Raises ValueError for a number that is in no calendar.
    """
    return [written(found) for found in _of_a_plan().finditer(words)], _of_a_plan().sub("\x00", words)


def kind_of(found: re.Match[str]) -> str:
    """Return the way in which a day found was written."""
    return next(kind for kind in (*_SPOKEN, *_YEAR_ALONE) if kind in found.re.groupindex and found.group(kind) is not None)


def written(found: re.Match[str]) -> Written:
    """Return what a day found says. Raises ValueError for a number that no calendar has."""
    kind = kind_of(found)
    begins = f"{kind}_"
    told = {name.removeprefix(begins): part for name, part in found.groupdict().items() if part and name.startswith(begins)}
    return _MAKERS[kind]({name: part.lower() for name, part in told.items()})


# ---- what each says ----------------------------------------------------------------------


def _year(told: Mapping[str, str]) -> int | None:
    text = (told.get("y") or told.get("yy") or "").strip("'")
    return int(text) + (2000 if len(text) == 2 else 0) if text else None


def _second_year(told: Mapping[str, str]) -> int | None:
    return int(told["ends"]) % 100 + 2000 if "ends" in told else None


def _month(told: Mapping[str, str]) -> int:
    name = told["m"]
    return int(name) if name.isdigit() else next(at for at, month in enumerate(NAMES) if at and month.startswith(name[:3]))


def _part(told: Mapping[str, str]) -> Part:
    return _PARTS.get(told.get("part", ""), Part.END)


def _turn(told: Mapping[str, str]) -> Turn:
    return _TURNS.get(told.get("turn", ""), Turn.COMING)


def _weekday(told: Mapping[str, str]) -> int:
    return DAYS.index(told["w"][:3])


def _number(text: str) -> int:
    return _NUMBERS[text] if text in _NUMBERS else int(re.sub(r"\D", "", text))


def _calendar_day(told: Mapping[str, str]) -> CalendarDay:
    day, month = int(told["d"]), _month(told)
    return CalendarDay(
        day=day,
        month=month,
        year=_year(told),
        weekday=_weekday(told) if "w" in told else None,
        whole_week="wc" in told,
    )


def _in_numbers(told: Mapping[str, str]) -> CalendarDay:
    found = _calendar_day(told)
    return found.model_copy(update={"turned": found.day <= 12 and found.day != found.month})


def _in_month(told: Mapping[str, str]) -> InMonth:
    return InMonth(month=_month(told), year=_year(told), part=_part(told), turn=_turn(told))


def _in_quarter(told: Mapping[str, str]) -> InQuarter:
    number = _number(told.get("q") or told["n"])
    return InQuarter(number=number, year=_year(told), ends=_second_year(told), part=_part(told))


def _in_term(told: Mapping[str, str]) -> InTerm:
    name = f"{told['t']} half term" if "half" in told else told["t"]
    return InTerm(name=name, year=_year(told), part=_part(told), turn=_turn(told))


def _in_stretch(told: Mapping[str, str]) -> InStretch | InTerm:
    unit, part, turn = told["u"].replace("-", " "), _part(told), _turn(told)
    if unit == "half term":
        return InTerm(name=unit, part=part, turn=turn)
    return InStretch(unit=_UNITS[unit], part=part, turn=turn)


def _year_end(told: Mapping[str, str]) -> InStretch:
    return InStretch(unit=_UNITS[f"{told['u']} year" if "u" in told else "year"])


def _year_alone(told: Mapping[str, str]) -> InYear:
    return InYear(year=int(told["y"]), ends=_second_year(told))


def _on_weekday(told: Mapping[str, str]) -> OnWeekday:
    turn = Turn.NEXT if "later" in told else _turn(told)
    return OnWeekday(weekday=_weekday(told), turn=turn, weeks=int("week" in told))


def _counted(told: Mapping[str, str]) -> Counted:
    number = _number(told["n"])
    return Counted(number=-number if "ago" in told else number, unit=_UNITS[told["u"]])


_MAKERS: dict[str, Callable[[Mapping[str, str]], Written]] = {
    "iso": _calendar_day,
    "numbers": _in_numbers,
    "day": _calendar_day,
    "month_first": _calendar_day,
    "part_of_month": _in_month,
    "month": _in_month,
    "month_and_year": _in_month,
    "month_and_number": lambda told: MonthAndNumber(month=_month(told), number=int(told["n"])),
    "month_alone": _in_month,
    "number_month": _in_month,
    "quarter": _in_quarter,
    "nth_quarter": _in_quarter,
    "term": _in_term,
    "year_end": lambda told: InYear(year=int(told["y"]), end=True),
    "short_numbers": _in_numbers,
    "turned_month": _in_month,
    "numbered_term": _in_term,
    "part_of_stretch": _in_stretch,
    "stretch": _in_stretch,
    "year_end_word": _year_end,
    "week_on": lambda told: OnWeekday(weekday=_weekday(told), weeks=1),
    "weekday": _on_weekday,
    "word": lambda told: Counted(number=_WORDS[told["word"]], unit=Unit.DAY),
    "counted": _counted,
    "year_alone": _year_alone,
}
