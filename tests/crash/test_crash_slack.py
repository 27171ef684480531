"""Ten seeded lives with kill -9 in the middle; `python -m tests.crash` lives hundreds."""

import asyncio
from pathlib import Path

from tests.crash.processes import nursery
from tests.crash.slack import live, template

SEEDS = range(10)


async def test_nothing_is_lost_and_nothing_doubled_however_milepost_dies(tmp_path: Path) -> None:
    kept = await template(tmp_path / "kept.db")
    turns = asyncio.Semaphore(4)
    wrong: dict[int, list[str]] = {}
    kills = 0
    async with nursery("slack") as started:

        async def one(seed: int) -> None:
            nonlocal kills
            async with turns:
                wrong[seed], killed = await live(seed, tmp_path, kept, started)
                kills += killed

        await asyncio.gather(*(one(seed) for seed in SEEDS))

    assert wrong == {seed: [] for seed in SEEDS}
    assert kills >= len(SEEDS)
