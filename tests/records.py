"""An empty record, to be copied by whoever needs one."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.model.letters.letter import LEASE, Ending, Letter, LetterState
from bot.model.letters.nudge import Ended
from bot.model.people import Address
from bot.ports.record import Tx, View
from store.record import SqlStore


def long_ago() -> datetime:
    """When what a test does that says no moment itself was done: before everything else."""
    return datetime(2020, 1, 1, tzinfo=UTC)


def memory() -> Path | None:
    """Return the place for files that are kept in memory, if this machine has one: on a disk most tests would wait for it at every step."""
    shared = Path("/dev/shm")
    return shared if os.access(shared, os.W_OK) else None


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for a while, in memory if it can be."""
    with TemporaryDirectory(prefix="milepost-", dir=memory()) as made:
        yield Path(made)


def empty(file: Path) -> Path:
    """Make a record that is up to date and closed, with nothing in it."""
    file.write_bytes(_empty())
    return file


def filled(file: Path, load: Callable[[Tx], None]) -> Path:
    """Make a record with what is loaded into it, and close it."""

    async def fill() -> None:
        store = SqlStore(f"sqlite:///{empty(file)}", long_ago)
        await store.transact(load)
        await store.close()

    asyncio.run(fill())
    return file


@cache
def _empty() -> bytes:
    """Return what is in the file of an empty record. Made once a process, for migrating takes longer than most tests."""
    with folder() as made:
        file = made / "empty.db"
        bring_up_to_date(f"sqlite:///{file}")
        return file.read_bytes()


def bring_up_to_date(url: str) -> None:
    """Migrate a database and close it. May be called while a loop runs."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, _migrate(url)).result()


async def _migrate(url: str) -> None:
    store = SqlStore(url, long_ago)
    try:
        store.migrate()
    finally:
        await store.close()


# ---- one letter at a time, as the tests like it; Milepost itself takes and settles many at once ------------------


def claimed(tx: Tx, key: str, now: datetime) -> Letter | None:
    """Take one letter for sending, to the address that it has."""
    parcels = tx.letters.claim(tx.letters.parcels([key], now, now).parcels, now, now, now + LEASE)
    return parcels[0].letter if parcels else None


def settled(
    tx: Tx,
    key: str,
    state: LetterState,
    now: datetime,
    address: Address | None = None,
    reference: str | None = None,
    reason: str = "",
    retry_at: datetime | None = None,
) -> None:
    """Note how the sending of one letter ended, if there is such a letter, and put on the record what it asked if it went."""
    if tx.letters.one(key) is not None:
        more = {"address": address, "reference": reference, "reason": reason, "retry_at": retry_at}
        tx.letters.settle([ending(tx, key, state).model_copy(update=more)], now)
        tx.letters.note_sent()


def ending(view: View, key: str, state: LetterState) -> Ending:
    """How the sending of a letter that there is ended."""
    letter = view.letters.one(key)
    assert letter is not None
    return Ending(letter=letter, state=state)


def rounded(
    tx: Tx, short: str, now: datetime, wakes_at: datetime | None = None, opens_at: datetime | None = None, ran: Sequence[tuple[str, date]] = ()
) -> None:
    """A round of a plan that found nothing to say before a moment, and nothing to say of what happens before another."""
    wakes_at = wakes_at or now
    opens_at = opens_at or wakes_at
    assert tx.rounds.end(Ended(short, tx.rounds.mark(short), tuple(ran), (), wakes_at, opens_at), now)


def waiting(view: View, now: datetime) -> tuple[str, ...]:
    """Keys of the letters that may go now, oldest first."""
    return tuple(key for key, _ in view.letters.outbox(now, now).ready)


def paused(view: View, short: str) -> bool:
    """Whether no round will ever write for a plan."""
    return short not in view.rounds.due(datetime(9000, 1, 1, tzinfo=UTC))
