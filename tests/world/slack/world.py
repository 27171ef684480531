"""What Slack keeps: teams, users, conversations, messages, views, tokens. And what a person who orders a fault can order."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

Json = dict[str, object]
Button = tuple[str, Json, Json]  # its label, the block it is in, and itself

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read",
    "users:read.email",
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "group_archive",
    "group_deleted",
    "member_left_channel",
    "message.im",
    "tokens_revoked",
    "user_change",
)
TRIGGER_LIFE = 3.0


class SlackError(Exception):
    """The answer `{"ok": false, "error": ...}`, with whatever Slack says besides."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass
class Team:
    """A workspace. `refuses` names block types it will not take; `enterprise` is the organisation it belongs to."""

    id: str
    name: str
    domain: str
    bot: str
    bot_id: str
    enterprise: str | None = None
    refuses: set[str] = field(default_factory=set)
    home_enabled: bool = True
    limits: bool = False


@dataclass
class User:
    """An account of a workspace."""

    id: str
    name: str
    team: str
    email: str | None
    real_name: str
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_email_confirmed: bool | None = True
    zone: str = "Europe/London"


@dataclass
class Conversation:
    """A channel or a direct message. `user` is the person on the other end of a direct message with the bot."""

    id: str
    name: str
    kind: str  # im, channel, group
    team: str
    members: set[str] = field(default_factory=set)
    archived: bool = False
    deleted: bool = False
    shared: bool = False  # with another organisation
    user: str | None = None


@dataclass
class Upload:
    """A file that the app hands over: announced, then put in its place (`held`), then shared once."""

    id: str
    name: str
    length: int
    alt: str
    token: str
    held: bytes | None = None
    title: str = ""
    shared: bool = False


@dataclass
class Posted:
    """A message as it stands. `versions` is every body it had before. `seen_by` names the one who sees an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json]
    bot_id: str | None = None
    metadata: Json | None = None
    thread_ts: str | None = None
    seen_by: str | None = None
    deleted: bool = False
    versions: list[tuple[str, list[Json]]] = field(default_factory=list)
    key: str = ""
    files: tuple[Upload, ...] = ()
    drawn: tuple[list[Json], str] | None = None  # some blocks, and how they are read: blocks are replaced and never changed
    pressable: tuple[list[Json], list[Button]] | None = None  # likewise, and the buttons in them


@dataclass
class View:
    """A modal or a Home as it stands, with what was typed into it (`state`)."""

    id: str
    team: str
    user: str
    body: Json
    hash: str
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    root: str = ""
    previous: str | None = None
    open: bool = True


@dataclass
class Token:
    """What a token may do, and for whom. `kind` is bot or app."""

    value: str
    kind: str
    team: str | None
    enterprise: str | None
    scopes: tuple[str, ...]
    revoked: bool = False


@dataclass
class Call:
    """One call of the Web API as it came and as it was answered."""

    method: str
    args: Json
    token: Token | None
    status: int = 0
    answer: Json = field(default_factory=dict)
    at: float = 0.0


@dataclass
class Order:
    """A fault to order: what happens to the next `times` calls of a method, or to the next sockets ("socket")."""

    method: str
    kind: str  # drop, slow, late, html, junk, limited, error; dead (an address); silent (a socket)
    times: int = 1
    seconds: float = 0.0
    status: int = 500
    error: str = ""
    accept: bool = True
    where: Callable[[Json], bool] | None = None


class Posts(list[Posted]):
    """Every message in the order sent. What is in one conversation is found without a look at all the others."""

    def __init__(self) -> None:
        super().__init__()
        self._by_channel: dict[str, list[Posted]] = defaultdict(list)

    def append(self, post: Posted) -> None:
        super().append(post)
        self._by_channel[post.channel].append(post)

    def of(self, channel: str) -> list[Posted]:
        """The messages of one conversation, oldest first."""
        return self._by_channel[channel]


class World:
    """Everything Slack knows. Nothing here does HTTP."""

    def __init__(self) -> None:
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.conversations: dict[str, Conversation] = {}
        self.posts = Posts()
        self.views: dict[str, View] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self.tokens: dict[str, Token] = {}
        self.codes: dict[str, Json] = {}
        self.triggers: dict[str, tuple[float, str, str]] = {}
        self.used_triggers: set[str] = set()
        self.response_urls: dict[str, Json] = {}
        self.calls: list[Call] = []
        self.offences: list[str] = []
        self.expires_in: int | None = None  # seconds that a new token lives
        self.refreshes: dict[str, Token] = {}
        self.may_ping: set[str] = set()  # what a test has found to be right
        self.orders: list[Order] = []
        self.subscribed: tuple[str, ...] = EVENTS
        self.scopes: tuple[str, ...] = SCOPES
        self.files: dict[str, bytes] = {}  # by id, as somebody uploaded them
        self.uploads: dict[str, Upload] = {}  # by the key in the address where each is put
        self.uploads_at = ""
        self.commands: tuple[str, ...] = ("/milepost",)
        self.shortcuts: tuple[str, ...] = ("use_as_evidence",)
        self.escapes = True
        self.app_id = "A0MILEPOST"
        self.client_id = "1111.2222"
        self.client_secret = "client-secret"
        self.signing_secret = "8f742231b10e8888abcd99yyyzzz85a5"
        self.token_word = "verification-token"
        self.clock: Callable[[], float] = time.time
        self.skipped = 0.0
        self.ids = count(1)
        self._last_ts = 0

    # ---- time and ids

    def now(self) -> float:
        """Slack's own clock."""
        return self.clock() + self.skipped

    def pass_time(self, seconds: float) -> None:
        """Let Slack's clock run on at once."""
        self.skipped += seconds

    def ts(self) -> str:
        """A fresh message timestamp, later than every one before."""
        self._last_ts = max(int(self.now() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def id(self, letter: str) -> str:
        """A fresh id."""
        return f"{letter}{next(self.ids):09d}"

    # ---- the app's manifest

    def configure(self, manifest: Json) -> None:
        """Make the app what its manifest says: its scopes, events, commands, shortcuts. Nothing else is then delivered."""
        settings, features, oauth = (_part(manifest, name) for name in ("settings", "features", "oauth_config"))
        self.scopes = tuple(_names(_part(oauth, "scopes"), "bot"))
        self.subscribed = tuple(_names(_part(settings, "event_subscriptions"), "bot_events"))
        commands = features["slash_commands"]
        shortcuts = features["shortcuts"]
        assert isinstance(commands, list) and isinstance(shortcuts, list)
        self.commands = tuple(str(one["command"]) for one in commands)
        self.escapes = any(one.get("should_escape") for one in commands)
        self.shortcuts = tuple(str(one["callback_id"]) for one in shortcuts)

    # ---- making

    def team(self, name: str, enterprise: str | None = None) -> Team:
        """A new workspace, with the app's bot user in it."""
        ident = self.id("T")
        bot = self.user("milepost", ident, None, is_bot=True)
        made = Team(ident, name, name.lower().replace(" ", "-"), bot.id, self.id("B"), enterprise)
        self.teams[ident] = made
        return made

    def user(self, name: str, team: str, email: str | None, **more: object) -> User:
        """A new account."""
        made = User(self.id("U"), name, team, email, name.title())
        for key, value in more.items():
            assert hasattr(made, key), key
            setattr(made, key, value)
        self.users[made.id] = made
        return made

    def channel(self, name: str, team: str, members: set[str], kind: str = "channel") -> Conversation:
        """A new channel."""
        made = Conversation(self.id("C"), name, kind, team, set(members))
        self.conversations[made.id] = made
        return made

    def token(self, team: str | None, scopes: tuple[str, ...] | None = None, enterprise: str | None = None) -> Token:
        """A bot token of a workspace, or of an organisation."""
        made = Token(f"xoxb-{secrets.token_hex(8)}", "bot", team, enterprise, scopes or self.scopes)
        self.tokens[made.value] = made
        return made

    def app_token(self) -> Token:
        """A token for Socket Mode."""
        made = Token(f"xapp-{secrets.token_hex(8)}", "app", None, None, ("connections:write",))
        self.tokens[made.value] = made
        return made

    # ---- looking

    def team_of(self, token: Token, team: str | None = None) -> Team:
        """The workspace a call is about."""
        chosen = team or token.team
        if chosen is None:
            raise SlackError("missing_argument", response_metadata={"messages": ["[ERROR] missing required field: team_id"]})
        return self.teams[chosen]

    def serves(self, token: Token, team: str) -> bool:
        """Whether a token reaches a workspace."""
        if token.team is not None:
            return token.team == team
        return self.teams[team].enterprise == token.enterprise

    def dm(self, user: User) -> Conversation:
        """The direct message of a person with the app's bot, opened if it is not."""
        bot = self.teams[user.team].bot
        for known in self.conversations.values():
            if known.kind == "im" and known.user == user.id:
                return known
        made = Conversation(self.id("D"), "directmessage", "im", user.team, {user.id, bot}, user=user.id)
        self.conversations[made.id] = made
        return made

    def post(self, channel: str, ts: str) -> Posted | None:
        """A message that stands."""
        return next((p for p in reversed(self.posts.of(channel)) if p.ts == ts and not p.deleted), None)

    def in_channel(self, channel: str) -> Iterator[Posted]:
        """What stands in a conversation, oldest first, ephemeral messages included."""
        return (p for p in self.posts.of(channel) if not p.deleted)

    def letters(self) -> list[str]:
        """The letters' keys of all messages posted, in order."""
        found = [p.metadata.get("event_payload") for p in self.posts if p.metadata]
        return [str(payload["key"]) for payload in found if isinstance(payload, dict) and "key" in payload]

    def trigger(self, user: str, team: str) -> str:
        """A trigger id, good for three seconds and one use."""
        made = f"{next(self.ids)}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        self.triggers[made] = (self.now(), user, team)
        return made

    def spend(self, trigger: object) -> tuple[str, str]:
        """Use a trigger id up: whose it is."""
        if not isinstance(trigger, str) or trigger not in self.triggers:
            raise SlackError("invalid_trigger_id")
        if trigger in self.used_triggers:
            raise SlackError("exchanged_trigger_id")
        made, user, team = self.triggers[trigger]
        if self.now() - made > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        self.used_triggers.add(trigger)
        return user, team

    def ordered(self, method: str, args: Json) -> Order | None:
        """The fault ordered for this call, if any; it is used up."""
        for order in self.orders:
            if order.times > 0 and order.method in (method, "*") and (order.where is None or order.where(args)):
                order.times -= 1
                return order
        return None


def _part(whole: Json, name: str) -> Json:
    part = whole[name]
    assert isinstance(part, dict), name
    return part


def _names(whole: Json, name: str) -> list[str]:
    names = whole[name]
    assert isinstance(names, list), name
    return [str(one) for one in names]
