"""Start the process that reads a file, and end it if it takes too long."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from bot.model.documents.not_a_plan import NotAPlan
from bot.program.documents.reading import child, drafter
from seed.source import Format
from seed.words import say

MOST_SECONDS = 60.0  # by the clock, on a busy machine
_TO_START = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # of a Python that was built in a place of its own
_log = logging.getLogger(__name__)


def read_apart(kind: Format, held: bytes, seconds: float = MOST_SECONDS) -> bytes:
    """Return the document in a file, read in a process of its own, as bytes of our own. Raises NotAPlan."""
    return _apart((child.__name__, kind.value), held, seconds)


def drafted_apart(settled: bytes, document: bytes, seconds: float = MOST_SECONDS) -> bytes:
    """Return the draft of a document as JSON, made in a process of its own by what is settled, in JSON too. Raises NotAPlan."""
    return _apart((drafter.__name__,), settled + b"\n" + document, seconds)


def _apart(module: Sequence[str], held: bytes, seconds: float) -> bytes:
    """Return what a process of its own, a module with what it is told, says of some bytes.

    Of our environment the process has only what Python may need to start, so that no secret is in it. It has a group of its own,
    so that all of it ends together.
    """
    known = {name: value for name, value in os.environ.items() if name in _TO_START}
    command = [sys.executable, "-I", "-B", "-m", *module]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, env=known, start_new_session=True) as reading:  # noqa: S603
        try:
            said, _ = reading.communicate(held, seconds)
        except subprocess.TimeoutExpired:
            raise NotAPlan(say("not_a_plan", "too_long")) from None
        finally:
            if reading.poll() is None:
                os.killpg(reading.pid, signal.SIGKILL)
    return _heard(said, reading.returncode)


def _heard(said: bytes, ended: int) -> bytes:
    """Return the document out of what the process said before it ended. Raises NotAPlan."""
    match said[:1]:
        case child.READ:
            return said[1:]
        case child.REFUSED:
            raise NotAPlan(said[1:].decode())
        case child.FAILED:
            _log.error("A file could not be read: %s", said[1:].decode())
            raise NotAPlan(say("not_a_plan", "broken"))
    _log.error("The process that reads a file ended with %s and said nothing", ended)
    key = "too_long" if -ended == signal.SIGXCPU else "too_much"
    raise NotAPlan(say("not_a_plan", key))
