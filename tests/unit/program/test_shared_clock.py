"""The clock that machines share: it goes on by itself from what the database showed, whatever this machine's clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.program.serving.shared_clock import shared_clock
from store.record import SqlStore
from tests.records import empty, long_ago

NOW = datetime(2025, 3, 24, 9, tzinfo=UTC)


async def test_on_a_file_it_is_this_machines_own(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{empty(tmp_path / 'record.db')}", long_ago)
    shown = [NOW, NOW + timedelta(hours=1)]
    shared = await shared_clock(store, lambda: shown.pop(0))
    assert (shared(), shared()) == (NOW, NOW + timedelta(hours=1))
    await store.close()
