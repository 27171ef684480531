"""The clock of the demo, as its page moves it on."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class ConsoleClock(Protocol):
    """The demo's clock: each step runs the rounds it passes and returns the new moment."""

    def now(self) -> datetime:
        """Return the demo's moment."""
        ...

    async def day(self) -> datetime:
        """Move on by one day."""
        ...

    async def week(self) -> datetime:
        """Move on by one week."""
        ...

    async def next_event(self) -> datetime:
        """Move on to the next letter."""
        ...

    async def today(self) -> datetime:
        """Move on to the real today."""
        ...
