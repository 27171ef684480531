"""Fixtures for whoever tests Milepost in Slack: `pytest_plugins = ["tests.world.slack.fixtures"]`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world.slack.office import Office
from tests.world.slack.office import office as offices


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Milepost at work in a workspace where everyone of the small plan is."""
    async with offices(tmp_path / "record.db") as made:
        yield made


@pytest.fixture
async def closed_office(tmp_path: Path) -> AsyncIterator[Office]:
    """The same, not started yet: the test does so in its own way."""
    async with offices(tmp_path / "record.db", opened=False) as made:
        yield made
