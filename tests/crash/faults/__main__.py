"""`python -m tests.crash.faults NAME ...`: break the world around Milepost in these ways, or in all; `--list` names them."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests import records
from tests.crash.faults import clocks, databases, disks, platforms
from tests.crash.faults.place import Scenario
from tests.crash.faults.postgres import Missing

ALL: dict[str, Scenario] = {
    one.__name__: one
    for one in (
        databases.stopped,
        databases.restarted,
        databases.stalled,
        databases.locked,
        databases.black_hole,
        databases.used_up,
        disks.full_disk,
        disks.full_for_copies,
        disks.full_for_a_move,
        disks.full_for_the_log,
        disks.full_for_postgres,
        clocks.clock_jumps,
        clocks.clock_back_before,
        clocks.clock_summer,
        clocks.clock_of_one_machine,
        clocks.clock_refused,
    )
} | platforms.ALL
LONGEST = 600.0  # seconds for one


def broken(name: str, keep: Path | None = None) -> list[str] | None:
    """Break the world in one way; what went wrong. None if this machine cannot."""
    with tempfile.TemporaryDirectory(prefix=f"milepost-{name}-", dir=records.memory()) as folder:
        Path(folder).chmod(0o755)
        try:
            return asyncio.run(asyncio.wait_for(ALL[name](Path(folder)), LONGEST))
        except Missing as missing:
            print(f"{name}: left out: {missing}")
            return None
        except (AssertionError, TimeoutError) as failed:
            log = Path(folder) / "log"
            return [f"it came to a stop: {failed or type(failed).__name__}", *(log.read_text().splitlines()[-40:] if log.exists() else [])]
        finally:
            if keep is not None and (Path(folder) / "log").exists():
                shutil.copy(Path(folder) / "log", keep)


def main() -> None:
    """Read the command line and break."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--keep-log", type=Path, help="copy Milepost's log there")
    parser.add_argument("--list", action="store_true", help="name them all")
    asked = parser.parse_args()
    if asked.list:
        for name, scenario in ALL.items():
            print(f"{name}: {scenario.__doc__}")
        return
    bad = 0
    for name in asked.names or ALL:
        began = time.monotonic()
        wrong = broken(name, asked.keep_log)
        for sentence in wrong or []:
            print(f"{name}: WRONG: {sentence}")
        bad += bool(wrong)
        if wrong is not None:
            print(f"{name}: {'went wrong' if wrong else 'well'}, in {time.monotonic() - began:.0f} s", flush=True)
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
