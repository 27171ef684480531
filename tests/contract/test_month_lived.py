"""One month of the simulated year, lived through on each platform: forty people of the real plan, each with habits of their own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.world import year
from tests.world.story import Clock
from tests.world.wires import Wire
from tests.world.wires.slack import SlackWire
from tests.world.wires.teams import HOME, TeamsWire

MONTH = timedelta(days=30)


def _wire(platform: str, clock: Clock, plan: year.Plan, folder: Path) -> Wire:
    if platform == "slack":
        return SlackWire(clock, folder, plan.names)
    return TeamsWire(clock, dict.fromkeys(plan.names, HOME))


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_nobody_is_asked_again_what_they_answered_in_a_month_of_the_real_plan(platform: str, tmp_path: Path) -> None:
    async with year.begun(tmp_path, lambda clock, plan: _wire(platform, clock, plan, tmp_path)) as lived:
        await lived.lives(year.BEGINS + MONTH)
        found = await lived.came_of()
    assert found.again == []
    assert found.undelivered == 0
    assert found.answered >= 50
