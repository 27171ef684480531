"""The readers of plans, as the rest of the program is given them."""

from __future__ import annotations

import asyncio
from functools import cache

from bot.model.documents.draft import Draft, Settled
from bot.ports.documents import Documents
from bot.program.documents.reading.compact import packed
from bot.program.documents.reading.drafting import Task, draft_of, nothing_thrown_away
from bot.program.documents.reading.packing import MB, check_size
from bot.program.documents.reading.process import drafted_apart, read_apart
from bot.program.documents.reading.tables import TableReading
from seed.source import Format
from seed.sources import reader_of
from seed.sources.choice import format_in

_OF_TEXT = (Format.TEXT, Format.MARKDOWN, Format.CSV)
MOST_HERE = MB  # of text, that is read in this process: to start another would take longer
MOST_DRAFTED_HERE = 32 * 1024  # bytes of a packed document, some thousand rows: a longer one would keep others waiting
AT_ONCE = 2  # files, as each may take half a GB while it is read


def document_in(name: str, held: bytes) -> bytes:
    """Return the document in a file as bytes of our own. Raises NotAPlan."""
    check_size(held)
    kind = format_in(name, held)
    if kind in _OF_TEXT and len(held) <= MOST_HERE:
        with nothing_thrown_away():
            return packed(reader_of(kind)(held))
    return read_apart(kind, held)


def _drafted(document: bytes, short: str, settled: Settled) -> Draft:
    """Return the draft of a long document, made in a process of its own: in this one everybody would wait for it."""
    task = Task(short=short, settled=settled).model_dump_json(by_alias=True).encode()
    return Draft.model_validate_json(drafted_apart(task, document))


class _Reading(TableReading):
    """Reads files and drafts beside the loop of events, a few at once."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)

    async def read(self, name: str, held: bytes) -> bytes:
        """Return the document in a file. Raises NotAPlan."""
        async with self._room:
            return await asyncio.to_thread(document_in, name, held)

    async def draft(self, document: bytes, short: str, settled: Settled) -> Draft:
        """Return the draft of a document. Raises NotAPlan."""
        if len(document) <= MOST_DRAFTED_HERE or settled.given is not None:
            return await asyncio.to_thread(draft_of, document, short, settled)
        async with self._room:
            return await asyncio.to_thread(_drafted, document, short, settled)


@cache
def reader() -> Documents:
    """Return the readers of plans."""
    return _Reading()
