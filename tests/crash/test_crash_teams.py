"""Four seeded lives with kill -9 in the middle; `python -m tests.crash --platform teams` lives hundreds."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.crash.lives import ARRIVED, live_all
from tests.crash.teams import TeamsLife

SEEDS = range(4)


async def test_nothing_is_lost_and_nothing_doubled_but_what_teams_cannot_tell(tmp_path: Path) -> None:
    lives = {life: wrong async for life, wrong in live_all(TeamsLife, "teams", SEEDS, tmp_path)}

    assert {life.seed: wrong for life, wrong in lives.items() if wrong} == {}
    assert len(lives) == len(SEEDS)
    assert sum(life.kills for life in lives) >= len(SEEDS)


class Twice(TeamsLife):
    """A round killed while it sends, and the next one as soon as it has found out what became of that."""

    def arm(self) -> asyncio.Task[None] | None:
        if self.ticks > 1:
            return asyncio.create_task(self._when_nothing_is_under_way())
        self.armed = lambda step, stage: (step, stage) == ("post", ARRIVED)
        return None

    async def _when_nothing_is_under_way(self) -> None:
        with closing(sqlite3.connect(self.file)) as record:
            while record.execute("SELECT 1 FROM letter WHERE state IN ('sending', 'unknown')").fetchone():
                await asyncio.sleep(0.005)
        self.kill()


async def test_whoever_was_half_asked_is_asked_again_though_the_next_round_dies_too(tmp_path: Path) -> None:
    lives = {life: wrong async for life, wrong in live_all(Twice, "teams", [0], tmp_path)}

    assert [(life.kills, wrong) for life, wrong in lives.items()] == [(2, [])]
