"""Calls made again while Slack has no room for them, and never if they may have been taken already."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from adapters.slack.api import SENDING, Api, Lost, NotSent, Refused
from adapters.slack.inbound import Json
from adapters.slack.letters import Letters
from adapters.slack.workspaces import Workspace
from bot.model.letters.message import Message

T = TypeVar("T")
TRIES = 4
LONGEST_WAIT = 30.0  # seconds an answer waits for Slack to have room for it


class Patience:
    """Calls Slack for somebody who has asked, a few times if need be."""

    def __init__(self, api: Api, letters: Letters) -> None:
        self._api = api
        self._letters = letters

    async def post(self, here: Workspace, channel: str, message: Message, more: Mapping[str, object]) -> Json:
        """Post, again if Slack had no room for it, but not if it may stand there already."""
        for left in reversed(range(TRIES)):
            try:
                return await self._letters.post(here, channel, message, more)
            except (NotSent, Refused) as why:
                wait = _wait(why)
                if wait is None or not left:
                    raise
                await asyncio.sleep(wait)
        raise AssertionError("unreachable")

    async def call(self, here: Workspace, method: str, given: Mapping[str, object], again_when_lost: bool) -> Json:
        """Call a method, again if Slack had no room for it, and if asked also if no answer came."""
        return await self._again(lambda: self._api.call(here.token, method, given, SENDING), again_when_lost)

    async def upload(self, url: str, held: bytes) -> None:
        """Put a file where Slack takes it: twice is as good as once, for it shows nothing yet."""
        await self._again(lambda: self._api.upload(url, held, SENDING), again_when_lost=True)

    async def _again(self, work: Callable[[], Awaitable[T]], again_when_lost: bool) -> T:
        for left in reversed(range(TRIES)):
            try:
                return await work()
            except (NotSent, Refused, Lost) as why:
                wait = 1.0 if isinstance(why, Lost) and again_when_lost else None
                wait = _wait(why) if not isinstance(why, Lost) else wait
                if wait is None or not left:
                    raise
                await asyncio.sleep(wait)
        raise AssertionError("unreachable")


def _wait(why: NotSent | Refused) -> float | None:
    """Return how long to wait before the next try. None if that is of no use, or may say it twice."""
    if isinstance(why, NotSent):
        return 1.0
    if why.status != 429 and why.error not in ("ratelimited", "service_unavailable"):
        return None
    wait = why.retry_after if why.retry_after is not None else 1.0
    return wait if wait <= LONGEST_WAIT else None
