"""The log: text or JSON on standard error, and never what a person wrote.

An exception may quote a message, a link or a secret. So only its kind and the place that raised it are logged.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Literal

from pythonjsonlogger.json import JsonFormatter

QUIET = ("slack_bolt", "slack_sdk", "aiohttp.access", "apscheduler", "msal", "msrest", "urllib3", "procrastinate", "alembic")

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def _where(raised: _Raised) -> str:
    """Return the kinds of an exception and its causes, and the place that raised each. Leaves out what they say."""
    lines: list[str] = []
    error = raised[1]
    while error is not None:
        lines += [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
        lines.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


class _Text(logging.Formatter):
    def formatException(self, ei: _Raised) -> str:  # noqa: N802
        return _where(ei)


class _Json(JsonFormatter):
    def formatException(self, ei: _Raised) -> str:  # noqa: N802
        return _where(ei)


def start_log(form: Literal["text", "json"]) -> None:
    """Log warnings of libraries and everything of Milepost's own, in that form."""
    handler = logging.StreamHandler()
    fields = "%(asctime)s %(levelname)s %(name)s %(message)s"
    handler.setFormatter(_Json(fields) if form == "json" else _Text(fields))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
