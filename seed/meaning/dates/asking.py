"""Ask which day an unclear date means: once for each phrase, whatever the number of milestones it stands beside."""

from __future__ import annotations

import re
from datetime import date

from bot.model.documents.draft import PlanDoubtKind
from bot.model.policy import Calendar
from seed.draft import Doubts, fold
from seed.meaning.dates import Reading, read_date
from seed.source import Place
from seed.words import say

_ASKED = frozenset({"date_which_year", "date_several", "date_weekday", "date_impossible"})
_NAMES_A_TIME = re.compile(r"\b(?:term|spring|summer|autumn|winter|school year|academic year|easter|christmas)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")


def ask_day(doubts: Doubts, reading: Reading, phrase: str, at: Place, calendar: Calendar) -> Reading:
    """Return the reading of a date phrase as an admin settled it. What is not settled is asked and stays as it was read.

    What names no time at all, such as "TBC" or "soon", is not asked: nobody knows more about it than the document says.
    """
    if reading.names_a_day or not _is_worth_a_question(reading, phrase):
        return reading
    none = say("choice", "no_date")
    choices = (*map(in_full, reading.choices), none)

    def settled_by(said: str) -> Reading | None:
        settled = read_date(said, calendar, day_first=True)
        return settled if settled.names_a_day else None

    answer = doubts.ask(PlanDoubtKind.DATE, fold(phrase), [at], "date", {"read": phrase}, choices, none, settled_by)
    if answer is None:
        return reading
    if answer == none:
        return Reading(recurrence=reading.recurrence)
    settled = settled_by(answer)
    return settled._replace(recurrence=settled.recurrence or reading.recurrence) if settled is not None else reading


def _is_worth_a_question(reading: Reading, phrase: str) -> bool:
    """Say if somebody may know which day is meant."""
    if reading.done or reading.recurrence or reading.open_ended:
        return False
    named = _NAMES_A_TIME.search(phrase) is not None
    return reading.problem in _ASKED or (
        reading.problem in ("date_not_fixed", "date_not_read") and (named or _YEAR.search(phrase) is not None)
    )


def in_full(day: date) -> str:
    """Return a day as it is written in full."""
    return f"{day.day} {day:%B} {day.year}"
