"""The one web application: health, readiness, figures, and whatever routes the channels bring."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

log = logging.getLogger("milepost.http")
MOST_BODY = 1024 * 1024  # bytes; no platform sends more than a quarter of it


def application(
    ready: Callable[[], Awaitable[str | None]], routes: Sequence[web.RouteDef] = ()
) -> web.Application:
    """An application answering /healthz, /readyz and /metrics besides the routes given."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def readyz(_request: web.Request) -> web.Response:
        wrong = await ready()
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
