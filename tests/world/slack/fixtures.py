"""Fixtures for whoever tests Milepost in Slack: `pytest_plugins = ["tests.world.slack.fixtures"]`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world.slack.office import Office
from tests.world.slack.office import office as offices


@pytest.fixture
def no_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On loopback nobody is certified: reading the system's certificates would take half of each test's time."""
    (tmp_path / "none.pem").touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)


@pytest.fixture
async def office(tmp_path: Path, no_certificates: None) -> AsyncIterator[Office]:
    """Milepost at work in a workspace where everyone of the small plan is."""
    async with offices(tmp_path / "record.db") as made:
        yield made


@pytest.fixture
async def closed_office(tmp_path: Path, no_certificates: None) -> AsyncIterator[Office]:
    """The same, not started yet: the test does so in its own way."""
    async with offices(tmp_path / "record.db", opened=False) as made:
        yield made
