"""`python -m tests.crash.month --seconds 600`: one seeded month after another, on SQLite and on PostgreSQL, until the time is up."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import count
from pathlib import Path

import psycopg

from tests import records
from tests.crash.clock import Clock, by_real_time, under_clock
from tests.crash.month.days import Month
from tests.crash.processes import Nursery, nursery
from tests.world.postgres import cluster

DATABASES = ("sqlite", "postgres")
LONGEST = 2400  # seconds after which a month will never end


async def months(database: str, server: str, clock: Clock, asked: argparse.Namespace) -> int:
    """Live months until the time is up. Returns how many went wrong. Each is named by its seed, to be lived again."""
    bad, until = 0, time.monotonic() + asked.seconds
    with kept(asked.keep) if asked.keep else records.folder() as folder:
        async with nursery("slack", "teams", "couriers.procrastinate") as started:
            for seed in [asked.seed] if asked.seed is not None else count(secrets.randbelow(10**6) * 1000):
                bad += await month(seed, await address(database, server, seed, folder), folder, clock, started, asked.days)
                if time.monotonic() > until:
                    break
    return bad


@contextmanager
def kept(into: Path) -> Iterator[Path]:
    """A folder that is left behind, for whoever looks into what went wrong."""
    into.mkdir(parents=True, exist_ok=True)
    yield into.absolute()


async def month(seed: int, url: str, folder: Path, clock: Clock, started: Nursery, days: int) -> int:
    """Live one month and tell of it. Returns 1 if it went wrong."""
    lived, began = Month(seed, url, folder, clock, started, days), time.monotonic()
    try:
        async with asyncio.timeout(LONGEST):
            wrong, figures = await lived.live()
    except (AssertionError, TimeoutError) as failed:
        wrong, figures = [f"it came to a stop: {str(failed) or repr(failed)}"], "not lived to its end"
    for sentence in wrong:
        print(f"--database {lived.kind} --seed {seed}: {sentence}", flush=True)
    print(f"a month on {lived.kind}, seed {seed}: {figures}; {time.monotonic() - began:.0f} s", flush=True)
    return int(bool(wrong))


async def address(database: str, server: str, seed: int, folder: Path) -> str:
    """Return a database of its own for a month."""
    if database == "sqlite":
        return f"sqlite:///{folder}/{seed}.db"
    async with await psycopg.AsyncConnection.connect(f"{server}/postgres", autocommit=True) as link:
        await link.execute(f'CREATE DATABASE "month-{seed}"')  # type: ignore[call-overload]
    return f"{server}/month-{seed}"


async def both() -> int:
    """Live on each database at the same time, each by a clock of its own. Returns how many of them had a month go wrong."""
    command = [sys.executable, "-m", "tests.crash.month", *sys.argv[1:], "--database"]
    running = [await asyncio.create_subprocess_exec(*command, database) for database in DATABASES]
    return sum([await one.wait() != 0 for one in running])


def main() -> None:
    """Read the command line and live."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.month", description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.0, help="no month is begun after so many; one always is")
    parser.add_argument("--seed", type=int, help="live this one month again")
    parser.add_argument("--days", type=int, default=31, help="no more of its working days than so many; it has 23")
    parser.add_argument("--keep", type=Path, help="leave the logs, and the databases that are files, in this folder")
    parser.add_argument("--database", choices=DATABASES, help="on this database alone")
    asked = parser.parse_args()
    if asked.database is None:
        sys.exit(asyncio.run(both()) > 0)
    clock = under_clock()
    with by_real_time(cluster() if asked.database == "postgres" else nullcontext("")) as server:
        sys.exit(asyncio.run(months(asked.database, server, clock, asked)) > 0)


if __name__ == "__main__":
    main()
