"""Refusals: the five exceptions. All else is a bug."""

from __future__ import annotations

from bot.model.letters.letter import Standstill
from bot.model.record.trouble import Trouble, Unread


class Refusal(Exception):
    """The person's doing, worded for them alone from `prompts/replies.toml` under `prompt_key`."""

    def __init__(self, prompt_key: str, **facts: str) -> None:
        super().__init__(prompt_key)
        self.prompt_key = prompt_key
        self.facts = facts


class DeliveryFailed(Exception):
    """The platform's doing. `retry_in` is seconds; None is permanent and marks the address unreachable.

    With a `standstill` nobody is unreachable: what it names waits for n seconds, or until the next working day if
    `retry_in` is None.
    """

    def __init__(self, reason: str, retry_in: float | None, standstill: Standstill | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_in = retry_in
        self.standstill = standstill

    @property
    def is_permanent(self) -> bool:
        """Say if the address takes nothing any more."""
        return self.retry_in is None and self.standstill is None


class DeliveryUncertain(Exception):
    """The platform may have accepted: ask `sent_already` before any second attempt."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ConfigError(Exception):
    """The operator's doing, at start only. The text names every variable that is missing or wrong."""


class RecordAway(Exception):
    """The record did not do what a person waits for."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class NotAtHand(Exception):
    """Not all that is asked is at hand: the record must be read for it."""


class Unreadable(Exception):
    """The row asked for cannot be read, and there is nothing to go on with."""

    def __init__(self, unread: Unread) -> None:
        super().__init__(unread.logged)
        self.unread = unread
