"""A morning on PostgreSQL: two `serve` and four `work` share a database, a round of 15 plans opens, and five people send forms.

Everything is as in earnest: real processes, signed HTTP, a Slack that judges what it is sent. On a day without rounds (a weekend)
the clock of all processes is put on to the next working day.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import psycopg

from adapters.couriers import procrastinate
from bot.model.people import Address, PersonRow
from bot.model.policy import Policy
from bot.ports.record import Tx
from bot.rules.calendar import working_days
from seed.people import read_people
from store.record import SqlStore
from tests.bench.databases import postgres
from tests.bench.load import free_port
from tests.bench.measure import NAME, PLANS, at_most, head, row, shipped
from tests.bench.subjects import Subject
from tests.records import long_ago
from tests.world.slack import Person, Slack
from tests.world.slack.delivery import Courier
from tests.world.slack.world import Json

SERVE, WORK = 2, 4
FORUMS, MEMBERS, SPEAKERS = 15, 10, 5
IDLE, BUSY = 10.0, 30.0  # seconds of forms before the round opens, and after it has
ENDS = 180.0  # seconds after which a letter that has not gone will never go
SLACK_WAITS = 3.0
AHEAD = "MILEPOST_BENCH_DAYS"
STARTED = f"""
import datetime, os
from bot.program.serving import composition
class PutOn(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        return datetime.datetime.now(zone) + datetime.timedelta(days=int(os.environ["{AHEAD}"]))
composition.datetime = PutOn
from bot.program.app import main
main()
"""


def days_ahead() -> int:
    """Return how many days the clock is put on: none on a day of rounds."""
    today, days = datetime.now(UTC).date(), working_days(Policy())
    return 0 if today in days else (days.next(today) - today).days


def now() -> datetime:
    """Return the moment by the clock that was put on."""
    return datetime.now(UTC) + timedelta(days=days_ahead())


class Turns(Courier):
    """Slack's side of the talk, brought to one `serve` after another, as a balancer does."""

    @property
    def app_url(self) -> str:
        """The address that is next."""
        return next(self.urls)

    @app_url.setter
    def app_url(self, _: str) -> None:
        self.urls: Iterator[str] = itertools.repeat("")


class Crew(Protocol):
    """The processes of the morning."""

    @property
    def urls(self) -> list[str]:
        """Where each `serve` listens."""
        ...

    def pids(self) -> list[int]:
        """Those that run now."""
        ...

    def told(self) -> str:
        """All that they have logged."""
        ...


class Processes:
    """Processes of our own. One that was killed is started anew by `tend`."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment = {**os.environ, **environment}
        self._folder = folder
        self._ports = [free_port() for _ in range(SERVE)]
        self._running: dict[tuple[str, int], subprocess.Popen[bytes]] = {}
        self.urls = [f"http://127.0.0.1:{port}" for port in self._ports]

    def tend(self) -> None:
        """Start whatever does not run."""
        for command, number in [*(("serve", n) for n in range(SERVE)), *(("work", n) for n in range(WORK))]:
            running = self._running.get((command, number))
            if running is None or running.poll() is not None:
                port = str(self._ports[number]) if command == "serve" else "0"
                with (self._folder / f"{command}-{number}.log").open("ab") as log:
                    self._running[command, number] = subprocess.Popen(
                        [sys.executable, "-c", STARTED, command], env={**self._environment, "PORT": port}, stdout=log, stderr=log
                    )

    def pids(self) -> list[int]:
        return [process.pid for process in self._running.values() if process.poll() is None]

    def told(self) -> str:
        return "".join(log.read_text(encoding="utf-8") for log in sorted(self._folder.glob("*.log")))

    def stop(self) -> None:
        """End all of them."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(60)


@dataclass
class Morning:
    """What came of it."""

    idle: list[float] = field(default_factory=list)  # seconds in which a form was answered, before the round opened
    busy: list[float] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)  # forms that were acknowledged, by their words
    waited: float = 0.0  # seconds that somebody waited for a lock, at most
    kills: int = 0
    again: int = 0  # deliveries that nobody answered, and that the person did again
    faults: list[str] = field(default_factory=list)


class Town:
    """One Slack, 15 plans with their people in it, and what they do."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.slack = Slack()
        self.slack.courier = Turns(self.slack.world, self.slack.server)
        self.team = self.slack.team("Forum")
        self.token = self.slack.world.token(self.team.id)
        self.speakers: list[tuple[Person, str]] = []
        self.opens = now()

    @property
    def environment(self) -> dict[str, str]:
        """How Milepost is told where it is."""
        return {
            "DATABASE_URL": self.url, "HOST": "127.0.0.1", "SLACK_BOT_TOKEN": self.token.value,
            "SLACK_SIGNING_SECRET": self.slack.world.signing_secret, "SLACK_API_URL": self.slack.api_url,
            "MILEPOST_COMMANDS_PER_MINUTE": "0", AHEAD: str(days_ahead()),
        }  # fmt: skip

    async def load(self) -> None:
        """Load the plans and their people, each with an account."""
        store = SqlStore(self.url, long_ago)
        await asyncio.to_thread(store.migrate)
        await procrastinate.migrate(self.url)
        plan = shipped()
        rows = read_people((PLANS / f"{NAME}.people.csv").read_text(encoding="utf-8-sig"), plan)[:MEMBERS]
        owners = {milestone.owners[0]: milestone.ref for milestone in reversed(plan.milestones) if milestone.owners}
        for number in range(FORUMS):
            short = f"p{number}"
            mine = [one.model_copy(update={"email": f"{short}.{one.email}", "deputy_email": None}) for one in rows]
            await store.transact(lambda tx, short=short, mine=mine: self._load(tx, short, mine), plans=(short,))
            speaker = next(one for one in mine if one.role in owners)
            if number < SPEAKERS:
                self.speakers.append((self.slack.user(f"{short}.{speaker.name}"), owners[speaker.role or ""]))
        await store.close()
        await self.open_at(now().replace(hour=23, minute=58))

    def _load(self, tx: Tx, short: str, rows: list[PersonRow]) -> None:
        tx.plans.save(shipped().model_copy(update={"short": short}))
        tx.people.save(short, rows)
        for person in tx.people.of(short).persons:
            joined = self.slack.join(f"{short}.{person.name}", self.team, person.email)
            tx.accounts.reach(person.id, Address(platform="slack", tenant=self.team.id, id=joined.user.id), long_ago())
        board = self.slack.channel(f"board-{short}", self.team, [f"{short}.{rows[0].name}"])
        tx.plans.bind_board(short, Address(platform="slack", tenant=self.team.id, id=board.id))

    async def open_at(self, moment: datetime) -> None:
        """Have every plan's day open then."""
        self.opens = moment
        at = {"opens": f"{moment:%H:%M}", "closes": "23:59"}
        digest = {"weekday": f"{moment:%A}".lower(), "at": f"{moment:%H:%M}"}
        policy = Policy.model_validate({"calendar": {"zone": "UTC"}, "asking": at, "digest": digest})
        store = SqlStore(self.url, long_ago)
        for number in range(FORUMS):
            short = f"p{number}"
            await store.transact(lambda tx, short=short: tx.plans.keep_settings(short, policy), plans=(short,))
        await store.close()

    # ---- what people do

    async def forms(self, person: Person, ref: str, until: float, took: list[float], found: Morning) -> None:
        """Send a form a second, each with words of its own, until that moment."""
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                await self._form(person, ref, f"{person.user.name} {len(found.sent)} {began}", took, found)
            except AssertionError as fault:
                found.faults.append(f"{person.user.name}: {fault}")
            await asyncio.sleep(max(1.0 - (time.monotonic() - began), 0.0))

    async def _form(self, person: Person, ref: str, words: str, took: list[float], found: Morning) -> None:
        await self._until_good(lambda: person.types(f"/milepost update {ref}"), took, found)
        began = time.monotonic()
        while person.modal is None:
            if time.monotonic() - began > 10:
                raise AssertionError(f"no form opened: {person.sees().last}")
            await asyncio.sleep(0.005)
        await person.fills({"Status": "Not started", "What has happened": words})
        await self._until_good(person.submits, took, found)
        if person.modal is not None:
            raise AssertionError(f"the form stays open: {person.faults}")
        found.sent[words] += 1

    async def _until_good(self, work: Callable[[], Awaitable[object]], took: list[float], found: Morning) -> None:
        """Do it until it is acknowledged."""
        while True:
            made = await work()
            took.append(getattr(made, "seconds", 0.0))
            if getattr(made, "good", False):
                return
            found.again += 1
            await asyncio.sleep(0.2)

    # ---- what must hold

    async def judged(self, found: Morning) -> None:
        """Wait until no letter waits any more, and note what is wrong."""
        began = time.monotonic()
        async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as link:
            while await self._one(link, "SELECT count(*) FROM letter WHERE state IN ('waiting', 'sending', 'unknown')"):
                if time.monotonic() - began > ENDS:
                    found.faults.append("letters still wait")
                    break
                await asyncio.sleep(0.2)
            planned = {key for (key,) in await (await link.execute("SELECT key FROM letter WHERE state = 'sent'")).fetchall()}
            said = Counter(words for (words,) in await (await link.execute('SELECT narrative FROM "update"')).fetchall())
            failed = await self._one(link, "SELECT count(*) FROM letter WHERE state NOT IN ('sent', 'waiting', 'sending', 'unknown')")
        posted = Counter(self.slack.world.letters())
        found.faults += [f"{key} was posted {count} times" for key, count in posted.items() if count != 1]
        found.faults += [f"{key} is noted as sent and was not" for key in sorted(planned - set(posted))]
        found.faults += [f"{words!r} is recorded {said[words]} times" for words in found.sent if said[words] != 1]
        found.faults += [f"{failed} letters failed"] if failed else []
        found.faults += [f"{place} got {got}, not in order" for place, got in self._by_place().items() if got != sorted(got, key=part)]
        asked = {key for key in posted if key.startswith("nudge:")}
        found.faults += [] if len(asked) > FORUMS and sum(key.startswith("digest") for key in posted) >= FORUMS else ["no round ran"]

    @staticmethod
    async def _one(link: psycopg.AsyncConnection, query: str) -> int:
        found = await (await link.execute(query.encode())).fetchone()
        return int(found[0]) if found is not None else 0

    def _by_place(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for post in self.slack.world.posts:
            payload: Json = (post.metadata or {}).get("event_payload") or {}  # type: ignore[assignment]
            if "key" in payload:
                found.setdefault(post.channel, []).append(str(payload["key"]))
        return found


def part(key: str) -> tuple[str, int]:
    """Whole letters by their keys, their parts by number."""
    whole, _, number = key.partition("#")
    return whole, int(number or 1)


async def morning(town: Town, crew: Crew, kill_every: float = 0.0, tend: Callable[[], None] = lambda: None) -> Morning:
    """Have people send forms before and while the round opens, and whoever runs killed now and then; then judge."""
    found = Morning()
    town.slack.courier.urls = itertools.cycle(crew.urls)  # type: ignore[attr-defined]
    while now() < town.opens - timedelta(seconds=IDLE):
        await asyncio.sleep(0.1)
    await _speak(town, IDLE, found.idle, found)
    beside = [asyncio.create_task(_watch(town.url, found))]
    beside += [asyncio.create_task(_kill(crew, kill_every, found, tend))] if kill_every else []
    await _speak(town, BUSY, found.busy, found)
    for task in beside:
        task.cancel()
    tend()
    await town.judged(found)
    return found


async def _speak(town: Town, seconds: float, took: list[float], found: Morning) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(town.forms(person, ref, until, took, found) for person, ref in town.speakers))


async def _watch(url: str, found: Morning) -> None:
    """Note for how long anybody waits for a lock, as PostgreSQL itself tells it: this is not the machine's doing."""
    longest = "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - query_start)), 0) FROM pg_stat_activity"
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as link:
        while True:
            (took,) = await (await link.execute(f"{longest} WHERE wait_event_type = 'Lock'".encode())).fetchone() or (0,)
            found.waited = max(found.waited, float(took))
            await asyncio.sleep(0.02)


async def _kill(crew: Crew, every: float, found: Morning, tend: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(every * random.uniform(0.5, 1.5))
        os.kill(random.choice(crew.pids()), signal.SIGKILL)
        found.kills += 1
        tend()


@asynccontextmanager
async def town_of(url: str) -> AsyncIterator[Town]:
    """A town in an empty database, its Slack open."""
    town = Town(url)
    await town.slack.start()
    try:
        await town.load()
        yield town
    finally:
        await town.slack.stop()


def errors(url: str) -> Counter[str]:
    """What PostgreSQL logged as errors, by its words, but for what we ask it to cancel."""
    with psycopg.connect(url) as link:
        told = link.execute("SHOW data_directory").fetchone()
    assert told is not None
    log = Path(told[0]).parent / "log"
    return Counter(re.findall(r"ERROR:  (.+)", log.read_text(encoding="utf-8")))


def tell(url: str, crew: Crew, found: Morning) -> None:
    """Print the rows, and what was wrong."""
    log = crew.told()
    rounds = sum("Traceback" in one and "round_" in one for one in re.split(r"\n(?=\S)", log))
    for each in (found.idle, found.busy):
        each.sort()
    forms = {"subject": Subject.ROUND_ON_POSTGRES, "wanted": at_most(SLACK_WAITS * 1e3)}
    what = f"rounds given up on PostgreSQL, {SERVE} `serve`, {WORK} `work`, forms beside"
    row(what, rounds, 1, "", "one", subject=Subject.ROUND_ON_POSTGRES, wanted=at_most(0))
    for name, share in (("median", 0.5), ("p99", 0.99), ("slowest", 1.0)):
        idle, busy = (each[min(int(len(each) * share), len(each) - 1)] * 1e3 for each in (found.idle, found.busy))
        row(f"a form's answers while the round runs, {name}", busy, idle, "ms", "before it opens", **forms)  # type: ignore[arg-type]
    row("the longest wait for a lock", found.waited * 1e3, 0, "ms", "none", subject=Subject.ROUND_ON_POSTGRES)
    wrong = {"subject": Subject.ROUND_ON_POSTGRES, "wanted": at_most(0)}
    print(f"    {len(found.sent)} forms were sent in")
    row("lost, doubled, out of order, refused, or no round at all", len(found.faults), 0, "", "none", **wrong)  # type: ignore[arg-type]
    again = Counter(re.findall(r"a transaction is done again \((\w+)\)", log))
    print(f"transactions done again: {dict(again) or 'none'}. Errors at PostgreSQL: {dict(errors(url)) or 'none'}.")
    wrong_first = "; ".join(found.faults[:5]) or "nothing"
    print(f"kills: {found.kills}; done again by a person: {found.again}; wrong first: {wrong_first}")


async def listening(crew: Crew) -> None:
    """Wait until each `serve` listens."""
    async with asyncio.timeout(ENDS):
        while crew.told().count("is listening on") < SERVE:
            await asyncio.sleep(0.2)


def next_minute(least: float) -> datetime:
    """The first full minute that is so many seconds away."""
    soonest = now() + timedelta(seconds=least)
    return soonest.replace(second=0, microsecond=0) + timedelta(minutes=1)


async def measure(url: str, folder: Path, kill_every: float = 0.0) -> None:
    """Print the rows of one morning."""
    async with town_of(url) as town:
        crew = Processes(town.environment, folder)
        try:
            crew.tend()
            await listening(crew)
            await town.open_at(next_minute(IDLE))
            tell(url, crew, await morning(town, crew, kill_every, crew.tend))
        finally:
            crew.stop()


def main() -> None:
    """Measure on a database of its own. A number of seconds has a process killed that often."""
    head()
    with postgres() as url, tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(url, Path(folder), float(sys.argv[1]) if len(sys.argv) > 1 else 0.0))


if __name__ == "__main__":
    main()
