"""`python -m tests.crash.load [PART ...]`: live each part on both databases, print what it took, and fail if anything was lost, doubled or late."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import databases
from tests.crash.load.clock import Clock, real_time, under_clock
from tests.crash.load.minute import minute
from tests.crash.load.told import Told

FLEETS = {"SQLite": (1, 0), "PostgreSQL": (2, 2)}  # how many web and how many worker processes


def main() -> None:
    """Read the command line and live."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.load", description=__doc__)
    parser.add_argument("parts", nargs="*", default=["minute"], help="minute, monday, copies")
    parser.add_argument("--short", action="store_true", help="fewer people and plans, for a run of a few minutes")
    parser.add_argument("--keep", type=Path, help="keep plans and logs in this folder")
    parser.add_argument("--database", choices=sorted(FLEETS), help="on this one alone")
    asked = parser.parse_args()
    clock, told = under_clock("tests.crash.load"), Told()
    for kind in [asked.database] if asked.database else FLEETS:
        with kept_folder(asked.keep) as folder, real_time_database(kind) as url:
            asyncio.run(live(asked.parts, told, kind, url, Path(folder), clock, asked.short))
    sys.exit(told.bad > 0)


async def live(parts: list[str], told: Told, kind: str, url: str, folder: Path, clock: Clock, short: bool) -> None:
    """Live some parts on one database."""
    web, workers = FLEETS[kind]
    if "minute" in parts:
        await minute(told, url, kind, folder, clock, web, workers, people=10 if short else 50)


def kept_folder(keep: Path | None) -> AbstractContextManager[str]:
    """A folder for plans and logs: one that is kept, or one that is gone at the end."""
    if keep is None:
        return TemporaryDirectory(prefix="milepost-load-")
    keep.mkdir(parents=True, exist_ok=True)
    return nullcontext(str(keep))


class real_time_database:  # noqa: N801
    """A database whose server goes by the system's clock."""

    def __init__(self, kind: str) -> None:
        self._made = databases.KINDS[kind]()

    def __enter__(self) -> str:
        with real_time():
            return self._made.__enter__()

    def __exit__(self, *raised: object) -> None:
        with real_time():
            self._made.__exit__(None, None, None)


if __name__ == "__main__":
    main()
