"""The platform of a scenario, as people use it: they open a form and send it in. Its fronts are where it can be broken."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Awaitable, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from aiohttp import ClientError

from bot.model.letters.message import Message
from bot.model.people import Address
from store.database.engines import engine_url
from tests.crash.clock import Clock
from tests.crash.front import Front
from tests.crash.organisations import Tenant, Workspace, as_shown, posted
from tests.world.slack import Delivery, Slack
from tests.world.slack.screen import shown
from tests.world.teams import TeamsPlatform
from tests.world.teams.client import NotNow

SLACK_WAITS, TEAMS_WAITS = 3.0, 5.0  # seconds after which a platform, or a person's client, gives up


class Heard(NamedTuple):
    """What somebody heard instead of what they wanted, if anything, and how Milepost answered: well or not, and after how long."""

    words: str
    good: bool
    seconds: float


class Side(ABC):
    """One platform with Milepost in one organisation of it."""

    name: str
    waits: float
    answers_by_itself = False  # a form can be opened although the platform takes no calls
    can_tell = True  # if a letter has come
    fronts: Sequence[Front]
    offences: Sequence[str] = ()

    @abstractmethod
    async def start(self, clock: Clock, names: Sequence[str], host: str) -> None:
        """Start it with these people, by that clock, where that host's name leads."""

    @abstractmethod
    async def close(self) -> None:
        """End it."""

    @abstractmethod
    def moved(self) -> None:
        """Tell it the addresses at which its fronts are reached."""

    @abstractmethod
    def listens(self, address: str) -> None:
        """Tell it where Milepost is."""

    @abstractmethod
    def environment(self) -> Mapping[str, str]:
        """Return how Milepost is told of it."""

    @abstractmethod
    def board(self) -> Address:
        """Return where the board meets."""

    def account(self, name: str) -> Address | None:
        """Return where somebody is reached, unless Milepost finds that by itself."""
        return None

    @abstractmethod
    def has_open(self, name: str) -> bool:
        """Say if somebody has a form open."""

    @abstractmethod
    async def opens(self, name: str, ref: str) -> Heard:
        """Ask for the form of a milestone, and wait until it is open or something else is said."""

    @abstractmethod
    async def sends(self, name: str, narrative: str) -> Heard:
        """Send in the form that is open. Nothing is heard if it was saved."""

    @abstractmethod
    def letters(self, database: str) -> Counter[str]:
        """Return the letters that have arrived, each with how often."""


class InSlack(Side):
    """A workspace of Slack. A form closes if it was saved."""

    name, waits = "Slack", SLACK_WAITS

    def __init__(self) -> None:
        self.slack = Slack()

    async def start(self, clock: Clock, names: Sequence[str], host: str) -> None:
        self.slack.world.clock = self.slack.courier.clock = clock.time
        self.workspace = Workspace(self.slack, "Forum", names)
        self.offences = self.slack.world.offences
        await self.slack.start()
        self.fronts = [Front(self.slack.server.url, host=host)]

    async def close(self) -> None:
        await self.slack.stop()

    def moved(self) -> None:
        self.slack.server.url = self.fronts[0].url

    def listens(self, address: str) -> None:
        self.slack.courier.app_url = address

    def environment(self) -> Mapping[str, str]:
        return self.workspace.environment()

    def board(self) -> Address:
        return self.workspace.board()

    def has_open(self, name: str) -> bool:
        return self.slack.user(name).modal is not None

    async def opens(self, name: str, ref: str) -> Heard:
        person, began = self.slack.user(name), time.monotonic()
        before = len(person.posts())
        made = await person.types(f"/milepost update {ref}")
        assert made is not None
        while person.modal is None and time.monotonic() < began + self.waits:
            if len(person.posts()) > before:
                return _heard(made, shown(person.posts()[-1]))
            await asyncio.sleep(0.01)
        return _heard(made, "")

    async def sends(self, name: str, narrative: str) -> Heard:
        person = self.slack.user(name)
        if "What has happened" in (person.sees().modal or ""):
            await person.fills({"Status": "Not started", "What has happened": narrative})
        made = await person.submits()
        heard = " ".join(person.faults.values()) or (person.sees().modal or "" if person.modal is not None else "")
        if person.modal is not None and not person.fields():
            await person.closes()
        return _heard(made, heard)

    def letters(self, database: str) -> Counter[str]:
        return Counter(self.slack.world.letters())


def _heard(made: Delivery, words: str) -> Heard:
    return Heard(words if made.good else f"(status {made.status})", made.good, made.seconds)


class InTeams(Side):
    """A tenant of Teams, whose login and connector each have a front. A dialog says if it was saved."""

    name, waits, answers_by_itself, can_tell = "Teams", TEAMS_WAITS, True, False

    def __init__(self) -> None:
        self.teams = TeamsPlatform()
        self._words: dict[str, str] = {}  # of letters, by their keys, as they were before anybody used them

    async def start(self, clock: Clock, names: Sequence[str], host: str) -> None:
        self.teams.clock = clock.time
        self.tenant = Tenant(self.teams, names)
        await self.teams.start()
        self.fronts = [Front(self.teams.base, host=host) for _ in ("connector", "login")]

    async def close(self) -> None:
        await self.teams.close()

    def moved(self) -> None:
        connector, login = self.fronts
        self.teams.base = self.teams.keys.base = connector.url
        self.teams.login.base = login.url

    def listens(self, address: str) -> None:
        self.teams.milepost = address

    def environment(self) -> Mapping[str, str]:
        return self.tenant.environment()

    def board(self) -> Address:
        return self.tenant.board()

    def account(self, name: str) -> Address | None:
        return self.tenant.account(name)

    def has_open(self, name: str) -> bool:
        dialog = self.teams.user(name).screen.dialog
        return dialog is not None and "What has happened" in dialog.drawn.text

    async def opens(self, name: str, ref: str) -> Heard:
        seat = self.teams.user(name)
        if not seat.posts():
            await seat.says("help")
        seat.closes_dialog()
        heard = await self._answered(name, seat.opens(f"update {ref}", seat.posts()[-1]))
        return heard._replace(words="" if self.has_open(name) else heard.words)

    async def sends(self, name: str, narrative: str) -> Heard:
        seat = self.teams.user(name)
        heard = await self._answered(name, seat.fills({"Status": "Not started", "What has happened": narrative}).presses("Save"))
        return heard._replace(words="" if heard.words.startswith("Saved") else heard.words)

    async def _answered(self, name: str, doing: Awaitable[str]) -> Heard:
        """Do something in a dialog. What is heard is the notice in its place, or the dialog that comes next."""
        screen, began = self.teams.user(name).screen, time.monotonic()
        before = len(screen.notices)
        try:
            await doing
        except NotNow:
            return Heard("(asked to come again)", True, time.monotonic() - began)
        except (ClientError, TimeoutError, AssertionError) as failed:
            return Heard(f"({type(failed).__name__} {failed})", False, time.monotonic() - began)
        words = [*screen.notices[before:], screen.dialog.drawn.text if screen.dialog is not None else ""]
        return Heard(words[0], True, time.monotonic() - began)

    def letters(self, database: str) -> Counter[str]:
        engine = sa.create_engine(engine_url(database), poolclass=sa.NullPool)
        with engine.connect() as link:
            for key, message in link.execute(sa.text("SELECT key, message FROM letter")):
                if key not in self._words:
                    self._words[key] = as_shown(Message.model_validate_json(message))
        there = posted(self.teams)
        return Counter({key: there[words] for key, words in self._words.items() if there[words]})
