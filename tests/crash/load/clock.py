"""A time of day that every process of a test goes by, and that can be put to any moment: `clock.c` stands between them and the system.

Only the time of day is made up. What measures how long something takes goes by the system's clocks.
"""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

PRELOAD, FILE = "LD_PRELOAD", "CLOCK_AHEAD"
SHIM = Path(__file__).with_name("clock.c")


class Clock:
    """The time of day of this process and of all that it starts."""

    def __init__(self, file: Path) -> None:
        with file.open("r+b") as opened:
            self._ahead = mmap.mmap(opened.fileno(), 8)

    def put(self, moment: datetime) -> None:
        """Put the clock to a moment, from which it goes on."""
        more = int((moment - datetime.now(UTC)).total_seconds() * 1e9)
        ahead = int.from_bytes(self._ahead[:8], "little", signed=True)
        self._ahead[:8] = (ahead + more).to_bytes(8, "little", signed=True)


def under_clock(module: str) -> Clock:
    """Go by a clock of its own from now on: runs this program anew under it, if it does not go by it yet."""
    if FILE in os.environ:
        return Clock(Path(os.environ[FILE]))
    with TemporaryDirectory(prefix="milepost-clock-") as folder:
        file, library = Path(folder) / "ahead", Path(folder) / "clock.so"
        file.write_bytes(bytes(8))
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(SHIM), "-ldl"], check=True)
        environment = {**os.environ, PRELOAD: str(library), FILE: str(file)}
        sys.exit(subprocess.run([sys.executable, "-m", module, *sys.argv[1:]], env=environment, check=False).returncode)


@contextmanager
def real_time() -> Iterator[None]:
    """Start processes that go by the system's clock."""
    kept = os.environ.pop(PRELOAD, None)
    try:
        yield
    finally:
        if kept is not None:
            os.environ[PRELOAD] = kept
