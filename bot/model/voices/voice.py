"""Voices of families: each is heard once and then only added to. No voice names a person."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import assert_never

from bot.model.noun import Moment, Noun

FEW = 5  # fewer people than these are not counted in sight
VOICE = "v"  # begins the handle of a voice


class Heard(StrEnum):
    """The places where voices are heard."""

    FORUM = "forum"
    YOUTH_FORUM = "youth forum"
    SURVEY = "survey"
    EVENT = "event"
    COMPLAINT = "complaint theme"
    COMPLIMENT = "compliment"


class Shareable(StrEnum):
    """The part of a voice that may be shown outside the partnership."""

    YES = "yes"
    SUMMARY = "summary"
    NO = "no"


class VoiceDeed(StrEnum):
    """A deed that may be done with a voice. Each is an entry of its own."""

    HEARD = "heard"
    RETOLD = "retold"  # its details are said anew, all of them
    PLANNED = "planned"
    DID = "did"
    OFFERED = "offered"  # somebody else says what changed: the forum has yet to say so
    CHANGED = "changed"
    CANNOT = "cannot"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class VoiceState(StrEnum):
    """The state of a voice. What was done leaves it open until the forum says what changed."""

    OPEN = "open"
    PLANNED = "planned"
    DONE = "done"
    CLOSED = "closed"
    CANNOT = "cannot"
    WITHDRAWN = "withdrawn"


class VoiceTerms(Noun):
    """All that is known of what was said: by how many, when, where, and about which refs or measures. `said` names nobody.

    `owner` is the role that answers it. `summary` is what may be shown in its place, if that is all that may be.
    """

    said: str
    heard_on: date
    source: Heard = Heard.FORUM
    count: int | None = None
    about: tuple[str, ...] = ()
    owner: str = ""
    shareable: Shareable = Shareable.NO
    summary: str = ""


class VoiceStep(Noun):
    """Something said or done about a voice. `words` are what will be done, was done, changed, or why it cannot be.

    `by_when` is the day by which something will be done. `evidence` are links, one a line. `drawn_from` names the form that it
    was said with.
    """

    id: int = 0
    deed: VoiceDeed
    terms: VoiceTerms | None = None
    words: str = ""
    by_when: date | None = None
    evidence: str = ""
    drawn_from: str = ""
    by: int | None = None
    by_name: str = ""
    capacity: str = ""
    at: Moment


class Voice(Noun):
    """One voice with all that was done about it, oldest first. `id` is the number of the entry that it was heard by.

    `number` is its place among the voices of the plan, from 1.
    """

    id: int = 0
    number: int = 0
    plan: str
    steps: tuple[VoiceStep, ...]

    @property
    def handle(self) -> str:
        """Return what is typed to name it."""
        return voice_handle(self.number)

    @property
    def terms(self) -> VoiceTerms:
        """Return what is known of it now."""
        return next(one.terms for one in reversed(self.steps) if one.terms is not None)

    @property
    def state(self) -> VoiceState:
        """Return the state it is in: the last deed that changed it says so."""
        state = VoiceState.OPEN
        for step in self.steps:
            state = _after(step.deed) or state
        return state

    @property
    def is_open(self) -> bool:
        """Say if families still wait for what changed."""
        return self.state in (VoiceState.OPEN, VoiceState.PLANNED, VoiceState.DONE)

    def last(self, deed: VoiceDeed) -> VoiceStep | None:
        """Return the last step of a deed."""
        return next((one for one in reversed(self.steps) if one.deed is deed), None)


def _after(deed: VoiceDeed) -> VoiceState | None:
    """Return the state that a deed leads to. None if it changes none."""
    match deed:
        case VoiceDeed.RETOLD | VoiceDeed.OFFERED:
            return None
        case VoiceDeed.HEARD | VoiceDeed.REOPENED:
            return VoiceState.OPEN
        case VoiceDeed.PLANNED:
            return VoiceState.PLANNED
        case VoiceDeed.DID:
            return VoiceState.DONE
        case VoiceDeed.CHANGED:
            return VoiceState.CLOSED
        case VoiceDeed.CANNOT:
            return VoiceState.CANNOT
        case VoiceDeed.WITHDRAWN:
            return VoiceState.WITHDRAWN
    assert_never(deed)


def voice_handle(number: int) -> str:
    """Return what is typed to name a voice: v30."""
    return f"{VOICE}{number}"
