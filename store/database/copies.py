"""Copies of the record on SQLite: taken while it is in use, and put back in an empty place. Both are looked through first."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from bot.model.letters.letter import Left
from bot.model.record.age import Age
from bot.model.record.entry import Head
from bot.ports.record import View
from store.database.file import begun, beside, sweep
from store.database.troubles import NO_ROOM_TO_READ
from store.record import SqlStore

ENTRIES = "entry"
BEFORE = "milestone_update"  # where 0.2 kept what there was of the record


class Flaw(StrEnum):
    """A reason why a copy cannot be taken or put back. Each has a sentence in `prompts/program.toml` under `copy_fault`."""

    NO_FILE = "no_file"
    NOT_OURS = "not_ours"
    DAMAGED = "damaged"
    NEWER = "newer"
    TAKEN = "taken"
    UNWRITABLE = "unwritable"
    LOCKED = "locked"
    DIFFERS = "differs"
    FULL = "full"
    NO_ROOM = "no_room"


class CopyFault(Exception):
    """A copy that cannot be taken or put back, and which file is the reason."""

    def __init__(self, flaw: Flaw, file: Path) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw
        self.file = file


Counts = Mapping[str, int]


class Copied(NamedTuple):
    """A copy as it was made: the number of rows by table, and the last entry of each plan."""

    counts: Counts
    heads: Mapping[str, Head]


def copy(source: Path, target: Path) -> Copied:
    """Copy a record into a new file, whole and as at one moment, however much is being written meanwhile.

    The copy is made under another name, read through and compared, and has the name only then. Raises CopyFault, and leaves
    nothing behind.
    """
    with _made_beside(target) as new:
        copied = _copied(source, new, target)
        _into_place(new, target)
    return copied


async def restore(source: Path, target: Path, now: datetime, verify: Callable[[View], None]) -> tuple[Copied, Left]:
    """Put a copy in place if no database is there. What was on its way when the copy was taken is put in order.

    Raises CopyFault, or what `verify` raises if the record in the copy is not to be put back. Then nothing is left behind.
    """
    with _made_beside(target) as new:
        copied = _copied(source, new, target)
        store = SqlStore(f"sqlite:///{new.absolute()}", lambda: now)
        try:
            if await asyncio.to_thread(store.age) is Age.NEWER:
                raise CopyFault(Flaw.NEWER, source)
            await asyncio.to_thread(store.migrate)
            await store.read(verify)
            left = await store.transact(lambda tx: tx.letters.restored(now))
        finally:
            await store.close()
        looked_through(new, source)
        _into_place(new, target)
    return copied, left


@contextmanager
def _made_beside(target: Path) -> Iterator[Path]:
    """Make a new file for its owner alone in the target's folder. It is gone at the end unless it was moved into place.

    What others who were killed left there goes first: each is as large as the record.
    """
    refuse_taken(target)
    sweep(target.parent)
    try:
        held, new = begun(target)
    except OSError:
        raise CopyFault(Flaw.UNWRITABLE, target) from None
    try:
        yield new
    finally:
        for left in (new, *beside(new)):
            left.unlink(missing_ok=True)
        os.close(held)


def refuse_taken(target: Path) -> None:
    """Raise CopyFault if the place is not empty. What SQLite left of a database that is gone would be read into the new one."""
    for there in (target, *beside(target)):
        if os.path.lexists(there):
            raise CopyFault(Flaw.TAKEN, there)


def _copied(source: Path, new: Path, target: Path) -> Copied:
    if not source.is_file():
        raise CopyFault(Flaw.NO_FILE, source)
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=10)) as record:
            record.isolation_level = None
            record.execute("BEGIN")  # what is counted and what is copied are one moment's
            counts = _counts(record, source)
            with closing(sqlite3.connect(new)) as made:
                record.backup(made)
                made.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
            record.execute("ROLLBACK")
    except sqlite3.Error as failed:
        flaw = flaw_of(failed)
        raise CopyFault(flaw, target if flaw is Flaw.FULL else source) from None
    looked_through(new, source)
    with closing(sqlite3.connect(new)) as made:
        if _counts(made, source) != counts:
            raise CopyFault(Flaw.DIFFERS, source)
        return Copied(counts, _heads(made) if ENTRIES in counts else {})


def looked_through(file: Path, name: Path) -> None:
    """Raise CopyFault if a database is damaged. `name` is the file to blame."""
    try:
        with closing(sqlite3.connect(file)) as made:
            found = made.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as failed:
        raise CopyFault(flaw_of(failed), name) from None
    if found != [("ok",)]:
        raise CopyFault(Flaw.DAMAGED, name)


def flaw_of(failed: sqlite3.Error) -> Flaw:
    """Return what an error of SQLite says of a copy, or of what is copied."""
    name = getattr(failed, "sqlite_errorname", "")
    if name == NO_ROOM_TO_READ:
        return Flaw.NO_ROOM
    match name.partition("_")[2].partition("_")[0]:
        case "NOTADB":
            return Flaw.NOT_OURS
        case "BUSY" | "LOCKED":
            return Flaw.LOCKED
        case "CANTOPEN" | "READONLY" | "PERM":
            return Flaw.UNWRITABLE
        case "FULL":
            return Flaw.FULL
        case _:
            return Flaw.DAMAGED


def _counts(link: sqlite3.Connection, file: Path) -> Counts:
    names = [name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    if not {"alembic_version", "plan", "letter"} <= set(names) or not {ENTRIES, BEFORE} & set(names):
        raise CopyFault(Flaw.NOT_OURS, file)
    quoted = {name: name.replace('"', '""') for name in names}
    return {name: int(link.execute(f'SELECT count(*) FROM "{quoted[name]}"').fetchone()[0]) for name in names}  # noqa: S608


def _heads(link: sqlite3.Connection) -> dict[str, Head]:
    kept = link.execute("SELECT plan, number, digest FROM head ORDER BY plan")
    return {plan: Head(entry=number, digest=digest) for plan, number, digest in kept}


def _into_place(new: Path, target: Path) -> None:
    """Give the copy its name, on the disk before anybody is told. Raises CopyFault if another took the name meanwhile."""
    _on_the_disk(new)
    try:
        os.link(new, target)
    except FileExistsError:
        raise CopyFault(Flaw.TAKEN, target) from None
    except OSError:  # a file system without links
        refuse_taken(target)
        new.rename(target)
    _on_the_disk(target.parent)


def _on_the_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
