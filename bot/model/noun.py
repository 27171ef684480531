"""The base of every noun: frozen, checked when made, its moments in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]


class Noun(BaseModel):
    """A frozen value with no fields beyond those named."""

    # What is wrong with a value is said without the value: it may be a person's words, and errors are logged and printed.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


@lru_cache(maxsize=4096)
def local_day(moment: datetime, zone: str) -> date:
    """Return the day it is at a moment in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=64)
def local_days(zone: str) -> LocalDays:
    """Return the local days of a zone. They are one object for all who look them up."""
    return LocalDays(zone)


class LocalDays:
    """The local days of moments in one zone. Remembers how far the zone is from UTC on each day, as it looks up many."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._ahead: dict[date, timedelta | None] = {}

    def of(self, moment: datetime) -> date:
        """Return the local day of a moment in UTC."""
        day = moment.date()
        try:
            ahead = self._ahead[day]
        except KeyError:
            ahead = self._ahead[day] = self._all_day(day)
        return moment.astimezone(self._zone).date() if ahead is None else (moment + ahead).date()

    def _all_day(self, day: date) -> timedelta | None:
        """Return how far the zone is ahead of UTC, None if that changes during the day."""
        begins = datetime.combine(day, time(), UTC)
        ahead, later = (moment.astimezone(self._zone).utcoffset() for moment in (begins, begins + timedelta(days=1)))
        return ahead if ahead == later else None
