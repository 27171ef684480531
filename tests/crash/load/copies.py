"""A copy taken while people answer, put back on an empty machine, verified, compared and served again."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import aiohttp

from bot.model.status import Status
from bot.model.updates.update import Update
from bot.ports.record import Tx
from store.record import SqlStore
from tests.bench import databases
from tests.bench.form import filled
from tests.bench.measure import shipped
from tests.crash.clock import real_time
from tests.crash.load.told import Told, command
from tests.crash.processes import listening, nursery
from tests.records import long_ago

EVERY = 0.05  # seconds between two things that are said meanwhile
KEPT = "kept.copy"
NUMBERS = count(1)


def says(tx: Tx) -> None:
    """Somebody says how a milestone stands."""
    short = tx.plans.all()[0]
    person, ref = tx.people.of(short).persons[0], tx.plans.one(short).milestones[0].ref
    at = datetime.now(UTC)
    facts = {"status": Status.GREEN, "narrative": f"Said meanwhile, {next(NUMBERS)}.", "capacity": "Head", "at": at}
    tx.updates.record(Update(plan=short, ref=ref, by=person.id, by_name=person.name, **facts))


async def _saying(url: str, over: threading.Event) -> list[float]:
    """Say something every so often until it is over; seconds each took."""
    store, waited = SqlStore(url, long_ago), []
    while not over.is_set():
        began = time.monotonic()
        await store.transact(says, until=began + 60)
        waited.append(time.monotonic() - began)
        await asyncio.sleep(EVERY)
    await store.close()
    return waited


async def run(line: str) -> None:
    """Run a program of PostgreSQL's, wherever its newest is installed."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    path = ":".join([*map(str, programs[-1:]), os.environ["PATH"]])
    process = await asyncio.create_subprocess_shell(line, env={**os.environ, "PATH": path}, stderr=asyncio.subprocess.PIPE)
    _, err = await process.communicate()
    assert process.returncode == 0, (line, err.decode())


async def copies(told: Told, kind: str, url: str, folder: Path, entries: int) -> None:
    """Take a copy of a record of so many entries under load, put it back elsewhere, and tell how long each step takes."""
    about = f"{kind}, {entries:,} entries"
    await filled(url, shipped(), entries)
    copy, over = folder / KEPT, threading.Event()
    saying = asyncio.create_task(asyncio.to_thread(asyncio.run, _saying(url, over)))
    await asyncio.sleep(1)
    began = time.monotonic()
    made = json.loads(await command("backup", copy, "--json", env={"DATABASE_URL": url}))
    if "command" in made:
        began = time.monotonic()
        await run(made["command"])
    told.row(f"{about}: a copy is taken while somebody writes after", time.monotonic() - began, "s")
    over.set()
    waited = await saying
    told.row(f"{about}: the longest that one of {len(waited)} who wrote meanwhile waited", max(waited), "s", most=2.0)
    told.row(f"{about}: size of the copy", copy.stat().st_size / 1e6, "MB")
    with ExitStack() as stack:
        with real_time():
            empty = stack.enter_context(databases.KINDS[kind]())
        await _put_back(told, about, copy, empty, kind)
        await _compared(told, about, url, empty, made.get("heads"))
        await _served(told, about, empty, folder)


async def _put_back(told: Told, about: str, copy: Path, empty: str, kind: str) -> None:
    began = time.monotonic()
    if kind == "SQLite":
        await command("restore", copy, env={"DATABASE_URL": empty})
    else:
        await run(f"pg_restore --no-owner --exit-on-error --dbname={shlex.quote(empty)} {shlex.quote(str(copy))}")
    told.row(f"{about}: it is put back on an empty machine after", time.monotonic() - began, "s")
    began = time.monotonic()
    await command("record", "verify", "--json", env={"DATABASE_URL": empty})
    told.row(f"{about}: and is verified after", time.monotonic() - began, "s")


async def _compared(told: Told, about: str, before: str, after: str, heads: dict[str, dict[str, object]] | None) -> None:
    """Each plan's last entry in the copy must be the very one that the record has under that number."""
    shown = json.loads(await command("record", "head", "--json", env={"DATABASE_URL": after}))
    wrong = [f"{plan}: the copy told another head" for plan, one in (heads or {}).items() if one["digest"] != shown[plan]["digest"]]
    kept = [word for plan, one in shown.items() for word in ("--head", f"{plan}:{one['entry']}:{one['digest']}")]
    await command("record", "verify", *kept, env={"DATABASE_URL": before})  # fails if the record has another entry there
    told.wrong(about, wrong)


async def _served(told: Told, about: str, url: str, folder: Path) -> None:
    """It serves again: ready, with the record at hand."""
    async with nursery() as started:
        began = time.monotonic()
        one = await started.start(["serve"], {"DATABASE_URL": url, "HOST": "127.0.0.1", "PORT": "0"}, folder / "again.log")
        address = await listening(one)
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.get(f"{address}/readyz") as answer:
                    if answer.status == 200:
                        break
                assert time.monotonic() - began < 60, one.told()
                await asyncio.sleep(0.05)
        told.row(f"{about}: and answers as ready after", time.monotonic() - began, "s")
        one.stop()
        await one.end()
