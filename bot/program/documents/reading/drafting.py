"""Draft a plan of a document that was read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from bot.model.documents.draft import Draft, Settled
from bot.model.noun import Noun
from bot.program.documents.reading.compact import unpacked
from seed.meaning.plan import read
from seed.workbook import reading as workbook


class Task(Noun):
    """The task of whoever drafts: the plan's short name, and what is settled."""

    short: str
    settled: Settled


def draft_of(document: bytes, short: str, settled: Settled) -> Draft:
    """Return the draft of what was read: of a workbook that Milepost gave by what was changed in it. Raises NotAPlan if no plan
    is in it."""
    with nothing_thrown_away():
        return workbook.read(unpacked(document), short, settled, read)


@contextmanager
def nothing_thrown_away() -> Iterator[None]:
    """Look for no garbage meanwhile: a document is many small things that all stay, and each search would go through them all."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
