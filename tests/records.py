"""An empty record, to be copied by whoever needs one."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from store.record import SqlStore


def empty(file: Path) -> Path:
    """A record that is up to date and closed, with nothing in it. May be made while a loop runs."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, _make(file)).result()
    return file


async def _make(file: Path) -> None:
    store = SqlStore(f"sqlite:///{file}")
    try:
        store.migrate()
    finally:
        await store.close()
