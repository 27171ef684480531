"""The reader of plans that this program uses."""

from __future__ import annotations

import asyncio
from functools import cache

from bot.model.draft import Draft, NotAPlan, Settled
from bot.ports.documents import Documents
from bot.wording.sentences import words
from seed.meaning.plan import read as read_text
from seed.roles import RolesFile
from seed.sources.kinds import kind_of
from seed.words import say


class TextReader:
    """Reads plain text."""

    async def read(self, name: str, held: bytes) -> bytes:
        """Return the text as UTF-8. Raises NotAPlan if it is none."""
        if kind := kind_of(held):
            raise NotAPlan(words("program.fault.not_text", {"file": name, "kind": say("kind", kind)}))
        try:
            return held.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").encode()
        except UnicodeDecodeError:
            raise NotAPlan(words("program.fault.unreadable", {"file": name})) from None

    async def draft(self, document: bytes, short: str, settled: Settled) -> Draft:
        """Return the draft of a text. Raises NotAPlan if no plan is in it."""
        roles = RolesFile(roles=settled.roles) if settled.roles is not None else None
        return await asyncio.to_thread(read_text, document.decode(), short, roles, settled.calendar)


@cache
def reader() -> Documents:
    """Return the reader of plans."""
    return TextReader()
