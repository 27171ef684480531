"""Many areas as a supplier has them: each with a plan's document, a list of people, accounts on one platform, and a channel of its board.

Half of the areas are in Slack, each in a workspace of its own; half in Teams, each in a tenant of its own.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp

from tests.crash.organisations import Platforms
from tests.world.slack import Conversation as Channel
from tests.world.slack import Slack, Team
from tests.world.teams import TeamsPlatform
from tests.world.teams.directory import Conversation, Json
from tests.world.teams.platform import HOME, Answered

MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
DUE = (-30, -5, 0, 2, 9)  # days from that Monday: each is a day of the ladder, or long past
AN_ACTION = 5  # milestones
SECRET_KEY = "bWlsZXBvc3QtdGVzdHMtb25lLXNlY3JldC1rZXktMDE="


@dataclass(frozen=True)
class Area:
    """One area: its number, how many people it has, and if it is in Slack."""

    number: int
    people: int
    in_slack: bool

    @property
    def name(self) -> str:
        """Its plan's short name."""
        return f"area{self.number:03}"

    @property
    def domain(self) -> str:
        """Where its people's e-mails are."""
        return f"{self.name}.example"

    @cached_property
    def names(self) -> list[str]:
        """Its people's names, which no two people share."""
        return [f"{self.name}-p{k:03}" for k in range(self.people)]

    def ref(self, k: int) -> str:
        """The milestone of which a person has the charge."""
        return f"1.{k // AN_ACTION + 1}.{k % AN_ACTION + 1}"

    def document(self) -> str:
        """The plan, as a text with tabs: one milestone for each of its people."""
        lines = [f"The SEND plan of {self.name}", "Priority 1: Every child is heard", "Ref\tAction\tMilestone\tBy when\tOwner"]
        for k in range(self.people):
            due = (MONDAY + timedelta(days=DUE[k % len(DUE)])).strftime("%d %B %Y")
            action = f"1.{k // AN_ACTION + 1}\tWork together, part {k // AN_ACTION + 1}" if k % AN_ACTION == 0 else "\t"
            lines.append(f"{action}\tStep {k} of {self.name} is done\t{due}\tHead of Service {k}")
        return "\n".join(lines) + "\n"

    def list_of_people(self) -> str:
        """The people file: the first is the admin, the second the chair."""
        platform, rights = "slack" if self.in_slack else "teams", {0: "admin", 1: "chair"}
        rows = [f"Head of Service {k},{name},{name}@{self.domain},{rights.get(k, '')},{platform}" for k, name in enumerate(self.names)]
        return "\n".join(["role,name,email,rights,platform", *rows]) + "\n"


class TimedTeams(TeamsPlatform):
    """Teams, which notes how long Milepost took for each request, and how it answered."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float] = []
        self.statuses: list[int] = []

    async def deliver(self, activity: Json) -> Answered:
        """Send an activity as Teams does."""
        began = time.monotonic()
        answered = await super().deliver(activity)
        self.waited.append(time.monotonic() - began)
        self.statuses.append(answered.status)
        return answered


class Country(Platforms):
    """All areas, and both platforms with everybody in them."""

    def __init__(self, areas: int, people: int) -> None:
        self.areas = [Area(n, people, in_slack=n % 2 == 0) for n in range(areas)]
        self.timed = TimedTeams()
        super().__init__(Slack(), self.timed)
        self.workspaces: dict[str, Team] = {}
        self.boards: dict[str, Channel | Conversation] = {}
        self._before: dict[str, int] = {}  # messages in each chat of Teams before the first Monday
        for area in self.areas:
            (self._joins_slack if area.in_slack else self._joins_teams)(area)

    def _joins_slack(self, area: Area) -> None:
        team = self.workspaces[area.name] = self.slack.team(area.name)
        team.limits = True
        for name in area.names:
            self.slack.join(name, team, f"{name}@{area.domain}")
        self.boards[area.name] = self.slack.channel(f"board-{area.name}", team, area.names[:2])

    def _joins_teams(self, area: Area) -> None:
        people = [self.teams.person(name, self.tenant(area), email=f"{name}@{area.domain}") for name in area.names]
        self.boards[area.name] = self.teams.directory.channel(f"board-{area.name}", people[:2])

    def tenant(self, area: Area) -> str:
        """The area's tenant in Teams; that of the first is where the app is at home."""
        return HOME if area.number == 1 else f"7e9a4700-0000-4000-8000-{area.number:012}"

    def environment(self, database: str) -> dict[str, str]:
        """What a supplier sets: one app for many workspaces, one for many tenants, each with the domains of its people."""
        world = self.slack.world
        tenants = [f"{self.tenant(area)}={area.domain}" for area in self.areas if not area.in_slack]
        workspaces = [f"{team.id}={name}.example" for name, team in self.workspaces.items()]
        slack = {
            "SLACK_CLIENT_ID": world.client_id,
            "SLACK_CLIENT_SECRET": world.client_secret,
            "SLACK_SIGNING_SECRET": world.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "MILEPOST_SLACK_WORKSPACES": ",".join(workspaces),
            "MILEPOST_SECRET_KEY": SECRET_KEY,
        }
        return {"DATABASE_URL": database, "HOST": "127.0.0.1", "PORT": "0", **slack, **self.teams.environment(*tenants)}

    def write(self, folder: Path) -> tuple[list[Path], list[Path]]:
        """Write each area's plan and its people into a folder."""
        plans, people = [], []
        for area in self.areas:
            plans.append(folder / f"{area.name}.txt")
            plans[-1].write_text(area.document(), encoding="utf-8")
            people.append(folder / f"{area.name}.people.csv")
            people[-1].write_text(area.list_of_people(), encoding="utf-8")
        return plans, people

    def met(self) -> None:
        """Note that everybody has been met: what comes into a chat in Teams from now on is what the first Monday brings."""
        self._before = {place.id: len(place.bot_posts()) for place in self.teams.directory.conversations.values()}

    def arrived(self) -> int:
        """How many people and boards have been written to: Slack says of each letter which it is, in Teams their chat has grown."""
        in_slack = sum("#" not in key for key in self.slack.world.letters())
        places = self.teams.directory.conversations.values()
        return in_slack + sum(len(place.bot_posts()) > self._before.get(place.id, 0) for place in places)

    def with_card(self) -> set[str]:
        """Return the names of those to whom the first Monday's card has come."""
        world, places = self.slack.world, self.teams.directory.conversations.values()
        written = {world.conversations[post.channel].user for post in world.posts if post.metadata}
        in_slack = {world.users[one].name for one in written if one is not None}
        return in_slack | {
            place.members[0].name
            for place in places
            if place.kind == "personal" and len(place.bot_posts()) > self._before.get(place.id, 0)
        }

    # ---- what is done once, before the first Monday

    async def installs(self, area: Area) -> None:
        """An area puts Milepost in: its administrator allows it, and says which channel is the board's. In Teams each account has it."""
        admin = area.names[0]
        if area.in_slack:
            await allow(self.slack, self.workspaces[area.name], self.slack.user(admin).user.id)
            await self.slack.user(admin).types("@Milepost board here", channel=self.boards[area.name].id)
            return
        for name in area.names:
            await self.teams.user(name).installs()
        await self.teams.user(admin).at(f"board-{area.name}").says("board here", answered=False)


async def allow(slack: Slack, team: Team, user: str) -> None:
    """What an administrator does in a browser: press the button, allow, come back."""
    app = slack.courier.app_url
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
        async with browser.get(f"{app}/slack/install", allow_redirects=False) as page:
            cookies = SimpleCookie("; ".join(page.headers.getall("Set-Cookie", [])))
            found = re.search(r'href="([^"]*oauth/v2/authorize[^"]*)"', await page.text())
            link = page.headers.get("Location") or (found[1] if found else "")
        asked = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
        code = f"code-{len(slack.world.codes)}"
        slack.world.codes[code] = {"team": team.id, "org": False, "user": user, "scopes": asked["scope"][0]}
        kept = "; ".join(f"{name}={one.coded_value}" for name, one in cookies.items())
        back = {"code": code, "state": asked["state"][0]}
        async with browser.get(f"{app}/slack/oauth_redirect", params=back, headers={"Cookie": kept}, allow_redirects=False) as done:
            assert done.status == 200, (done.status, await done.text())


def percentile(found: Sequence[float], share: float) -> float:
    """Return the value that this share of all does not pass."""
    return sorted(found)[min(len(found) - 1, int(len(found) * share))] if found else 0.0
