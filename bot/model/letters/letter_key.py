"""A letter's key: what makes two letters the same one, for ever. Made and read here alone.

`sort:whom:day`, for a board's channel `sort:plan:day:platform:channel`; part n of a letter sent in several has `#n` after it.
Of papers the entry of their issue stands before the platform.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

_KEY = re.compile(r"(?P<sort>[a-z]+):(?P<whom>.*):(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?::(?P<place>.*))?", re.DOTALL)
_PART = re.compile(r"#[0-9]+\Z")


class Sort(StrEnum):
    """The sorts of letter. There may be one a day of each for a person, or one a week for a board's channel."""

    NUDGE = "nudge"
    DIGEST = "digest"
    SINCE = "since"
    ALARM = "alarm"
    UNREAD = "unread"
    BROKEN = "broken"
    FAULT = "fault"
    SECURITY = "security"
    PAPERS = "papers"


def letter_key(sort: Sort, whom: str | int, day: date, place: str = "") -> str:
    """Return the key of a letter to a person, or to a plan's board; `place` is which of its channels."""
    key = f"{sort.value}:{whom}:{day.isoformat()}"
    return f"{key}:{place}" if place else key


def place(platform: str, channel: str) -> str:
    """Name a board's channel as a key does."""
    return f"{platform}:{channel}"


def is_of(key: str, sort: Sort) -> bool:
    """Say if a key is of that sort."""
    return key.startswith(f"{sort.value}:")


def day_of(key: str) -> date | None:
    """Return the day in a key, a part's too. None if there is none."""
    found = _KEY.fullmatch(_PART.sub("", key))
    try:
        return date.fromisoformat(found["day"]) if found else None
    except ValueError:
        return None


def whom_of(key: str) -> str:
    """Return whom a key names, a part's too: a person by number, or a plan. Empty if none."""
    found = _KEY.fullmatch(_PART.sub("", key))
    return found["whom"] if found else ""


def place_of(key: str) -> str:
    """Return the channel a key names. Empty if none."""
    found = _KEY.fullmatch(key)
    return (found["place"] or "") if found else ""


def issue_of(key: str) -> int | None:
    """Return the entry of the issue of papers that a key names, a part's too. None if it is of another sort."""
    entry = place_of(_PART.sub("", key)).partition(":")[0] if is_of(key, Sort.PAPERS) else ""
    return int(entry) if entry.isdecimal() else None


def whole_key(key: str, part: int) -> str:
    """Return the key of the whole letter, for a key of it or of that part of it."""
    return key.removesuffix(f"#{part}")


def part_key(whole: str, number: int) -> str:
    """Return the key of that part of a letter: the first has the letter's own."""
    return whole if number == 1 else f"{whole}#{number}"
