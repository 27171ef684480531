"""What the lives of every platform share: a small plan, a die that says when Milepost is killed, and what must hold at the end."""

from __future__ import annotations

import asyncio
import math
import random
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from bot.model.people import PersonRow
from bot.model.plan import Action, Milestone, Plan, Priority, Role
from bot.ports.record import Tx
from bot.rules.documents import edition
from store.record import SqlStore
from tests import records
from tests.crash.processes import Milepost, Nursery, listening, nursery
from tests.records import long_ago

NAMES = ("ada", "ben", "cleo", "dan", "eve", "finn", "gus", "hana")
MONDAY = datetime(2025, 3, 24, 9, 30, tzinfo=UTC)
SIDE_BY_SIDE = 4
LATEST = (0.12, 1.5)  # seconds: while it begins or is at work; while it waits to try again
ARRIVED, ACCEPTED = "arrived", "accepted"  # a call has come to the platform; it is done, and not yet answered

STANDS = 120  # seconds after which a tick will never end: its own patience is a quarter of that


def plan() -> Plan:
    """A plan in which everyone has one milestone, past its date: a first round asks each of them once."""
    roles = tuple(f"Head of {name.title()}" for name in NAMES)
    milestones = tuple(
        Milestone(ref=f"1.1.{at}", text=f"Step {at} done.", date_text="February 2025", due=date(2025, 2, 28), owners=(role,))
        for at, role in enumerate(roles, 1)
    )
    return Plan(
        short="small",
        title="A small plan",
        priorities=(Priority(number=1, text="Lead well"),),
        actions=(Action(ref="1.1", priority=1, title="Begin", milestones=milestones),),
        roles=tuple(Role(name=role) for role in roles),
    )


def _load(tx: Tx) -> None:
    rows = [
        PersonRow(role=f"Head of {name.title()}", name=name.title(), email=f"{name}@example.org", rights=("admin",) if name == "ada" else ())
        for name in NAMES
    ]
    tx.plans.save(edition.compare(None, plan()).plan)
    tx.people.save("small", rows)


async def template(file: Path) -> Path:
    """A record with the plan loaded, to be copied for each life."""
    store = SqlStore(f"sqlite:///{records.empty(file)}", long_ago)
    await store.transact(_load)
    await store.close()
    return file


def ref(name: str) -> str:
    """The milestone of a person."""
    return f"1.1.{NAMES.index(name) + 1}"


class Life(ABC):
    """One platform, one record, one Milepost after another, and a die that says when each is killed."""

    steps: tuple[tuple[str, int], ...]  # the platform's calls at which Milepost may be killed, and how many of each there are

    def __init__(self, seed: int, folder: Path, kept: Path, nursery: Nursery) -> None:
        self.seed = seed
        self.die = random.Random(seed)
        self.nursery = nursery
        self.file = folder / f"life-{seed}.db"
        self.log = folder / f"life-{seed}.log"
        shutil.copy(kept, self.file)
        self.one: Milepost | None = None
        self.armed: Callable[[str, str], bool] | None = None
        self.kills = self.ticks = 0
        self.said: list[str] = []

    # ---- what each platform does in its own way

    @property
    @abstractmethod
    def env(self) -> Mapping[str, str]:
        """How Milepost is told where the platform is."""

    @abstractmethod
    async def open(self) -> None:
        """Start the platform, and make its channel the board's."""

    @abstractmethod
    async def close(self) -> None:
        """Stop the platform."""

    @abstractmethod
    def listens(self, address: str) -> None:
        """Tell the platform where Milepost is."""

    @abstractmethod
    async def acts(self, narrative: str) -> None:
        """Have somebody say something until it is acknowledged; an update with these words is noted in `said`."""

    @abstractmethod
    async def told(self) -> list[str]:
        """What is wrong with what was sent in rounds of which the last was let end."""

    @abstractmethod
    async def doubled(self) -> list[str]:
        """What was sent more often than it may be."""

    async def ended(self) -> None:  # noqa: B027 (where a platform can tell, there is nothing to note)
        """A Milepost has ended, killed or not, and the next has not begun."""

    # ---- killing

    def called(self, step: str, stage: str) -> None:
        """The platform was called."""
        if self.armed is not None and self.armed(step, stage):
            self.kill()

    def kill(self) -> None:
        """kill -9, unless it is dead already."""
        self.armed = None
        if self.one is not None and not self.one.killed:
            self.kills += 1
            self.one.kill()

    def arm(self) -> asyncio.Task[None] | None:
        """Decide when the one that runs is to be killed: at a call's coming or its answering, or after some milliseconds."""
        if self.die.random() < 0.3:
            return asyncio.create_task(self._later(self.die.random() ** 2 * self.die.choice(LATEST)))
        name, most = self.die.choice(self.steps)
        left, at = self.die.randint(1, most), self.die.choice((ARRIVED, ACCEPTED))

        def step(called: str, stage: str) -> bool:
            nonlocal left
            left -= called == name and stage == at
            return left == 0

        self.armed = step
        return None

    async def _later(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.kill()

    # ---- telling: `milepost tick`, killed and run again

    async def telling(self, kills: int = 2) -> list[str]:
        """A round that is killed again and again, then let end; what is wrong with what was sent."""
        for _ in range(kills):
            await self._tick(armed=True)
        code = await self._tick(armed=False)
        if self.one is not None and self.one.killed:
            code = await self._tick(armed=False)
        return await self.told() + ([f"the last round ended with {code}"] if code != 0 else [])

    async def _tick(self, armed: bool) -> int:
        now = MONDAY + timedelta(minutes=self.ticks)
        self.ticks += 1
        self.one = await self.nursery.start(["tick", "--now", now.isoformat()], self.env, self.log)
        later = self.arm() if armed else None
        ending = asyncio.ensure_future(self.one.end())
        await asyncio.wait({ending}, timeout=STANDS)
        if not ending.done():
            where = await self.one.where()
            self.one.kill()
            await ending
            raise AssertionError(f"a tick stood still, and printed:\n{where}")
        code = await ending
        self.armed = None
        if later is not None:
            later.cancel()
        await self.ended()
        return code

    # ---- hearing: `milepost serve`, killed while people talk to it

    async def hearing(self, turns: int = 3) -> list[str]:
        """People give updates while Milepost dies under their hands; what is wrong with the record."""
        await self._serve()
        for turn in range(turns):
            later = self.arm()
            await self.acts(f"turn {self.seed} {turn}")
            if later is not None:
                later.cancel()
            self.kill()
            await self.again()
        return await self._judged()

    async def _judged(self) -> list[str]:
        store = SqlStore(f"sqlite:///{self.file}", long_ago)
        told = await store.read(lambda view: [u.narrative for name in NAMES for u in view.updates.history("small", ref(name))])
        await store.close()
        wrong = [f"{narrative!r} is recorded {told.count(narrative)} times" for narrative in self.said if told.count(narrative) != 1]
        return wrong + await self.doubled()

    async def _serve(self) -> None:
        self.one = await self.nursery.start(["serve"], self.env, self.log)
        self.listens(await listening(self.one))

    async def again(self) -> None:
        """A new one, where the last was killed."""
        if self.one is not None and self.one.killed:
            await self.one.end()
            await self.ended()
            await self._serve()

    def standing(self) -> bool:
        """Whether the one that was started last lives."""
        return self.one is not None and not self.one.killed

    async def bury(self) -> None:
        """End whatever still runs."""
        if self.one is not None:
            self.one.kill()
            await self.one.end()


async def live(life: Life) -> list[str]:
    """One life: an even seed tells, an odd one hears. What went wrong."""
    await life.open()
    try:
        return await (life.hearing() if life.seed % 2 else life.telling())
    except (AssertionError, TimeoutError) as failed:
        return [f"it came to a stop: {str(failed) or repr(failed)}"]
    finally:
        await life.bury()
        await life.close()


Born = Callable[[int, Path, Path, Nursery], Life]


async def live_all(born: Born, platform: str, seeds: Iterable[int], folder: Path, until: float = math.inf) -> AsyncIterator[tuple[Life, list[str]]]:
    """Lives of these seeds, some side by side, none begun after a moment; each as it ends, and what went wrong in it."""
    kept = await template(folder / "kept.db")
    async with nursery(platform) as started:

        async def one(seed: int) -> tuple[Life, list[str]]:
            life = born(seed, folder, kept, started)
            return life, await live(life)

        coming = iter(seeds)
        begun = {asyncio.create_task(one(seed)) for seed in islice(coming, SIDE_BY_SIDE)}
        while begun:
            ended, begun = await asyncio.wait(begun, return_when=asyncio.FIRST_COMPLETED)
            more = islice(coming, len(ended)) if time.monotonic() < until else ()
            begun |= {asyncio.create_task(one(seed)) for seed in more}
            for task in ended:
                yield task.result()
