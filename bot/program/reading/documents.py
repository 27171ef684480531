"""The readers of plans, as the rest of the program is given them."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from bot.model.draft import Draft, Settled
from bot.ports.documents import Documents
from bot.program.reading.compact import packed, unpacked
from bot.program.reading.packing import MB, check_size
from bot.program.reading.process import read_apart
from seed.meaning.plan import read
from seed.source import Document, Format
from seed.sources import reader_of
from seed.sources.choice import format_in
from seed.workbook import reading as workbook

_OF_TEXT = (Format.TEXT, Format.MARKDOWN, Format.CSV)
MOST_HERE = MB  # of text, that is read in this process: to start another would take longer
AT_ONCE = 2  # files, as each may take half a GB while it is read


def document_in(name: str, held: bytes) -> Document:
    """Return the document in a file. Raises NotAPlan."""
    found = _found_in(name, held)
    return unpacked(found) if isinstance(found, bytes) else found


def bytes_in(name: str, held: bytes) -> bytes:
    """Return the document in a file as bytes of our own, to be kept. Raises NotAPlan."""
    found = _found_in(name, held)
    return found if isinstance(found, bytes) else packed(found)


def _found_in(name: str, held: bytes) -> Document | bytes:
    """Return the document in a file, as bytes of our own if another process read it."""
    check_size(held)
    kind = format_in(name, held)
    if kind in _OF_TEXT and len(held) <= MOST_HERE:
        with _nothing_thrown_away():
            return reader_of(kind)(held)
    return read_apart(kind, held)


def draft_of(document: Document, short: str, settled: Settled) -> Draft:
    """Return the draft of what was read: of a workbook that Milepost gave by what was changed in it. Raises NotAPlan if no plan
    is in it."""
    with _nothing_thrown_away():
        return workbook.read(document, short, settled, read)


def draft_of_bytes(document: bytes, short: str, settled: Settled) -> Draft:
    """Return the draft of a document that was kept. Raises NotAPlan if no plan is in it."""
    return draft_of(unpacked(document), short, settled)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Look for no garbage meanwhile: a document is many small things that all stay, and each search would go through them all."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Reading:
    """Reads files and drafts beside the loop of events, a few at once."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)

    async def read(self, name: str, held: bytes) -> bytes:
        """Return the document in a file. Raises NotAPlan."""
        async with self._room:
            return await asyncio.to_thread(bytes_in, name, held)

    async def draft(self, document: bytes, short: str, settled: Settled) -> Draft:
        """Return the draft of a document. Raises NotAPlan."""
        return await asyncio.to_thread(draft_of_bytes, document, short, settled)


@cache
def reader() -> Documents:
    """Return the readers of plans."""
    return _Reading()
