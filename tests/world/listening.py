"""Whoever listens on a port of this machine: Milepost in one process, or a platform's stand-in."""

from __future__ import annotations

import ssl
from typing import NamedTuple, Protocol

from aiohttp import web

from adapters.web.application import application
from bot.ports.channel import Handle, Heed

HALTS = 0.1  # seconds that whoever is stopped gives to what is still open


class Listening(NamedTuple):
    """One who listens, and where."""

    url: str
    runner: web.AppRunner

    async def close(self) -> None:
        """Stop listening."""
        await self.runner.cleanup()


class Served(Protocol):
    """A channel that takes what people say by HTTP."""

    def routes(self, handle: Handle, heed: Heed) -> list[web.RouteDef]:
        """Return what it listens to."""
        ...

    def deaf(self) -> str | None:
        """Return why it hears nothing, if it does not."""
        ...


async def listen(app: web.Application, port: int = 0, tls: ssl.SSLContext | None = None) -> Listening:
    """Serve an application on a port of this machine, a free one unless it is given."""
    runner = web.AppRunner(app, shutdown_timeout=HALTS)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, ssl_context=tls).start()
    return Listening(f"http{'s' if tls else ''}://127.0.0.1:{runner.addresses[0][1]}", runner)


async def milepost(channel: Served, handle: Handle, heed: Heed) -> Listening:
    """Serve Milepost in this process: a channel's routes, behind all that stands before them in earnest."""

    async def ready() -> str | None:
        return channel.deaf()

    return await listen(application(ready, channel.routes(handle, heed)))
