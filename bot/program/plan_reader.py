"""The reader of plans that this program uses: of every format, each file in a process of its own if it is no short text."""

from __future__ import annotations

import asyncio
from functools import cache

from bot.model.draft import Draft, Settled
from bot.ports.documents import Documents
from bot.program.reading.compact import unpacked
from bot.program.reading.documents import document_in
from seed.meaning.plan import read


class PlanReader:
    """Reads plans. It keeps what stands in the tables of a file, and never the file."""

    async def read(self, name: str, held: bytes) -> bytes:
        """Return what stands in a file. Raises NotAPlan if it is of no format that is read."""
        return await asyncio.to_thread(document_in, name, held)

    async def draft(self, document: bytes, short: str, settled: Settled) -> Draft:
        """Return the draft of what was read. Raises NotAPlan if no plan is in it."""
        return await asyncio.to_thread(lambda: read(unpacked(document), short, settled))


@cache
def reader() -> Documents:
    """Return the reader of plans."""
    return PlanReader()
