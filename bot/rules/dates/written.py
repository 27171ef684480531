"""The ways in which people write days, British order. `kinds` names what they say, and `meaning` knows which day that is."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from bot.rules.dates.kinds import (
    CalendarDay,
    Counted,
    Feast,
    InFeast,
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
from bot.rules.dates.ways import CLOCK, IN_IT, IN_PLANS, LAST_IN_PLANS, ONE_TO_TWELVE, ONLY_IN_PLANS, PART, SPOKEN, YEAR_ALONE

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = [name.lower() for name in month_name]
_ALIKE = str.maketrans({
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "),
    **dict.fromkeys("\u2018\u2019\u02bc\u2032`\u00b4", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
})  # each for one, so that every place in a text stays where it was
_NUMBERS = {
    **dict.fromkeys(("a", "an"), 1),
    "a couple of": 2,
    **{word: at for at, word in enumerate(ONE_TO_TWELVE.split("|"), 1)},
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
    **dict.fromkeys(("fy", "f/y", "fiscal year"), Unit.BUDGET_YEAR),
    "ay": Unit.SCHOOL_YEAR,
}
_WORDS = {"today": 0, "tomorrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2, "yesterday": -1}
_BEFORE = r"(?<![\w/])"


def _together(ways: dict[str, str]) -> str:
    """Return one pattern of all the ways of writing, the names in each of them told apart by its own."""
    told = {kind: body.replace("?P<", f"?P<{kind}_").replace("(?P=", f"(?P={kind}_") for kind, body in ways.items()}
    return "|".join(f"(?P<{kind}>{body})" for kind, body in told.items())


_LEAD = (
    r"(?:(?:(?:by|on|is|until|till?|to|due|before|from|since|at|about|around|for|in|the|no later than|week ending|w/e)\b|[:=])"
    r" ?){0,4}?"
)
_HOUR_AT_LAST = re.compile(rf"(?<=\d){CLOCK}\Z", re.ASCII | re.IGNORECASE)
_OWN_TERM = re.compile(rf"{_LEAD}(?:{PART}{IN_IT})?(?P<t>\S.{{1,198}}?)(?: term)?")


# The large patterns are made when they are first needed.


@cache
def _of_a_plan() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:{_together(ONLY_IN_PLANS | IN_PLANS | LAST_IN_PLANS)})", re.ASCII)


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?:{_together(SPOKEN | YEAR_ALONE)})(?: at the latest)?", re.ASCII)


@cache
def _first() -> re.Pattern[str]:
    return re.compile(rf"(?P<lead>{_LEAD})(?:{_together(SPOKEN)})(?!\w)", re.ASCII | re.IGNORECASE)


@cache
def _anywhere() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:{_together(SPOKEN)})(?!\w)", re.ASCII | re.IGNORECASE)


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
    return next(kind for kind in _MAKERS if kind in found.re.groupindex and found.group(kind) is not None)


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
    turned = found.day <= 12 and found.day != found.month
    return found.model_copy(update={"turned": turned, "either": told.get("sep") in ("/", "-")})


def _in_month(told: Mapping[str, str]) -> InMonth:
    return InMonth(month=_month(told), year=_year(told), part=_part(told), turn=_turn(told))


def _in_quarter(told: Mapping[str, str]) -> InQuarter:
    number = _number(told.get("q") or told["n"])
    return InQuarter(number=number, year=_year(told), ends=_second_year(told), part=_part(told))


def _in_term(told: Mapping[str, str]) -> InTerm:
    name = f"{told['t']} half term" if "half" in told else told["t"]
    return InTerm(name=name, year=_year(told), part=_part(told), turn=_turn(told), season="called" not in told)


def _term_in_span(told: Mapping[str, str]) -> InTerm:
    """The autumn term of 2026/27 is in its first year, and those that follow are in the second."""
    found, first = _in_term(told), int(told["y"]) % 100 + 2000
    return found.model_copy(update={"year": first if told["t"] in ("autumn", "michaelmas") else first + 1})


def _term_in_parts(told: Mapping[str, str]) -> InTerm:
    name = told["t"] if told["t"].startswith("term") else told["t"].replace("term ", "")
    return InTerm(name=name, year=_year(told), part=_part(told))


def _half_term(told: Mapping[str, str]) -> InTerm:
    return InTerm(name=f"{NAMES[_month(told)]} half term", year=_year(told), part=_part(told))


def _in_stretch(told: Mapping[str, str]) -> InStretch | InTerm:
    unit, part, turn = told["u"].replace("-", " "), _part(told), _turn(told)
    if unit == "half term":
        return InTerm(name=unit, part=part, turn=turn)
    return InStretch(unit=_UNITS[unit], part=part, turn=turn)


def _year_end(told: Mapping[str, str]) -> InStretch:
    return InStretch(unit=_UNITS[f"{told['u']} year" if "u" in told else "year"])


def _year_alone(told: Mapping[str, str]) -> InYear:
    return InYear(year=int(told["y"]), ends=_second_year(told))


def _span_of_years(told: Mapping[str, str]) -> InYear:
    first, unit = int(told["y"]) % 100 + 2000, _UNITS[told.get("u", "year")]
    return InYear(year=first, ends=_second_year(told), unit=unit, part=_part(told))


def _year_named(told: Mapping[str, str]) -> InYear:
    year = _year(told)
    assert year is not None
    return InYear(year=year, unit=_UNITS[told.get("u", "fy" if "yy" in told else "year")])


def _year_quarter(told: Mapping[str, str]) -> InQuarter:
    return InQuarter(number=int(told["q"]), year=int(told["y"]) % 100 + 2000, ends=_second_year(told))


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
    "year_month": _in_month,
    "year_quarter": _year_quarter,
    "named_span": _span_of_years,
    "span_of_named": _span_of_years,
    "span_of_years": _span_of_years,
    "half_term": _half_term,
    "term_in_span": _term_in_span,
    "term_in_parts": _term_in_parts,
    "feast": lambda told: InFeast(feast=Feast(told["f"]), year=_year(told)),
    "year_named": _year_named,
}
