"""Four seeded lives with kill -9 in the middle; `python -m tests.crash` lives hundreds."""

from pathlib import Path

from tests.crash.lives import live_all
from tests.crash.slack import SlackLife

SEEDS = range(4)


async def test_nothing_is_lost_and_nothing_doubled_however_milepost_dies(tmp_path: Path) -> None:
    lives = {life: wrong async for life, wrong in live_all(SlackLife, "slack", SEEDS, tmp_path)}

    assert {life.seed: wrong for life, wrong in lives.items() if wrong} == {}
    assert len(lives) == len(SEEDS)
    assert sum(life.kills for life in lives) >= len(SEEDS)
