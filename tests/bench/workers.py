"""Letters a second by one, two and four `work` on PostgreSQL, beside bare Procrastinate whose jobs do one POST, and the peer's loop."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import NamedTuple

import aiohttp
import procrastinate
import psycopg
from procrastinate.schema import SchemaManager

from adapters.couriers.procrastinate import migrate
from bot.delivery.post import MOST
from bot.ports.record import Tx
from tests.bench import databases
from tests.bench.delivery import nudge, record, slack
from tests.bench.measure import ROUNDS, at_least, at_most, head, medians, row, worked
from tests.bench.sendalerts import OF_PEER, has_peer, rates, sent_by_peer
from tests.bench.slack import SECRET, TOKEN
from tests.bench.subjects import Subject

PEOPLE, DAYS = 300, 3  # as many letters to each, of which each must go before the next
WARM = 40  # people who get a letter before anything is measured
PATIENCE = 180.0  # seconds in which all must have gone
BARE = f"""
import asyncio, sys, aiohttp, procrastinate
app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=sys.argv[1]))
async def main():
    async with aiohttp.ClientSession() as session:
        @app.task(name="post", queue="letters")
        async def post(channel):
            async with session.post(sys.argv[2] + "chat.postMessage", json={{"channel": channel, "text": "Where do these stand?"}}) as answer:
                await answer.json()
        async with app.open_async():
            await app.run_worker_async(queues=["letters"], concurrency={MOST}, delete_jobs="always", fetch_job_polling_interval=1.0)
asyncio.run(main())
"""


class Went(NamedTuple):
    """What came of many letters: how many a second once they go, the CPU of one, transactions undone, and letters out of order."""

    rate: float
    cpu: float
    undone: float
    wrong: float


async def told(hook: str) -> tuple[int, int]:
    """Return how many letters the stand-in has, and how many of them came again or after a later one."""
    async with aiohttp.ClientSession() as session, session.get(f"{hook}posts") as answer:
        told = await answer.json()
        return int(told["posts"]), int(told["wrong"])


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not await holds():
            await asyncio.sleep(0.02)


def undone(url: str) -> int:
    """Return how many transactions were undone in a database."""
    with psycopg.connect(url, autocommit=True) as link:
        found = link.execute("SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()").fetchone()
    assert found is not None
    return int(found[0])


@asynccontextmanager
async def processes(command: Sequence[str], environment: dict[str, str], many: int) -> AsyncIterator[list[int]]:
    """Run so many processes of one command, all of them started."""
    given = {**os.environ, **environment}
    with tempfile.TemporaryFile() as log:
        running = [subprocess.Popen(command, env=given, stdout=log, stderr=log) for _ in range(many)]
        try:
            yield [process.pid for process in running]
        except TimeoutError:
            log.seek(0)
            print(log.read().decode()[-2000:], file=sys.stderr)
            raise
        finally:
            for process in running:
                process.send_signal(signal.SIGTERM)
            for process in running:
                process.wait(60)


async def went(url: str, hook: str, pids: Sequence[int], count: int, put: Callable[[], Awaitable[object]]) -> Went:
    """Put letters in and wait until all have gone. The time is that from the first to the last."""
    before, wrong_before = await told(hook)

    async def first() -> bool:
        return (await told(hook))[0] > before

    async def last() -> bool:
        return (await told(hook))[0] >= before + count

    cpu, undone_before = worked(*pids), undone(url)
    await put()
    await until(first)
    early, began = (await told(hook))[0] - before, time.perf_counter()
    await until(last)
    took = time.perf_counter() - began
    await asyncio.sleep(0.5)  # the last endings are noted
    after, wrong = await told(hook)
    assert after == before + count, f"{after - before} letters came of {count}"
    return Went((count - early) / took, (worked(*pids) - cpu) / count, undone(url) - undone_before, wrong - wrong_before)


async def by_work(hook: str, many: int) -> Went:
    """Let so many `work` carry the letters of three days to everybody."""
    with databases.postgres() as url:
        store = await record(url, PEOPLE)
        await migrate(url)
        now = datetime.now(UTC)

        def put(tx: Tx, people: range, days: range) -> None:
            for day in days:
                for person in people:
                    letter = nudge(person, now - timedelta(minutes=5, seconds=-day))
                    tx.letters.enqueue(letter.model_copy(update={"key": f"nudge:{person}:2026-03-0{day}"}))

        environment = {"DATABASE_URL": url, "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": hook}
        async with processes([sys.executable, "-m", "bot", "work"], environment, many) as pids:

            async def started() -> bool:
                return min(worked(pid) for pid in pids) > 0.5  # its libraries are there

            await until(started)
            await went(url, hook, pids, WARM, lambda: store.transact(lambda tx: put(tx, range(1, WARM + 1), range(1, 2))))
            await asyncio.sleep(2.0)
            days = range(2, DAYS + 2)
            found = await went(
                url, hook, pids, PEOPLE * DAYS, lambda: store.transact(lambda tx: put(tx, range(1, PEOPLE + 1), days))
            )
        await store.close()
    return found


async def by_bare(hook: str, many: int) -> Went:
    """Let bare Procrastinate do as many jobs that do nothing but one POST."""
    with databases.postgres() as url:
        async with await psycopg.AsyncConnection.connect(url) as link:
            await link.execute(SchemaManager.get_schema())
        app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))
        job = app.configure_task(name="post", queue="letters")

        async def put(people: range) -> None:
            await job.batch_defer_async(*({"channel": f"D{person}"} for person in people))

        async with app.open_async(), processes([sys.executable, "-c", BARE, url, hook], {}, many) as pids:
            await went(url, hook, pids, WARM, lambda: put(range(WARM)))
            await asyncio.sleep(1.0)
            found = await went(url, hook, pids, PEOPLE * DAYS, lambda: put(range(PEOPLE * DAYS)))
    return found


async def by_peer(hook: str) -> float:
    """Let the peer's loop send, if it can be had. Returns how many a second."""
    with databases.postgres() as url:
        return rates(await asyncio.to_thread(sent_by_peer, url, hook, OF_PEER), OF_PEER).rate


async def measure() -> None:
    """Print the rows, medians of three by turns."""
    sides: dict[str, list[Went]] = {"one": [], "two": [], "four": [], "bare": []}
    peer = []
    for _ in range(ROUNDS):
        for name, many in (("one", 1), ("two", 2), ("four", 4)):
            async with slack(0) as hook:  # one of its own: the same letters come to each, and none may come twice
                sides[name].append(await by_work(hook, many))
        async with slack(0) as hook:
            sides["bare"].append(await by_bare(hook, 1))
            peer += [await by_peer(hook)] if has_peer() else []
    one, two, four, bare = (medians(taken) for taken in sides.values())
    what = {"subject": Subject.WORKERS, "bare_cpu": bare.cpu * 1e3}
    rates = "letters a second on PostgreSQL by"
    beside = "bare Procrastinate, one worker"
    row(f"{rates} one `work`", one.rate, bare.rate, "/s", beside, **what, cpu=one.cpu * 1e3, wanted=at_least(times=0.9))
    row(f"{rates} two `work`", two.rate, one.rate, "/s", "one `work`", **what, cpu=two.cpu * 1e3, wanted=at_least(times=1.6))
    row(f"{rates} four `work`", four.rate, one.rate, "/s", "one `work`", **what, cpu=four.cpu * 1e3)
    if peer:
        peers, wanted = "sendalerts' loop on Django", at_least(times=5)
        row(f"{rates} one `work`, beside the peer", one.rate, median(peer), "/s", peers, subject=Subject.WORKERS, wanted=wanted)
    letters = f"{PEOPLE * DAYS:,} letters"
    row(f"transactions undone for {letters} by four", four.undone, bare.undone, "", "bare Procrastinate", subject=Subject.WORKERS)
    wrong = sum(each.wrong for taken in sides.values() for each in taken)
    row(f"letters twice or out of order in {3 * ROUNDS} times {letters}", wrong, 0, "", "none", subject=Subject.ORDER, wanted=at_most(0))


def main() -> None:
    """Measure on databases of its own."""
    head()
    asyncio.run(measure())


if __name__ == "__main__":
    main()
