"""What only asks, by different people about different things while somebody writes, beside bare Bolt that answers a constant.

python -m tests.bench.questions [sqlite|postgres|memory ...]
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from aiohttp import web

from bot.model.people import PersonRow
from bot.model.update import Status, Update
from bot.ports.record import Tx
from seed.people import read_people
from store.record import SqlStore
from tests.bench.load import Load, free_port, latencies, once, running
from tests.bench.measure import NAME, PLANS, row, shipped
from tests.bench.slack import BARE, SECRET, TOKEN, command
from tests.records import long_ago
from tests.world.listening import Listening, listen
from tests.world.postgres import cluster

ROUNDS = 3
MANY, EACH, ALONE = 64, 30, 150  # connections, requests of each, and requests of one alone
EVERY = 0.05  # seconds from one update that is saved beside to the next
INBOUNDS, PORTION = 50_000, 10_000  # for which memory must stay flat
TICK, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def people() -> list[PersonRow]:
    """Return the rows of the shipped people's file."""
    return read_people((PLANS / f"{NAME}.people.csv").read_text(encoding="utf-8-sig"), shipped())


def update(ref: str, number: int) -> Update:
    """Return an update of a milestone by the first person."""
    at, words = datetime.now(UTC), f"What was said of it, {number}."
    return Update(plan="p", ref=ref, status=Status.GREEN, narrative=words, by=1, by_name="", capacity="admin", at=at)


async def filled(url: str) -> None:
    """Load the shipped plan and its people, and say something of every milestone."""
    store = SqlStore(url, long_ago)
    await asyncio.to_thread(store.migrate)
    plan, rows = shipped(), people()

    def load(tx: Tx) -> None:
        tx.plans.save(plan)
        tx.people.save("p", rows)
        for number, milestone in enumerate(plan.milestones):
            tx.updates.record(update(milestone.ref, number))

    await store.transact(load)
    await store.close()


async def write(url: str) -> None:
    """Save an update of one milestone after the other, until stopped."""
    store = SqlStore(url, lambda: datetime.now(UTC))
    for number, milestone in enumerate(cycle(shipped().milestones)):
        began, said = time.monotonic(), update(milestone.ref, number)
        await store.transact(lambda tx, said=said: tx.updates.record(said))  # type: ignore[misc]
        await asyncio.sleep(max(0.0, began + EVERY - time.monotonic()))


async def directory(emails: list[str]) -> Listening:
    """As much of Slack's API as answering asks for: who the bot is, and who somebody is."""

    async def answer(request: web.Request) -> web.Response:
        if request.match_info["method"] != "users.info":
            me = {"team_id": "T1", "user_id": "UB", "bot_id": "B", "url": "https://x.slack.com/"}
            return web.json_response({"ok": True, **me})
        given = await request.post()
        number = int(str(given.get("user") or request.query["user"]).removeprefix("U"))
        profile = {"email": emails[number % len(emails)], "real_name": "K"}
        user = {"id": f"U{number}", "team_id": "T1", "deleted": False, "is_bot": False, "profile": profile}
        return web.json_response({"ok": True, "user": user})

    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
    return await listen(app)


@dataclass
class Side:
    """One of the two that are measured: its port, its process, and how it is asked."""

    port: int
    process: int
    load: Load

    def worked(self) -> float:
        """Return the seconds that its process has worked."""
        told = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / TICK

    def memory(self) -> float:
        """Return the memory that its process holds, in MiB."""
        return int(Path(f"/proc/{self.process}/statm").read_text(encoding="utf-8").split()[1]) * PAGE / 2**20

    async def measured(self) -> tuple[float, float, float]:
        """Return its answers a second at many connections, the milliseconds it works for one, and its median at one."""
        began = self.worked()
        took, rate = await latencies(self.port, self.load, MANY, EACH)
        work = (self.worked() - began) / len(took) * 1e3
        return rate, work, median((await latencies(self.port, self.load, 1, ALONE))[0]) * 1e3


def asking(port: int, persons: int, texts: list[str]) -> Callable[[], bytes]:
    """Return what asks each time as another person, and of something else."""
    numbers = count()

    def one() -> bytes:
        number = next(numbers)
        user = number % persons
        said = texts[number % len(texts)]
        return command(port, said, user_id=f"U{user}", channel_id=f"D{user}", trigger_id=f"{number}.1")

    return one


@asynccontextmanager
async def serving(url: str) -> AsyncIterator[tuple[int, int, int]]:
    """Serve a filled record to everybody of the plan, whom it has met. Gives the port, the process, and how many they are."""
    emails = list(dict.fromkeys(one.email for one in people()))
    api = await directory(emails)
    port = free_port()
    environment = {
        "DATABASE_URL": url, "PORT": str(port), "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{api.url}/api/", "MILEPOST_COMMANDS_PER_MINUTE": "0",
    }  # fmt: skip
    async with running([sys.executable, "-m", "bot", "serve"], environment, port) as process:
        for number in range(len(emails)):
            await once(port, command(port, "help", user_id=f"U{number}", channel_id=f"D{number}"))
        yield port, process, len(emails)
    await api.close()


@asynccontextmanager
async def written(url: str) -> AsyncIterator[None]:
    """Let another process save updates beside."""
    with subprocess.Popen([sys.executable, "-m", "tests.bench.questions", "write", url]) as writer:
        try:
            yield
        finally:
            writer.terminate()


async def questions(url: str, named: str) -> None:
    """Measure what is asked most, beside bare Bolt, by turns."""
    await filled(url)
    refs = [action.ref for action in shipped().actions]
    bare = free_port()
    async with serving(url) as (port, process, persons), running([sys.executable, "-c", BARE, str(bare)], {}, bare) as other:
        plain = Side(bare, other, command(bare, "status 2.1"))
        for what, texts in (("status REF", [f"status {ref}" for ref in refs]), ("mine", ["mine"])):
            ours = Side(port, process, asking(port, persons, texts))
            figures: list[tuple[float, ...]] = []
            async with written(url):
                await latencies(port, ours.load, 8, 2 * persons // 8)
                await latencies(bare, plain.load, 8, 20)
                for _ in range(ROUNDS):
                    figures.append((*await ours.measured(), *await plain.measured()))
            rate, work, alone, bare_rate, bare_work, bare_alone = (median(one) for one in zip(*figures, strict=True))
            row(f"`{what}` on {named}, others write, at {MANY}", rate, bare_rate, "/s", "bare bolt answering a constant")
            row("  its work", work, bare_work, "ms", "bare bolt's")
            row("  its median at one", alone, bare_alone, "ms", "bare bolt's")


async def memory(url: str) -> None:
    """Measure how the memory of a server grows while different things are said to it."""
    await filled(url)
    plan = shipped()
    texts = [f"{what} {one.ref}" for one in plan.milestones for what in ("status", "history", "who")]
    async with serving(url) as (port, process, persons):
        numbers = count()

        def one() -> bytes:
            number = next(numbers)
            user, place = number % persons, f"C{number}"  # each in another channel: no two are answered alike
            said = f"{texts[number % len(texts)]}{' ' * (number % 7)}"
            return command(port, said, user_id=f"U{user}", channel_id=place, trigger_id=f"{number}.1")

        side = Side(port, process, one)
        held = []
        async with written(url):
            for _ in range(INBOUNDS // PORTION):
                await latencies(port, one, MANY, PORTION // MANY)
                held.append(side.memory())
        print("memory after each portion, MiB:", *(f"{one:.0f}" for one in held), flush=True)
        row(f"memory after {INBOUNDS:,} different inbounds", held[-1], held[0], "MiB", f"after {PORTION:,}")


async def measure(named: str) -> None:
    """Measure one of the parts, each on a record of its own."""
    if named == "postgres":
        with cluster() as server:
            engine = sa.create_engine(server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(sa.text("CREATE DATABASE questions"))
            engine.dispose()
            await questions(f"{server}/questions", "PostgreSQL")
        return
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'questions.db'}"
        await (memory(url) if named == "memory" else questions(url, "SQLite"))


def main() -> None:
    """Measure the parts named, or all. `write URL` is the writer beside."""
    match sys.argv[1:]:
        case ["write", url]:
            asyncio.run(write(url))
        case named:
            for one in named or ("sqlite", "postgres", "memory"):
                asyncio.run(measure(one))


if __name__ == "__main__":
    main()
