"""Milepost at work in one process: its Slack adapter on a real port, its record in a file, and a small plan with its people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from adapters.slack.channel import Slack as Adapter
from adapters.slack.home import Rests
from adapters.slack.people import FRESH
from adapters.slack.settings import SlackSettings
from adapters.slack.setup.manifest import manifest
from adapters.slack.socket import USUAL, Pauses
from bot.conversation.desk import Desk
from bot.delivery.post import Post
from bot.model.updates.update import Update
from bot.planning import editions, reach
from bot.planning.rounds import plan_round
from bot.program.documents.reading.documents import reader
from store.record import SqlStore
from tests.world import plan
from tests.world.listening import Listening, milepost
from tests.world.slack import PATIENCE, Person, Slack

STARTS = datetime(2025, 3, 19, 9, 30, tzinfo=UTC)
SECRET_KEY = "bWlsZXBvc3QtdGVzdHMtb25lLXNlY3JldC1rZXktMDE="
PETRA = "Parent Carer Forum Co-chair"  # a role, and a guest has it
PEOPLE = {**plan.PEOPLE, "petra": (PETRA, "")}
PLAN = plan.small((*plan.STEPS, plan.due(4, "2025-12-31", PETRA)), (*plan.ROLES, PETRA))
LOAD = partial(plan.load, plan=PLAN, people=PEOPLE)
TEXTS = tuple(step.text for step in PLAN.actions[0].milestones)


class Office:
    """Milepost, its Slack, and a clock that is moved by hand."""

    def __init__(self, file: Path, store: SqlStore, slack: Slack) -> None:
        self.file = file
        self.url = f"sqlite:///{file}"
        self.store = store
        self.slack = slack
        self.now = STARTS
        slack.world.clock = lambda: self.now.timestamp()
        slack.world.configure(manifest("https://milepost.example.org", socket=False))
        self.team = slack.team("Forum")
        for name in PEOPLE:
            slack.join(name, self.team, is_restricted=name == "petra")
        self.board = slack.channel("board", self.team, ["gwen", "hugo", "carys", "keira"])
        self.token = slack.world.token(self.team.id)
        self.secret_keys = (SECRET_KEY,)
        self.adapter: Adapter
        self.desk: Desk
        self.post: Post
        self._served: Listening | None = None

    def clock(self) -> datetime:
        """The office's moment."""
        return self.now

    def settings(self, **other: object) -> SlackSettings:
        """How Milepost is told to reach this Slack."""
        world = self.slack.world
        usual = {"bot_token": self.token.value, "signing_secret": world.signing_secret, "api_url": self.slack.api_url}
        return SlackSettings(**{**usual, **other, "secret_keys": self.secret_keys})  # type: ignore[arg-type]

    async def open(self, pauses: Pauses = USUAL, fresh: float = FRESH, **other: object) -> None:
        """Start Milepost, serving whom its settings say."""
        self.adapter = Adapter(self.settings(**other), self.clock, self.url, pauses=pauses, fresh=fresh, rests=Rests(0.0, 0.0))
        self.slack.showing = lambda: self.adapter.showing
        await self.adapter.start()
        self.desk = Desk(self.store, self.clock, [self.adapter], self.adapter.served, patience=PATIENCE, readers=(reader(), editions))
        self.post = Post(self.store, [self.adapter], self.clock, grace=0.0, served=self.adapter.served)

        self._served = await milepost(self.adapter, self.desk.handle, self.desk.heed)
        self.slack.courier.app_url = self._served.url

    async def close(self) -> None:
        """Stop Milepost."""
        await self.slack.courier.close()
        if self._served is not None:
            await self._served.close()
            await self.adapter.close()
        await self.store.close()

    def person(self, name: str) -> Person:
        """Someone at their client."""
        return self.slack.user(name)

    async def round(self) -> None:
        """One round: who is gone, what is due, and every letter that may go now."""
        await reach.look_up(self.store, [self.adapter], self.now)
        await plan_round(self.store, self.now, self.adapter.served)
        await self.carry()

    async def carry(self) -> None:
        """Deliver what may go now."""
        for _ in range(20):
            keys = await self.post.waiting()
            if not keys:
                return
            for key in keys:
                await self.post.deliver(key)

    async def later(self, **by: float) -> None:
        """Move the clock on and run a round."""
        self.now += timedelta(**by)
        await self.round()

    async def tomorrow(self, days: int = 1) -> None:
        """The round of the next working day, and of those after it."""
        for _ in range(days):
            self.now += timedelta(days=1)
            while self.now.weekday() >= 5:
                self.now += timedelta(days=1)
            await self.round()

    async def history(self, ref: str) -> tuple[Update, ...]:
        """Every update of a milestone, as the record has it."""
        return await self.store.read(lambda view: view.updates.history("small", ref))

    async def narratives(self, ref: str) -> list[str]:
        """What was said in every update of a milestone."""
        return [update.narrative for update in await self.history(ref)]


@asynccontextmanager
async def office(file: Path, opened: bool = True) -> AsyncIterator[Office]:
    """Milepost and its Slack, started and stopped; what must never happen has not happened."""
    slack = Slack()
    await slack.start()
    made = Office(file, await plan.record(file, LOAD), slack)
    try:
        if opened:
            await made.open()
        yield made
        await slack.quiet()
    finally:
        await made.close()
        await slack.stop()
    wrong = slack.judged()
    assert not wrong, wrong
