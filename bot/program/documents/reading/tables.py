"""The readers of files of measures and of readings, as the rest of the program is given them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.model.measures.files import MeasureRow, ReadingRow, TableKind
from bot.model.measures.measure import Measure
from bot.model.noun import local_day
from bot.model.plan import Plan
from seed.measures.measures_file import read_measures
from seed.measures.readings_file import read_readings
from seed.measures.table import kind_of_table
from seed.sources.kinds import kind_of


class TableReading:
    """Reads files of measures and of readings beside the loop of events."""

    def table_in(self, held: bytes) -> TableKind | None:
        """Return what a file is by its headings. None if it is neither of measures nor of readings."""
        return kind_of_table(held) if kind_of(held) is None else None

    async def measures(self, held: bytes, plan: Plan, measures: Sequence[Measure]) -> tuple[MeasureRow, ...]:
        """Return the rows of a file of measures. Raises FileFaults."""
        return await asyncio.to_thread(read_measures, held, plan, measures)

    async def readings(self, held: bytes, measures: Sequence[Measure], now: datetime, zone: str) -> tuple[ReadingRow, ...]:
        """Return the rows of a file of readings. Raises FileFaults."""
        return await asyncio.to_thread(read_readings, held, measures, local_day(now, zone), now)
