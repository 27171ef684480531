"""Fixtures for whoever tests Milepost in Slack: `pytest_plugins = ["tests.world.slack.fixtures"]`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world.slack.office import Office, template
from tests.world.slack.office import office as offices


@pytest.fixture(scope="session")
def kept_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with the small plan loaded."""
    file = tmp_path_factory.mktemp("slack") / "kept.db"
    return asyncio.run(template(file))


@pytest.fixture
def no_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On loopback nobody is certified: reading the system's certificates would take half of each test's time."""
    (tmp_path / "none.pem").touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)


@pytest.fixture
async def office(kept_record: Path, tmp_path: Path, no_certificates: None) -> AsyncIterator[Office]:
    """Milepost at work in a workspace where everyone of the small plan is."""
    async with offices(kept_record, tmp_path / "record.db") as made:
        yield made


@pytest.fixture
async def closed_office(kept_record: Path, tmp_path: Path, no_certificates: None) -> AsyncIterator[Office]:
    """The same, not started yet: the test does so in its own way."""
    async with offices(kept_record, tmp_path / "record.db", opened=False) as made:
        yield made
