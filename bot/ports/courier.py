"""A courier carries letters, and knows when they may go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Courier(Protocol):
    """A carrier of letters, who knows when they may go."""

    async def wake(self, keys: Sequence[str]) -> None:
        """Carry these letters soon: they are committed and may go."""
        ...
