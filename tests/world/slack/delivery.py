"""Deliveries to the app: signed, timed, retried, or sent over its socket; what came back is kept."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urlencode

import aiohttp

from tests.world.slack.server import Server
from tests.world.slack.world import Json, World

PATIENCE = 3.0
HANGS = 20.0


@dataclass
class Delivery:
    """One thing posted to the app and its answer. `status` is 0 if no answer came."""

    kind: str  # events_api, slash_commands, interactive
    payload: Json
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    status: int = 0
    answer: bytes = b""
    answer_headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Whether Slack takes it for delivered."""
        return 200 <= self.status < 300

    def json(self) -> object:
        """The answer as JSON, None if it is empty or none."""
        try:
            return json.loads(self.answer) if self.answer else None
        except ValueError:
            return None


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """The body of a delivery and its content type."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode({k: str(v) for k, v in fields.items()}, errors="surrogatepass").encode(), "application/x-www-form-urlencoded"


def signature(secret: str, at: str, body: bytes) -> str:
    """The signature over a body at a moment."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()


class Courier:
    """Carries Slack's side of the talk to the app."""

    def __init__(self, world: World, server: Server, clock: Callable[[], float] = time.time) -> None:
        self.world = world
        self.server = server
        self.app_url = ""
        self.clock = clock
        self.sent: list[Delivery] = []
        self.disabled = False
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[object]] = set()

    async def close(self) -> None:
        """End what is under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def in_background(self, kind: str, payload: Json) -> None:
        """Deliver without anyone waiting for it."""
        task: asyncio.Task[object] = asyncio.create_task(self.deliver(kind, payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def under_way(self) -> int:
        """How many deliveries nobody waits for have not ended."""
        return len(self._tasks)

    async def deliver(self, kind: str, payload: Json) -> Delivery:
        """Deliver as Slack does: events are tried once more at once if the app fails or is late."""
        made = await self.once(kind, payload)
        failed = not made.good or made.seconds > PATIENCE
        if kind == "events_api" and failed and made.answer_headers.get("X-Slack-No-Retry") != "1":
            return await self.again(made)
        return made

    async def again(self, made: Delivery, number: int = 1) -> Delivery:
        """Deliver the same thing again, marked as a retry."""
        reason = "http_timeout" if made.status == 0 or made.seconds > PATIENCE else "http_error"
        more = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        return await self.once(made.kind, made.payload, more)

    async def once(self, kind: str, payload: Json, more: dict[str, str] | None = None) -> Delivery:
        """Deliver one thing one time."""
        if self.server.sockets:
            return await self._by_socket(kind, payload, more or {})
        body, content = encoded(kind, payload)
        at = str(int(self.clock()))
        headers = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": signature(self.world.signing_secret, at, body),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            **(more or {}),
        }
        return await self.raw(Delivery(kind, payload, headers, body))

    async def raw(self, made: Delivery) -> Delivery:
        """Post a body with headers as they are."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=HANGS))
        self.sent.append(made)
        began = time.monotonic()
        try:
            async with self._session.post(
                f"{self.app_url}/slack/events", data=BytesIO(made.body), headers=made.headers, allow_redirects=False
            ) as response:
                made.status, made.answer = response.status, await response.read()
                made.answer_headers = dict(response.headers)
        except (aiohttp.ClientError, TimeoutError):
            made.status = 0
        made.seconds = time.monotonic() - began
        return made

    async def _by_socket(self, kind: str, payload: Json, more: dict[str, str]) -> Delivery:
        made = Delivery(kind, payload, more)
        self.sent.append(made)
        began = time.monotonic()
        numbered: Json = {}
        if kind == "events_api":
            numbered = {"retry_attempt": int(more.get("X-Slack-Retry-Num", "0")), "retry_reason": more.get("X-Slack-Retry-Reason", "")}
        try:
            acknowledged = await self.server.sockets[-1].deliver(kind, payload, numbered)
            made.status = 200
            answer = acknowledged.get("payload")
            made.answer = b"" if answer in (None, "", {}) else json.dumps(answer).encode()
            if isinstance(answer, str):
                made.answer = answer.encode()
        except TimeoutError:
            made.status = 0
        made.seconds = time.monotonic() - began
        return made
