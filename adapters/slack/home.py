"""App Homes: drawn when opened, and drawn anew when what they show has changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from adapters.slack.api import SENDING, Api, CallFailed, Refused
from adapters.slack.drawing import messages
from adapters.slack.inbound import Heard, Json, digest
from adapters.slack.workspaces import Workspace
from adapters.web.background import Errands
from bot.model.letters.talk import Matter, Reply, Say, Sight
from bot.model.record.remembered import Remembered

log = logging.getLogger("milepost.slack")
MOST = 2000  # Homes kept fresh
AT_ONCE = 4
TRIES = 3

Ask = Callable[[Heard], Awaitable[tuple[Workspace | None, Reply | None]]]
Key = tuple[str, str]


class Rests(NamedTuple):
    """The seconds for which Homes are left as they are: what is saved meanwhile is drawn at once."""

    first: float = 0.25  # after a save, whose answer goes first
    each: float = 2.0  # between two rounds


USUAL = Rests()


class _Home(NamedTuple):
    """What somebody's Home shows, and how to ask for it anew."""

    heard: Heard
    mark: str = ""
    sights: tuple[Sight, ...] = ()

    def shows(self, matters: Sequence[Matter]) -> bool:
        """Say if it may look otherwise once these have changed. One that shows no plan may show one then."""
        if not self.sights:
            return not all(matter.ref for matter in matters)
        return any(sight.shows(matter) for sight in self.sights for matter in matters)


class Homes:
    """Everyone whose Home was opened since the start, and what it last showed."""

    def __init__(self, api: Api, errands: Errands, rests: Rests = USUAL) -> None:
        self._api, self._errands, self._rests = api, errands, rests
        self._shown: Remembered[Key, _Home] = Remembered(MOST)
        self._wanted: dict[Key, Heard] = {}
        self._drawing: asyncio.Task[None] | None = None
        self._asking = asyncio.Lock()
        self._next = 0.0  # when the next round may begin, in the loop's time

    async def show(self, heard: Heard, here: Workspace, say: Say, seconds: float = SENDING) -> None:
        """Draw somebody's Home, whatever it shows now, and keep it fresh from now on."""
        view = messages.home_view(say.message)
        await self._publish(heard, here, view, seconds)
        self._remember(heard, view, say)

    def changed(self, by: Heard, matters: Sequence[Matter], ask: Ask) -> None:
        """Draw anew, as these were changed, every Home that shows one of them, and the one it was changed from, if any."""
        wanted = {key: home.heard for key, home in self._shown.items() if home.shows(matters)}
        if not by.channel:
            wanted[by.team, by.user] = _look(by)
        self._wanted |= wanted
        if self._wanted and (self._drawing is None or self._drawing.done()):
            self._drawing = self._errands.start(self._draw_all(ask), "the Homes")

    async def _draw_all(self, ask: Ask) -> None:
        loop = asyncio.get_running_loop()
        while self._wanted:
            await asyncio.sleep(max(self._rests.first, self._next - loop.time()))
            self._next = loop.time() + self._rests.each
            wanted, self._wanted = list(self._wanted.values()), {}
            for some in (wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE)):
                await asyncio.gather(*(self._draw(home, ask) for home in some))

    async def _draw(self, home: Heard, ask: Ask) -> None:
        async with self._asking:  # whoever waits for an answer reads beside one Home at most
            here, reply = await ask(home)
        if here is None or not isinstance(reply, Say):
            return
        view = messages.home_view(reply.message)
        shown = self._shown.get((home.team, home.user))
        if shown is None or shown.mark != digest(view):
            try:
                await self._publish(home, here, view, SENDING)
            except CallFailed as why:
                log.warning("a Home could not be drawn (%s)", why)
                return
        self._remember(home, view, reply)

    async def _publish(self, heard: Heard, here: Workspace, view: Json, seconds: float) -> None:
        for left in reversed(range(TRIES)):
            try:
                await self._api.call(here.token, "views.publish", {"user_id": heard.user, "view": view}, seconds)
                return
            except Refused as why:
                if why.status != 429 or not left:
                    raise
                await asyncio.sleep(min(why.retry_after or 1.0, SENDING))

    def _remember(self, heard: Heard, view: Json, say: Say) -> None:
        self._shown.keep((heard.team, heard.user), _Home(_look(heard), digest(view), say.sights))


def _look(heard: Heard) -> Heard:
    """Return what is heard as a look at the same person's Home."""
    bare = Heard(kind="home", id=f"slack:home:{heard.team}:{heard.user}", team=heard.team, user=heard.user, said="home")
    return replace(bare, enterprise=heard.enterprise, org_wide=heard.org_wide, home=heard.home)
