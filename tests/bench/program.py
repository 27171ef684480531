"""The program by itself: reading a plan, planning, a round with nothing due, an answer at the desk, and the start."""

from __future__ import annotations

import asyncio
import csv
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

import sqlalchemy as sa

from bot.conversation.desk import Desk
from bot.model.nudge import Rounds
from bot.model.people import Holding, People, Person, PersonRow
from bot.model.plan import Action, Milestone, Plan, Role
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.talk import Chat, Inbound, Sender
from bot.planning.rounds import plan_round
from bot.ports.record import Tx, View
from bot.rules.nudges import nudges_due
from seed.people import read_people
from store.record import SqlStore
from tests.bench.measure import NAME, PLANS, by_turns, row, shipped, spent
from tests.records import long_ago

NOW = datetime(2025, 9, 1, 9, 30, tzinfo=UTC)  # a working morning
LIBRARIES = "alembic.command, aiohttp.web, apscheduler, holidays, prometheus_client, pydantic, rich, sqlalchemy, sqlmodel, typer"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({MONTHS}|Sept|Oct|Nov|Dec|Jan|Feb|Mar|Apr|Jun|Jul|Aug) (20\d\d)")
PEAK = "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"


def seconds(work: Callable[[], object], times: int) -> float:
    """The median of so many runs."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return median(took)


async def waited(work: Callable[[], Awaitable[object]], times: int) -> float:
    """The median of so many runs of something awaited, after one to warm up."""
    await work()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        took.append(time.perf_counter() - began)
    return median(took)


def cells(text: str) -> int:
    """Read a plan as a script would: its cells, and a date of each that tells of one. Returns how many dates there are."""
    found = 0
    for line in csv.reader(text.splitlines(), delimiter="\t"):
        for day, month, year in (told for cell in line for told in DATE.findall(cell)):
            found += bool(datetime.strptime(f"{day or 1} {month[:3]} {year}", "%d %b %Y"))
    return found


def reading() -> None:
    """Print how long the shipped plan takes to read."""
    text = (PLANS / f"{NAME}.txt").read_text(encoding="utf-8-sig")
    assert cells(text) > 80
    ours, bare = by_turns(lambda: spent(shipped, 3), lambda: spent(lambda: cells(text), 10))
    cpu = {"cpu": ours.cpu * 1e3, "bare_cpu": bare.cpu * 1e3}
    row("read the shipped plan (95 milestones)", ours.wall * 1e3, bare.wall * 1e3, "ms", "csv, and strptime of each date", **cpu)


def milestones(count: int) -> tuple[Milestone, ...]:
    """Milestones due on the days of three years, each owned by one role of twenty."""
    first = date(2024, 9, 1)
    dues = [first + timedelta(days=n) for n in range(1095)]
    owners = [(f"Role {n}",) for n in range(20)]
    return tuple(
        Milestone.model_construct(ref=f"1.1.{n}", text="A step", due=dues[n % 1095], owners=owners[n % 20])
        for n in range(1, count + 1)
    )


def asking() -> None:
    """What one milestone costs a round, at three sizes."""
    people = People(
        persons=tuple(person(n) for n in range(1, 21)),
        holdings=tuple(Holding(role=f"Role {n - 1}", person=n) for n in range(1, 21)),
    )
    ran = Rounds(first=date(2025, 1, 2), last=date(2025, 8, 29))
    for count, times in ((100, 50), (10_000, 5), (1_000_000, 1)):
        steps = milestones(count)
        action = Action.model_construct(ref="1.1", priority=1, title="All", milestones=steps)
        plan = Plan.model_construct(short="p", title="P", actions=(action,), priorities=(), roles=())

        def due(plan: Plan = plan) -> object:
            snapshot = Snapshot(plan=plan, policy=Policy(), people=people, standings={}, now=NOW)
            return nudges_due(snapshot, (), lambda _: ran)

        def bare(steps: tuple[Milestone, ...] = steps) -> None:
            for step in steps:
                step.due  # noqa: B018

        scale = 1e6 / count
        took, base = seconds(due, times) * scale, seconds(bare, times) * scale
        row(f"nudges_due, a milestone of {count:,}", took, base, "us", "loop reading .due")


def person(number: int) -> Person:
    """A person of that number."""
    return Person(id=number, name=f"P{number}", email=f"p{number}@example.org")


def small(number: int) -> Plan:
    """A plan of ten milestones, all far off."""
    steps = tuple(
        Milestone(ref=f"1.1.{n}", text="A step", due=date(2027, 3, 31), baseline=date(2027, 3, 31), owners=("Lead",))
        for n in range(1, 11)
    )
    action = Action(ref="1.1", priority=1, title="All", milestones=steps)
    return Plan(short=f"plan{number}", title=f"Plan {number}", actions=(action,), roles=(Role(name="Lead"),))


async def opened(file: Path) -> SqlStore:
    """A fresh store."""
    store = SqlStore(f"sqlite:///{file}", long_ago)
    await asyncio.to_thread(store.migrate)
    await store.open()
    return store


async def quiet_tick(folder: Path) -> None:
    """A tick when nothing is due, with 100 plans loaded."""
    store = await opened(folder / "tick.db")

    def load(tx: Tx) -> None:
        for number in range(100):
            tx.plans.save(small(number))
            email = f"lead{number}@example.org"
            tx.people.save(f"plan{number}", [PersonRow(role="Lead", name=f"Lead {number}", email=email)])

    await store.transact(load)
    took = await waited(lambda: plan_round(store, NOW), 50)
    bare = await waited(lambda: store.transact(lambda _: None), 50)
    await store.close()
    row("tick with nothing due, 100 plans", took * 1e3, bare * 1e3, "ms", "one empty transaction")


async def answering(folder: Path) -> None:
    """An answer to `status 2.1`, on the shipped plan with its people."""
    store = await opened(folder / "desk.db")
    plan = shipped()
    rows = read_people((PLANS / f"{NAME}.people.csv").read_text(encoding="utf-8-sig"), plan)

    def load(tx: Tx) -> None:
        tx.plans.save(plan)
        tx.people.save("p", rows)

    await store.transact(load)
    desk = Desk(store, lambda: NOW)
    sender = Sender(platform="console", tenant="local", id=rows[0].email, email=rows[0].email, name=rows[0].name)
    asked = Inbound(id="1", sender=sender, chat=Chat(id=rows[0].email), said="status 2.1")
    first = await desk.handle(asked)
    assert "2.1.1" in str(first), first

    def one(view: View) -> object:
        return view._connected.db.execute(sa.text("SELECT 1")).scalar()  # type: ignore[attr-defined]

    took = await waited(lambda: desk.handle(asked), 100)
    bare = await waited(lambda: store.read(one), 100)
    await store.close()
    row("answer to `status 2.1`", took * 1e3, bare * 1e3, "ms", "one read of SELECT 1")


def peak(status: str) -> float:
    """The peak memory in a /proc status, in MiB."""
    found = re.search(r"VmHWM:\s+(\d+)", status)
    assert found
    return int(found[1]) / 1024


def starting(folder: Path) -> None:
    """From the start of `serve` to its first healthy answer, on a fresh database, and the memory it took."""
    began = time.perf_counter()
    alone = subprocess.run([sys.executable, "-c", f"import {LIBRARIES}\n{PEAK}"], capture_output=True, text=True, check=True)
    bare = time.perf_counter() - began
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'serve.db'}", "PORT": str(port)}
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "bot", "serve"], env=environment, stdout=subprocess.DEVNULL) as serve:
        try:
            took = healthy(serve, port, began)
            status = Path(f"/proc/{serve.pid}/status").read_text(encoding="utf-8")
        finally:
            serve.send_signal(signal.SIGTERM)
    row("`serve` to its first healthy answer", took, bare, "s", "import its libraries")
    row("`serve`, peak memory", peak(status), peak(alone.stdout), "MiB", "import its libraries")


def healthy(serve: subprocess.Popen[bytes], port: int, began: float) -> float:
    """Seconds until /healthz answers."""
    while time.perf_counter() - began < 60:
        assert serve.poll() is None, "serve ended"
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return time.perf_counter() - began
        except (URLError, OSError):
            time.sleep(0.005)
    raise TimeoutError("serve gave no healthy answer in a minute")


def main() -> None:
    """Measure all of these."""
    reading()
    asking()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(quiet_tick(Path(folder)))
        asyncio.run(answering(Path(folder)))
        starting(Path(folder))


if __name__ == "__main__":
    main()
