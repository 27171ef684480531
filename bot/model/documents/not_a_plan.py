"""The one refusal of a reader. It stands alone, so that a reader needs nothing else of the model."""

from __future__ import annotations


class NotAPlan(Exception):
    """The document is no plan; `reason` is one line that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
