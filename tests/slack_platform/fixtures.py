"""Fixtures for whoever tests Milepost in Slack: `pytest_plugins = ["tests.slack_platform.fixtures"]`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.slack_platform.office import Office, template
from tests.slack_platform.office import office as offices


@pytest.fixture(scope="session")
def kept_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the small plan loaded."""
    file = tmp_path_factory.mktemp("slack") / "kept.db"
    return asyncio.run(template(file))


@pytest.fixture
async def office(kept_record: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """Milepost at work in a workspace where everyone of the small plan is."""
    async with offices(kept_record, tmp_path / "record.db") as made:
        yield made


@pytest.fixture
async def closed_office(kept_record: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """The same, not started yet: the test does so in its own way."""
    async with offices(kept_record, tmp_path / "record.db", opened=False) as made:
        yield made
