"""The values that settings are made of: what fits, and what to say if it does not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import time
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints

NO_FACTS: Mapping[str, object] = {}


class Unfit(ValueError):
    """A value that cannot be, or values that do not go together: `name` is the sentence that says so, `key` what it is about.

    `facts` are the values in that sentence. `unset` are those of them that the file leaves to Milepost.
    """

    def __init__(self, name: str, *key: str | int, facts: Mapping[str, object] = NO_FACTS, unset: Sequence[str] = ()) -> None:
        super().__init__(name)
        self.name = name
        self.key = key
        self.unset = unset
        self.facts = facts


def at_odds(name: str, said: Collection[str], values: Mapping[str, object]) -> Unfit:
    """Return the fault of settings that do not go together, at the first of them that the file says, with all their values."""
    unset = tuple(one for one in values if one not in said)
    blamed = next((one for one in values if one in said), next(iter(values)))
    return Unfit(name, blamed, facts=values, unset=unset)


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unfit("zone") from None
    return zone


def _to_the_minute(at: time) -> time:
    if at.tzinfo is not None or at.second or at.microsecond:
        raise Unfit("time")
    return at


def _falling(days: tuple[int, ...]) -> tuple[int, ...]:
    if not days:
        raise Unfit("few")
    if list(days) != sorted(set(days), reverse=True):
        raise Unfit("falling")
    return days


def _rising(days: tuple[int, ...]) -> tuple[int, ...]:
    if list(days) != sorted(set(days)):
        raise Unfit("rising")
    return days


def all_different(texts: tuple[str, ...]) -> tuple[str, ...]:
    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        if (before := first.setdefault(text.casefold(), place)) != place:
            raise Unfit("twice", place, facts={"first": before + 1})
    return texts


def names_differ(named: Mapping[str, object]) -> Mapping[str, object]:
    """Refuse two names that differ in their capital letters alone: a reader would take them for one."""
    first: dict[str, str] = {}
    for name in named:
        if (before := first.setdefault(name.casefold(), name)) != name:
            raise Unfit("twice_named", name, facts={"first": before})
    return named


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Zone = Annotated[str, AfterValidator(_known_zone)]
Clock = Annotated[time, AfterValidator(_to_the_minute), PlainSerializer(lambda at: f"{at:%H:%M}", when_used="json")]
Days = Annotated[int, Field(ge=1, le=250)]
Step = Annotated[int, Field(ge=0, le=250)]
Months = Annotated[int, Field(ge=1, le=12)]
Rungs = Annotated[tuple[Step, ...], Field(max_length=20), AfterValidator(_falling)]
Reminders = Annotated[tuple[Annotated[int, Field(ge=1, le=365)], ...], Field(max_length=5), AfterValidator(_falling)]
Chases = Annotated[tuple[Days, ...], Field(max_length=20), AfterValidator(_rising)]
Ref = Annotated[str, StringConstraints(pattern=r"^\d{1,4}(\.\d{1,4})?$")]
