"""What stands before a server and carries what is sent there: to the next of several, as it is asked to, or not at all."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from itertools import cycle
from typing import assert_never
from urllib.parse import urlsplit

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)\r\n")


class Way(Enum):
    """The ways in which calls are answered."""

    WELL = "well"
    DOWN = "503"  # a page that says that it is down
    TOO_MUCH = "429"  # come again in PAUSE seconds
    SWALLOWS = "swallows"  # takes calls, does nothing, and never answers
    KEEPS = "keeps"  # does what is asked, and the answer never comes


PAUSE = 10  # seconds until it wants to be asked again
ANSWERS = {
    Way.DOWN: b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\nContent-Length: 20\r\nConnection: close\r\n\r\n<h1>We are down</h1>",
    Way.TOO_MUCH: b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: %d\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % PAUSE,
}


class Front:
    """A port that hands each line to the next server, as a proxy does. It can refuse, answer in a server's stead, keep answers
    back, or end TLS with one certificate or another."""

    def __init__(self, *urls: str, host: str = "127.0.0.1") -> None:
        self._to = cycle([urlsplit(url).port or 0 for url in urls])
        self._host = host
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.Task[object], asyncio.StreamWriter] = {}
        self._way = Way.WELL
        self._tls: ssl.SSLContext | None = None
        self._port = 0
        self.calls: Counter[Way] = Counter()  # how many came while it was so

    @property
    def url(self) -> str:
        """The address at which it is reached."""
        return f"http{'s' if self._tls else ''}://{self._host}:{self._port}"

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        """Listen, on the same port as before."""
        self._tls = tls
        self._server = await asyncio.start_server(self._enters, "127.0.0.1", self._port, ssl=tls)
        self._port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Listen no longer, and cut what is open."""
        if self._server is not None:
            self._server.close()
        await self._cut()

    async def answers(self, way: Way) -> None:
        """Answer in this way from now on, on lines that are made anew."""
        self._way = way
        await self._cut()

    async def _cut(self) -> None:
        carrying = list(self._open.items())
        for task, writer in carrying:
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*(task for task, _ in carrying), return_exceptions=True)

    async def _enters(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = writer
        try:
            with suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
                await self._served(self._way, reader, writer)
        finally:
            del self._open[task]
            writer.close()

    async def _served(self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        match way:
            case Way.WELL | Way.KEEPS:
                there, back = await asyncio.open_connection("127.0.0.1", next(self._to))
                try:
                    await asyncio.gather(_carry(reader, back, self._counted(way)), _carry(there, writer if way is Way.WELL else None))
                finally:
                    back.close()
            case Way.DOWN | Way.TOO_MUCH:
                await _request(reader)
                self.calls[way] += 1
                writer.write(ANSWERS[way])
                await writer.drain()
            case Way.SWALLOWS:
                await _request(reader)
                self.calls[way] += 1
                await reader.read()
            case _:
                assert_never(way)

    def _counted(self, way: Way) -> Callable[[bytes], None]:
        def count(data: bytes) -> None:
            self.calls[way] += data.startswith((b"POST ", b"GET ", b"PUT ", b"DELETE "))

        return count


async def _request(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    await reader.readexactly(int(length[1]) if length else 0)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter | None, seen: Callable[[bytes], None] = lambda _: None) -> None:
    """Carry until one end is closed. Without a writer what comes is lost, and that is told to nobody."""
    while data := await reader.read(65536):
        seen(data)
        if writer is not None:
            writer.write(data)
            await writer.drain()
    if writer is not None:
        writer.close()
