"""A copy put back on PostgreSQL: one of `pg_dump`, or one of a file, which is how a record moves there."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.model.letters.letter import Left
from bot.model.record.age import Age
from bot.model.record.entry import Head
from bot.model.record.trouble import Trouble
from bot.ports.record import View
from bot.ports.refusals import RecordAway
from bot.program.serving.composition import owner_url, real_now, with_store
from bot.program.serving.database import place_of
from bot.program.serving.settings import Settings
from bot.program.terminal import refuse
from bot.wording.sentences import words
from store.database.copies import Copied, CopyFault, Flaw, restore
from store.database.moved import Incomplete, carry_over
from store.record import SqlStore, put_back_line

DUMP = b"PGDMP"  # how a file begins that `pg_dump --format=custom` wrote


async def put_on_server(file: Path, chosen: Settings, verified: Callable[[View], None]) -> tuple[Copied, Left]:
    """Put a copy back into an empty database of PostgreSQL, or end with one line that says why not.

    Raises CopyFault, or what `verified` raises if the record is not to be put back.
    """
    url = owner_url(chosen)
    await must_be_empty(url)
    if is_dump(file):
        run_pg_restore(file, url)
        return await put_in_order(url, verified)
    with TemporaryDirectory(prefix="milepost-") as folder:
        made = Path(folder) / "record.db"
        copied, left = await made_ready(file, made, verified)

        async def carry(_store: SqlStore) -> None:
            await make_room_for_installations(chosen)
            await asyncio.to_thread(carry_over, made, url)

        try:
            await with_store(url, carry, makes=True)
        except Incomplete as wrong:
            refuse(words("program.copy_fault.not_moved", {"at": place_of(url), "table": wrong.table}))
    return copied, left


async def made_ready(file: Path, made: Path, verified: Callable[[View], None]) -> tuple[Copied, Left]:
    """Make a copy of a record on this machine, from which it is carried over. It needs as much room as the record."""
    try:
        return await restore(file, made, real_now(), verified)
    except (CopyFault, RecordAway) as wrong:
        if (wrong.flaw if isinstance(wrong, CopyFault) else wrong.trouble) not in (Flaw.FULL, Trouble.FULL):
            raise
        refuse(words("program.copy_fault.no_room_aside", {"folder": str(made.parent.parent), "file": str(file)}))


async def make_room_for_installations(chosen: Settings) -> None:
    """Make the tables of Slack's installations, which are not the record's, if there may be any."""
    if chosen.slack is not None and chosen.slack.client_id:
        from adapters.slack.setup.install import migrate  # noqa: PLC0415

        await migrate(chosen.slack, chosen.database_url)


def is_dump(file: Path) -> bool:
    """Say if a file is one of `pg_dump`."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(DUMP)) == DUMP
    except OSError:
        return False  # whoever opens it next says why


async def must_be_empty(url: str) -> None:
    """End with one line if the database holds a record, or whatever is left of one."""
    store = SqlStore(url, real_now)
    try:
        if await asyncio.to_thread(store.age) is not Age.BARE:
            refuse(words("program.copy_fault.server_taken", {"at": place_of(url)}))
    finally:
        await store.close()


def run_pg_restore(file: Path, url: str) -> None:
    """Have PostgreSQL's own program put its dump back, all or nothing. The password is on no command line."""
    line, password = put_back_line(url, file)
    program = shutil.which(line[0])
    if program is None:
        refuse(words("program.copy_fault.no_pg_restore"))
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run([program, *line[1:]], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        reason = next(iter(done.stderr.strip().splitlines()), "")
        refuse(words("program.copy_fault.pg_restore", {"at": place_of(url), "reason": reason}))


async def put_in_order(url: str, verified: Callable[[View], None]) -> tuple[Copied, Left]:
    """Bring a record that was just put back up to date, verify it, and withdraw what is too late to send."""

    def heads(view: View) -> dict[str, Head]:
        verified(view)
        return {short: head for short in view.plans.all() if (head := view.entries.head(short)) is not None}

    async def work(store: SqlStore) -> tuple[Copied, Left]:
        found = await store.read(heads)
        left = await store.transact(lambda tx: tx.letters.restored(real_now()))
        entries = sum(head.entry for head in found.values())
        return Copied({"plan": len(found), "entry": entries}, found), left

    return await with_store(url, work, makes=True, migrates=True)
