"""`python -m tests.crash.load [PART ...]`: live each part on both databases, print what it took, and fail if anything was lost, doubled or late."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.bench import databases
from tests.crash.clock import Clock, by_real_time, under_clock
from tests.crash.load.copies import copies
from tests.crash.load.minute import minute
from tests.crash.load.monday import monday
from tests.crash.load.told import Told

FLEETS = {"SQLite": (1, 0), "PostgreSQL": (2, 2)}  # how many web and how many worker processes
PARTS = ("minute", "monday", "copies")
SMALL, LARGE = 1_000, 100_000  # entries of the records of which copies are taken


class Size(NamedTuple):
    """How much there is of each part."""

    people: int  # of each of ten areas, who answer within the minute
    seconds: float  # in which they do
    areas: int  # on the Monday, each of twenty people
    replies: float  # seconds for which they reply on it
    entries: tuple[int, ...]


LONG = Size(50, 60.0, 150, 300.0, (SMALL, LARGE))
SHORT = Size(10, 20.0, 10, 10.0, (SMALL,))


def main() -> None:
    """Read the command line and live."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.load", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)}; all of them if none is named")
    parser.add_argument("--short", action="store_true", help="fewer people and plans, for a run of a few minutes")
    parser.add_argument("--keep", type=Path, help="keep plans and logs in this folder")
    parser.add_argument("--database", choices=sorted(FLEETS), help="on this one alone")
    asked = parser.parse_args()
    if strange := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(strange)}")
    clock, told = under_clock(), Told()
    for kind in [asked.database] if asked.database else FLEETS:
        for part in asked.parts or PARTS:
            told.begins(f"{part}, {kind}")
            asyncio.run(live(part, told, kind, clock, SHORT if asked.short else LONG, asked.keep))
    told.ends()
    sys.exit(told.bad > 0)


async def live(part: str, told: Told, kind: str, clock: Clock, size: Size, keep: Path | None) -> None:
    """Live one part on one database."""
    for entries in size.entries if part == "copies" else (0,):
        with kept_folder(keep) as folder, by_real_time(databases.KINDS[kind]()) as url:
            match part:
                case "minute":
                    await minute(told, url, kind, Path(folder), clock, *FLEETS[kind], size.people, size.seconds)
                case "monday":
                    await monday(told, url, kind, Path(folder), clock, *FLEETS[kind], size.areas, size.replies)
                case "copies":
                    await copies(told, kind, url, Path(folder), entries)


def kept_folder(keep: Path | None) -> AbstractContextManager[str]:
    """A folder for plans and logs: one that is kept, or one that is gone at the end."""
    if keep is None:
        return TemporaryDirectory(prefix="milepost-load-")
    folder = keep / str(len(list(keep.glob("*"))) if keep.exists() else 0)
    folder.mkdir(parents=True)
    return nullcontext(str(folder))


if __name__ == "__main__":
    main()
