"""A database that fits the program: refused, made or brought up to date."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Protocol, assert_never

import typer

from adapters.couriers.lock import DelivererLock
from bot.model.record.age import Age
from bot.program.serving.database import place_of
from bot.program.terminal import fault, refuse
from bot.wording.sentences import Fact, words
from store.database.copies import CopyFault, copy
from store.migrations.from_0_2 import TakenOver
from store.record import SqlStore


class Queue(Protocol):
    """The tables by which processes on PostgreSQL wake each other."""

    async def age(self, url: str) -> Age:
        """Return how they stand beside the library that uses them."""
        ...

    async def at_work(self, url: str) -> int:
        """Return how many processes have shown lately that they run."""
        ...

    async def migrate(self, url: str) -> None:
        """Make them, or bring them up to date."""
        ...


def fit_file(store: SqlStore, url: str, now: datetime, makes: bool, migrates: bool) -> None:
    """See that a file is of this program's own age, or end with one line.

    One from before the record is copied first. Nobody may deliver from it while it is brought up to date.
    """
    found = judged(store.age(), url, makes, migrates)
    if found is not Age.OLDER:
        tell(store.migrate() if found is Age.BARE else None)
        return
    file = Path(place_of(url))
    lock = DelivererLock(file.with_suffix(".lock"))
    if not lock.acquire():
        refuse(words("program.upgrade.busy"))
    try:
        if store.predates_record():
            typer.echo(words("program.upgrade.copied", {"file": str(copy_before(file, now))}), err=True)
        tell(store.migrate())
    finally:
        lock.release()


async def fit_server(store: SqlStore, queue: Queue, url: str, makes: bool, migrates: bool) -> None:
    """See that a database of PostgreSQL is of this program's own age, or end with one line.

    Nobody may deliver from it while it is brought up to date. Whoever only looks needs no queue.
    """
    found = judged(await asyncio.to_thread(store.age), url, makes, migrates)
    if found is Age.OLDER and (running := await queue.at_work(url)):
        refuse(words("program.upgrade.at_work", {"count": running}))
    if found is not Age.CURRENT:
        tell(await asyncio.to_thread(store.migrate))
    if not makes:
        return
    match await queue.age(url):
        case Age.CURRENT:
            return
        case Age.NEWER:
            refuse(words("program.upgrade.newer_queue", {"at": place_of(url)}))
        case Age.OLDER if not migrates:
            refuse(words("program.upgrade.first", {"at": place_of(url)}))
        case Age.BARE | Age.OLDER:
            await queue.migrate(url)
        case unknown:
            assert_never(unknown)


def judged(found: Age, url: str, makes: bool, migrates: bool) -> Age:
    """Return how old a database is, or end with one line if this command may not use one that is.

    An older one is brought up to date only by a command that says so: else whoever only looks would change it under an older
    Milepost that still runs.
    """
    if found is Age.NEWER:
        refuse(words("program.copy_fault.newer", {"file": place_of(url)}))
    if found is Age.BARE and not makes:
        fault("no_tables", {"at": place_of(url)})
    if found is Age.OLDER and not migrates:
        refuse(words("program.upgrade.first", {"at": place_of(url)}))
    return found


def copy_before(file: Path, now: datetime) -> Path:
    """Copy the database to a new file beside it, for its owner alone. Ends with one line if that cannot be done."""
    kept = file.with_name(f"{file.stem}-before-record-{now:%Y%m%dT%H%M%S.%fZ}{file.suffix}")
    try:
        copy(file, kept)
    except CopyFault as wrong:
        refuse(words(f"program.copy_fault.{wrong.flaw.value}", {"file": str(wrong.file)}))
    return kept


def tell(taken: TakenOver | None) -> None:
    """Print how much of each there was and is."""
    if taken is None:
        return
    typer.echo(words("program.upgrade.taken"), err=True)
    for name, count in taken.before.items():
        facts: dict[str, Fact] = {"what": words(f"program.upgrade.{name}"), "before": count, "after": taken.after[name]}
        typer.echo(words("program.upgrade.count", facts), err=True)
    for one in taken.recoloured:
        typer.echo(words("program.upgrade.recoloured", one._asdict()), err=True)
