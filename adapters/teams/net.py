"""The one way out to Microsoft: a shared session that honours the operator's certificates and proxy."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Coroutine
from pathlib import Path
from typing import TypeVar
from urllib.request import getproxies

import aiohttp

T = TypeVar("T")
MOST_OPEN = 200  # connections; the post has a hundred letters in flight


class Net:
    """A session opened when first used, and what still runs in the background."""

    def __init__(self) -> None:
        self._context = context()
        self._session: aiohttp.ClientSession | None = None
        self._running: set[asyncio.Task[object]] = set()

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session shared by every call."""
        if self._session is None:
            connector = aiohttp.TCPConnector(ssl=self._context, limit=MOST_OPEN)
            # asking the environment costs a trip to another thread for each call: only where it names a proxy
            self._session = aiohttp.ClientSession(connector=connector, trust_env=bool(getproxies()))
        return self._session

    def start(self, work: Coroutine[object, object, T]) -> asyncio.Task[T]:
        """Do something that nobody waits for to the end; it is finished before the session closes."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def close(self) -> None:
        """Let what runs end, for a moment, then close the session."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=3.0)
            for task in late:
                task.cancel()
        if self._session is not None:
            await self._session.close()
            self._session = None


def context() -> ssl.SSLContext:
    """The system's certificates (SSL_CERT_FILE among them), and those that REQUESTS_CA_BUNDLE names."""
    made = ssl.create_default_context()
    bundle = os.environ.get("REQUESTS_CA_BUNDLE")
    if bundle and Path(bundle).is_dir():
        made.load_verify_locations(capath=bundle)
    elif bundle:
        made.load_verify_locations(cafile=bundle)
    return made


def readable(wrong: BaseException) -> str:
    """What went wrong with a call, without anything secret: the kind of error alone."""
    return type(wrong).__name__
