"""The one web application: health, readiness, figures, and whatever routes the channels bring."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

log = logging.getLogger("milepost.http")
MOST_BODY = 1024 * 1024  # bytes; no platform sends more than a quarter of it


READY_SECONDS = 1.0
LATE = "the database does not answer"


class _Answering:
    """Asks whether all is in order, one at a time: a database that hangs must not take a thread for every question."""

    def __init__(self, ready: Callable[[], Awaitable[str | None]]) -> None:
        self._ready = ready
        self._asked: asyncio.Future[str | None] | None = None

    async def within(self, seconds: float) -> str | None:
        """What is wrong; that it is not known in so many seconds is wrong too."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(self._ready())
        done, _ = await asyncio.wait({self._asked}, timeout=seconds)
        return self._asked.result() if done else LATE


def application(
    ready: Callable[[], Awaitable[str | None]], routes: Sequence[web.RouteDef] = ()
) -> web.Application:
    """An application answering /healthz, /readyz and /metrics besides the routes given."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok")

    answering = _Answering(ready)

    async def readyz(_request: web.Request) -> web.Response:
        wrong = await answering.within(READY_SECONDS)
        return web.Response(text=wrong or "ready", status=503 if wrong else 200)

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application(middlewares=[_safe], client_max_size=MOST_BODY)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics), *routes])
    return app


@web.middleware
async def _safe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A handler that fails is logged once, by number; the caller reads the number and nothing else."""
    try:
        response = await handler(request)
    except web.HTTPException:
        raise
    except Exception:
        number = secrets.token_hex(4)
        log.exception("request %s %s failed (%s)", request.method, request.path, number)
        return web.Response(status=500, text=f"failed ({number})")
    if not response.prepared:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("X-Frame-Options", "DENY")
    return response
