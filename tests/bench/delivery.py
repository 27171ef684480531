"""Delivery by the real post, courier, record and Slack adapter, beside the ideal, the bare client and an idle server."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count as counting
from pathlib import Path
from typing import NamedTuple

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.couriers.local import LocalCourier
from adapters.slack.channel import Slack
from adapters.slack.settings import SlackSettings
from bot.delivery.post import MOST, Post
from bot.model.letters.letter import Asked, Letter
from bot.model.letters.message import Actions, Button, Item, Items, Message, Paragraph, Text
from bot.model.people import Address, PersonRow
from bot.ports.record import Tx
from store.record import SqlStore
from tests.bench.load import answered, free_port, running
from tests.bench.measure import at_least, at_most, awaited_by_turns, head, row, shipped
from tests.bench.slack import SECRET, TOKEN, command
from tests.bench.subjects import Subject
from tests.records import long_ago

EMAIL = "p0@example.org"
# As much of Slack as sending and answering ask for, light enough that it is not what is measured.
SLACK = f"""
import asyncio, json, re, sys
DELAY, posts, wrong, last = float(sys.argv[2]), 0, 0, {{}}
KEY = re.compile(rb'"key": ?"(nudge:[^":]+):([^"]+)"')
USER = {{"id": "U1", "team_id": "T1", "deleted": False, "is_bot": False, "profile": {{"email": "{EMAIL}", "real_name": "K"}}}}
ME = {{"ok": True, "team_id": "T1", "user_id": "UB", "bot_id": "B", "url": "https://x.slack.com/"}}
class Slack(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.got = transport, b""
    def data_received(self, data):
        self.got += data
        while True:
            head, found, rest = self.got.partition(b"\\r\\n\\r\\n")
            if not found:
                return
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\\r\\n")[0] or b"0")
            if len(rest) < length:
                return
            self.got = rest[length:]
            self.asked(head.split(b" ", 2)[1], rest[:length])
    def asked(self, path, given):
        global posts, wrong
        if b"chat.postMessage" in path:
            posts += 1
            for whose, day in KEY.findall(given):
                wrong += last.get(whose, b"") >= day  # again, or after a later one
                last[whose] = max(day, last.get(whose, b""))
            body = {{"ok": True, "channel": "D1", "ts": "1700000000.%06d" % posts}}
        else:
            body = ME if b"auth.test" in path else {{"ok": True, "user": USER, "posts": posts, "wrong": wrong}}
        told = json.dumps(body).encode()
        whole = b"HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: %d\\r\\n\\r\\n%b" % (len(told), told)
        if b"chat.postMessage" in path and DELAY:
            asyncio.get_running_loop().call_later(DELAY, self.transport.write, whole)
        else:
            self.transport.write(whole)
async def main():
    server = await asyncio.get_running_loop().create_server(Slack, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()
asyncio.run(main())
"""


@asynccontextmanager
async def slack(delay: float) -> AsyncIterator[str]:
    """Run Slack's stand-in in a process of its own. Gives its base address."""
    port = free_port()
    async with running([sys.executable, "-c", SLACK, str(port), str(delay)], {}, port):
        yield f"http://127.0.0.1:{port}/api/"


def nudge(person: int, at: datetime) -> Letter:
    """A nudge as people get it: four milestones, each with its button."""
    lines = tuple(
        Item(
            spans=(Text(text=f"1.1.{n} ", strong=True), Text(text="A workforce plan is agreed by the partnership, due 31 March.")),
            number=n,
            buttons=(Button(label="Update", command=f"update 1.1.{n}"),),
        )
        for n in range(1, 5)
    )
    said = Paragraph(spans=(Text(text="You are asked because you are the Head of Inclusion. The next reminder is on 3 March."),))
    message = Message(
        title="Where do these stand?",
        blocks=(said, Items(lines=lines), Actions(buttons=(Button(label="Update all", command="update"),))),
    )
    asked = tuple(Asked(plan="p", ref=f"1.1.{n}", kind="due") for n in range(1, 5))
    key = f"nudge:{person}:{at:%Y-%m-%d}"
    return Letter(key=key, kind="nudge", person=person, message=message, asked=asked, not_before=at)


async def record(url: str, people: int) -> SqlStore:
    """A record of the shipped plan and so many people, each with a direct message that is open."""
    store = SqlStore(url, long_ago)
    await asyncio.to_thread(store.migrate)

    def load(tx: Tx) -> None:
        tx.plans.save(shipped())
        tx.people.save("p", [PersonRow(role=None, name=f"P{n}", email=f"p{n}@example.org") for n in range(people)])
        for person in tx.people.of("p").persons:
            to = Address(platform="slack", tenant="T1", id=f"U{person.id}", route=f'{{"channel": "D{person.id}"}}')
            tx.accounts.reach(person.id, to, datetime.now(UTC))

    await store.transact(load)
    return store


async def post_all(store: SqlStore, count: int, at: datetime) -> None:
    """Put a letter to everybody in the outbox."""
    await store.transact(lambda tx: [tx.letters.enqueue(nudge(person, at)) for person in range(1, count + 1)])


class Sent(NamedTuple):
    """Letters a second, and the CPU of one in seconds."""

    rate: float
    cpu: float


async def carried(folder: Path, url: str, count: int) -> Sent:
    """Carry letters by the real loop, from the outbox to the last commit."""
    store = await record(f"sqlite:///{folder / f'{time.monotonic_ns()}.db'}", count)
    await post_all(store, count, datetime.now(UTC))
    channel = Slack(SlackSettings(bot_token=TOKEN, signing_secret=SECRET, api_url=url), lambda: datetime.now(UTC), "")
    await channel.start()
    post = Post(store, [channel], lambda: datetime.now(UTC))
    left, done = count, asyncio.Event()

    async def carry(key: str):  # type: ignore[no-untyped-def]
        nonlocal left
        ended = await post.carry(key)
        left -= ended is not None
        if left == 0:
            done.set()
        return ended

    courier = LocalCourier(carry, post.outbox)
    began, cpu = time.perf_counter(), time.process_time()
    carrying = asyncio.create_task(courier.run())
    await done.wait()
    found = Sent(count / (time.perf_counter() - began), (time.process_time() - cpu) / count)
    courier.stop()
    await carrying
    assert await store.read(lambda view: view.letters.outbox(datetime.now(UTC), datetime.now(UTC)).ready) == ()
    await channel.close()
    await store.close()
    return found


async def sent_bare(url: str, count: int) -> Sent:
    """Send as many messages by the bare client on one shared session, as many in flight."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=TOKEN, base_url=url, session=session)
        todo = iter(range(count))

        async def hand() -> None:
            for n in todo:
                await client.chat_postMessage(channel=f"D{n}", text="Where do these stand?")

        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(hand() for _ in range(MOST)))
        return Sent(count / (time.perf_counter() - began), (time.process_time() - cpu) / count)


async def rates(folder: Path) -> None:
    """Print how many letters a second, when Slack takes its time and when it does not."""
    async with slack(0.1) as url:
        (slow,) = await awaited_by_turns(lambda: carried(folder, url, 1000))
    wanted = {"subject": Subject.IN_FLIGHT, "wanted": at_least(times=0.95), "cpu": slow.cpu * 1e3}
    row(f"letters a second, answers after 100 ms, {MOST} in flight", slow.rate, MOST / 0.1, "/s", "the ideal", **wanted)
    async with slack(0) as url:
        await sent_bare(url, 200)
        ours, bare = await awaited_by_turns(lambda: carried(folder, url, 1500), lambda: sent_bare(url, 1500))
    cpu = {"cpu": ours.cpu * 1e3, "bare_cpu": bare.cpu * 1e3}
    row("letters a second, answers at once", ours.rate, bare.rate, "/s", "bare client, shared session", **cpu)


async def paced(count: int = 5) -> None:
    """Letters to one channel, where Slack's limit of one a second binds."""
    async with slack(0) as url:
        channel = Slack(SlackSettings(bot_token=TOKEN, signing_secret=SECRET, api_url=url), lambda: datetime.now(UTC), "")
        await channel.start()
        board = Address(platform="slack", tenant="T1", id="C1", route='{"channel": "C1"}')
        began = time.perf_counter()
        for n in range(count):
            await channel.send(board, Message(title="The week"), f"digest:{n}")
        took = time.perf_counter() - began
        await channel.close()
    row(f"{count} letters to one channel", took, count - 1.0, "s", "one a second")


async def replies(port: int, until: Callable[[int], Awaitable[bool]]) -> float:
    """Return the 99th percentile of answers about one action after another, asked on four connections until it is time to stop."""
    took: list[float] = []
    stop = False
    numbers, actions = counting(), [action.ref for action in shipped().actions]

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while not stop:
            number = next(numbers)
            whole = command(port, f"status {actions[number % len(actions)]}", channel_id=f"C{number}")
            began = time.perf_counter()
            writer.write(whole)
            status, _ = await answered(reader)
            assert status == 200
            took.append(time.perf_counter() - began)
            await asyncio.sleep(0.01)  # people do not ask without drawing breath
        writer.close()

    asking = [asyncio.create_task(one()) for _ in range(4)]
    while not await until(len(took)):
        await asyncio.sleep(0.05)
    stop = True
    await asyncio.gather(*asking)
    return sorted(took)[int(len(took) * 0.99)]


async def busy(folder: Path, letters: int = 2000) -> None:
    """Print how long replies take while letters go out, and how many go meanwhile."""
    store = await record(f"sqlite:///{folder / 'busy.db'}", letters)
    port = free_port()
    async with slack(0) as url, aiohttp.ClientSession() as session:

        async def posts() -> int:
            async with session.get(f"{url}posts") as answer:
                return int((await answer.json())["posts"])

        async def enough(asked: int) -> bool:
            return asked >= 1000

        async def all_gone(_asked: int) -> bool:
            return await posts() >= letters

        environment = {
            "DATABASE_URL": f"sqlite:///{folder / 'busy.db'}", "PORT": str(port), "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": url,
        }  # fmt: skip
        async with running([sys.executable, "-m", "bot", "serve"], environment, port):
            await replies(port, enough)
            idle = await replies(port, enough)
            await post_all(store, letters, datetime.now(UTC) - timedelta(days=1))
            while not await posts():
                await asyncio.sleep(0.01)
            began, gone = time.perf_counter(), await posts()
            loaded = await replies(port, all_gone)
            rate = (letters - gone) / (time.perf_counter() - began)
    await store.close()
    about = {"subject": Subject.REPLY_BESIDE_LETTERS}
    row("p99 of a reply while 2,000 letters go out", loaded * 1e3, idle * 1e3, "ms", "no letters", **about, wanted=at_most(50, 2))
    row("letters a second meanwhile", rate, 200, "/s", "what is wanted", **about, wanted=at_least(200))


def main() -> None:
    """Measure on records of its own."""
    head()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(rates(Path(folder)))
        asyncio.run(paced())
        asyncio.run(busy(Path(folder)))


if __name__ == "__main__":
    main()
