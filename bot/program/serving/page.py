"""The page as the program serves it: where people reach it, who gives links to it, and its routes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from aiohttp import web

from adapters.page.pages import routes
from adapters.web.address import Public
from bot.conversation.pace import Pace
from bot.conversation.page.door import Door
from bot.conversation.page.giving import Giving
from bot.ports.channel import Finding
from bot.ports.clock import Clock
from bot.ports.drawing import Drawing
from bot.program.serving.composition import real_now
from bot.program.serving.settings import Settings
from bot.wording.sentences import words
from store.record import SqlStore

Where = Callable[[], Public | None]


class Page(NamedTuple):
    """The page as it is served: whatever gives links to it, and its routes."""

    giving: Giving
    routes: Sequence[web.RouteDef]


def page_of(store: SqlStore, chosen: Settings, where: Where, told: Clock = real_now, drawing: Drawing | None = None) -> Page:
    """Return the page. `told` is the clock that the record goes by, and secrets go by the real one."""

    def begins() -> str | None:
        public = where()
        return public.begins if public is not None else None

    door = Door(store, told, real_now, drawing, Pace(chosen.commands_per_minute))
    return Page(Giving(store, begins, real_now), routes(door, where))


def page_found(public: Public | None) -> Finding:
    """Say if pages are on, and if what is read there is safe on its way."""
    if public is None:
        return Finding(ok=True, name="page", sentence=words("visits.off.doctor"))
    fact = {"url": public.begins}
    if not public.is_secure and not public.is_local:
        return Finding(ok=True, name="page", sentence=words("visits.off.doctor_plain", fact), advice=True)
    return Finding(ok=True, name="page", sentence=words("visits.off.doctor_on", fact))
