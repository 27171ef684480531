"""The ports to the readers of documents, and to whoever keeps what they read: a file comes in as bytes, and a draft goes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model.documents.draft import Draft, Settled
from bot.model.measures.files import MeasureRow, ReadingRow, TableKind
from bot.model.measures.measure import Measure
from bot.model.plan import Plan, Source
from bot.model.updates.request import DateRequest
from bot.ports.record import Tx, View


class Tables(Protocol):
    """The readers of files of measures and of readings."""

    def table_in(self, held: bytes) -> TableKind | None:
        """Return what a file is by its headings. None if it is neither of measures nor of readings."""
        ...

    async def measures(self, held: bytes, plan: Plan, measures: Sequence[Measure]) -> tuple[MeasureRow, ...]:
        """Return the rows of a file of measures beside those that are set. Raises FileFaults."""
        ...

    async def readings(self, held: bytes, measures: Sequence[Measure], now: datetime, zone: str) -> tuple[ReadingRow, ...]:
        """Return the rows of a file of readings beside those that count. Raises FileFaults."""
        ...


class Documents(Tables, Protocol):
    """The readers of plans. What they are given is data: nothing in it is run, and no address in it is asked."""

    async def read(self, name: str, held: bytes) -> bytes:
        """Return the tables of a file in our own words, to be kept until its doubts are settled. The name tells the format only
        if the bytes do not.

        Raises NotAPlan if it is too large, takes too long, or is of no format that is read.
        """
        ...

    async def draft(self, document: bytes, short: str, settled: Settled) -> Draft:
        """Return the draft of what was read, by what is settled. Raises NotAPlan if no plan is found in it."""
        ...


class Editions(Protocol):
    """Keeps editions of plans, and knows which of their dates are in force and which are only asked for."""

    def asks(self, view: View, short: str) -> bool:
        """Say if an edition that nobody has approved only asks for the dates that it moves."""
        ...

    def keep(self, tx: Tx, plan: Plan, source: Source, now: datetime) -> tuple[DateRequest, ...]:
        """Keep an edition of a plan. Returns the requests that it makes for dates that it moves and that nobody has approved."""
        ...
