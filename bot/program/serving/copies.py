"""`milepost backup` and `milepost restore`: copies of the record."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.model.letters.letter import Left
from bot.model.record.erasure import Erasure
from bot.model.watching import Noted
from bot.ports.record import Tx, View
from bot.program.serving.checkup import note_copy
from bot.program.serving.composition import at_the_command_line, deliverer, owner_url, real_now, run, settings, with_store
from bot.program.serving.database import file_of, place_of
from bot.program.serving.onto_server import put_on_server
from bot.program.serving.settings import Settings
from bot.program.terminal import Json, print_json, refuse, say, text_of
from bot.reports.record.erasures import erasures_in
from bot.reports.record.proof import verify
from bot.wording.sentences import Fact, words
from store.database.copies import BEFORE, ENTRIES, Copied, CopyFault, Flaw, copy
from store.database.copies import restore as restored_from
from store.record import SqlStore, dump_line


def backup(
    file: Annotated[Path | None, typer.Argument(help="The new file for the copy.")] = None,
    done: Annotated[bool, typer.Option("--done", help="Only note that a copy was just made in another way.")] = False,
    json_out: Json = False,
) -> None:
    """Copy the whole record into a new file, also while Milepost runs."""
    chosen = settings()
    source = database_of(chosen)
    if (file is None) is not done:
        raise typer.BadParameter(words("program.copy.file_or_done"))
    if file is None:
        note_done(chosen, json_out)
        return
    if os.path.lexists(file):
        copy_fault(CopyFault(Flaw.TAKEN, file))
    if source is None:
        command = dump_line(chosen.database_url, file)
        print_json({"command": command}) if json_out else typer.echo(command)
        return
    copied = run(make_copy(source, file))
    try:
        note_copy(source, real_now())
    except OSError as failed:  # as on a disk that is full, which is when a copy is wanted most
        typer.echo(words("program.copy.not_noted", {"reason": failed.strerror or type(failed).__name__}), err=True)
    told: dict[str, Fact] = {"file": str(file), **in_copy(copied), "bytes": file.stat().st_size}
    if json_out:
        print_json({**told, "heads": heads_in(copied)})
        return
    say("copy.made", told)
    for plan, head in copied.heads.items():
        say("record.head", {"plan": plan, "entry": str(head.entry), "digest": head.digest})


def note_done(chosen: Settings, json_out: bool) -> None:
    """Note that a copy was made in another way, so that Milepost can say how old the last one is."""
    now = real_now()
    run(with_store(chosen.database_url, lambda store: store.transact(lambda tx: tx.watching.note(Noted.COPY, now))))
    print_json({"copied": now.isoformat()}) if json_out else say("copy.noted", {"at": f"{now:%Y-%m-%d %H:%M} UTC"})


def restore(
    file: Annotated[Path, typer.Argument(help="A copy made by milepost backup, or by pg_dump for PostgreSQL.")],
    erasures: Annotated[
        Path | None, typer.Option(help="What milepost record log --json printed of a later record: its erasures are done again.")
    ] = None,
    even_broken: Annotated[bool, typer.Option("--even-broken", help="Put it back if its record is not whole, too.")] = False,
    json_out: Json = False,
) -> None:
    """Look a copy through, verify its record, and put it back as the record. There must be no record yet."""
    chosen = settings()
    later = [] if erasures is None else erasures_of(erasures)
    url = owner_url(chosen)
    target = file_of(url)

    def verified(view: View) -> None:
        for short in view.plans.all():
            broken = verify(view, short).broken_at
            if broken is not None:
                not_whole({"file": str(file), "plan": short, "entry": broken}, even_broken)

    with deliverer(chosen):
        copied, left = run(put_back(file, chosen, target, verified))
        if later:
            run(with_store(url, lambda store: erase_again(store, later)))
    place, size = place_of(url), (target or file).stat().st_size
    told: dict[str, Fact] = {"file": place, **in_copy(copied), "bytes": size, **left.model_dump()}
    print_json({**told, "heads": heads_in(copied)}) if json_out else say("copy.restored", told)


def not_whole(facts: dict[str, Fact], even_broken: bool) -> None:
    """Say where the record of a copy is broken. Ends the command, unless it is put back all the same."""
    if not even_broken:
        refuse(words("program.copy.not_whole", facts))
    typer.echo(words("program.copy.even_broken", facts), err=True)


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
    return file_of(chosen.database_url)


async def make_copy(source: Path, file: Path) -> Copied:
    """Copy the record, or end with one line that says why not."""
    try:
        return await asyncio.to_thread(copy, source, file)
    except CopyFault as wrong:
        copy_fault(wrong)


async def put_back(
    file: Path, chosen: Settings, target: Path | None, verified: Callable[[View], None]
) -> tuple[Copied, Left]:
    """Restore the record into a file, or onto PostgreSQL, or end with one line that says why not."""
    try:
        if target is None:
            return await put_on_server(file, chosen, verified)
        return await restored_from(file, target, real_now(), verified)
    except CopyFault as wrong:
        copy_fault(wrong)


def copy_fault(wrong: CopyFault) -> NoReturn:
    """End with the one line that says why a copy cannot be taken or put back."""
    refuse(words(f"program.copy_fault.{wrong.flaw.value}", {"file": str(wrong.file)}))


def in_copy(copied: Copied) -> dict[str, int]:
    """Return how much a copy holds, as it is told."""
    return {"plans": copied.counts["plan"], "entries": copied.counts.get(ENTRIES, copied.counts.get(BEFORE, 0))}


def heads_in(copied: Copied) -> dict[str, dict[str, object]]:
    """Return the last entry of each plan in a copy, by the plan's name."""
    return {plan: head.model_dump() for plan, head in copied.heads.items()}
