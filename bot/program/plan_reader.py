"""The reader of plans that this program uses."""

from __future__ import annotations

import asyncio
from functools import cache

from bot.model.draft import Draft, Settled
from bot.ports.documents import Documents
from seed.meaning.plan import read
from seed.source import Format
from seed.sources import reader_of
from seed.sources.choice import document_of, format_in


class PlanReader:
    """Reads plans of every format. What it keeps of a file is the file itself behind its format."""

    async def read(self, name: str, held: bytes) -> bytes:
        """Return the file behind its format. Raises NotAPlan if it is of none that is read."""
        await asyncio.to_thread(document_of, name, held)
        return format_in(name, held).encode() + b"\n" + held

    async def draft(self, document: bytes, short: str, settled: Settled) -> Draft:
        """Return the draft of a file. Raises NotAPlan if no plan is in it."""
        kind, _, held = document.partition(b"\n")
        return await asyncio.to_thread(lambda: read(reader_of(Format(kind.decode()))(held), short, settled))


@cache
def reader() -> Documents:
    """Return the reader of plans."""
    return PlanReader()
