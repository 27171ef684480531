"""A file that somebody sends, as every platform takes it: no more of it than may be held."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

import aiohttp

from bot.model.letters.talk import FileSent
from bot.ports.refusals import Refusal

PIECE = 64 * 1024  # bytes of a file read at a time


class Origin(NamedTuple):
    """The origin of a file: whom it is fetched from, and how."""

    scheme: str
    host: str
    port: int | None


def origin_of(url: str) -> Origin | None:
    """Return the origin that an address names. None if it names no host, or somebody to sign in as."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    return Origin(parts.scheme, host, port) if host and parts.username is None else None


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
