"""A milestone's dates in words: the same ones on every card, list, form, summary and page."""

from __future__ import annotations

from datetime import date

from bot.model.dates import Dates
from bot.model.message import Spans, Text
from bot.model.plan import Recurrence
from bot.wording.sentences import Fact, line, words


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
    return line("dates.said.expected", {"day": forecast, "moved": moved(slips)})


def moved(count: int) -> str:
    """Say how often a date was put back, to follow it. Empty if it never was."""
    form = {0: "never", 1: "once", 2: "twice"}.get(count, "often")
    return words(f"dates.moved.{form}", {"count": count})


def every(recurrence: Recurrence | None) -> str:
    """Say how often, in words."""
    return words(f"dates.every.{recurrence.value}") if recurrence else ""


def working_days(count: int) -> str:
    """Say a number of working days, in words."""
    form = {0: "none", 1: "one"}.get(count, "many")
    return words(f"dates.days.{form}", {"count": count})


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
