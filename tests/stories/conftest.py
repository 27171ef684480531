"""A story on real SQLite over each wire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import story as stories
from tests.world.plan import record


@pytest.fixture(params=stories.WIRES)
def wire(request: pytest.FixtureRequest) -> str:
    """The name of the wire a story runs over."""
    name: str = request.param
    return name


@pytest.fixture
async def story(wire: str, tmp_path: Path) -> AsyncIterator[stories.Story]:
    """The small plan, its people at their clients, and a clock."""
    clock = stories.Clock()
    store = await record(tmp_path / "record.db")
    async with stories.told(store, clock, [stories.wire(wire, clock, tmp_path)]) as begun:
        begun.seat(begun.wire)
        yield begun
