"""The console's door: lets in only this machine, and distrusts what its page sends."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot.model.letters.form import Answers

PAGE = Path(__file__).with_name("page")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_NAME = 1_000  # letters of what the page fills in itself
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _host(value: str) -> str | None:
    try:
        return urlsplit(value).hostname
    except ValueError:
        return None


def local_only(inner: Handler) -> Handler:
    """Answer this machine's own page alone."""
    async def guarded(request: web.Request) -> web.StreamResponse:
        host = request.headers.get("Host", "")
        if _host(f"//{host}") not in LOOPBACK:
            raise web.HTTPForbidden
        if request.method == "POST" and request.headers.get("Origin") != f"http://{host}":
            raise web.HTTPForbidden
        response = await inner(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guarded


async def told_by(request: web.Request) -> dict[str, object]:
    """Read what the page sends. Raises HTTPBadRequest for anything else."""
    try:
        told = json.loads(await request.read())
        json.dumps(told, ensure_ascii=False).encode()  # refuses halves of characters, which no reader can be shown
    except (ValueError, RecursionError) as wrong:
        raise web.HTTPBadRequest from wrong
    if request.content_type != "application/json" or not isinstance(told, dict):
        raise web.HTTPBadRequest
    return told


async def held_by(request: web.Request, most: int) -> bytes | None:
    """Read the bytes of a file. None if they are more than `most`."""
    held = bytearray()
    async for piece in request.content.iter_chunked(64 * 1024):
        if len(held) + len(piece) > most:
            return None
        held += piece
    return bytes(held)


def text_of(told: Mapping[str, object], name: str) -> str:
    """Read one text of it, bounded."""
    value = told.get(name, "")
    if not isinstance(value, str) or (name != "said" and len(value) > MOST_NAME):
        raise web.HTTPBadRequest
    return value


def answers_of(told: Mapping[str, object]) -> Answers:
    """Read the answers of a form."""
    given = told.get("answers")
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise web.HTTPBadRequest
    return {str(name): str(value) for name, value in given.items()}
