"""The one web application: health, readiness, figures, the pages for anybody, and whatever routes the channels bring."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager

from aiohttp import StreamReader, web
from aiohttp.typedefs import Handler
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from adapters.web.ask_once import AskOnce
from adapters.web.callers import MALFORMED, Callers, Wrong, is_packed
from adapters.web.lines import Limits, Lines
from adapters.web.pages import pages

log = logging.getLogger("milepost.http")
MOST_BODY = 256 * 1024  # bytes
BOUNDED = "bounds-its-body"  # the name of a route that takes more, and minds itself how much it reads
KEPT_OPEN = 30.0  # seconds a line is kept for the next request
LINGER = 1.0  # seconds in which the rest of a request that was refused is let by
CLOSING = 2.0


READY_SECONDS = 1.0
LATE = "the database does not answer"


Ready = Callable[[], Coroutine[object, object, str | None]]
Refresh = Callable[[], Awaitable[None]]


async def as_they_are() -> None:
    """Leave the figures as they are."""


def application(
    ready: Ready,
    routes: Sequence[web.RouteDef] = (),
    record: Callable[[], str] = lambda: "unchecked",
    refresh: Refresh | None = as_they_are,
) -> web.Application:
    """Make an application that answers /healthz, /readyz, /metrics and two pages besides the routes given.

    `record` says if the record is whole, as the last check found it. It is told with readiness and is no part of it.
    `refresh` reads the figures of the database anew; None if /metrics is answered elsewhere.
    """
    app = web.Application(middlewares=[_in_time, _safe], client_max_size=MOST_BODY)
    app.add_routes([*_signs(ready, record, refresh), *pages(), *routes])
    return app


def figures_alone(ready: Ready, record: Callable[[], str], refresh: Refresh) -> web.Application:
    """Make an application that answers /healthz, /readyz and /metrics and nothing else."""
    app = web.Application(middlewares=[_in_time, _safe], client_max_size=MOST_BODY)
    app.add_routes(_signs(ready, record, refresh))
    return app


def _signs(ready: Ready, record: Callable[[], str], refresh: Refresh | None) -> list[web.RouteDef]:
    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok")

    # One at a time: a database that hangs must not take a thread for every question.
    asking: AskOnce[str, str | None] = AskOnce()

    async def readyz(_request: web.Request) -> web.Response:
        asked = asking.begin("ready", ready)
        done, _ = await asyncio.wait({asked}, timeout=READY_SECONDS)
        wrong = asked.result() if done else LATE
        return web.Response(text=f"{wrong or 'ready'}\nrecord: {record()}\n", status=503 if wrong else 200)

    async def metrics(_request: web.Request) -> web.Response:
        if refresh is None:
            raise web.HTTPNotFound
        await refresh()
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int, limits: Limits | None = None) -> AsyncIterator[asyncio.Server]:
    """Serve the application. Raises OSError if nothing can listen there."""
    callers = Callers()
    lines = Lines(limits or Limits(), callers.note)
    app[LINES], app[CALLERS] = lines, callers
    with callers.listening() as logger:
        # No log of each request: an address may hold a secret. And nothing is unpacked: a small body may become a huge one.
        runner = web.AppRunner(
            app,
            logger=logger,
            access_log=None,
            auto_decompress=False,
            shutdown_timeout=CLOSING,
            keepalive_timeout=KEPT_OPEN,
            lingering_time=LINGER,
        )
        await runner.setup()
        try:
            assert runner.server is not None
            server = await asyncio.get_running_loop().create_server(lines.over(runner.server), host, port)
            try:
                yield server
            finally:
                server.close()
        finally:
            await runner.cleanup()


LINES = web.AppKey("lines", Lines)
CALLERS = web.AppKey("callers", Callers)


class SlowBody(TimeoutError):
    """The body of a request did not come in time. It is a TimeoutError, as the web server logs any other with its traceback."""


@web.middleware
async def _in_time(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a request whose headers are there. Its body must soon be there too, and be no larger than may be read."""
    lines = request.app.get(LINES)
    if lines is None:
        return await handler(request)
    transport = request.transport
    lines.began(transport)
    late = None
    if not request.content.is_eof():  # a short body comes together with its headers
        late = asyncio.get_running_loop().call_later(lines.limits.body, _too_late, request.content)
    callers = request.app[CALLERS]
    try:
        if is_packed(request):
            callers.note(Wrong.COMPRESSED)
            return _let_go(415)
        if (request.content_length or 0) > MOST_BODY and request.match_info.route.name != BOUNDED:
            raise web.HTTPRequestEntityTooLarge(max_size=MOST_BODY, actual_size=request.content_length or 0)
        return await handler(request)
    except SlowBody:
        callers.note(Wrong.TOO_SLOW)
        return _let_go(408)
    except web.HTTPRequestEntityTooLarge:
        callers.note(Wrong.TOO_LARGE)
        raise
    except (*MALFORMED, ConnectionError) as raised:
        if callers.of_failure(raised, request.transport) is None:
            raise
        return _let_go(400)
    finally:
        if late is not None:
            late.cancel()
        lines.ended(transport)


def _let_go(status: int) -> web.Response:
    """Answer a caller and close the line. What is left of the request is not read."""
    response = web.Response(status=status)
    response.force_close()
    return response


def _too_late(body: StreamReader) -> None:
    if not body.is_eof():
        body.set_exception(SlowBody())


def _route_of(request: web.Request) -> str:
    """Return which route was asked for, as it is written in the program. What stands in its place may be a secret."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "-"


@web.middleware
async def _safe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log a handler that fails once, by number. The caller reads the number and nothing else."""
    try:
        response = await handler(request)
    except (SlowBody, *MALFORMED, web.HTTPException):
        raise
    except Exception as raised:
        if isinstance(raised, ConnectionError) and request.transport is None:
            raise  # whoever asked has hung up
        number = secrets.token_hex(4)
        log.exception("request %s %s failed (%s)", request.method, _route_of(request), number)
        return web.Response(status=500, text=f"failed ({number})")
    if not response.prepared:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("X-Frame-Options", "DENY")
    return response
