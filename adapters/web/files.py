"""A file that somebody sends, as every platform takes it: no more of it than may be held."""

from __future__ import annotations

import aiohttp

from bot.model.talk import FileSent
from bot.ports.refusals import Refusal

PIECE = 64 * 1024  # bytes of a file read at a time


async def held_of(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """Return what is answered, or a little more than `most` bytes of what is longer."""
    held = bytearray()
    async for piece in answer.content.iter_chunked(PIECE):
        held += piece
        if len(held) > most:
            break
    return bytes(held)


def checked(file: FileSent, held: bytes | None, most: int) -> bytes:
    """Return what a file holds. Raises Refusal if that is more than `most` bytes, or so much that it was not held at all."""
    if held is None or len(held) > most:
        raise Refusal("file_large", file=file.name, most=str(most // (1024 * 1024)))
    return held
