"""The values that settings are made of: what fits, and what to say if it does not."""

from __future__ import annotations

from datetime import time
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints


class Unfit(ValueError):
    """A value that cannot be, or values that do not go together: `name` is the sentence that says so, `key` what it is about."""

    def __init__(self, name: str, *key: str | int) -> None:
        super().__init__(name)
        self.name = name
        self.key = key


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
    if len({text.casefold() for text in texts}) < len(texts):
        raise Unfit("twice")
    return texts


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
