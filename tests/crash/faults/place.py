"""One place: a record, a platform, a Milepost between them, people who save one thing after another, and what must hold at the end."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from bot.ports.record import Tx
from store.database.engines import engine_url
from store.record import SqlStore
from tests.crash.clock import Clock
from tests.crash.faults.program import Program, command, start
from tests.crash.faults.sides import Heard, InSlack, Side
from tests.records import long_ago
from tests.world import plan
from tests.world.slack import Slack

MONDAY = datetime(2025, 3, 24, 8, 56, 30, tzinfo=UTC)  # minutes before the day's letters
WAITS = 3.0  # seconds after which whoever asks a process how it stands gives up
BETWEEN = 0.15  # seconds from one thing that a person does to the next
NAMES = ("ada", "ben", "cleo", "dan", "eve", "finn")
ROLES = tuple(f"Head of {name.title()}" for name in NAMES)
STEPS = tuple(plan.due(number, "2025-02-28", role) for number, role in enumerate(ROLES, 1))
PEOPLE: dict[str, plan.Part] = {name: (role, "admin" if name == "ada" else "") for name, role in zip(NAMES, ROLES, strict=True)}


class Tried(NamedTuple):
    """One try to save something: when, what its person had said, what came back, and after how long."""

    at: float
    who: str
    narrative: str
    heard: str
    seconds: float

    @property
    def saved(self) -> bool:
        return self.heard == ""

    @property
    def not_saved(self) -> bool:
        return "Not saved" in self.heard or "nothing was saved" in self.heard.lower()


@dataclass
class Place:
    """Everything of one scenario."""

    folder: Path
    url: str
    clock: Clock
    side: Side = field(default_factory=InSlack)
    tries: list[Tried] = field(default_factory=list)
    asked_and_heard: list[Tried] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)
    one: Program | None = None
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log = self.folder / "log"

    @property
    def slack(self) -> Slack:
        """The platform, if it is Slack."""
        assert isinstance(self.side, InSlack)
        return self.side.slack

    @property
    def env(self) -> Mapping[str, str]:
        """How Milepost is told where everything is."""
        where = {"DATABASE_URL": self.url, "HOST": "127.0.0.1", "PORT": "0"}
        return {**where, **self.side.environment(), **self.clock.env, **self.more}

    @property
    def milepost(self) -> Program:
        """The Milepost that runs."""
        assert self.one is not None
        return self.one

    async def load(self) -> None:
        """Put the plan and its people into the record."""
        store = SqlStore(self.url, long_ago)
        try:
            await asyncio.to_thread(store.migrate)
            await store.transact(partial(plan.load, plan=plan.small(STEPS, ROLES), people=PEOPLE))
            await store.transact(self._bind)
        finally:
            await store.close()

    def _bind(self, tx: Tx) -> None:
        tx.plans.bind_board(plan.SMALL, self.side.board())
        for person in tx.people.of(plan.SMALL).persons:
            if (to := self.side.account(person.name.lower())) is not None:
                tx.accounts.reach(person.id, to, long_ago() + timedelta(days=1))

    async def serve(self, through: tuple[str, ...] = ()) -> None:
        """Start Milepost."""
        self.one = await start(["serve"], self.env, self.log, through)
        self.side.listens(await self.milepost.listens())

    async def run(self, *args: str) -> tuple[int, str]:
        """Run a command beside it."""
        return await command(args, self.env, self.folder / "command.log")

    # ---- people

    async def saves(self, name: str, narrative: str, patience: float = 60.0) -> bool:
        """Save something as a person does: open the form, send it in, and again if it was not taken. Whether it was."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if not self.side.has_open(name) and not await self.opens(name):
                await asyncio.sleep(BETWEEN)
                continue
            if (await self.sends(name, narrative)).saved:
                return True
            await asyncio.sleep(BETWEEN)
        return False

    async def opens(self, name: str) -> bool:
        """Ask for the form of one's milestone; whether it opened. If not, something else must be said."""
        began = time.monotonic()
        heard = await self.side.opens(name, f"1.1.{NAMES.index(name) + 1}")
        self._acknowledged(heard, f"{name} asked for the form")
        if heard.words:
            self.asked_and_heard.append(Tried(began, name, "", heard.words, time.monotonic() - began))
        elif not self.side.has_open(name):
            self.wrong.append(f"{name} asked for the form and was told nothing in {self.side.waits:.0f} s")
        return self.side.has_open(name)

    async def sends(self, name: str, narrative: str) -> Tried:
        """Send in the form that is open."""
        at = time.monotonic()
        heard = await self.side.sends(name, narrative)
        self._acknowledged(heard, f"{name} sent in {narrative!r}")
        self.tries.append(Tried(at, name, narrative, heard.words, heard.seconds))
        return self.tries[-1]

    def _acknowledged(self, heard: Heard, what: str) -> None:
        if not heard.good:
            self.wrong.append(f"{what}: {heard.words} after {heard.seconds:.1f} s")
        elif heard.seconds > self.side.waits:
            self.wrong.append(f"{what}: acknowledged after {heard.seconds:.1f} s")

    @asynccontextmanager
    async def people_at_work(self, *names: str) -> AsyncIterator[None]:
        """Have people save one thing after another until this ends; each ends with what they are at."""
        ends = asyncio.Event()

        async def works(name: str) -> None:
            for count in range(10_000):
                if ends.is_set():
                    return
                if not await self.saves(name, f"{name} {count}"):
                    self.wrong.append(f"{name} could not save {count} in a minute")
                await asyncio.sleep(BETWEEN)

        working = [asyncio.create_task(works(name)) for name in names or NAMES[1:4]]
        try:
            yield
        finally:
            ends.set()
            await asyncio.gather(*working)

    # ---- waiting

    async def ready(self, status: int, patience: float = 90.0) -> tuple[str, float]:
        """Wait until /readyz answers with a status; its words, and the seconds that took."""
        began = time.monotonic()
        while True:
            got, text, took = await self.milepost.asked("/readyz")
            if took > WAITS:
                self.wrong.append(f"/readyz took {took:.1f} s")
            if got == status:
                return text.splitlines()[0], time.monotonic() - began
            assert time.monotonic() < began + patience, f"/readyz says {got} {text!r} for {patience:.0f} s"
            await asyncio.sleep(0.05)

    async def alive(self) -> None:
        """Note if /healthz does not say so at once."""
        got, _, took = await self.milepost.asked("/healthz")
        if got != 200 or took > 1.0:
            self.wrong.append(f"/healthz answered {got} after {took:.1f} s")

    async def until(self, true: Callable[[], bool], patience: float = 60.0) -> float:
        """Wait until something holds; the seconds that took."""
        began = time.monotonic()
        while not true():
            assert time.monotonic() < began + patience, f"it never came in {patience:.0f} s"
            await asyncio.sleep(0.05)
        return time.monotonic() - began

    def letters(self) -> Counter[str]:
        """The letters that have arrived, each with how often."""
        return self.side.letters(self.url)

    def asked(self) -> set[str]:
        """Which letters ask somebody something."""
        return {key for key in self.letters() if key.startswith("nudge:")}

    def in_hand(self) -> int:
        """How many letters some process is sending at this moment."""
        return len(self._column("SELECT key FROM letter WHERE state = 'sending'"))

    def reasons(self) -> list[str]:
        """For which reasons letters wait, kept in `told` as well."""
        self.told = self._column("SELECT DISTINCT reason FROM letter WHERE state <> 'sent'")
        return self.told

    def _column(self, asked: str) -> list[str]:
        engine = sa.create_engine(engine_url(self.url), poolclass=sa.NullPool)
        with engine.connect() as link:
            return list(link.scalars(sa.text(asked)))

    def since(self, at: float) -> list[Tried]:
        """What people tried to save since a moment."""
        return [one for one in self.tries if one.at >= at]

    def heard_since(self, at: float) -> list[str]:
        """What people have heard since a moment beside that something was saved, each sentence once."""
        return sorted({one.heard.splitlines()[-1] for one in (*self.tries, *self.asked_and_heard) if one.at >= at and one.heard})

    # ---- what must hold at the end

    async def judge(self) -> list[str]:
        """What went wrong, after all."""
        store = SqlStore(self.url, long_ago)
        try:
            kept = await store.read(
                lambda view: Counter(u.narrative for step in STEPS for u in view.updates.history(plan.SMALL, step.ref))
            )
        finally:
            await store.close()
        told = {one.narrative for one in self.tries if one.saved}
        wrong = [f"{narrative!r} was said to be saved and is there {kept[narrative]} times" for narrative in sorted(told) if kept[narrative] != 1]
        refused = {one.narrative for one in self.tries if one.not_saved} - told
        wrong += [f"{narrative!r} was said not to be saved, and is there" for narrative in sorted(refused) if kept[narrative]]
        wrong += [f"letter {key} came {count} times" for key, count in self.letters().items() if count > 1]
        code, said = await self.run("record", "verify")
        wrong += [f"record verify ended with {code}: {said}"] if code != 0 else []
        return [*self.wrong, *wrong, *self.side.offences]

    async def close(self) -> None:
        """End everything."""
        if self.one is not None:
            self.one.kill()
            await self.one.ends()
        for front in self.side.fronts:
            await front.stop()
        await self.side.close()


@asynccontextmanager
async def place(
    folder: Path,
    url: str,
    moment: datetime = MONDAY,
    side: Side | None = None,
    tls: ssl.SSLContext | None = None,
    host: str = "127.0.0.1",
) -> AsyncIterator[Place]:
    """A place with its plan loaded and its platform listening, in Slack unless another is given; Milepost is not started yet."""
    made = Place(folder, url, Clock(folder / "clock", moment), side or InSlack())
    await made.side.start(made.clock, NAMES, host)
    for front in made.side.fronts:
        await front.start(tls)
    made.side.moved()
    try:
        await made.load()
        yield made
    finally:
        await made.close()


Scenario = Callable[[Path], Awaitable[list[str]]]
