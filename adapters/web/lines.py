"""The lines that callers hold open: at most n, and whoever does not finish asking in time is let go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from adapters.web.callers import Wrong

FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
SLOW = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class Limits:
    """At most n lines, and the seconds in which a request's headers, and then its body, must be there."""

    lines: int = 1_000
    head: float = 10.0
    body: float = 10.0


class Lines:
    """Makes the protocol of each line, around the web server's own."""

    def __init__(self, limits: Limits, note: Callable[[Wrong], None]) -> None:
        self.limits, self.note = limits, note
        self._open: dict[asyncio.BaseTransport, Line] = {}

    def over(self, server: Callable[[], asyncio.Protocol]) -> Callable[[], asyncio.Protocol]:
        """Return the factory that a listening socket asks for a protocol."""
        return lambda: Line(self, server())

    def take(self, transport: asyncio.BaseTransport, line: Line) -> bool:
        """Take one line more. Returns False if there is no room for it."""
        if len(self._open) >= self.limits.lines:
            return False
        self._open[transport] = line
        return True

    def give_back(self, transport: asyncio.BaseTransport) -> None:
        """Take back a line that was closed."""
        self._open.pop(transport, None)

    def began(self, transport: asyncio.BaseTransport | None) -> None:
        """Note that the headers of a request are there."""
        if transport in self._open:
            self._open[transport].began()

    def ended(self, transport: asyncio.BaseTransport | None) -> None:
        """Note that a request is answered."""
        if transport in self._open:
            self._open[transport].ended()


class Line(asyncio.Protocol):
    """One line. A request that is begun must say all its headers in time; between two the server's own patience holds."""

    def __init__(self, lines: Lines, server: asyncio.Protocol) -> None:
        self._lines, self._server = lines, server
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.TimerHandle | None = None
        self._answering = 0
        self._admitted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a caller, whose first request must come now."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._admitted = self._lines.take(transport, self)
        if not self._admitted:
            self._lines.note(Wrong.CROWDED)
            self._let_go(FULL)
            return
        self._server.connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take some of a request."""
        if not self._admitted:
            return
        if not self._answering and self._waiting is None:
            self._wait()
        self._server.data_received(data)

    def eof_received(self) -> bool | None:
        """Note that the caller says no more."""
        return self._server.eof_received() if self._admitted else None

    def pause_writing(self) -> None:
        """Note that the caller is slow to listen."""
        if self._admitted:
            self._server.pause_writing()

    def resume_writing(self) -> None:
        """Note that the caller listens again."""
        if self._admitted:
            self._server.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the line is closed."""
        self._stop_waiting()
        if self._admitted and self._transport is not None:
            self._lines.give_back(self._transport)
            self._server.connection_lost(exc)

    def began(self) -> None:
        """Note that the headers of a request are there."""
        self._answering += 1
        self._stop_waiting()

    def ended(self) -> None:
        """Note that it is answered."""
        self._answering -= 1

    def _wait(self) -> None:
        self._waiting = asyncio.get_running_loop().call_later(self._lines.limits.head, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_slow(self) -> None:
        self._lines.note(Wrong.TOO_SLOW)
        self._let_go(SLOW)

    def _let_go(self, word: bytes) -> None:
        if self._transport is not None:
            self._transport.write(word)
            self._transport.close()
