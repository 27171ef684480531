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

from adapters.web.application import application, figures_alone
from adapters.web.application import listening as listened
from bot.program.serving.composition import Platform, real_now
from bot.program.serving.settings import Settings
from bot.program.serving.warming import warm
from bot.program.serving.watch import Database, Watch
from bot.program.terminal import fault, say
from bot.program.watching.figures import begin
from bot.program.watching.vitals import DatabaseFigures, told
from store.database.engines import database_file
from store.record import SqlStore

LAST = 9.0  # seconds after it is asked to stop in which the process ends, whatever is under way


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
    signs = Signs(store, chosen, platforms, watch or Watch(store))
    async with AsyncExitStack() as stack:
        refresh = None if chosen.metrics is not None else stack.enter_context(told(signs.figures)).refresh
        app = application(signs.ready, routes, signs.record, refresh)
        port = await stack.enter_async_context(_at(app, chosen.host, chosen.port, "port"))
        say("serve.at", {"host": chosen.host, "port": port})
        warming = asyncio.create_task(asyncio.to_thread(warm, store))
        await stack.enter_async_context(figures_at(signs))
        try:
            yield port
        finally:
            await warming


class Signs:
    """The signs of life of a process: if it is ready, if the record is whole, and its figures."""

    def __init__(self, store: SqlStore, chosen: Settings, platforms: Sequence[Platform], watch: Watch) -> None:
        file = database_file(chosen.database_url)
        on = {"slack": chosen.slack, "teams": chosen.teams}
        begin("postgresql" if file is None else "sqlite", [name for name, how in on.items() if how is not None])
        self.chosen = chosen
        self.figures = DatabaseFigures(store, file, real_now)
        self._database, self._platforms, self._watch = Database(store), platforms, watch

    async def ready(self) -> str | None:
        """Return what is not in order. None if all is."""
        wrong = await asyncio.to_thread(self._database.wrong)
        return wrong or next(filter(None, (platform.deaf() for platform in self._platforms)), None)

    def record(self) -> str:
        """Say if the record is whole, in one word."""
        return self._watch.found.value


@asynccontextmanager
async def figures_at(signs: Signs) -> AsyncIterator[None]:
    """Tell the figures at the address that METRICS_HOST and METRICS_PORT name, if they name one."""
    if signs.chosen.metrics is None:
        yield
        return
    host, port = signs.chosen.metrics
    with told(signs.figures) as figures:
        async with _at(figures_alone(signs.ready, signs.record, figures.refresh), host, port, "metrics_port") as found:
            say("serve.metrics", {"host": host, "port": found})
            yield


@asynccontextmanager
async def _at(app: web.Application, host: str, port: int, name: str) -> AsyncIterator[int]:
    """Serve an application, or end with one line. Yields its port."""
    async with AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(listened(app, host, port))
        except OSError as wrong:
            nowhere = isinstance(wrong, socket.gaierror) or wrong.errno == errno.EADDRNOTAVAIL
            fault("host" if nowhere else name, {"host": host, "port": port})
        yield int(server.sockets[0].getsockname()[1])


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
