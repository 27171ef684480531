"""The reader of plans that this program uses."""

from __future__ import annotations

import asyncio
from functools import cache

from bot.model.draft import Draft, Settled
from bot.model.not_a_plan import NotAPlan
from bot.ports.documents import Documents
from seed.encoding import decode
from seed.meaning.plan import read as read_text
from seed.roles import RolesFile
from seed.source import Format
from seed.sources.choice import format_in
from seed.words import say


class TextReader:
    """Reads plain text."""

    async def read(self, name: str, held: bytes) -> bytes:
        """Return the text as UTF-8. Raises NotAPlan if it is none."""
        if format_in(name, held) in (Format.XLSX, Format.DOCX, Format.PDF):
            raise NotAPlan(say("not_a_plan", "no_text"))
        return decode(held).replace("\r\n", "\n").replace("\r", "\n").encode()

    async def draft(self, document: bytes, short: str, settled: Settled) -> Draft:
        """Return the draft of a text. Raises NotAPlan if no plan is in it."""
        roles = RolesFile(roles=settled.roles) if settled.roles is not None else None
        return await asyncio.to_thread(read_text, document.decode(), short, roles, settled.calendar)


@cache
def reader() -> Documents:
    """Return the reader of plans."""
    return TextReader()
