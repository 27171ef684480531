"""A disk is full: under the record on SQLite, under PostgreSQL, where a copy or a paper is written, and under the log."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from tests.crash.faults.place import Place, place
from tests.crash.faults.postgres import Cluster, Missing, ran
from tests.crash.faults.program import command, machine_has
from tests.world.slack import Delivery

CALM, AWAY = 3.0, 12.0
BLOCK = 64 * 1024
UNSIGNED = Delivery("events_api", {}, {"Content-Type": "application/json"}, b"{}")  # a request that anybody may have sent


class Disk:
    """A small disk of one's own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / "filler"

    def fill(self, leaving: int = 0) -> None:
        """Write until there is no room, but for so many bytes."""
        with self._filler.open("ab") as filler:
            for size in (BLOCK, 4096, 512):
                while True:
                    try:
                        os.write(filler.fileno(), b"x" * size)
                    except OSError:
                        break
        if leaving:
            os.truncate(self._filler, max(self._filler.stat().st_size - leaving, 0))

    def make_room(self) -> None:
        """Take away what it was filled with."""
        self._filler.unlink(missing_ok=True)


@asynccontextmanager
async def disk(folder: Path, megabytes: int) -> AsyncIterator[Disk]:
    """A disk of a size, until this ends."""
    if not machine_has("mount"):
        raise Missing("a small disk needs root")
    path = folder / "disk"
    path.mkdir()
    try:
        await ran("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "milepost-faults", str(path))
    except AssertionError as failed:
        raise Missing(f"a small disk cannot be mounted here: {failed}") from failed
    try:
        yield Disk(path)
    finally:
        await ran("umount", "--lazy", str(path))


async def _keeps_full(small: Disk, ends: asyncio.Event) -> None:
    """Leave no room, whatever is given back meanwhile."""
    while not ends.is_set():
        small.fill()
        await asyncio.sleep(0.2)


async def full_under(
    at: Place, small: Disk, name: str, meanwhile: Callable[[], Awaitable[None]], mended: Callable[[], Awaitable[None]], readyz: str
) -> None:
    """Have people save while the disk fills up, and after there is room."""
    await at.serve()
    async with at.people_at_work():
        await asyncio.sleep(CALM)
        if not await at.opens("eve"):
            at.wrong.append("no form opened before anything was broken")
        full, ends = time.monotonic(), asyncio.Event()
        filling = asyncio.create_task(_keeps_full(small, ends))
        said, noticed = await at.ready(503)
        sent = await at.sends("eve", "while it is full")
        await asyncio.sleep(AWAY)
        await at.alive()
        heard = at.heard_since(full)
        await meanwhile()
        ends.set()
        await filling
        room = time.monotonic()
        small.make_room()
        await mended()
        _, back = await at.ready(200)
        saved = await at.until(lambda: any(one.saved for one in at.since(room)))
        if not sent.saved and not await at.saves("eve", "while it is full"):
            at.wrong.append("what was tried meanwhile could not be saved afterwards")
        await asyncio.sleep(CALM)
    print(f"{name}: /readyz said {said!r} after {noticed:.1f} s")
    print(f"{name}: people heard {heard}")
    print(f"{name}: with room again: /readyz {back:.1f} s, the first save {saved:.1f} s; not started again")
    if readyz not in said:
        at.wrong.append(f"/readyz does not tell that the disk is full: {said!r}")
    if not any("disk" in sentence for sentence in heard):
        at.wrong.append(f"nobody heard of the disk: {heard}")


async def _nothing() -> None:
    """There is nothing else to mend."""


async def full_disk(folder: Path) -> list[str]:
    """The disk under the record on SQLite is full while people save, a copy is made and a paper is written."""
    async with disk(folder, 16) as small, place(folder, f"sqlite:///{small.path}/record.db") as at:

        async def copies() -> None:
            code, said = await at.run("backup", str(folder / "copy.db"))
            print(f"full_disk: a copy to another disk: exit {code}, {said.strip().splitlines()[0]}")
            at.wrong += [f"no copy could be made on another disk: {said}"] if code else []

        await full_under(at, small, "full_disk", copies, _nothing, "disk of the database is full")
        return await at.judge()


async def full_for_copies(folder: Path) -> list[str]:
    """The disk on which a copy and a paper are written has too little room for them."""
    async with disk(folder, 8) as small, place(folder, f"sqlite:///{folder}/record.db") as at:
        await at.serve()
        for leaving in (0, 20_000, 100_000):
            small.fill(leaving)
            for words in (("backup", str(small.path / "copy.db")), ("stocktake", "--out", str(small.path))):
                code, said = await at.run(*words)
                print(f"full_for_copies: {leaving} bytes left, {words[0]}: exit {code}, {said.strip().splitlines()[-1:]}")
                left = sorted(one.name for one in small.path.rglob("*") if one.is_file() and one.name != "filler")
                if code == 0 or left or "Traceback" in said or ("No space" not in said and "room" not in said):
                    at.wrong.append(f"{words[0]} with {leaving} bytes left: exit {code}, {said!r}, left behind {left}")
            small.make_room()
        code, said = await at.run("backup", str(small.path / "copy.db"))
        at.wrong += [f"with room: {said}"] if code else []
        return await at.judge()


async def full_for_a_move(folder: Path) -> list[str]:
    """The disk on which a record is copied once more, on its way to PostgreSQL, has too little room: nothing is moved until it has."""
    server = Cluster(folder / "postgres")
    try:
        await server.make()
        async with disk(folder, 8) as small, place(folder, f"sqlite:///{folder}/record.db") as at:
            await at.serve()
            copied = str(folder / "copy.db")
            wrong = [said for code, said in [await at.run("backup", copied)] if code]
            small.fill(leaving=100_000)  # Python looks for another folder if nothing at all can be written to this one
            to = {**at.env, "DATABASE_URL": server.url, "TMPDIR": str(small.path)}
            code, said = await command(("restore", copied), to, folder / "move.log")
            print(f"full_for_a_move: exit {code}, {said.strip().splitlines()[-1:]}")
            if code != 1 or len(said.strip().splitlines()) != 1 or f"{small.path} has too little room" not in said:
                wrong.append(f"with no room: exit {code}, {said!r}")
            wrong += [f"left behind: {one.name}" for one in small.path.iterdir() if one.name != "filler"]
            small.make_room()
            code, said = await command(("restore", copied), to, folder / "move.log")
            return wrong + ([f"with room: {said}"] if code else []) + await at.judge()
    finally:
        await server.end()


async def full_for_the_log(folder: Path) -> list[str]:
    """The disk of the log is full while Milepost starts, works and is stopped."""
    async with disk(folder, 2) as small, place(folder, f"sqlite:///{folder}/record.db") as at:
        at.log = small.path / "log"
        await at.serve()
        async with at.people_at_work():
            await asyncio.sleep(CALM)
            small.fill()
            await at.slack.courier.raw(UNSIGNED)  # is logged, or would be
            full = time.monotonic()
            await asyncio.sleep(AWAY)
            await at.alive()
            await at.ready(200)
            small.make_room()
            await at.slack.courier.raw(UNSIGNED)
        print(f"full_for_the_log: {sum(one.saved for one in at.since(full))} things saved meanwhile; people heard {at.heard_since(full)}")
        small.fill()
        took = await at.milepost.stop()
        print(f"full_for_the_log: asked to stop, it ended with {await at.milepost.ends()} in {took:.1f} s")
        at.wrong += [f"it ended with {await at.milepost.ends()}"] if await at.milepost.ends() else []
        small.make_room()
        return await at.judge()


async def full_for_postgres(folder: Path) -> list[str]:
    """The disk of PostgreSQL is full while people save."""
    async with disk(folder, 160) as small:
        server = Cluster(small.path / "postgres")
        try:
            await server.make()
            async with place(folder, server.url) as at:

                async def starts() -> None:
                    if await server.is_down():
                        print("full_for_postgres: PostgreSQL had ended itself, and was started again by hand")
                        await server.start()

                await full_under(at, small, "full_for_postgres", _nothing, starts, "")
                return await at.judge()
        finally:
            await server.end()
