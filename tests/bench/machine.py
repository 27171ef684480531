"""The machine a run was on, and how busy it was with other things: without both no figure means anything."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests.bench.measure import TICK


class Busy(NamedTuple):
    """Seconds of processors: all that the machine had, what it worked, and what this run worked with all that it had started."""

    had: float
    worked: float
    own: float


def busy(server: str) -> Busy:
    """Return what the machine has worked since it started. What this run started counts once it has ended; so does PostgreSQL."""
    fields = [int(one) for one in Path("/proc/stat").read_text(encoding="utf-8").partition("\n")[0].split()[1:9]]
    idle = fields[3] + fields[4]
    mine = os.times()
    own = mine.user + mine.system + mine.children_user + mine.children_system + _worked_with_children(server)
    return Busy(sum(fields) / TICK, (sum(fields) - idle) / TICK, own)


def _worked_with_children(server: str) -> float:
    with psycopg.connect(f"{server}/postgres") as connection:
        told = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
    assert told is not None
    stat = Path(f"/proc/{told[0].partition(chr(10))[0]}/stat").read_text(encoding="utf-8")
    return sum(int(one) for one in stat.rpartition(")")[2].split()[11:15]) / TICK


def model() -> str:
    """Return what the processor is called."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def described(server: str) -> str:
    """Return the day, the machine, and the versions of what was measured, in one line."""
    with psycopg.connect(f"{server}/postgres") as connection:
        number = connection.info.server_version
    gibibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{datetime.now(UTC):%-d %B %Y}",
        f"{os.cpu_count()} cores ({model()}), {gibibytes:.0f} GiB",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        f"PostgreSQL {number // 10000}.{number % 10000}",
        *(f"{name} {version(name)}" for name in ("slack-bolt", "botbuilder-core", "procrastinate")),
    ]
    return ", ".join(parts)


def load() -> str:
    """Return the load averages of 1, 5 and 15 minutes."""
    return " ".join(f"{one:.2f}" for one in os.getloadavg())


def others(before: Busy, after: Busy) -> float:
    """Return which share of the machine went to something else than this run between two moments."""
    had, all_, own = (late - early for early, late in zip(before, after, strict=True))
    return max(0.0, (all_ - own) / had)
