"""Stretches of days as people ask for them: "this week", "next month", "30", "4 weeks", "March", "Q3", "this term"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import assert_never

from bot.model.policy import Calendar
from bot.model.updates.day import DayMeant, DayRead
from bot.rules.calendar import month_end, quarter, quarter_of
from bot.rules.dates.kinds import (
    CalendarDay,
    Counted,
    InFeast,
    InMonth,
    InQuarter,
    InStretch,
    InTerm,
    InYear,
    MonthAndNumber,
    OnWeekday,
    Turn,
    Unit,
    Written,
)
from bot.rules.dates.meaning import meaning, quarter_meant
from bot.rules.dates.said import Said, Towards, terms_named
from bot.rules.dates.written import heard, plainly

Stretch = tuple[date, date]
_UP_TO = re.compile(r"(?:by|until|till?|to|before|up to) (?:the )?")


def span(period: str | None, today: date, usual: int, calendar: Calendar) -> Stretch | None:
    """Return the first and last day of a stretch, or None. Without words it is the `usual` number of days.

    Quarters and terms are those of the plan. "By Friday" begins today.
    """
    words = " ".join(plainly(period or "").lower().split()).rstrip(" .!?")
    if not words:
        return today, today + timedelta(days=usual)
    if counted := re.fullmatch(r"(?:in |next )?(\d{1,3})(?: days?)?", words, re.ASCII):
        return today, today + timedelta(days=int(counted[1]))
    words = f"this {words}" if words in ("week", "month", "quarter", "term") else re.sub(r"\Anext (?=\d)", "in ", words)
    try:
        written = heard(words, [term.name for term in calendar.terms])
        return None if written is None else _span(written, words, today, calendar)
    except (ValueError, OverflowError):
        return None


def _span(written: Written, words: str, today: date, calendar: Calendar) -> Stretch | None:
    said = Said(words, today, calendar, Towards.COMING)
    if _UP_TO.match(words):
        day = _day(meaning(written, said))
        return None if day is None or day < today else (today, day)
    match written:
        case InMonth(month=month, year=year):
            return _month(year, month) if year else _coming((_month(one, month) for one in said.years()), today)
        case InQuarter(number=number, year=None):
            return _coming((quarter(number, one, calendar.quarters) for one in said.years()), today)
        case InQuarter():
            return quarter_meant(written, calendar)
        case InTerm():
            return _term(terms_named(written, calendar), written.turn, today)
        case InStretch(unit=Unit.TERM, turn=turn):
            return _term(((one.starts, one.ends) for one in calendar.terms), turn, today, under_way=True)
        case InStretch():
            return _from_today(written, today)
        case Counted(number=number) if number > 1 or words.startswith("in "):
            day = _day(meaning(written, said))
            return None if day is None else (today, day)
        case CalendarDay() | MonthAndNumber() | OnWeekday() | Counted() | InYear() | InFeast():
            day = _day(meaning(written, said))
            return None if day is None else (day, day)
    assert_never(written)


def _day(found: DayRead) -> date | None:
    return found.day if isinstance(found, DayMeant) else None


def _month(year: int, month: int) -> Stretch:
    first = date(year, month, 1)
    return first, month_end(first)


def _coming(stretches: Iterable[Stretch], today: date) -> Stretch | None:
    """Return the first stretch that is not over."""
    return next((one for one in stretches if one[1] >= today), None)


def _term(terms: Iterable[Stretch], turn: Turn, today: date, under_way: bool = False) -> Stretch | None:
    """Return the term that is meant. `under_way` asks that one that is coming has begun."""
    match turn:
        case Turn.COMING:
            return _coming((one for one in terms if one[0] <= today or not under_way), today)
        case Turn.NEXT:
            return next((one for one in terms if one[0] > today), None)
        case Turn.LAST:
            return max((one for one in terms if one[1] < today), default=None)
    assert_never(turn)


def _from_today(written: InStretch, today: date) -> Stretch | None:
    """Return this week, month or quarter from today on, or the whole of the next or last one."""
    this = _whole(written.unit, today)
    if this is None:
        return None
    match written.turn:
        case Turn.COMING:
            return today, this[1]
        case Turn.NEXT:
            return _whole(written.unit, this[1] + timedelta(days=1))
        case Turn.LAST:
            return _whole(written.unit, this[0] - timedelta(days=1))
    assert_never(written.turn)


def _whole(unit: Unit, day: date) -> Stretch | None:
    """Return the whole week, month or quarter of a day. None for any other unit."""
    if unit is Unit.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return _month(day.year, day.month) if unit is Unit.MONTH else quarter_of(day) if unit is Unit.QUARTER else None
