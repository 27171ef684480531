"""A time of day that every process of a test goes by, and that can be set: `clock.c` stands between them and the system.

Only the time of day is made up. What measures how long something takes goes by the system's clocks. libfaketime did not do:
with it `time.sleep` fails or `serve` stands still for minutes, whichever way it is told to leave the other clocks alone.
"""

from __future__ import annotations

import atexit
import mmap
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

PRELOAD, FILE = "LD_PRELOAD", "CLOCK_AHEAD"
SHIM = Path(__file__).with_name("clock.c")
SIZE = 8  # bytes: how far it is ahead, in nanoseconds


class Clock:
    """The time of day of this process and of all that it starts, or of those alone that are given `env`."""

    def __init__(self, file: Path, moment: datetime | None = None) -> None:
        self._file, self._library = file, file.with_name("clock.so")
        self._is_ours = os.environ.get(FILE) == str(file)
        if not self._is_ours:
            file.write_bytes(bytes(SIZE))
            subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(self._library), str(SHIM), "-ldl"], check=True)
        with file.open("r+b") as opened:
            self._ahead = mmap.mmap(opened.fileno(), SIZE)
        if moment is not None:
            self.set(moment)

    def time(self) -> float:
        """What it shows, in seconds."""
        return time.time() + (0.0 if self._is_ours else self._nanoseconds() / 1e9)

    def now(self) -> datetime:
        """What it shows."""
        return datetime.fromtimestamp(self.time(), UTC)

    def set(self, moment: datetime) -> None:
        """Set it to a moment, from which it goes on."""
        self.jump(moment - self.now())

    def jump(self, by: timedelta) -> None:
        """Set it forward, or back."""
        ahead = self._nanoseconds() + int(by.total_seconds() * 1e9)
        self._ahead[:SIZE] = ahead.to_bytes(SIZE, sys.byteorder, signed=True)

    @property
    def env(self) -> Mapping[str, str]:
        """What gives it to a process."""
        return {PRELOAD: str(self._library), FILE: str(self._file)}

    def _nanoseconds(self) -> int:
        return int.from_bytes(self._ahead[:SIZE], sys.byteorder, signed=True)


def under_clock() -> Clock:
    """Go by a clock of its own from now on: begins this program anew if it does not yet. The clock is forgotten at its end."""
    if FILE not in os.environ:
        made = Clock(Path(mkdtemp(prefix="milepost-clock-")) / "ahead")
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **made.env})
    file = Path(os.environ[FILE])
    atexit.register(shutil.rmtree, file.parent, ignore_errors=True)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that the servers it has started end with it
    return Clock(file)


@contextmanager
def real_time() -> Iterator[None]:
    """Start processes that go by the system's clock."""
    kept = os.environ.pop(PRELOAD, None)
    try:
        yield
    finally:
        if kept is not None:
            os.environ[PRELOAD] = kept


@contextmanager
def by_real_time(server: AbstractContextManager[str]) -> Iterator[str]:
    """Have a server that goes by the system's clock, until this ends. Gives its address."""
    with real_time():
        address = server.__enter__()
    try:
        yield address
    finally:
        with real_time():
            server.__exit__(None, None, None)
