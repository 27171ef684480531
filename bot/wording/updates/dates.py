"""A milestone's dates in words: the same ones on every card, list, form, summary and page."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from bot.model.letters.message import Spans, Text
from bot.model.plan import Recurrence
from bot.model.updates.dates import Dates
from bot.model.updates.day import DayMeant, DayRead, ImpossibleDay, Lacking, NoDay, UnclearDay
from bot.rules.dates import example
from bot.wording.sentences import Fact, day, line, words

_NO_DATE = frozenset((
    "none", "no", "no date", "no forecast", "not known", "unknown", "don't know", "do not know", "leave it out", "skip", "n/a",
))  # fmt: skip


def dated(dates: Dates, days: int | None = None, passed: bool = False) -> Spans:
    """Say when a milestone is due, what was promised first, and what is expected now.

    `days` counts the working days to the due date, negative after it. `passed` says that it is over, without a count.
    """
    facts: dict[str, Fact] = {
        "opening": words(f"dates.opening.{_opening(dates, days, passed)}", _facts(dates, days)),
        "promised": words("dates.said.promised", {"day": dates.promised}) if dates.promised else "",
        "moved": moved(dates.moves),
    }
    said = line("dates.said.sentence", facts)
    return (*said, Text(text=" "), *expected(dates.expected, dates.slips)) if dates.expected else said


def expected(forecast: date, slips: int = 0) -> Spans:
    """Say a forecast."""
    return line("dates.said.expected", {"day": forecast, "back": _often("back", slips)})


def moved(count: int) -> str:
    """Say how often a due date was put back, to follow it. Empty if it never was."""
    return _often("moved", count)


def _often(what: str, count: int) -> str:
    form = {0: "never", 1: "once", 2: "twice"}.get(count, "often")
    return words(f"dates.{what}.{form}", {"count": count})


def every(recurrence: Recurrence | None) -> str:
    """Say how often, in words."""
    return words(f"dates.every.{recurrence.value}") if recurrence else ""


def working_days(count: int) -> str:
    """Say a number of working days, in words."""
    form = {0: "none", 1: "one"}.get(count, "many")
    return words(f"dates.days.{form}", {"count": count})


def is_no_date(text: str) -> bool:
    """Say if a person answers the question for a date with the words that there is none."""
    return text.casefold().strip(" .!?") in _NO_DATE


def unread(found: DayRead, today: date) -> str:
    """Say why no day was read, and how to write one. Empty if one was read."""
    facts: dict[str, Fact] = {}
    match found:
        case DayMeant():
            return ""
        case NoDay():
            name = "none"
        case ImpossibleDay():
            name = "impossible"
        case UnclearDay(lacking=Lacking.WEEKDAY, choices=(one, *_)):
            name, facts = "weekday", {"day": day(one), "weekday": f"{one:%A}"}
        case UnclearDay(choices=()):
            name = found.lacking.value
        case UnclearDay(choices=choices):
            name, facts = "choices", {"choices": f" {words('dates.unread.or')} ".join(map(day, choices))}
        case _:
            assert_never(found)
    return words(f"dates.unread.{name}", {"said": found.said, "example": example(today), **facts})


def _opening(dates: Dates, days: int | None, passed: bool) -> str:
    if dates.due is None:
        return ("open_ended" if dates.start else "endless") if dates.open_ended else "none"
    if dates.recurrence is not None and not passed:
        return "round" if days is None else "round_in" if days >= 0 else "round_ago"
    if days is None or passed:
        return "was" if passed else "on"
    return "today" if days == 0 else "in" if days > 0 else "ago"


def _facts(dates: Dates, days: int | None) -> dict[str, Fact]:
    return {
        "due": dates.due or "",
        "start": dates.start or "",
        "days": working_days(abs(days or 0)),
        "recurrence": every(dates.recurrence),
    }


def age(days: int) -> str:
    """Say how long ago, in words."""
    if days == 0:
        return words("digest.line.age_today")
    return words("digest.line.day") if days == 1 else words("digest.line.days", {"days": days})
