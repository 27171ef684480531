"""The stocktake pack of the shipped plan after a year of its people, and of a plan of 5,000 milestones: as typed, in a process.

python -m tests.bench.papers
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from bot.ports.record import Tx
from store.record import SqlStore
from tests import records
from tests.bench.history import plan_of
from tests.bench.measure import ROUNDS, Spent, at_most, by_turns, head, row
from tests.bench.subjects import Subject
from tests.records import long_ago
from tests.world.wires.recorder import RecorderWire
from tests.world.year import BEGINS, begun

YEAR, MANY = 365, 5_000
MOST = 10.0  # seconds, on a machine that has nothing else to do


async def lived(folder: Path) -> Path:
    """Let the people of the shipped plan live through a year. Returns the file of the record."""
    async with begun(folder, lambda clock, _: RecorderWire(clock)) as year:
        await year.lives(BEGINS + timedelta(days=YEAR))
    return folder / "record.db"


async def of_many(folder: Path) -> Path:
    """Make a record of a plan of very many milestones, each past its date or not asked about."""
    file = records.empty(folder / "many.db")
    store, plan = SqlStore(f"sqlite:///{file}", long_ago), plan_of(MANY)

    def load(tx: Tx) -> None:
        tx.plans.save(plan)

    await store.transact(load)
    await store.close()
    return file


def typed(record: Path, *words: str) -> Spent:
    """Type a command. Returns what it took from its start to its end."""
    began, before = time.perf_counter(), os.times()
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{record}"}
    subprocess.run([sys.executable, "-m", "bot", *words], env=environment, check=True, capture_output=True)
    after = os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    return Spent(time.perf_counter() - began, worked)


def main() -> None:
    head()
    with records.folder() as folder:
        last = (BEGINS + timedelta(days=YEAR)).isoformat()
        of_a_year, many = asyncio.run(lived(folder)), asyncio.run(of_many(folder))
        for what, record, day, turns in (
            ("stocktake of the shipped plan after a year", of_a_year, ("--as-at", last), ROUNDS),
            (f"stocktake of {MANY:,} milestones", many, (), 1),
        ):
            pack, bare = by_turns(
                lambda record=record, day=day: typed(record, "stocktake", *day, "--out", str(folder / "out")),  # type: ignore[misc]
                lambda record=record, day=day: typed(record, "status", *day, "--json"),  # type: ignore[misc]
                rounds=turns,
            )
            wanted = at_most(MOST) if record is of_a_year else None
            subject = Subject.STOCKTAKE
            row(what, pack.wall, bare.wall, "s", "status --json", subject=subject, wanted=wanted, cpu=pack.cpu * 1000, bare_cpu=bare.cpu * 1000)  # fmt: skip


if __name__ == "__main__":
    main()
