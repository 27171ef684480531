"""The days of evidence among the answers of a form or a typed line: of which day it is, and until when it is good."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from bot.model.letters.form import Answers, DateQ, Faults
from bot.model.policy import Calendar
from bot.model.updates.day import DayMeant, DayRead
from bot.rules.dates import Towards, example, read
from bot.wording.commands import Entry
from bot.wording.sentences import day as in_words
from bot.wording.sentences import words
from bot.wording.updates.dates import unread

TOWARDS = {"dated": Towards.PAST, "good_until": Towards.COMING}
MOST_SAID = 60


class Days(TypedDict):
    """The days of evidence, as its noun names them."""

    dated: date | None
    good_until: date | None


def good_until(name: str, today: date, behind: str = "") -> DateQ:
    """Ask until when evidence is good."""
    return _question("good_until", name, today, behind)


def dated(name: str, today: date) -> DateQ:
    """Ask of which day evidence is."""
    return _question("dated", name, date(today.year - 2, 1, 1), "")


def _question(field: str, name: str, from_day: date, behind: str) -> DateQ:
    hint, picked = words(f"forms.hint.{field}", {"example": example(from_day)}), words(f"forms.hint.{field}_picked")
    return DateQ(id=name, label=words(f"forms.label.{field}"), hint=hint, picked=picked, behind=behind)


def wrong(given: Answers, today: date, calendar: Calendar) -> Faults:
    """Return a sentence for each fault, by field."""
    found = _read(given, today, calendar)
    faults = {field: unread(one, today) for field, one in found.items() if not isinstance(one, DayMeant)}
    if faults:
        return faults
    days = {field: one.day for field, one in found.items() if isinstance(one, DayMeant)}
    of, good = days.get("dated"), days.get("good_until")
    if of is not None and of > today:
        return {"dated": words("evidence.fault.dated", {"day": in_words(of)})}
    if good is not None and good < today:
        return {"good_until": words("evidence.fault.past", {"day": in_words(good)})}
    if of is not None and good is not None and good < of:
        return {"good_until": words("evidence.fault.order", {"dated": in_words(of), "good_until": in_words(good)})}
    return {}


def _read(given: Answers, today: date, calendar: Calendar) -> dict[str, DayRead]:
    said = {field: given.get(field, "").strip() for field in TOWARDS}
    return {field: read(text, today, calendar, TOWARDS[field]) for field, text in said.items() if text}


def resolved(given: Answers, today: date, calendar: Calendar) -> Answers:
    """Return the days in ISO form, of those that can be read."""
    found = _read(given, today, calendar)
    return {field: one.day.isoformat() for field, one in found.items() if isinstance(one, DayMeant)}


def read_days(given: Answers) -> Days:
    """Return the days that answers say, for answers resolved and with no faults."""
    of, good = given.get("dated"), given.get("good_until")
    return Days(dated=date.fromisoformat(of) if of else None, good_until=date.fromisoformat(good) if good else None)


def said_of_links(entry: Entry) -> Answers:
    """Return what a typed entry says of its links, as a form's answers: what they show, and their days."""
    return {"shows": entry.shows, "dated": entry.dated[:MOST_SAID], "good_until": entry.good_until[:MOST_SAID]}
