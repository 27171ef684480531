"""The base of every noun: frozen, checked when made, its moments in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
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


def local_day(moment: datetime, zone: str) -> date:
    """Return the day it is at a moment in a zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
