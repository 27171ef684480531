"""Who and what there is in the tenants: people, their chats with the bot, group chats, teams with channels."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from itertools import count
from uuid import NAMESPACE_DNS, uuid5

Json = dict[str, object]


@dataclass(eq=False)
class Person:
    """One account of one tenant. `blocked` has muted the bot; `kept_by` is the tenant that keeps it, if it is a foreign one."""

    name: str
    tenant: str
    email: str | None
    upn: str
    region: str = "emea"
    guest: bool = False
    blocked: bool = False
    kept_by: str = ""

    @property
    def aad(self) -> str:
        """The account's object id."""
        return str(uuid5(NAMESPACE_DNS, f"{self.name}.{self.tenant}"))

    @property
    def id(self) -> str:
        """The account as this bot knows it."""
        return f"29:{self.aad.replace('-', '')}"

    def account(self) -> Json:
        """The account as it stands in an activity's `from`."""
        return {"id": self.id, "name": self.name, "aadObjectId": self.aad}

    def member(self) -> Json:
        """The account as the roster tells it."""
        return {
            **self.account(),
            "objectId": self.aad,
            "email": self.email,
            "userPrincipalName": self.upn,
            "tenantId": self.kept_by or self.tenant,
            "userRole": "guest" if self.guest else "user",
        }


@dataclass(eq=False)
class Posted:
    """One activity in a conversation, as it stands now. `by` is None for the bot's own. `versions` are earlier contents."""

    id: str
    conversation: Conversation
    activity: Json
    by: Person | None = None
    thread: str | None = None
    versions: list[Json] = field(default_factory=list)
    deleted: bool = False


@dataclass(eq=False)
class Conversation:
    """A personal chat, a group chat or a channel. `installed` says whether the bot is in it."""

    id: str
    kind: str
    tenant: str
    region: str
    members: list[Person]
    name: str = ""
    team: str = ""
    installed: bool = True
    posted: dict[str, Posted] = field(default_factory=dict)

    def bot_posts(self) -> list[Posted]:
        """What the bot said here, oldest first."""
        return [post for post in self.posted.values() if post.by is None and not post.deleted]


class Directory:
    """All tenants together."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.conversations: dict[str, Conversation] = {}
        self._numbers = count(1700000000001)

    def person(
        self, name: str, tenant: str, email: str | None = "", upn: str = "", region: str = "emea", guest: bool = False
    ) -> Person:
        """Add an account. The e-mail is its name's, in odd letters, unless one is given; None if the roster tells none."""
        address = f"{name.capitalize()}@Example.ORG" if email == "" else email
        made = Person(name, tenant, address, upn or address or f"{name}@example.org", region, guest)
        self.people[name] = made
        return made

    def personal(self, person: Person) -> Conversation | None:
        """The person's own chat with the bot, if there is one."""
        return next((c for c in self.conversations.values() if c.kind == "personal" and c.members == [person]), None)

    def open_personal(self, person: Person) -> Conversation:
        """The person's own chat with the bot, made if there is none."""
        return self.personal(person) or self._add(f"a:{secrets.token_urlsafe(24)}", "personal", person.region, [person])

    def group(self, name: str, members: list[Person]) -> Conversation:
        """A group chat with the bot in it."""
        return self._add(f"19:{secrets.token_hex(16)}@thread.v2", "groupChat", members[0].region, members, name)

    def channel(self, name: str, members: list[Person]) -> Conversation:
        """A team of these members with the bot in it, and one channel of that team."""
        made = self._add(f"19:{secrets.token_hex(16)}@thread.tacv2", "channel", members[0].region, members, name)
        made.team = f"19:{secrets.token_hex(16)}@thread.tacv2"
        return made

    def shares_a_team(self, person: Person) -> bool:
        """Whether the bot may open a chat with this person: installed for them, or in a team or chat they are in."""
        return any(c.installed and person in c.members for c in self.conversations.values() if c.kind != "personal")

    def number(self) -> str:
        """A new activity's id, as Teams makes them: a moment in milliseconds."""
        return str(next(self._numbers))

    def _add(self, identity: str, kind: str, region: str, members: list[Person], name: str = "") -> Conversation:
        made = Conversation(identity, kind, members[0].tenant, region, members, name)
        self.conversations[identity] = made
        return made
