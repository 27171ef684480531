"""The readers of documents: each makes of its format the blocks, tables and cells that stand in it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from seed.source import Document, Format

Reader = Callable[[bytes], Document]


def reader_of(kind: Format) -> Reader:
    """Return the reader of a format. Its library is imported only now, as all of them together are larger than most files."""
    read: Reader = import_module(f"{__name__}.{kind.value}").read
    return read
