"""Milepost between platforms: a workspace of Slack or a tenant of Teams that has it, and both platforms side by side."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from adapters.teams.drawing import messages
from bot.model.letters.message import Message
from bot.model.people import Address
from tests.world.slack import Slack
from tests.world.teams import TeamsPlatform


class Platforms:
    """Slack and Teams, opened, closed and told where Milepost is together."""

    def __init__(self, slack: Slack, teams: TeamsPlatform) -> None:
        self.slack, self.teams = slack, teams

    async def open(self) -> None:
        """Start both."""
        await self.slack.start()
        await self.teams.start()

    async def close(self) -> None:
        """Stop both."""
        await self.slack.stop()
        await self.teams.close()

    def listens(self, address: str) -> None:
        """Tell both where Milepost is."""
        self.slack.courier.app_url = self.teams.milepost = address


class Workspace:
    """One workspace of Slack that has Milepost by a bot token, its people, and the channel of its board."""

    def __init__(self, slack: Slack, title: str, names: Sequence[str], board: str = "board") -> None:
        self.slack = slack
        self.team = slack.team(title)
        for name in names:
            slack.join(name, self.team)
        self.channel = slack.channel(board, self.team, names)
        self.token = slack.world.token(self.team.id)

    def environment(self, domain: str = "") -> dict[str, str]:
        """Return how Milepost is told of it. With a domain, people of that domain alone may be introduced by it."""
        listed = {"MILEPOST_SLACK_WORKSPACES": f"{self.team.id}={domain}"} if domain else {}
        return {
            "SLACK_BOT_TOKEN": self.token.value,
            "SLACK_SIGNING_SECRET": self.slack.world.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            **listed,
        }

    def board(self) -> Address:
        """Return where the board meets."""
        return Address(platform="slack", tenant=self.team.id, id=self.channel.id, route="")

    def account(self, name: str) -> Address:
        """Return where somebody is reached."""
        return Address(platform="slack", tenant=self.team.id, id=self.slack.user(name).user.id)


class Tenant:
    """The tenant of Teams in which Milepost is at home, its people, and the channel of its board."""

    def __init__(self, teams: TeamsPlatform, names: Sequence[str], board: str = "board") -> None:
        self.teams = teams
        self.channel = teams.directory.channel(board, [teams.person(name) for name in names])

    def environment(self, domain: str = "") -> dict[str, str]:
        """Return how Milepost is told of it. With a domain, people of that domain alone may be introduced by it."""
        return self.teams.environment(*([f"{self.teams.tenant}={domain}"] if domain else []))

    def board(self) -> Address:
        """Return where the board meets."""
        return self._at(self.channel.id, channel=self.channel.id)

    def account(self, name: str, has_a_chat: bool = True) -> Address:
        """Return where somebody is reached, who has spoken to Milepost in a chat of their own unless it is said otherwise."""
        person = self.teams.directory.people[name]
        own = {"conversation": self.teams.directory.open_personal(person).id} if has_a_chat else {}
        return self._at(person.aad, user=person.id, **own)

    def _at(self, identity: str, **known: str) -> Address:
        common = {"service_url": f"{self.teams.base}/emea/", "tenant": self.teams.tenant, "bot": f"28:{self.teams.app_id}"}
        return Address(platform="teams", tenant=self.teams.tenant, id=identity, route=json.dumps({**common, **known}, sort_keys=True))


def words_of(activity: Mapping[str, object]) -> str:
    """Return what a message of Teams says: the same whichever conversation it is in."""
    return json.dumps({name: activity.get(name) for name in ("text", "summary", "attachments")}, sort_keys=True)


def as_shown(message: Message) -> str:
    """Return what a message says once it is in Teams."""
    return words_of(json.loads(json.dumps(messages.activity(message))))


def posted(teams: TeamsPlatform) -> Counter[str]:
    """Return what Milepost has posted in Teams, as it first was, and how often. Teams keeps no key of a letter: its very words tell it."""
    places = teams.directory.conversations.values()
    return Counter(words_of(post.versions[0] if post.versions else post.activity) for place in places for post in place.bot_posts())
