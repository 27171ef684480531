"""Callers and what they do wrong before any door is reached: counted by reason, told once a minute, no fault of ours.

Anybody may call. So nothing that they send is unpacked, quoted or logged by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from adapters.web.refused import Refused

SERVER = "aiohttp.server.milepost"  # the logger that is lent to the web server


class Wrong(StrEnum):
    """The reasons for which a call comes to nothing."""

    MALFORMED = "malformed"
    COMPRESSED = "compressed"
    HUNG_UP = "hung_up"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    CROWDED = "crowded"


MALFORMED = (HttpProcessingError, web.RequestPayloadError)
TOLD = {
    Wrong.MALFORMED: "it is not HTTP as it should be, so anybody may have sent it",
    Wrong.COMPRESSED: "its body is compressed, which no platform does, and is not unpacked",
    Wrong.CROWDED: "too many lines are open at once: see what the proxy lets by",
}  # of the others only the figures tell: who hangs up, or is slow, may be on a train


class Callers(logging.Filter):
    """Counts what callers do wrong, and keeps it out of what the web server logs."""

    def __init__(self) -> None:
        super().__init__()
        self._refused = Refused("web", Wrong)

    def note(self, wrong: Wrong) -> None:
        """Count one more."""
        told = TOLD.get(wrong)
        if told is None:
            self._refused.count(wrong)
        else:
            self._refused.note(wrong, told)

    def of_failure(self, raised: BaseException | None, transport: object | None) -> Wrong | None:
        """Return what the caller did wrong if that, and nothing of Milepost's, made a request fail. Counts it."""
        wrong = None
        if isinstance(raised, MALFORMED):
            wrong = Wrong.MALFORMED
        elif isinstance(raised, ConnectionError) and transport is None:
            wrong = Wrong.HUNG_UP
        if wrong is not None:
            self.note(wrong)
        return wrong

    def filter(self, record: logging.LogRecord) -> bool:
        """Say if the web server's line is about a fault of ours."""
        raised = record.exc_info[1] if record.exc_info else None
        return not isinstance(raised, MALFORMED) or self.of_failure(raised, None) is None

    @contextmanager
    def listening(self) -> Iterator[logging.Logger]:
        """Lend the web server a logger that says nothing of callers."""
        log = logging.getLogger(SERVER)
        log.addFilter(self)
        try:
            yield log
        finally:
            log.removeFilter(self)


def is_packed(request: web.Request) -> bool:
    """Say if a body is compressed."""
    return request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity")
