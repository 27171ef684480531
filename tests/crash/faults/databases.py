"""PostgreSQL is stopped, stalled, restarted, out of reach, held by a stranger, or has no connection left, while people save."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import psycopg

from tests.crash.faults.place import Place, place
from tests.crash.faults.postgres import cluster, far_cluster

CALM = 3.0  # seconds in which all is well, before and after
AWAY = 12.0  # seconds for which the database is away
ASKED = 2  # of six people: the others answer before the round comes to them
SOON = timedelta(minutes=4)  # less than by which Slack's clock may differ


async def through(at: Place, name: str, breaks: Callable[[], Awaitable[None]], mends: Callable[[], Awaitable[None]], readyz: int = 503) -> list[str]:
    """Have people save while the database is away and back again, a letter being due meanwhile. What went wrong."""
    await at.serve()
    async with at.people_at_work():
        await asyncio.sleep(CALM)
        if not await at.opens("eve"):
            at.wrong.append("no form opened before anything was broken")
        broke = time.monotonic()
        await breaks()
        at.clock.jump(SOON)  # the day's letters are due now
        said, noticed = await at.ready(readyz)
        sent = await at.sends("eve", "while it is away")
        if sent.saved:
            at.wrong.append("a form that was sent in meanwhile closed, as if it had been saved")
        await asyncio.sleep(AWAY)
        await at.alive()
        meanwhile, heard = at.since(broke), at.heard_since(broke)
        mended = time.monotonic()
        await mends()
        _, back = await at.ready(200)
        saved = await at.until(lambda: any(one.saved for one in at.since(mended)))
        if not await at.saves("eve", "while it is away"):
            at.wrong.append("what was tried meanwhile could not be saved afterwards")
        letters = await at.until(lambda: len(at.asked()) >= ASKED)
        await asyncio.sleep(CALM)
    worst = max((one.seconds for one in meanwhile), default=0.0)
    print(f"{name}: /readyz said {said!r} after {noticed:.1f} s; an answer took at most {worst:.1f} s")
    print(f"{name}: people heard {heard}")
    print(f"{name}: back after: /readyz {back:.1f} s, the first save {saved:.1f} s, the day's letters {letters:.1f} s")
    print(f"{name}: the log holds {at.milepost.told().count(chr(10))} lines, {at.milepost.told().count('Traceback') + at.milepost.told().count('Error')} of errors")
    stopped = await at.milepost.stop()
    print(f"{name}: asked to stop, it ended in {stopped:.1f} s")
    return await at.judge()


async def stopped(folder: Path) -> list[str]:
    """The server is stopped, and started again."""
    async with cluster(folder) as server, place(folder, server.url) as at:
        return await through(at, "stopped", server.stop, server.start)


async def restarted(folder: Path) -> list[str]:
    """The server is restarted at once, again and again."""
    async with cluster(folder) as server, place(folder, server.url) as at:
        await at.serve()
        async with at.people_at_work():
            for _ in range(3):
                await asyncio.sleep(CALM)
                broke = time.monotonic()
                await server.stop()
                await server.start()
                up = time.monotonic()
                saved = await at.until(lambda up=up: any(one.saved for one in at.since(up)))  # type: ignore[misc]
                unsaved = [one for one in at.since(broke) if not one.saved]
                late = [one for one in unsaved if one.at > up]
                print(f"restarted: away {up - broke:.1f} s, {len(unsaved)} tries failed, {len(late)} of them later; saved {saved:.1f} s after")
                if late:
                    at.wrong.append(f"{late[0].heard!r} though the database was back")
        return await at.judge()


async def stalled(folder: Path) -> list[str]:
    """Every process of the server is halted, and goes on."""

    async def at_once(work: Callable[[], None]) -> None:
        work()

    async with cluster(folder) as server, place(folder, server.url) as at:
        return await through(at, "stalled", lambda: at_once(server.stall), lambda: at_once(server.go_on))


async def black_hole(folder: Path) -> list[str]:
    """What the server sends does not arrive, and nobody is told."""
    async with far_cluster(folder) as (server, far), place(folder, server.url) as at:
        return await through(at, "black_hole", far.silence, far.heard)


async def locked(folder: Path) -> list[str]:
    """A stranger's transaction holds the plan, and a table that every save needs."""
    async with cluster(folder) as server, place(folder, server.url) as at, AsyncExitStack() as stack:
        link = await stack.enter_async_context(await psycopg.AsyncConnection.connect(server.url))

        async def holds() -> None:
            await link.execute("SELECT * FROM head FOR UPDATE")
            await link.execute("LOCK TABLE sight IN ACCESS EXCLUSIVE MODE")

        async def lets_go() -> None:
            await link.rollback()

        return await through(at, "locked", holds, lets_go, readyz=200)


@asynccontextmanager
async def _strangers(url: str) -> AsyncIterator[list[psycopg.AsyncConnection]]:
    held: list[psycopg.AsyncConnection] = []
    try:
        yield held
    finally:
        for link in held:
            await link.close()


async def used_up(folder: Path) -> list[str]:
    """A stranger holds every connection that the server has, as Milepost's own are cut."""
    async with cluster(folder) as server, place(folder, server.url) as at, _strangers(server.url) as held:
        await server.stop()
        await server.start("-c max_connections=12", "-c superuser_reserved_connections=0")

        async def takes() -> None:
            one = await psycopg.AsyncConnection.connect(server.admin, autocommit=True)
            held.append(one)
            await one.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'milepost'")
            for _ in range(200):
                try:
                    held.append(await psycopg.AsyncConnection.connect(server.admin))
                except psycopg.OperationalError:
                    await asyncio.sleep(0.05)

        async def gives_back() -> None:
            for link in held:
                await link.close()
            held.clear()

        return await through(at, "used_up", takes, gives_back)
