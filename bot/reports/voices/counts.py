"""The voices of a year, counted for the report on the local offer: what was heard and where, what was answered, and how long it
took. A voice counts in the year in which it was heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from bot.model.noun import local_day
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import Heard, VoiceDeed, VoiceState

_ANSWERS = (VoiceDeed.PLANNED, VoiceDeed.DID, VoiceDeed.CHANGED, VoiceDeed.CANNOT)


class YearCounts(NamedTuple):
    """The voices that were heard in a year. Those that were withdrawn are not among them.

    `answered` are those of which something was said that will be done, was done, has changed or cannot be. The days are
    the middle ones of all from when each was heard: to its first answer, and until the forum closed it. None if there is none.
    """

    year: int
    heard: int
    by_source: dict[Heard, int]
    answered: int
    changed: int
    cannot: int
    still_open: int
    days_to_answer: float | None
    days_to_close: float | None


def counted(voices: Iterable[VoiceTold], year: int, zone: str) -> YearCounts:
    """Count the voices that were heard in a year, by how they stand."""
    mine = [one for one in voices if one.voice.terms.heard_on.year == year and one.state is not VoiceState.WITHDRAWN]
    sources = Counter(one.voice.terms.source for one in mine)
    answered = [days for one in mine if (days := _days_to_answer(one, zone)) is not None]
    closed = [one.days for one in mine if one.state is VoiceState.CLOSED]
    return YearCounts(
        year=year,
        heard=len(mine),
        by_source={source: sources[source] for source in Heard},
        answered=len(answered),
        changed=len(closed),
        cannot=sum(one.state is VoiceState.CANNOT for one in mine),
        still_open=sum(one.voice.is_open for one in mine),
        days_to_answer=median(answered) if answered else None,
        days_to_close=median(closed) if closed else None,
    )


def counts_json(counts: YearCounts) -> dict[str, object]:
    """Return the shape of `milepost voices --year --json`."""
    told = counts._asdict()
    return {**told, "by_source": {source.value: number for source, number in counts.by_source.items()}}


def _days_to_answer(one: VoiceTold, zone: str) -> int | None:
    first = next((step for step in one.voice.steps if step.deed in _ANSWERS), None)
    return None if first is None else max((local_day(first.at, zone) - one.voice.terms.heard_on).days, 0)
