"""The web server and its figures, until the process is asked to stop."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web
from prometheus_client import Counter as Counted

from adapters.web.application import application
from adapters.web.application import listening as listened
from bot.model.letters.talk import Inbound, Reply
from bot.ports.channel import Handle
from bot.program.serving.composition import Platform
from bot.program.serving.settings import Settings
from bot.program.serving.watch import Database, Watch
from bot.program.terminal import fault, say
from store.record import SqlStore

LAST = 9.0  # seconds after it is asked to stop in which the process ends, whatever is under way
SAID = Counted("milepost_said", "Things said to Milepost, by platform and kind of answer.", ["platform", "answer"])


def count_answers(handle: Handle) -> Handle:
    """Return the same desk, its answers counted for /metrics."""

    async def answered(inbound: Inbound) -> Reply:
        reply = await handle(inbound)
        SAID.labels(inbound.sender.platform, type(reply).__name__.lower()).inc()
        return reply

    return answered


@asynccontextmanager
async def listening(
    store: SqlStore,
    chosen: Settings,
    routes: Sequence[web.RouteDef],
    platforms: Sequence[Platform] = (),
    watch: Watch | None = None,
) -> AsyncIterator[int]:
    """Run the web server. Yields its port: with PORT=0 one that was free. It is ready while the database is read and
    written, and every platform can be heard."""
    database = Database(store)
    watching = watch or Watch(store)

    async def ready() -> str | None:
        wrong = await asyncio.to_thread(database.wrong)
        return wrong or next(filter(None, (platform.deaf() for platform in platforms)), None)

    async with AsyncExitStack() as stack:
        try:
            app = application(ready, routes, lambda: watching.found.value)
            server = await stack.enter_async_context(listened(app, chosen.host, chosen.port))
        except OSError as wrong:
            nowhere = isinstance(wrong, socket.gaierror) or wrong.errno == errno.EADDRNOTAVAIL
            fault("host" if nowhere else "port", {"host": chosen.host, "port": chosen.port})
        port = int(server.sockets[0].getsockname()[1])
        say("serve.at", {"host": chosen.host, "port": port})
        yield port


async def wait_for_stop() -> None:
    """Wait until the process is asked to stop."""
    await stop_asked().wait()


def stop_asked() -> asyncio.Event:
    """Return what is set once the process is asked to stop, which from now on does not end it at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def asked() -> None:
        stop.set()
        last = threading.Timer(LAST, stop_at_once)
        last.daemon = True
        last.start()

    for signal_ in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_, asked)
    return stop


def stop_at_once() -> None:
    """End the process though something is still under way: a database or a platform that does not answer.

    Nothing is lost by that. What was said is on the record before it is answered, and a letter that may have been sent is
    looked up at the next start.
    """
    say("serve.stopped")
    sys.stdout.flush()
    os._exit(0)
