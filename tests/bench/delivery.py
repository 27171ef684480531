"""Delivery by the real post, courier, record and Slack adapter, beside the ideal, the bare client and an idle server."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.couriers.local import LocalCourier
from adapters.slack.channel import Slack
from adapters.slack.settings import SlackSettings
from bot.delivery.post import MOST, Post
from bot.model.letter import Asked, Letter
from bot.model.message import Actions, Button, Item, Items, Message, Paragraph, Text
from bot.model.people import Address, PersonRow
from bot.ports.record import Tx
from store.record import SqlStore
from tests.bench.load import answered, free_port, running
from tests.bench.measure import row, shipped
from tests.bench.slack import SECRET, TOKEN, command
from tests.records import long_ago

EMAIL = "p0@example.org"
# As much of Slack as sending and answering ask for, light enough that it is not what is measured.
SLACK = f"""
import asyncio, json, sys
DELAY, posts = float(sys.argv[2]), 0
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
            self.asked(head.split(b" ", 2)[1])
    def asked(self, path):
        global posts
        if b"chat.postMessage" in path:
            posts += 1
            body = {{"ok": True, "channel": "D1", "ts": "1700000000.%06d" % posts}}
        else:
            body = ME if b"auth.test" in path else {{"ok": True, "user": USER, "posts": posts}}
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
    """Slack's stand-in in a process of its own; its base address."""
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


async def record(url: str, count: int) -> SqlStore:
    """A record of the shipped plan and so many people, each with a direct message that is open."""
    store = SqlStore(url, long_ago)
    await asyncio.to_thread(store.migrate)

    def load(tx: Tx) -> None:
        tx.plans.save(shipped())
        tx.people.save("p", [PersonRow(role=None, name=f"P{n}", email=f"p{n}@example.org") for n in range(count)])
        for person in tx.people.of("p").persons:
            to = Address(platform="slack", tenant="T1", id=f"U{person.id}", route=f'{{"channel": "D{person.id}"}}')
            tx.accounts.reach(person.id, to, datetime.now(UTC))

    await store.transact(load)
    return store


async def post_all(store: SqlStore, count: int, at: datetime) -> None:
    """Put a letter to everybody in the outbox."""
    await store.transact(lambda tx: [tx.letters.enqueue(nudge(person, at)) for person in range(1, count + 1)])


async def carried(folder: Path, url: str, count: int) -> float:
    """Letters a second by the real loop, from the outbox to the last commit."""
    store = await record(f"sqlite:///{folder / f'{time.monotonic_ns()}.db'}", count)
    await post_all(store, count, datetime.now(UTC))
    channel = Slack(SlackSettings(bot_token=TOKEN, signing_secret=SECRET, api_url=url), lambda: datetime.now(UTC), "")
    await channel.start()
    post = Post(store, [channel], lambda: datetime.now(UTC))
    left, done = count, asyncio.Event()

    async def carry(key: str):  # type: ignore[no-untyped-def]
        nonlocal left
        ended = await post.carry(key)
        left -= 1
        if left == 0:
            done.set()
        return ended

    courier = LocalCourier(carry, post.outbox)
    began = time.perf_counter()
    carrying = asyncio.create_task(courier.run())
    await done.wait()
    took = time.perf_counter() - began
    courier.stop()
    await carrying
    assert await store.read(lambda view: view.letters.outbox(datetime.now(UTC), datetime.now(UTC)).ready) == ()
    await channel.close()
    await store.close()
    return count / took


async def sent_bare(url: str, count: int) -> float:
    """Messages a second by the bare client on one shared session, as many in flight."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=TOKEN, base_url=url, session=session)
        todo = iter(range(count))

        async def hand() -> None:
            for n in todo:
                await client.chat_postMessage(channel=f"D{n}", text="Where do these stand?")

        began = time.perf_counter()
        await asyncio.gather(*(hand() for _ in range(MOST)))
        return count / (time.perf_counter() - began)


async def rates(folder: Path) -> None:
    """How many letters a second, when Slack takes its time and when it does not."""
    async with slack(0.1) as url:
        slow = median([await carried(folder, url, 1000) for _ in range(2)])
    row("delivery, 100 ms answers, 20 in flight", slow, MOST / 0.1, "/s", "the ideal")
    async with slack(0) as url:
        await sent_bare(url, 200)
        both = [(await carried(folder, url, 1500), await sent_bare(url, 1500)) for _ in range(5)]
    ours, bare = (median(side) for side in zip(*both, strict=True))
    row("delivery, answers at once", ours, bare, "/s", "bare client, shared session")


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
    """The 99th percentile of the answers to `status 2.1`, asked on four connections until it is time to stop."""
    took: list[float] = []
    stop = False
    whole = command(port, "status 2.1")

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while not stop:
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


async def busy(folder: Path, count: int = 2000) -> None:
    """How long replies take while letters go out."""
    store = await record(f"sqlite:///{folder / 'busy.db'}", count)
    port = free_port()
    async with slack(0) as url, aiohttp.ClientSession() as session:

        async def posts() -> int:
            async with session.get(f"{url}posts") as answer:
                return int((await answer.json())["posts"])

        async def enough(asked: int) -> bool:
            return asked >= 1000

        async def all_gone(_asked: int) -> bool:
            return await posts() >= count

        environment = {
            "DATABASE_URL": f"sqlite:///{folder / 'busy.db'}", "PORT": str(port), "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": url,
        }  # fmt: skip
        async with running([sys.executable, "-m", "bot", "serve"], environment, port):
            await replies(port, enough)
            idle = await replies(port, enough)
            await post_all(store, count, datetime.now(UTC) - timedelta(days=1))
            while not await posts():
                await asyncio.sleep(0.01)
            loaded = await replies(port, all_gone)
    await store.close()
    row("p99 of a reply while 2,000 letters go out", loaded * 1e3, idle * 1e3, "ms", "idle")


def main() -> None:
    """Measure on records of its own."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(rates(Path(folder)))
        asyncio.run(paced())
        asyncio.run(busy(Path(folder)))


if __name__ == "__main__":
    main()
