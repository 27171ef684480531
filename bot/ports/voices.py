"""The record's verbs for the voices of families."""

from __future__ import annotations

from typing import Protocol

from bot.model.voices.voice import Voice, VoiceStep


class VoicesView(Protocol):
    """The verbs that read voices."""

    def all(self, short: str, upto: int | None = None) -> tuple[Voice, ...]:
        """Return every voice of a plan, oldest first, each with what was done about it up to an entry."""
        ...


class VoicesTx(VoicesView, Protocol):
    """The verbs that keep what families said, and what was done about it."""

    def begin(self, voice: Voice) -> Voice:
        """Record a new voice by its one step, and return it as it is read back, with its handle."""
        ...

    def step(self, voice: Voice, step: VoiceStep) -> Voice:
        """Record what was said or done about a voice, and return it as it is read back."""
        ...

    def take_back(self, voice: Voice, number: int, why: str = "") -> Voice:
        """Let an entry of a voice count no longer, and return it as it is read back.

        It is the entry of a step, or the one that it was heard by: then the voice is withdrawn.
        """
        ...
