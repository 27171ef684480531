"""The processes of one Milepost, which die and are started again, and the door in front of those that serve."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import count as count_from
from pathlib import Path

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, web

from tests.crash.processes import HANGS, Milepost, Nursery, listening
from tests.world.listening import Listening, listen

LIES = 1.5  # seconds, at most, until one that died is started again
KEPT = ("Content-Type", "Authorization", "X-Slack-Request-Timestamp", "X-Slack-Signature", "X-Slack-Retry-Num", "X-Slack-Retry-Reason")
PROGRAMS = "/usr/lib/postgresql"  # where those of PostgreSQL lie, each version in a folder
TOLD = ("Content-Type", "Retry-After", "X-Slack-No-Retry")


def path() -> dict[str, str]:
    """Return the search path with PostgreSQL's newest programs before all others."""
    newest = sorted(Path(PROGRAMS).glob("*/bin"))[-1:]
    return {"PATH": ":".join([*map(str, newest), os.environ["PATH"]])}


class Place:
    """One process's place in the house, whichever lives there now."""

    def __init__(self, name: str, args: Sequence[str]) -> None:
        self.name = name
        self.args = list(args)
        self.one: Milepost | None = None
        self.address = ""  # where it listens, once it does
        self.asked = False  # to stop

    @property
    def lives(self) -> bool:
        """Whether a process lives there."""
        return self.one is not None and not self.one.killed and self.one.code is None


class House:
    """A Milepost of many processes. Whoever is killed is started again after a while."""

    def __init__(self, nursery: Nursery, env: Mapping[str, str], log: Path, die: random.Random, many: bool) -> None:
        self._nursery = nursery
        self._env = dict(env)
        self._log = log
        self._die = die
        self._stopping = False
        self._numbers = count_from(1)
        count = 2 if many else 1
        self.places = [Place(f"web.{n}", ["serve"]) for n in range(1, count + 1)]
        self.places += [Place(f"worker.{n}", ["work"]) for n in range(1, count + 1) if many]
        self.kills = 0
        self.killed: Counter[str] = Counter()
        self.on_kill: Callable[[], None] = lambda: None
        self._living: list[asyncio.Task[None]] = []

    async def open(self) -> str:
        """Start all processes. Returns where the door is."""
        self._session = ClientSession(timeout=ClientTimeout(total=HANGS), auto_decompress=False)
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/{any:.*}", self._pass)
        self._door: Listening = await listen(app)
        self._living = [asyncio.create_task(self._live(place)) for place in self.places]
        await self.again()
        return self._door.url

    async def close(self) -> None:
        """End all of it."""
        self._stopping = True
        for place in self.places:
            if place.lives and place.one is not None:
                place.one.kill()
        await asyncio.gather(*self._living)
        await self._door.close()
        await self._session.close()

    async def run(self, args: Sequence[str], dies_after: float | None = None, database: str = "") -> tuple[int, str]:
        """Run a command, killed after some seconds if it has not ended. Returns its exit code and what it printed."""
        env = {**self._env, **path(), "DATABASE_URL": database or self._env["DATABASE_URL"]}
        log = self._log.with_suffix(f".{next(self._numbers)}.log")
        one = await self._nursery.start([*args], env, log)
        ending = asyncio.ensure_future(one.end())
        await asyncio.wait({ending}, timeout=dies_after if dies_after is not None else HANGS)
        if not ending.done():
            one.kill()
            self._count(f"`{' '.join(args[:1])}`")
        return await ending, one.told()

    async def until_done(self, args: Sequence[str], chance: float) -> None:
        """Run a command again and again until it was not killed. Each time it is with that chance, within two seconds."""
        while True:
            code, told = await self.run(args, self._die.random() * 2 if self._die.random() < chance else None)
            assert code in (0, -9), told
            if code == 0:
                return

    def complaints(self) -> list[str]:
        """Return what any process has logged as an error."""
        told = (log.read_text(errors="replace").splitlines() for log in sorted(self._log.parent.glob(f"{self._log.stem}.*log")))
        return [line for lines in told for line in lines if " ERROR " in line or line.startswith("Traceback")]

    # ---- dying

    def kill(self, place: Place) -> None:
        """kill -9, whatever it is at."""
        if place.lives and place.one is not None:
            place.address = ""
            place.one.kill()
            self._count(place.name)

    async def stop(self, place: Place) -> tuple[float, int | None, str]:
        """SIGTERM. Returns after how many seconds it ended, its exit code, and what it said last. Another takes its place."""
        one = place.one
        assert one is not None
        place.asked, began = True, time.monotonic()
        one.stop()
        while not one.gone():
            await asyncio.sleep(0.01)
        took = time.monotonic() - began
        while one.code is None:
            await asyncio.sleep(0.01)
        place.asked = False
        return took, one.code, one.told().strip().rpartition("\n")[2]

    def _count(self, name: str) -> None:
        self.kills += 1
        self.killed[name] += 1
        self.on_kill()

    def kill_some(self) -> None:
        """Kill one, and any others by the toss of a coin."""
        first = self._die.choice(self.places)
        for place in self.places:
            if place is first or self._die.random() < 0.4:
                self.kill(place)

    async def _live(self, place: Place) -> None:
        while not self._stopping:
            one = place.one = await self._nursery.start(place.args, self._env, self._log.with_suffix(f".{place.name}.log"))
            if self._stopping:  # it was too late for whoever ends all of it
                one.kill()
            if place.args == ["serve"]:
                await self._listens(place, one)
            await one.end()
            place.address = ""
            if not one.killed and not self._stopping and not place.asked:
                raise AssertionError(f"{place.name} ended by itself with {one.code}: {one.told()[-3000:]}")
            await asyncio.sleep(self._die.random() * LIES * (not self._stopping))

    async def _listens(self, place: Place, one: Milepost) -> None:
        try:
            address = await listening(one)
        except AssertionError:
            if not one.killed:
                raise
        else:
            place.address = address if place.lives else ""

    # ---- being talked to

    def standing(self) -> bool:
        """Say if one can be talked to."""
        return any(place.address for place in self.places)

    async def again(self) -> None:
        """Wait until one can be talked to."""
        async with asyncio.timeout(HANGS):
            while not self.standing():
                for task in self._living:
                    if task.done():
                        task.result()
                await asyncio.sleep(0.01)

    async def _pass(self, request: web.Request) -> web.Response:
        """Pass a request to any process that listens. One that dies over it breaks the connection."""
        body = await request.read()
        headers = {name: request.headers[name] for name in KEPT if name in request.headers}
        places = [place for place in self.places if place.address]
        self._die.shuffle(places)
        for place in places:
            try:
                async with self._session.request(request.method, place.address + request.path_qs, data=body, headers=headers) as answer:
                    told = {name: answer.headers[name] for name in TOLD if name in answer.headers}
                    return web.Response(status=answer.status, body=await answer.read(), headers=told)
            except ClientConnectorError:  # nobody was there, and nothing was asked
                continue
            except (ClientError, TimeoutError):
                break
        if request.transport is not None:
            request.transport.abort()
        raise web.HTTPBadGateway
