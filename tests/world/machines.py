"""Processes that deliver, to be killed: each a record, a post and a courier, over one platform that remembers what it took.

Each delivers until it is stopped, under the lock with SQLite and as one of many with PostgreSQL. They are forked from a server
that has imported all they need, for they die often. `Platform` is that platform, in the test's own process; it may kill whoever
is sending.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import signal
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess

from aiohttp import ClientError, ClientSession, web

from adapters.couriers.local import LocalCourier
from adapters.couriers.lock import DelivererLock
from bot.delivery.post import Post
from bot.model.letters.letter import Asked, Letter
from bot.model.letters.message import Message, Paragraph, Text
from bot.model.letters.talk import Handed, Sender
from bot.model.people import Address, PersonRow
from bot.model.plan import Action, Milestone, Plan
from bot.ports.record import Tx
from bot.ports.refusals import DeliveryFailed, DeliveryUncertain
from store.database.engines import database_file
from store.record import SqlStore
from tests.records import long_ago
from tests.world.listening import Listening, listen

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAN = Plan(
    short="kent",
    title="Kent",
    actions=(Action(ref="1.1", priority=1, title="Do", milestones=(Milestone(ref="1.1.1", text="Step"),)),),
)


def letters(people: int, each: int) -> list[Letter]:
    """Write letters to n people, in parts every third time."""
    asked = (Asked(plan="kent", ref="1.1.1", kind="due"),)
    found = []
    for n in range(each):
        body = tuple(Paragraph(spans=(Text(text=f"part {part}"),)) for part in range(1 if n % 3 else 2))
        facts = {"kind": "nudge", "message": Message(title="Hello", blocks=body), "asked": asked}
        opens = NOW + timedelta(minutes=n)
        day = (NOW + timedelta(days=n)).date()
        found += [Letter(key=f"nudge:{p}:{day}", person=p, not_before=opens, **facts) for p in range(1, people + 1)]
    return found


def load(tx: Tx, people: int, each: int) -> None:
    """A plan, its people with their addresses, and their letters."""
    tx.plans.save(PLAN)
    tx.people.save("kent", [PersonRow(role=None, name=f"P{n}", email=f"p{n}@example.org") for n in range(people)])
    for person in tx.people.of("kent").persons:
        tx.accounts.reach(person.id, Address(platform="wire", tenant="t", id=f"U{person.id}"), NOW)
    for letter in letters(people, each):
        tx.letters.enqueue(letter)


class Platform:
    """Takes messages over HTTP and remembers their keys. At moments that a seed chooses it kills the sender."""

    def __init__(self, kills: int, seed: int, pause: float = 0.02) -> None:
        self.taken: list[str] = []
        self.killed: list[int] = []
        self._chance = random.Random(seed)
        self._left = kills
        self._doomed: set[int] = set()
        self._until_next = self._chance.randint(3, 8)
        self._pause = pause

    @property
    def counts(self) -> Counter[str]:
        return Counter(self.taken)

    async def send(self, request: web.Request) -> web.Response:
        told = await request.json()
        moment = self._moment(told["pid"])
        if moment == "before":
            self._kill(told["pid"])
            return web.json_response({})
        self.taken.append(told["key"])
        reference = str(len(self.taken))
        if moment == "after":
            self._kill(told["pid"])
        await asyncio.sleep(self._pause)
        if moment == "answered":
            asyncio.get_running_loop().call_later(self._chance.uniform(0, 0.01), self._kill, told["pid"])
        return web.json_response({"reference": reference})

    async def sent(self, request: web.Request) -> web.Response:
        key = request.query["key"]
        return web.json_response({"reference": str(self.taken.index(key) + 1) if key in self.taken else None})

    def _moment(self, pid: int) -> str:
        self._until_next -= 1
        if self._until_next > 0 or not self._left or pid in self._doomed:
            return ""
        self._left -= 1
        self._doomed.add(pid)
        self._until_next = self._chance.randint(3, 8)
        return self._chance.choice(("before", "after", "answered"))

    def _kill(self, pid: int) -> None:
        if pid not in self.killed:
            self.killed.append(pid)
            os.kill(pid, signal.SIGKILL)


async def served(platform: Platform) -> Listening:
    """The platform on a port of its own."""
    app = web.Application()
    app.add_routes([web.post("/send", platform.send), web.get("/sent", platform.sent)])
    return await listen(app)


def started(database: str, platform: str) -> BaseProcess:
    """One more process that delivers."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["pytest", __name__, "adapters.couriers.procrastinate"])
    one = server.Process(target=_until_stopped, args=(database, platform))
    one.start()
    return one


# ---- inside such a process -------------------------------------------------------------


class Wire:
    """A channel to the platform."""

    platform = "wire"
    remembers = True
    hands_files = True

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    def parts(self, message: Message) -> tuple[Message, ...]:
        if len(message.blocks) == 1:
            return (message,)
        return tuple(Message(title=message.title, blocks=(block,)) for block in message.blocks)

    async def open(self, to: Address) -> Address:
        return to

    async def send(self, to: Address, message: Message, key: str) -> str:
        try:
            async with self._session.post(f"{self._url}/send", json={"key": key, "pid": os.getpid()}) as answer:
                return str((await answer.json())["reference"])
        except ClientError as failed:
            raise DeliveryUncertain(type(failed).__name__) from None

    async def attach(self, to: Address, reference: str, files: Sequence[Handed]) -> None:
        return

    async def sent_already(self, to: Address, key: str, since: datetime) -> str | None:
        try:
            async with self._session.get(f"{self._url}/sent", params={"key": key}) as answer:
                found = (await answer.json())["reference"]
                return str(found) if found else None
        except ClientError as failed:
            raise DeliveryFailed(type(failed).__name__, 1) from None

    async def find(self, email: str) -> Address | None:
        return None

    async def whose(self, to: Address) -> Sender | None:
        return None

    async def rewrite(self, to: Address, reference: str, message: Message) -> bool:
        return False

    async def gone(self, people: Sequence[Address]) -> Mapping[Address, str]:
        return {}

    async def barred(self, to: Address) -> str | None:
        return None

    async def secret_refused(self, to: Address) -> str | None:
        return None

    async def outsiders(self, to: Address) -> bool:
        return False


async def deliver(database: str, platform: str) -> None:
    """Deliver until stopped."""
    store = SqlStore(database, long_ago)
    async with ClientSession() as session:
        post = Post(store, [Wire(session, platform)], lambda: datetime.now(UTC), lease=timedelta(seconds=2.5))
        file = database_file(database)
        if file is not None:
            lock = DelivererLock(file.with_suffix(".lock"))
            while not lock.acquire():
                await asyncio.sleep(0.02)
            await post.resolve()
            courier = LocalCourier(post.carry, post.outbox)
        else:
            from adapters.couriers.procrastinate import ProcrastinateCourier

            courier = ProcrastinateCourier(database, post.carry, post.outbox, every=0.3, heartbeat=0.5, dead_after=2.5)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, courier.stop)
        await courier.run()
    await store.close()


def _until_stopped(database: str, platform: str) -> None:
    asyncio.run(deliver(database, platform))
