"""A story on real SQLite, over Slack, Teams and one of the other wires by turns; over all of them with MILEPOST_WIRES=all.

A story that asks which wire it is on tells something of each, and is told over all of them always.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import story as stories
from tests.world.plan import record

ALL = os.environ.get("MILEPOST_WIRES") == "all"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Say which wires a story is told over, if it does not say so itself."""
    named = any("wire" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "wire" in metafunc.fixturenames and not named:
        each = ALL or "wire" in metafunc.function.__code__.co_varnames
        metafunc.parametrize("wire", stories.WIRES if each else _of(metafunc.function.__name__))


def _of(name: str) -> tuple[str, ...]:
    """The wires whose turn it is. A story keeps its own, so that a failure comes again."""
    turn = stories.OTHERS[zlib.crc32(name.encode()) % len(stories.OTHERS)]
    return tuple(wire for wire in stories.WIRES if wire == turn or wire not in stories.OTHERS)


@pytest.fixture
async def story(wire: str, tmp_path: Path) -> AsyncIterator[stories.Story]:
    """The small plan, its people at their clients, and a clock."""
    clock = stories.Clock()
    store = await record(tmp_path / "record.db")
    async with stories.told(store, clock, [stories.wire(wire, clock, tmp_path)]) as begun:
        begun.seat(begun.wire)
        yield begun
