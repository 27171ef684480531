"""The log: text or JSON on standard error, and never what a person wrote.

An exception may quote a message, a link or a secret. So only its kind and the place that raised it are logged. The same goes
for what a library says: of that only the sentence is logged into which it would have put something, or else the place.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Literal

from pythonjsonlogger.json import JsonFormatter

from bot.program.watching.lines import FACTS

OURS, NOT_OURS = "milepost", ("milepost.slack.bolt",)  # a logger that is lent to a library

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


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == OURS and not name.startswith(NOT_OURS)


def without_words(record: logging.LogRecord) -> bool:
    """Take out of a line what a library would quote. A sentence that it made itself may hold anything: then its place stands."""
    if not _is_ours(record.name):
        told = record.msg if record.args and isinstance(record.msg, str) else f"see {record.module}, line {record.lineno}"
        record.msg, record.args, record.stack_info = told, None, None
    return True


class _Text(logging.Formatter):
    def formatException(self, ei: _Raised) -> str:  # noqa: N802
        return _where(ei)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        facts: dict[str, str | int] = getattr(record, FACTS, {})
        return " ".join([super().formatMessage(record), *(f"{name}={value}" for name, value in facts.items())])


class _Json(JsonFormatter):
    def formatException(self, ei: _Raised) -> str:  # noqa: N802
        return _where(ei)

    def process_log_record(self, log_data: dict[str, object]) -> dict[str, object]:
        facts = log_data.pop(FACTS, None)
        return {**log_data, **facts} if isinstance(facts, dict) else log_data


def start_log(form: Literal["text", "json"]) -> None:
    """Log warnings of libraries and everything of Milepost's own, in that form."""
    handler = logging.StreamHandler()
    fields = "%(asctime)s %(levelname)s %(name)s %(message)s"
    handler.setFormatter(_Json(fields) if form == "json" else _Text(fields))
    handler.addFilter(without_words)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(logging.INFO)
