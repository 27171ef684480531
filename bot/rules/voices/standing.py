"""The standing of a voice: the words that count, how long families have waited, and how many of them may be said.

A number under five may point to somebody. Outside it is never shown. Inside it is shown only of what was said aloud among others:
in a forum or at an event. A complaint, a compliment or an answer in a survey is one family's own, so there few stay few.
"""

from __future__ import annotations

from datetime import date

from bot.model.noun import local_day
from bot.model.voices.told import Count, VoiceTold
from bot.model.voices.voice import FEW, Heard, Voice, VoiceDeed, VoiceState, VoiceStep

_SAID_ALOUD = frozenset({Heard.FORUM, Heard.YOUTH_FORUM, Heard.EVENT})


def standing(voice: Voice, today: date, zone: str) -> VoiceTold:
    """Return how a voice stands on a day."""
    state = voice.state
    we_will, we_did = _counts(voice, VoiceDeed.PLANNED), _counts(voice, VoiceDeed.DID)
    again = voice.last(VoiceDeed.REOPENED)
    if we_will is not None and again is not None and we_will.id < again.id:
        we_will = None  # what was promised before has not been enough
    changed = voice.last(VoiceDeed.CHANGED) if state is VoiceState.CLOSED else None
    cannot = voice.last(VoiceDeed.CANNOT) if state is VoiceState.CANNOT else None
    end = changed or cannot or (voice.last(VoiceDeed.WITHDRAWN) if state is VoiceState.WITHDRAWN else None)
    ended_on = local_day(end.at, zone) if end is not None else None
    promised = we_will.by_when if we_will is not None else None
    return VoiceTold(
        voice=voice,
        we_will=we_will,
        we_did=we_did,
        changed=changed,
        cannot=cannot,
        offered=_offered(voice) if voice.is_open else None,
        days=max(((ended_on or today) - voice.terms.heard_on).days, 0),
        ended_on=ended_on,
        late=state is VoiceState.PLANNED and promised is not None and promised < today,
        inside=_count(voice, voice.terms.source in _SAID_ALOUD),
        outside=_count(voice, few_are_shown=False),
    )


def _counts(voice: Voice, deed: VoiceDeed) -> VoiceStep | None:
    """Return the last step of a deed. None once the voice was withdrawn."""
    return None if voice.state is VoiceState.WITHDRAWN else voice.last(deed)


def _offered(voice: Voice) -> VoiceStep | None:
    """Return what others say has changed, if the forum has not spoken since."""
    for step in reversed(voice.steps):
        if step.deed is VoiceDeed.OFFERED:
            return step
        if step.deed in (VoiceDeed.CHANGED, VoiceDeed.REOPENED):
            return None
    return None


def _count(voice: Voice, few_are_shown: bool) -> Count:
    number = voice.terms.count
    if number is None or number >= FEW or few_are_shown:
        return Count(number=number)
    return Count(fewer=True)
