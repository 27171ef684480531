"""How things grow with the size of one plan that has three years of entries: 95, 1,000 and 10,000 milestones, on both databases.

python -m tests.bench.long_plan [MILESTONES ...]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.reports.record.proof import verify
from store.record import SqlStore
from tests.bench import databases, growing
from tests.bench.history import NOW, entries_of, filled, plan_of
from tests.bench.measure import Spent
from tests.bench.page import Unanswered, visiting
from tests.bench.rounding import Rounded, nothing, rounded, tell_rounds
from tests.bench.talking import Talk
from tests.records import long_ago

SIZES = (95, 1_000, 10_000)
FEW, TIMES = 1_000, 3  # milestones up to which a round is measured so often, each on a copy of its own
PAGES = {"the page, as it stands": "/page", "the page, as at a year ago": f"/page?as_at={NOW - timedelta(days=365):%Y-%m-%d}"}
Tell = Callable[[str, Spent], None]


def email(person: int) -> str:
    """Return the e-mail of one of the plan's people."""
    return f"{person}@example.org"


async def everything(store: SqlStore, tell: Tell) -> None:
    """Print what people ask and tell, what they read on the page, and what it takes to verify the record."""
    talk = Talk(store, NOW + timedelta(hours=1), email)
    await talk.all(tell)
    async with visiting(store) as visit:
        for what, address in PAGES.items():
            try:
                tell(what, await growing.sampled(talk.save, partial(visit.asked, address)))
            except Unanswered:
                tell(what, growing.NEVER)
    tell("the record verified", await growing.sampled(nothing, partial(verified, store)))


async def verified(store: SqlStore) -> None:
    """Verify the plan's record from its first entry to its last."""
    assert (await store.read(lambda view: verify(view, "p"))).is_whole


async def measured(url: str, tell: Tell | None) -> Rounded:
    """Measure rounds on a copy, and all else if somebody wants to hear it."""
    store = SqlStore(url, long_ago)
    await store.open()
    found = await rounded(store, NOW)
    if tell is not None:
        await everything(store, tell)
    await store.close()
    return found


def grown(record: Path, kind: str, milestones: int) -> None:
    """Print what everything takes with so many milestones."""
    size = f"{milestones:,} milestones, {entries_of(milestones):,} entries"
    tell = partial(growing.tell, f"With the size of one plan, on {kind}", size)
    found = []
    for more in reversed(range(TIMES if milestones <= FEW else 1)):
        with databases.copy_of(record, kind) as url:
            found.append(asyncio.run(measured(url, None if more else tell)))
    tell_rounds(tell, found)


async def made(record: Path, milestones: int) -> None:
    """Make a record of a plan with its three years, and close it."""
    await (await filled(record, plan_of(milestones), entries_of(milestones))).close()


def main() -> None:
    """Measure at the sizes named, or at all."""
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder, databases.server():
        for milestones in [int(one) for one in sys.argv[1:]] or SIZES:
            record = Path(folder) / f"{milestones}.db"
            asyncio.run(made(record, milestones))
            for kind in databases.KINDS:
                grown(record, kind, milestones)


if __name__ == "__main__":
    main()
