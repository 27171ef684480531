"""A clock that every process of a test goes by, and that can be put forward: libfaketime's, which stands between them and the system.

Only the time of day is made up. What measures how long something takes goes by the real one.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkstemp

PRELOAD, FILE = "LD_PRELOAD", "FAKETIME_TIMESTAMP_FILE"


def under_clock() -> Clock:
    """Go by a clock of its own from now on: begins this program anew if it does not yet."""
    if FILE not in os.environ:
        found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
        if not found:
            sys.exit("no libfaketime is installed: `sh tests/machine.sh clock` installs it")
        number, file = mkstemp(prefix="milepost-clock-")
        os.write(number, b"+0")
        fixed = {PRELOAD: str(found[-1]), FILE: file, "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **fixed, "DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"})
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that the servers it has started end with it
    return Clock(Path(os.environ[FILE]))


class Clock:
    """The time of day of this process and of all that it starts."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return what the clock shows."""
        return datetime.now(UTC)

    def put(self, moment: datetime) -> None:
        """Put the clock to a moment, from which it goes on."""
        self.forward(moment - self.now())

    def forward(self, by: timedelta) -> None:
        """Put the clock forward."""
        self._ahead += by
        anew = self._file.with_suffix(".anew")
        anew.write_text(f"{self._ahead.total_seconds():+.3f}")
        anew.replace(self._file)  # whoever looks meanwhile reads the one or the other

    def close(self) -> None:
        """Forget the clock."""
        self._file.unlink(missing_ok=True)


@contextmanager
def real_time() -> Iterator[None]:
    """Start processes that go by the system's clock."""
    kept = os.environ.pop(PRELOAD, None)
    try:
        yield
    finally:
        if kept is not None:
            os.environ[PRELOAD] = kept
