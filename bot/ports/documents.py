"""The port to the readers of documents: a file comes in as bytes, and a draft of a plan goes out."""

from __future__ import annotations

from typing import Protocol

from bot.model.draft import Draft, Settled


class Documents(Protocol):
    """The readers of plans. What they are given is data: nothing in it is run, and no address in it is asked."""

    async def read(self, name: str, held: bytes) -> bytes:
        """Return the tables of a file in our own words, to be kept until its doubts are settled. The name tells the format only
        if the bytes do not.

        Raises NotAPlan if it is too large, takes too long, or is of no format that is read.
        """
        ...

    async def draft(self, document: bytes, short: str, settled: Settled) -> Draft:
        """Return the draft of what was read, by what is settled. Raises NotAPlan if no plan is found in it."""
        ...
