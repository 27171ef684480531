"""Seeded lives of Milepost in Slack, each with kills in the middle of what it does; and what must hold at the end."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot import edition
from bot.model import Action, Address, Milestone, PersonRow, Plan, Priority, Role
from bot.ports import Tx
from store.sql import SqlStore
from tests.crash.processes import Milepost, Nursery, free_port, listening
from tests.slack_platform import Call, Delivery, Person, Slack

NAMES = ("ada", "ben", "cleo", "dan", "eve", "finn", "gus", "hana")
MONDAY = datetime(2025, 3, 24, 9, 30, tzinfo=UTC)
PATIENCE = 15.0
TELLING = (("users.lookupByEmail", 8), ("conversations.open", 8), ("chat.postMessage", 9), ("conversations.history", 1))
HEARING = (("users.info", 2), ("views.open", 1), ("chat.postMessage", 1), ("chat.update", 1), ("response_url", 1), ("views.publish", 1))


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
    tx.save_plan(edition.compare(None, plan()).plan)
    tx.save_people("small", rows)


async def template(file: Path) -> Path:
    """A record with the plan loaded, to be copied for each life."""
    store = SqlStore(f"sqlite:///{file}")
    store.migrate()
    await store.transact(_load)
    await store.close()
    return file


class Life:
    """One Slack, one record, one Milepost after another, and a die that says when each is killed."""

    def __init__(self, seed: int, folder: Path, kept: Path, nursery: Nursery) -> None:
        self.seed = seed
        self.die = random.Random(seed)
        self.nursery = nursery
        self.file = folder / f"life-{seed}.db"
        self.log = folder / f"life-{seed}.log"
        shutil.copy(kept, self.file)
        self.slack = Slack()
        self.team = self.slack.team("Forum")
        for name in NAMES:
            self.slack.join(name, self.team)
        self.board = self.slack.channel("board", self.team, NAMES)
        self.port = free_port()
        self.one: Milepost | None = None
        self.armed: Callable[[Call, str], bool] | None = None
        self.kills = self.ticks = 0
        self.slack.server.on_call = self._called

    @property
    def env(self) -> dict[str, str]:
        """How Milepost is told where everything is."""
        return {
            "DATABASE_URL": f"sqlite:///{self.file}",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "SLACK_BOT_TOKEN": self.token.value,
            "SLACK_SIGNING_SECRET": self.slack.world.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
        }

    async def open(self) -> None:
        """Start Slack, and make its channel the board's."""
        await self.slack.start()
        self.token = self.slack.world.token(self.team.id)
        store = SqlStore(f"sqlite:///{self.file}")
        address = Address(platform="slack", tenant=self.team.id, id=self.board.id, route="")
        await store.transact(lambda tx: tx.bind_board("small", address))
        await store.close()

    async def close(self) -> None:
        """End whatever still runs."""
        if self.one is not None:
            self.one.kill()
            await self.one.end()
        await self.slack.stop()

    # ---- killing

    def _called(self, call: Call, stage: str) -> None:
        if self.armed is not None and self.armed(call, stage):
            self._kill()

    def _kill(self) -> None:
        self.armed = None
        if self.one is not None and not self.one.killed:
            self.kills += 1
            self.one.kill()

    def arm(self, steps: Sequence[tuple[str, int]]) -> asyncio.Task[None] | None:
        """Decide when the one that runs is to be killed: at a call's coming or its answering, or after some milliseconds."""
        if self.die.random() < 0.3:
            return asyncio.create_task(self._later(self.die.random() ** 2 * 0.12))
        method, most = self.die.choice(steps)
        left, stage = self.die.randint(1, most), self.die.choice(("arrived", "accepted"))

        def step(call: Call, at: str) -> bool:
            nonlocal left
            left -= call.method == method and at == stage
            return left == 0

        self.armed = step
        return None

    async def _later(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._kill()

    # ---- telling: `milepost tick`, killed and run again

    async def telling(self, kills: int = 2) -> list[str]:
        """A round that is killed again and again, then let end; what is wrong with what was sent."""
        for _ in range(kills):
            await self._tick(armed=True)
        code = await self._tick(armed=False)
        sent = Counter(self.slack.world.letters())
        wrong = [f"{key} was sent {count} times" for key, count in sent.items() if count > 1]
        people = {str(key).split(":")[1] for key in sent if key.startswith("nudge:")}
        if len(people) != len(NAMES):
            wrong.append(f"{len(people)} of {len(NAMES)} people were asked")
        if not any(key.startswith("digest") for key in sent):
            wrong.append("the board was told nothing")
        if code != 0:
            wrong.append(f"the last round ended with {code}")
        return wrong

    async def _tick(self, armed: bool) -> int:
        now = MONDAY + timedelta(minutes=self.ticks)
        self.ticks += 1
        self.one = await self.nursery.start(["tick", "--now", now.isoformat()], self.env, self.log)
        later = self.arm(TELLING) if armed else None
        code = await self.one.end()
        self.armed = None
        if later is not None:
            later.cancel()
        return code

    # ---- hearing: `milepost serve`, killed while people talk to it

    async def hearing(self, turns: int = 3) -> list[str]:
        """People give updates while Milepost dies under their hands; what is wrong with the record."""
        await self._serve()
        said: list[str] = []
        for turn in range(turns):
            narrative = f"turn {self.seed} {turn}"
            said.append(narrative)
            person = self.slack.user(self.die.choice(NAMES[1:3]))
            later = self.arm(HEARING)
            await (self._types if self.die.random() < 0.5 else self._fills)(person, narrative)
            if later is not None:
                later.cancel()
            self._kill()
            await self._again()
        return await self._judged(said)

    async def _judged(self, said: list[str]) -> list[str]:
        store = SqlStore(f"sqlite:///{self.file}")
        refs = [f"1.1.{at}" for at in range(1, len(NAMES) + 1)]
        told = await store.read(lambda view: [u.narrative for ref in refs for u in view.history("small", ref)])
        await store.close()
        wrong = [f"{narrative!r} is recorded {told.count(narrative)} times" for narrative in said if told.count(narrative) != 1]
        sent = Counter(self.slack.world.letters())
        return wrong + [f"{key} was sent {count} times" for key, count in sent.items() if count > 1]

    async def _serve(self) -> None:
        self.one = await self.nursery.start(["serve"], self.env, self.log)
        await listening(self.port, self.one)
        self.slack.courier.app_url = f"http://127.0.0.1:{self.port}"

    async def _again(self) -> None:
        """A new one, where the last was killed."""
        if self.one is not None and self.one.killed:
            await self.one.end()
            await self._serve()

    def _ref(self, person: Person) -> str:
        return f"1.1.{NAMES.index(person.user.name) + 1}"

    async def _types(self, person: Person, narrative: str) -> None:
        """A typed line, saved by a press: whatever is not acknowledged is delivered or done again."""
        made = await person.types(f"{self._ref(person)} green {narrative}")
        while made is not None and not made.good:
            await self._again()
            made = await self.slack.again(made, 2)
        if not await self._shown(lambda: any(narrative in m and "[Save]" in m for m in person.sees().messages)):
            await self._again()
            await self._types(person, narrative)
            return
        while "Save" in person.buttons():  # gone once the card says what was saved, whether or not the press was acknowledged
            if (await person.presses("Save")).good:
                return
            await self._again()

    async def _fills(self, person: Person, narrative: str) -> None:
        """A form: opened again where it did not open, sent in again where it was not acknowledged."""
        await self._until_good(lambda: person.types(f"/milepost update {self._ref(person)}"))
        if not await self._shown(lambda: person.modal is not None):
            await self._again()
            await self._fills(person, narrative)
            return
        while True:
            await person.fills({"Status": "Green", "What has happened": narrative})
            made = await person.submits()
            if made.good:
                break
            await self._again()
        assert person.modal is None, person.faults

    async def _until_good(self, work: Callable[[], object]) -> None:
        while True:
            made = await work()  # type: ignore[misc]
            if not isinstance(made, Delivery) or made.good:
                return
            await self._again()

    async def _shown(self, true: Callable[[], bool]) -> bool:
        """Whether something is shown soon; no longer waited for where the one that would show it is dead."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not true():
                    if self.one is None or self.one.killed:
                        return true()
                    await asyncio.sleep(0.01)
        return true()


async def live(seed: int, folder: Path, kept: Path, nursery: Nursery) -> tuple[list[str], int]:
    """One life: an even seed tells, an odd one hears. What went wrong, and how often it was killed."""
    life = Life(seed, folder, kept, nursery)
    await life.open()
    try:
        wrong = await (life.hearing() if seed % 2 else life.telling())
        return wrong, life.kills
    except AssertionError as failed:
        return [f"it came to a stop: {failed}"], life.kills
    finally:
        await life.close()
