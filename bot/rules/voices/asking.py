"""Asking about voices: the days on which those who answer are asked what will be done, and the forum what changed.

Who answers is asked on the day after it was heard, and again on the day by which something would be done. The forum is asked once
something was done. Nobody is asked about the same voice twice in a fortnight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.model.noun import local_day
from bot.model.voices.told import VoiceTold
from bot.model.voices.voice import Voice, VoiceDeed, VoiceState, VoiceStep

DAY = timedelta(days=1)
FORTNIGHT = timedelta(days=14)
UNDATED = 2 * FORTNIGHT  # what will be done by no day that is known is asked about after so long
_BEGINS = (VoiceDeed.HEARD, VoiceDeed.REOPENED)
_ENDS_ASKING = (VoiceDeed.DID, VoiceDeed.CANNOT)


def waits_for_forum(one: VoiceTold) -> bool:
    """Say if something was done, or is said to have changed, and the forum has not said what."""
    return one.voice.is_open and (one.state is VoiceState.DONE or one.offered is not None)


def acted_on(voice: Voice, since: int) -> bool:
    """Say if anything was done about a voice after an entry: it is asked about in the same way no longer."""
    return any(step.deed is not VoiceDeed.RETOLD and step.id > since for step in voice.steps)


def of_owners(one: VoiceTold, today: date, zone: str) -> tuple[date, ...]:
    """Return the last day up to today on which those who answer are asked what will be done, and the next. Empty if they are
    not: it is done, or over."""
    if one.state not in (VoiceState.OPEN, VoiceState.PLANNED):
        return ()
    at, last = one.voice.steps.index(_begun(one.voice)), None
    wanted: date | None = local_day(one.voice.steps[at].at, zone) + DAY
    for step in one.voice.steps[at + 1 :]:
        said = local_day(step.at, zone)
        if step.deed in _ENDS_ASKING:
            last, wanted = _last(wanted, last, said), None
        elif step.deed is VoiceDeed.PLANNED:
            last, wanted = _last(wanted, last, said), step.by_when or said + UNDATED
    return _around(max(wanted, last + FORTNIGHT) if last is not None else wanted, today) if wanted is not None else ()


def _last(wanted: date | None, last: date | None, day: date) -> date | None:
    """Return the last day up to one on which somebody was asked, if that was wanted from a day on."""
    if wanted is None:
        return last
    first = max(wanted, last + FORTNIGHT) if last is not None else wanted
    return _around(first, day)[0] if first <= day else last


def of_forum(one: VoiceTold, today: date, zone: str) -> tuple[date, ...]:
    """Return the last day up to today on which the forum is asked what changed, and the next. Empty if it is not."""
    if not waits_for_forum(one):
        return ()
    at = one.voice.steps.index(_begun(one.voice))
    first = next(step for step in one.voice.steps[at:] if step.deed in (VoiceDeed.DID, VoiceDeed.OFFERED))
    return _around(local_day(first.at, zone) + DAY, today)


def eves(every: Iterable[VoiceTold], today: date, zone: str) -> frozenset[date]:
    """Return the days before those on which somebody is asked about a voice."""
    return frozenset(day - DAY for one in every for day in (*of_owners(one, today, zone), *of_forum(one, today, zone)))


def _begun(voice: Voice) -> VoiceStep:
    """Return the step that put a voice to those who answer: it was heard, or opened again."""
    return next(step for step in reversed(voice.steps) if step.deed in _BEGINS)


def _around(first: date, today: date) -> tuple[date, ...]:
    """Return the last day up to today of those that come each fortnight from a first one, and the next."""
    return tuple(_each(first, today))


def _each(first: date, today: date) -> Iterator[date]:
    if first > today:
        yield first
        return
    last = first + (today - first) // FORTNIGHT * FORTNIGHT
    yield from (last, last + FORTNIGHT)
