"""`milepost backup` and `milepost restore`: copies of the record."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.model.erasure import Erasure
from bot.model.letter import Left
from bot.ports.record import Tx
from bot.ports.refusals import ConfigError
from bot.program.composition import at_the_command_line, deliverer, real_now, run, settings, with_store
from bot.program.settings import Settings
from bot.program.terminal import Json, print_json, refuse, say, text_of
from bot.reports.erasures import erasures_in
from bot.wording.sentences import Fact, words
from store.copies import BEFORE, ENTRIES, CopyFault, Counts, Flaw, copy
from store.copies import restore as restored_from
from store.engines import database_file
from store.record import SqlStore, dump_line


def backup(file: Annotated[Path, typer.Argument(help="The new file for the copy.")], json_out: Json = False) -> None:
    """Copy the whole record into a new file, also while Milepost runs."""
    chosen = settings()
    source = database_of(chosen)
    if os.path.lexists(file):
        copy_fault(CopyFault(Flaw.TAKEN, file))
    if source is None:
        command = dump_line(chosen.database_url, file)
        print_json({"command": command}) if json_out else typer.echo(command)
        return
    counts_ = run(make_copy(source, file))
    told: dict[str, Fact] = {"file": str(file), **in_copy(counts_), "bytes": file.stat().st_size}
    print_json(told) if json_out else say("copy.made", told)


def restore(
    file: Annotated[Path, typer.Argument(help="A copy made by milepost backup.")],
    erasures: Annotated[
        Path | None, typer.Option(help="What milepost record log --json printed of a later record: its erasures are done again.")
    ] = None,
    json_out: Json = False,
) -> None:
    """Look a copy through, and put it back as the record. There must be no record yet."""
    chosen = settings()
    later = [] if erasures is None else erasures_of(erasures)
    target = database_of(chosen)
    if target is None:
        refuse(words("program.copy_fault.postgres"))
    with deliverer(chosen):
        counts_, left = run(put_back(file, target))
        if later:
            run(with_store(chosen.database_url, lambda store: erase_again(store, later)))
    told: dict[str, Fact] = {"file": str(target), **in_copy(counts_), "bytes": target.stat().st_size, **left.model_dump()}
    print_json(told) if json_out else say("copy.restored", told)


def erasures_of(file: Path) -> list[Erasure]:
    """Read the erasures that a log tells of, or end with one line that says why not."""
    try:
        return erasures_in(json.loads(text_of(file)))
    except (ValueError, LookupError, TypeError):
        refuse(words("erasures.again.not_a_log", {"file": str(file)}))


async def erase_again(store: SqlStore, later: Sequence[Erasure]) -> None:
    """Take out of a record that was put back what was taken out of a later one."""

    def work(tx: Tx) -> int:
        tx.acting(at_the_command_line(real_now()))
        known = set(tx.plans.all())
        return sum(len(tx.erasures.again(erasure)) for erasure in later if erasure.plan in known)

    done = await store.transact(work)
    typer.echo(words("erasures.again.done", {"count": done}), err=True)


def database_of(chosen: Settings) -> Path | None:
    """Return the file of the record, None with PostgreSQL."""
    try:
        return database_file(chosen.database_url)
    except ConfigError as wrong:
        refuse(str(wrong))


async def make_copy(source: Path, file: Path) -> Counts:
    """Copy the record, or end with one line that says why not."""
    try:
        return await asyncio.to_thread(copy, source, file)
    except CopyFault as wrong:
        copy_fault(wrong)


async def put_back(file: Path, target: Path) -> tuple[Counts, Left]:
    """Restore the record, or end with one line that says why not."""
    try:
        return await restored_from(file, target, real_now())
    except CopyFault as wrong:
        copy_fault(wrong)


def copy_fault(wrong: CopyFault) -> NoReturn:
    """End with the one line that says why a copy cannot be taken or put back."""
    refuse(words(f"program.copy_fault.{wrong.flaw.value}", {"file": str(wrong.file)}))


def in_copy(counts_: Counts) -> dict[str, int]:
    """Return what a copy holds, as it is told."""
    return {"plans": counts_["plan"], "entries": counts_.get(ENTRIES, counts_.get(BEFORE, 0))}
