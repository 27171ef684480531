"""A voice as it is told: what was promised, done and changed, how long families have waited, and how many may be said."""

from __future__ import annotations

from datetime import date

from bot.model.noun import Noun
from bot.model.voices.voice import Shareable, Voice, VoiceDeed, VoiceState, VoiceStep


class Count(Noun):
    """The number of people who said something, as it may be shown. `fewer` says that it is too small to be shown as it is."""

    number: int | None = None
    fewer: bool = False


class VoiceTold(Noun):
    """A voice as it is told at every door.

    `we_will`, `we_did`, `changed` and `cannot` are the steps that count now: a promise does no longer once the forum has opened
    it again. `offered` is what others than the forum say has changed, until the forum has said so. `days` are those from when it
    was heard until it was closed or said that it cannot be, or until today. `late` says that the day has passed by which
    something would be done. `inside` and `outside` say how many people said so, to those who work for the plan and to everybody.
    """

    voice: Voice
    we_will: VoiceStep | None = None
    we_did: VoiceStep | None = None
    changed: VoiceStep | None = None
    cannot: VoiceStep | None = None
    offered: VoiceStep | None = None
    days: int = 0
    ended_on: date | None = None
    late: bool = False
    inside: Count = Count()
    outside: Count = Count()

    @property
    def handle(self) -> str:
        """Return what is typed to name it."""
        return self.voice.handle

    @property
    def state(self) -> VoiceState:
        """Return the state it is in."""
        return self.voice.state

    @property
    def opened_again(self) -> VoiceStep | None:
        """Return the step by which the forum opened it again, if nothing will be done since. None if it was not."""
        return self.voice.last(VoiceDeed.REOPENED) if self.state is VoiceState.OPEN else None

    @property
    def is_shared(self) -> bool:
        """Say if its words, or those that may stand in their place, may be shown to everybody."""
        terms = self.voice.terms
        if self.state is VoiceState.WITHDRAWN or terms.shareable is Shareable.NO:
            return False
        return terms.shareable is Shareable.YES or bool(terms.summary)

    @property
    def words_shared(self) -> str:
        """Return what everybody may read of what was said. Empty if nothing."""
        if not self.is_shared:
            return ""
        return self.voice.terms.said if self.voice.terms.shareable is Shareable.YES else self.voice.terms.summary
