"""Processes killed with -9 in the middle of sending: every letter arrives, none twice, each conversation in its order."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import defaultdict

import pytest

from adapters.couriers import procrastinate
from bot.model.letters.letter import LetterState
from bot.ports.record import View
from store.record import SqlStore
from tests.world.machines import Platform, letters, load, served, started

PEOPLE = 12
HANGS = 300  # seconds after which something will never end
SOAK = int(os.environ.get("MILEPOST_SOAK", "0"))  # how many seeds `make soak` tries, with more deaths in each


def states(view: View, keys: list[str]) -> set[LetterState]:
    found = [view.letters.one(key) for key in keys]
    return {letter.state for letter in found if letter is not None}


def expected(each: int) -> dict[int, list[str]]:
    """The keys each person is to get, parts included, in order."""
    found: dict[int, list[str]] = defaultdict(list)
    for letter in letters(PEOPLE, each):
        found[letter.person or 0] += [letter.key, f"{letter.key}#2"][: len(letter.message.blocks)]
    return found


@pytest.mark.parametrize("seed", range(SOAK or 1))
async def test_whoever_is_killed_while_sending_no_letter_is_lost_or_doubled(
    store: SqlStore, database_url: str, seed: int
) -> None:
    each, kills = (20, 20) if SOAK else (6, 5)
    await store.transact(lambda tx: load(tx, PEOPLE, each))
    if database_url.startswith("postgresql"):
        await procrastinate.migrate(database_url)
    platform = Platform(kills, seed)
    listening = await served(platform)
    running = [started(database_url, listening.url) for _ in range(3)]
    keys = expected(each)
    wanted = [key for mine in keys.values() for key in mine]
    try:
        async with asyncio.timeout(HANGS):
            while await store.read(lambda view: states(view, wanted)) != {LetterState.SENT} or len(platform.taken) < len(wanted):
                await asyncio.sleep(0.05)
                for process in [process for process in running if not process.is_alive()]:
                    running.remove(process)
                    running.append(started(database_url, listening.url))
    finally:
        for process in running:
            process.terminate()
        for process in running:
            await asyncio.to_thread(process.join, HANGS)
        await listening.close()

    assert len(platform.killed) == kills
    assert [key for key, times in platform.counts.items() if times > 1] == []
    assert {process.exitcode for process in running} <= {0, -signal.SIGTERM}
    assert {person: [key for key in platform.taken if key in set(mine)] for person, mine in keys.items()} == keys
