"""A local server that behaves as Slack does, and people who use it through their clients."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from tests.world.slack import payloads
from tests.world.slack.api import Asked
from tests.world.slack.delivery import Courier, Delivery
from tests.world.slack.people import Impossible, Person, Screen
from tests.world.slack.pings import pings_sent
from tests.world.slack.server import Server
from tests.world.slack.world import Call, Conversation, Json, Order, Team, User, World

__all__ = ["Call", "Conversation", "Delivery", "Impossible", "Order", "Person", "Screen", "Slack", "Team", "User"]

PATIENCE = 60.0  # seconds after which something will never come


class Slack:
    """Slack, whole: the world it keeps, the server it answers with, the courier that calls the app, and its people."""

    def __init__(self) -> None:
        self.world = World()
        self.server = Server(self.world)
        self.courier = Courier(self.world, self.server)
        self.people: dict[str, Person] = {}
        self.echoes = True
        self.showing: Callable[[], bool] = lambda: False  # whether the app is still at work, where it can be asked
        self.server.on_posted = self._echo

    async def start(self, port: int = 0) -> None:
        """Listen for the app."""
        await self.server.start(port)

    async def stop(self) -> None:
        """Close everything."""
        await self.courier.close()
        await self.server.stop()

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return self.server.api_url

    # ---- who there is

    def team(self, name: str, enterprise: str | None = None) -> Team:
        """A new workspace with the app's bot in it."""
        return self.world.team(name, enterprise)

    def join(self, name: str, team: Team, email: str | None = None, **more: object) -> Person:
        """A new account at its client."""
        made = Person(self, self.world.user(name, team.id, email or f"{name}@example.org", **more))
        self.people[name] = made
        return made

    def user(self, name: str) -> Person:
        """A person by name."""
        return self.people[name]

    def channel(self, name: str, team: Team, people: Sequence[str], bot: bool = True, kind: str = "channel") -> Conversation:
        """A channel with some people in it, and the bot if it was invited."""
        members = {self.people[one].user.id for one in people} | ({team.bot} if bot else set())
        return self.world.channel(name, team.id, members, kind)

    # ---- what is delivered

    async def deliver(self, kind: str, payload: Json) -> Delivery:
        """Deliver one thing to the app."""
        return await self.courier.deliver(kind, payload)

    async def event(self, team: Team, event: Json) -> Delivery:
        """Deliver an event to the app."""
        return await self.courier.deliver("events_api", payloads.envelope(self.world, team, event))

    async def again(self, made: Delivery, number: int = 1) -> Delivery:
        """Deliver the same thing again, as a retry."""
        return await self.courier.again(made, number)

    @property
    def sent(self) -> list[Delivery]:
        """Everything that was delivered."""
        return self.courier.sent

    def _echo(self, method: str, asked: Asked, answer: Json) -> None:
        """The bot's own messages in direct messages come back to the app as events, as they do at Slack."""
        if not self.echoes or method not in ("chat.postMessage", "chat.update") or not self.courier.app_url:
            return
        place = self.world.conversations[str(answer["channel"])]
        post = self.world.post(place.id, str(answer["ts"]))
        subscribed = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}[place.kind]
        if post is not None and subscribed in self.world.subscribed:
            event = payloads.own_event(self.world, post, place, method == "chat.update")
            self.courier.in_background("events_api", payloads.envelope(self.world, self.world.teams[place.team], event))

    # ---- what happens to accounts and channels

    async def deactivates(self, name: str, told: bool = True) -> None:
        """Deactivate an account, with the event that tells of it or without."""
        person = self.people[name]
        person.user.deleted = True
        if told and "user_change" in self.world.subscribed:
            await self.changes(name)

    async def changes(self, name: str) -> None:
        """Tell that an account was changed, in whatever way it was."""
        person = self.people[name]
        await self.event(person.team, payloads.user_change(self.world, person.user))

    async def archives(self, channel: Conversation, told: bool = True) -> None:
        """Archive a channel."""
        channel.archived = True
        name = "channel_archive" if channel.kind == "channel" else "group_archive"
        if told and name in self.world.subscribed:
            team = self.world.teams[channel.team]
            await self.event(team, {"type": name, "channel": channel.id, "user": "", "event_ts": self.world.ts()})

    async def deletes(self, channel: Conversation, told: bool = True) -> None:
        """Delete a channel."""
        channel.deleted = True
        if told and "channel_deleted" in self.world.subscribed:
            team = self.world.teams[channel.team]
            await self.event(team, {"type": "channel_deleted", "channel": channel.id, "event_ts": self.world.ts()})

    async def invites_bot(self, channel: Conversation) -> Delivery | None:
        """Take the bot into a channel, with the event that tells of it."""
        team = self.world.teams[channel.team]
        channel.members.add(team.bot)
        if "member_joined_channel" not in self.world.subscribed:
            return None
        return await self.event(team, {"type": "member_joined_channel", "user": team.bot, "channel": channel.id, "channel_type": "C", "team": team.id, "event_ts": self.world.ts()})

    def removes_bot(self, channel: Conversation) -> None:
        """Take the bot out of a channel."""
        channel.members.discard(self.world.teams[channel.team].bot)

    # ---- faults

    def order(self, method: str, kind: str, **more: object) -> Order:
        """Order a fault for the next call of a method: drop, slow, late, html, junk, limited, error."""
        made = Order(method, kind)
        for key, value in more.items():
            assert hasattr(made, key), key
            setattr(made, key, value)
        self.world.orders.append(made)
        return made

    def calls(self, method: str) -> list[Call]:
        """Every call of a method so far."""
        return [call for call in self.world.calls if call.method == method]

    # ---- waiting and judging

    async def until(self, true: Callable[[], bool], told: Callable[[], str] = lambda: "it never came") -> None:
        """Wait until something holds."""
        ends = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < ends, told()
            changed = self.server.changed
            try:
                async with asyncio.timeout(0.1):
                    await changed.wait()
            except TimeoutError:
                continue

    async def quiet(self) -> None:
        """Wait until nothing has been going on for a moment."""
        still = 0
        seen = -1
        while still < 2:
            here = len(self.world.calls) + len(self.sent)
            idle = self.server.busy == 0 and self.courier.under_way == 0 and not self.showing() and here == seen
            still = still + 1 if idle else 0
            seen = here
            await asyncio.sleep(0.005)

    def judged(self) -> list[str]:
        """Everything the app did that it must never do: calls refused for our own bugs, failed answers, pings."""
        failed = [f"{name}: {one}" for name, person in self.people.items() for one in person.failed]
        return [*self.world.offences, *failed, *pings_sent(self.world)]
