"""A courier: who carries letters, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Courier(Protocol):
    """Who carries letters, and when."""

    async def wake(self, keys: Sequence[str]) -> None:
        """These letters were committed and may go."""
        ...
