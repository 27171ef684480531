"""App Homes: drawn when opened, and drawn anew when the record has changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from adapters.slack.api import SENDING, Api, CallFailed, Refused
from adapters.slack.drawing import messages
from adapters.slack.inbound import Heard, Json, digest
from adapters.slack.workspaces import Workspace
from adapters.web.background import Errands
from bot.model.message import Message
from bot.model.remembered import Remembered
from bot.model.talk import Reply, Say

log = logging.getLogger("milepost.slack")
MOST = 2000  # Homes kept fresh
AT_ONCE = 4
TRIES = 3

Ask = Callable[[Heard], Awaitable[tuple[Workspace | None, Reply | None]]]
Key = tuple[str, str]


class Homes:
    """Everyone whose Home was opened since the start, and what it last showed."""

    def __init__(self, api: Api, errands: Errands) -> None:
        self._api = api
        self._errands = errands
        self._shown: Remembered[Key, tuple[Heard, str]] = Remembered(MOST)
        self._wanted: dict[Key, Heard] = {}
        self._drawing: asyncio.Task[None] | None = None

    async def show(self, heard: Heard, here: Workspace, message: Message, seconds: float = SENDING) -> None:
        """Draw somebody's Home, whatever it shows now, and keep it fresh from now on."""
        view = messages.home_view(message)
        await self._publish(heard, here, view, seconds)
        self._remember(heard, digest(view))

    def changed(self, by: Heard, ask: Ask) -> None:
        """Draw anew, as the record was changed, the Home of whoever did it, and all that were opened, one after another."""
        self._wanted |= {key: home for key, (home, _) in self._shown.items()}
        self._wanted[by.team, by.user] = _home(by)
        if self._drawing is None or self._drawing.done():
            self._drawing = self._errands.start(self._draw_all(ask), "the Homes")

    async def _draw_all(self, ask: Ask) -> None:
        while self._wanted:
            batch = [self._wanted.pop(key) for key in list(self._wanted)[:AT_ONCE]]
            await asyncio.gather(*(self._draw(home, ask) for home in batch))

    async def _draw(self, home: Heard, ask: Ask) -> None:
        here, reply = await ask(home)
        if here is None or not isinstance(reply, Say):
            return
        view = messages.home_view(reply.message)
        mark = digest(view)
        if (self._shown.get((home.team, home.user)) or (home, ""))[1] == mark:
            return
        try:
            await self._publish(home, here, view, SENDING)
        except CallFailed as why:
            log.warning("the Home of %s could not be drawn (%s)", home.user, why)
            return
        self._remember(home, mark)

    async def _publish(self, heard: Heard, here: Workspace, view: Json, seconds: float) -> None:
        for left in reversed(range(TRIES)):
            try:
                await self._api.call(here.token, "views.publish", {"user_id": heard.user, "view": view}, seconds)
                return
            except Refused as why:
                if why.status != 429 or not left:
                    raise
                await asyncio.sleep(min(why.retry_after or 1.0, SENDING))

    def _remember(self, heard: Heard, mark: str) -> None:
        key = (heard.team, heard.user)
        self._shown.keep(key, (_home(heard), mark))


def _home(heard: Heard) -> Heard:
    """Return what is heard as a look at the same person's Home."""
    bare = Heard(kind="home", id=f"slack:home:{heard.team}:{heard.user}", team=heard.team, user=heard.user, said="home")
    return replace(bare, enterprise=heard.enterprise, org_wide=heard.org_wide, home=heard.home)
