"""A database brought up to date. One from before the record is copied first, and nobody else may deliver from it meanwhile."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typer

from adapters.couriers.lock import DelivererLock
from bot.program.serving.database import place_of
from bot.program.terminal import refuse
from bot.wording.sentences import Fact, words
from store.database.copies import CopyFault, copy
from store.database.engines import database_file
from store.migrations.from_0_2 import TakenOver
from store.record import SqlStore


def bring_up_to_date(store: SqlStore, url: str, now: datetime) -> None:
    """Migrate the database. If it is from before the record, says what was taken over, beside what the command prints."""
    if store.newer():
        refuse(words("program.copy_fault.newer", {"file": place_of(url)}))
    file = database_file(url)
    if file is None or not file.exists() or not store.predates_record():
        tell(store.migrate())
        return
    lock = DelivererLock(file.with_suffix(".lock"))
    if not lock.acquire():
        refuse(words("program.upgrade.busy"))
    try:
        kept = copy_before(file, now)
        typer.echo(words("program.upgrade.copied", {"file": str(kept)}), err=True)
        tell(store.migrate())
    finally:
        lock.release()


def copy_before(file: Path, now: datetime) -> Path:
    """Copy the database to a new file beside it, for its owner alone. Ends with one line if that cannot be done."""
    kept = file.with_name(f"{file.stem}-before-record-{now:%Y%m%dT%H%M%SZ}{file.suffix}")
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
