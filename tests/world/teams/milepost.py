"""Milepost on a database of its own, with a clock of its own, behind real HTTP, and the people of a small plan in Teams."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from adapters.teams.channel import Teams
from adapters.teams.people import FRESH
from adapters.teams.turns.front import ANSWERED_WITHIN
from bot.conversation.desk import Desk
from bot.delivery.post import Post
from bot.model.tenants import Serving, of_platform, together
from bot.planning import editions
from bot.planning.arrivals import meet
from bot.planning.rounds import plan_round
from bot.ports.channel import Channel
from bot.program.documents.reading.documents import reader
from store.record import SqlStore
from tests.world import plan
from tests.world.listening import milepost
from tests.world.teams.platform import HANGS, HOME, TeamsPlatform

NHS = "a5a5a5a5-0000-4000-8000-000000000nhs"
ELSEWHERE = "e15e0000-0000-4000-8000-0000000other"
MORNING = datetime(2025, 3, 18, 9, 30, tzinfo=UTC)
PLAN = plan.small((*plan.STEPS[:2], plan.due(3, "2025-12-31", "Independent Chair")))  # the chair is a guest
LOAD = partial(plan.load, plan=PLAN)


async def open_store(file: Path) -> SqlStore:
    """A record with the plan and its people, open."""
    return await plan.record(file, LOAD)


def settle_in(teams: TeamsPlatform) -> None:
    """The people of the plan in two tenants, a guest, a stranger, and one of a tenant that is not served."""
    keira, gwen, hugo = teams.person("keira"), teams.person("gwen"), teams.person("hugo")
    teams.person("ben", NHS, region="uk")
    carys = teams.person("carys", email="Carys@EXAMPLE.org", upn="carys_example.org#EXT#@home.onmicrosoft.com", guest=True)
    mallory = teams.person("mallory", email="mallory@elsewhere.net")
    teams.person("eve", ELSEWHERE, email="keira@example.org")
    teams.directory.channel("board", [gwen, keira, hugo, carys, mallory])
    teams.directory.group("group", [gwen, keira, mallory])


class Office:
    """Milepost and the Teams it serves. `haste` as in the adapter: how many times the published limits it may go.

    `others` are channels of other platforms that it serves too, and `tenants` are listed as an operator lists them."""

    def __init__(
        self,
        store: SqlStore,
        teams: TeamsPlatform,
        haste: float = 50.0,
        others: Sequence[Channel] = (),
        tenants: Sequence[str] = (f"{HOME}=example.org", f"{NHS}=example.org"),
        fresh: float = FRESH,
        patience: float = ANSWERED_WITHIN,
    ) -> None:
        self.store = store
        self.teams = teams
        self.now = MORNING
        self.adapter = Teams(teams.settings(*tenants), self.clock, haste, fresh, patience)
        served = together(self.adapter.served(), *(of_platform(other.platform, ()) for other in others))
        self.served: Serving = lambda: served
        self.desk = Desk(store, self.clock, [self.adapter, *others], self.served, patience=HANGS, readers=(reader(), editions))
        self.post = Post(store, [self.adapter, *others], self.clock, served=self.served)

    def clock(self) -> datetime:
        """What the story's clock shows."""
        return self.now

    async def at(self, moment: str) -> None:
        """Move the clock and run one round."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        await self.round()

    async def round(self) -> None:
        """Meet who waits to be met, plan what is due, and carry what may go."""
        await meet(self.store, [self.adapter], self.desk.heed, self.now)
        await plan_round(self.store, self.now, self.served)
        await self.carry()

    async def carry(self) -> None:
        """Carry what may go now."""
        for key in await self.post.waiting():
            await self.post.deliver(key)

    async def later(self, seconds: float = 120) -> None:
        """Let a while pass, and carry what may then go."""
        self.now += timedelta(seconds=seconds)
        await self.carry()

    async def everyone_installs(self) -> None:
        """The people of the plan have the app."""
        for name in ("keira", "ben", "carys", "gwen"):
            await self.teams.user(name).installs(answered=True)

    async def updates(self, ref: str) -> list[str]:
        """What was declared of a milestone, oldest first, and by whom."""
        history = await self.store.read(lambda view: view.updates.history(PLAN.short, ref))
        return [f"{update.by_name}: {update.status.value} {update.narrative}".strip() for update in history]


@asynccontextmanager
async def opened(folder: Path, *tenants: str) -> AsyncIterator[Office]:
    """An office with everything running; Teams knows where Milepost listens."""
    async with furnished(folder) as (store, teams):
        office = Office(store, teams, tenants=tenants) if tenants else Office(store, teams)
        async with served(office):
            yield office


@asynccontextmanager
async def furnished(folder: Path) -> AsyncIterator[tuple[SqlStore, TeamsPlatform]]:
    """A record with the plan, and Teams with its people."""
    store = await open_store(folder / "office.db")
    teams = TeamsPlatform()
    await teams.start()
    settle_in(teams)
    yield store, teams
    await teams.close()
    await store.close()


@asynccontextmanager
async def served(office: Office) -> AsyncIterator[None]:
    """Milepost's adapter, listening."""
    await office.adapter.start()
    listening = await milepost(office.adapter, office.desk.handle, office.desk.heed)
    office.teams.milepost = listening.url
    try:
        yield
    finally:
        await listening.close()
        await office.adapter.close()
