"""The process that reads one file: `python -m bot.program.documents.reading.child FORMAT`, bytes on its input, a document on
its output.

It may use so much memory and so much time, may start nothing and write no file, and is told nothing but the bytes.
"""

from __future__ import annotations

import contextlib
import resource
import sys
import traceback
from collections.abc import Callable
from functools import partial

from bot.model.documents.not_a_plan import NotAPlan
from bot.program.documents.reading.compact import packed
from bot.program.documents.reading.packing import check_packed, check_size
from seed.source import Format
from seed.sources import reader_of
from seed.words import say

MOST_MEMORY = 512 * 2**20
MOST_SECONDS = 30  # of a processor
READ, REFUSED, FAILED = b"+", b"-", b"!"  # the first byte of the output says which of these follows: document, sentence, place
_PACKED = (Format.XLSX, Format.DOCX)
_LIMITS = (
    (resource.RLIMIT_AS, MOST_MEMORY),
    (resource.RLIMIT_CPU, MOST_SECONDS),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_NPROC, 0),
)


def limit() -> None:
    """Take on the limits. A system that knows one of them otherwise keeps its own: the time is kept by whoever started us."""
    for kind, most in _LIMITS:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _read(kind: Format, held: bytes) -> bytes:
    if kind in _PACKED:
        check_packed(held)
    else:
        check_size(held)
    return packed(reader_of(kind)(held))


def _answered(work: Callable[[bytes], bytes], held: bytes) -> bytes:
    """Return what is written on the output: what came of it, a sentence that refuses the file, or the place of what failed."""
    try:
        return READ + work(held)
    except NotAPlan as refused:
        return REFUSED + refused.reason.encode()
    except MemoryError:
        return REFUSED + say("not_a_plan", "too_much").encode()
    except Exception as failed:  # a bug in a reader: its place is told alone, for its words may quote the document
        last = traceback.extract_tb(failed.__traceback__)[-1]
        return FAILED + f"{type(failed).__name__} at {last.filename}:{last.lineno}".encode()


def run(work: Callable[[bytes], bytes]) -> None:
    """Do this with what is on the input, within the limits, and write on the output what came of it."""
    limit()
    sys.stdout.buffer.write(_answered(work, sys.stdin.buffer.read()))


if __name__ == "__main__":
    run(partial(_read, Format(sys.argv[1])))
