"""The clock of the demo, as its page moves it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Way:
    """A way that a clock goes: from a moment to another, or to the next letter (no `to`)."""

    begins: datetime
    ends: datetime | None


class ConsoleClock(Protocol):
    """The demo's clock: each step runs the rounds it passes and returns the new moment. A step asked for while another is
    being taken is not taken."""

    @property
    def zone(self) -> str:
        """Return the time zone that its moments are told in."""
        ...

    @property
    def way(self) -> Way | None:
        """Return the way it goes. None while it stands still."""
        ...

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

    async def stop(self) -> datetime:
        """Stop on the way, once the round that runs is over."""
        ...
