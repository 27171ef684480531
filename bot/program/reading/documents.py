"""Read a file into a document, here if it is a short text, else in a process of its own."""

from __future__ import annotations

from bot.program.reading.compact import packed
from bot.program.reading.packing import MB, check_size
from bot.program.reading.process import read_apart
from seed.source import Format
from seed.sources.choice import document_of, format_in

_OF_TEXT = (Format.TEXT, Format.MARKDOWN, Format.CSV)
MOST_HERE = MB  # of text, that is read in this process: to start another would take longer


def document_in(name: str, held: bytes) -> bytes:
    """Return the document in a file as bytes of our own. Raises NotAPlan."""
    check_size(held)
    kind = format_in(name, held)
    if kind in _OF_TEXT and len(held) <= MOST_HERE:
        return packed(document_of(name, held))
    return read_apart(kind, held)
