"""Days as people write them, British order."""

from __future__ import annotations

import calendar as months
import re
from calendar import isleap, month_name
from collections.abc import Sequence
from datetime import date, timedelta

from bot.model.policy import Calendar, Quarters, Term
from bot.rules.calendar import month_end, quarter, quarter_of

_MONTHS = {name.lower()[:3]: number for number, name in enumerate(month_name) if number}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = (
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}(?:/\d{2,4})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+\d{{4}})?|(?:(?:the )?end of )?{_MONTH}(?:\s+\d{{4}})?)"
)


def day_in(text: str, today: date) -> date | None:
    """Return the day a text names, or None. Without a year the next such day, today included. A month means its last day."""
    said = " ".join(text.lower().strip(" .,").split()).removeprefix("the ").removeprefix("end of ").removeprefix("by ")
    try:
        return _day(said, today)
    except (ValueError, OverflowError):
        return None


def past_day_in(text: str, today: date) -> date | None:
    """Return the day a text names, or None. Without a year the last such day, today included. A month means its last day."""
    day = day_in(text, today)
    if day is None or day <= today or re.search(r"\d{4}|[/.]\d{1,2}[/.]\d", text):
        return day
    found = day_in(text, date(today.year - 1, today.month, min(today.day, 28)))
    return day if found is None or found > today else found


def example(today: date) -> date:
    """Return a day of the year to come, to show how a date is written."""
    return date(today.year + 1, 3, 12)


def certain(text: str, today: date) -> bool:
    """Say if a day was written so that it hardly means another: with a month that cannot be taken for the day, and with its
    year, if that is not this one."""
    said = " ".join(text.lower().strip(" .,").split()).removeprefix("by ")
    if re.fullmatch(r"\d{4}-\d\d-\d\d|today|tomorrow", said, re.ASCII):
        return True
    if named := re.fullmatch(rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?P<year> \d{{4}})?", said, re.ASCII):
        day = day_in(said, today)
        return named["year"] is not None or (day is not None and day.year == today.year)
    numbers = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.]\d{4}", said, re.ASCII)
    return numbers is not None and (int(numbers[1]) > 12 or int(numbers[1]) == int(numbers[2]))


def _day(said: str, today: date) -> date | None:
    if said in ("today", "tomorrow"):
        return today + timedelta(days=said == "tomorrow")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", said, re.ASCII):
        return date.fromisoformat(said)
    if numbers := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?", said, re.ASCII):
        return _next(int(numbers[1]), int(numbers[2]), _year(numbers[3]), today)
    if named := re.fullmatch(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?: (\d{{4}}))?", said, re.ASCII):
        return _next(int(named[1]), _MONTHS[named[2][:3]], _year(named[3]), today)
    if month := re.fullmatch(rf"{_MONTH}(?: (\d{{4}}))?", said, re.ASCII):
        number, year = _MONTHS[month[1][:3]], _year(month[2])
        return month_end(date(year or today.year + (number < today.month), number, 1))
    if re.fullmatch(r"(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?", said):
        ahead = (_DAYS.index(said[:3]) - today.weekday()) % 7
        return today + timedelta(days=ahead)
    return None


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)


def _next(day: int, month: int, year: int | None, today: date) -> date:
    if year is not None:
        return date(year, month, day)
    if (day, month) == (29, 2):
        leap = next(y for y in range(today.year, today.year + 9) if isleap(y) and date(y, 2, 29) >= today)
        return date(leap, 2, 29)
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)



def span(period: str | None, today: date, usual: int, calendar: Calendar) -> tuple[date, date] | None:
    """Return the first and last day of "this week", "next month", "30", "4 weeks", "March", "Q3", "this term" or a term's name.

    Else None. Quarters and terms are those of the plan.
    """
    said = " ".join((period or "").lower().split()).rstrip(".!?")
    monday = today - timedelta(days=today.weekday())
    match said:
        case "":
            return today, today + timedelta(days=usual)
        case "today":
            return today, today
        case "tomorrow":
            return today + timedelta(days=1), today + timedelta(days=1)
        case "this week" | "week":
            return today, monday + timedelta(days=6)
        case "next week":
            return monday + timedelta(days=7), monday + timedelta(days=13)
        case "this month" | "month":
            return today, month_end(today)
        case "next month":
            first = month_end(today) + timedelta(days=1)
            return first, month_end(first)
    if counted := re.fullmatch(r"(?:in |next )?(\d{1,3})\s*(days?|weeks?|months?)?", said):
        size = {"w": 7, "m": 30}.get((counted[2] or "d")[0], 1)
        return today, today + timedelta(days=int(counted[1]) * size)
    if found := _quarter(said, today, calendar.quarters) or _term(said, today, calendar.terms):
        return found
    named = re.fullmatch(r"(?:in )?([a-z]{3,9})\.?(?: ([1-9]\d{3}))?", said, re.ASCII)
    if named and (month := _month(named[1])):
        year = int(named[2]) if named[2] else today.year + (month < today.month)
        return date(year, month, 1), month_end(date(year, month, 1))
    return None


def _quarter(said: str, today: date, quarters: Quarters) -> tuple[date, date] | None:
    this = quarter_of(today)
    if said in ("this quarter", "quarter"):
        return today, this[1]
    if said == "next quarter":
        return quarter_of(this[1] + timedelta(days=1))
    if named := re.fullmatch(r"(?:in )?(?:q|quarter )([1-4])", said, re.ASCII):
        coming = (quarter(int(named[1]), year, quarters) for year in range(today.year - 1, today.year + 2))
        return next(found for found in coming if found[1] >= today)
    return None


def _term(said: str, today: date, terms: Sequence[Term]) -> tuple[date, date] | None:
    coming = [(term.name.lower(), term.starts, term.ends) for term in terms if term.ends >= today]
    if said in ("this term", "term"):
        coming = [one for one in coming if one[1] <= today]
    elif said == "next term":
        coming = [one for one in coming if one[1] > today]
    else:
        name = said.removeprefix("in ").removesuffix(" term")
        coming = [one for one in coming if len(name) >= 3 and one[0].startswith(name)]
    return coming[0][1:] if coming else None


def _month(name: str) -> int | None:
    full = [month.lower() for month in months.month_name]
    return next((n for n, month in enumerate(full) if n and month.startswith(name)), None)
