"""The record verified, three years of the size of the shipped plan, beside hashing as many fields and nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from bot.reports.record.proof import verify
from store.record import SqlStore
from tests.bench import databases
from tests.bench.history import filled, plan_of
from tests.bench.measure import Spent, at_most, awaited_by_turns, head, row, spent, spent_awaiting
from tests.bench.subjects import Subject
from tests.records import long_ago

MILESTONES, ENTRIES = 95, 5_000  # some fifty entries of each milestone
FIELDS = 14  # of an entry, about


async def hashed() -> Spent:
    """Hash as many fields as the entries have, and do nothing else."""
    field = b"0123456789abcdef a field and what it says"
    return spent(lambda: [hashlib.sha256(field).digest() for _ in range(ENTRIES * FIELDS)])


async def whole(store: SqlStore) -> None:
    """Verify the record."""
    checked = await store.read(lambda view: verify(view, "p"))
    assert checked.is_whole and checked.entries >= ENTRIES


async def measure(url: str, kind: str) -> None:
    """Print what it takes on one database."""
    store = SqlStore(url, long_ago)
    await store.open()
    ours: Callable[[], Awaitable[Spent]] = partial(spent_awaiting, partial(whole, store))
    found, bare = await awaited_by_turns(ours, hashed)
    row(
        f"{ENTRIES:,} entries verified on {kind}", found.wall, bare.wall, "s", f"hashing {FIELDS} fields an entry",
        subject=Subject.VERIFY, wanted=at_most(5), cpu=found.cpu * 1e3 / ENTRIES, bare_cpu=bare.cpu * 1e3 / ENTRIES,
    )  # fmt: skip
    await store.close()


async def made(record: Path) -> None:
    """Make the record, and close it."""
    await (await filled(record, plan_of(MILESTONES), ENTRIES)).close()


def main() -> None:
    """Measure on both databases."""
    head()
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder:
        record = Path(folder) / "record.db"
        asyncio.run(made(record))
        for kind in databases.KINDS:
            with databases.copy_of(record, kind) as url:
                asyncio.run(measure(url, kind))


if __name__ == "__main__":
    main()
