"""The states that an owner may declare of a milestone."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The state an owner declares of a milestone. Not reported is computed, never declared."""

    NOT_STARTED = "not_started"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    COMPLETE = "complete"
