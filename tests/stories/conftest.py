"""A story on real SQLite over each wire."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.world import story as stories
from tests.world.plan import record


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder of one test, in memory where this machine has such: a story waits for its record at every step."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="milepost-", dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


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
