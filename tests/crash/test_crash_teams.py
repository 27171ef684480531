"""Ten seeded lives with kill -9 in the middle; `python -m tests.crash --platform teams` lives hundreds."""

from pathlib import Path

from tests.crash.lives import live_all
from tests.crash.teams import TeamsLife

SEEDS = range(10)


async def test_nothing_is_lost_and_nothing_doubled_but_what_teams_cannot_tell(tmp_path: Path) -> None:
    lives = {life: wrong async for life, wrong in live_all(TeamsLife, "teams", SEEDS, tmp_path)}

    assert {life.seed: wrong for life, wrong in lives.items() if wrong} == {}
    assert len(lives) == len(SEEDS)
    assert sum(life.kills for life in lives) >= len(SEEDS)
