"""A story on real SQLite, over one plain wire and one platform by turns; over every wire with MILEPOST_WIRES=all, as in `make soak`.

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

HERE = Path(__file__).parent
ALL = os.environ.get("MILEPOST_WIRES") == "all"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Have a story told over every wire, if it does not say so itself."""
    if "wire" in metafunc.fixturenames and not _names_its_wires(metafunc.definition):
        metafunc.parametrize("wire", stories.WIRES)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the wires whose turn it is not."""
    left_out = [item for item in items if not ALL and isinstance(item, pytest.Function) and _is_anothers_turn(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _is_anothers_turn(item: pytest.Function) -> bool:
    """Whether a story leaves this wire to others. Each keeps its own, so that a failure comes again."""
    if not item.path.is_relative_to(HERE) or "wire" not in item.fixturenames:
        return False
    if _names_its_wires(item) or "wire" in item.function.__code__.co_varnames:
        return False
    wire = item.callspec.params["wire"]
    turn = zlib.crc32(item.nodeid.replace(wire, "", 1).encode())
    return wire not in {wires[turn % len(wires)] for wires in (stories.PLAIN, stories.PLATFORMS)}


def _names_its_wires(item: pytest.Item | pytest.FunctionDefinition) -> bool:
    return any("wire" in mark.args[0] for mark in item.iter_markers("parametrize"))


@pytest.fixture
async def story(wire: str, tmp_path: Path) -> AsyncIterator[stories.Story]:
    """The small plan, its people at their clients, and a clock."""
    clock = stories.Clock()
    store = await record(tmp_path / "record.db")
    async with stories.told(store, clock, [stories.wire(wire, clock, tmp_path)]) as begun:
        begun.seat(begun.wire)
        yield begun
