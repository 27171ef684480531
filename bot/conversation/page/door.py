"""The door of the page: lets in whoever has a link, and shows them what they may read at each request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, TypeVar

from bot.conversation.pace import Pace, Turn
from bot.conversation.page.giving import HOURS
from bot.conversation.page.links import VISIT_LASTS, Hour, good_link, good_visit, kept_as, new_secret
from bot.model.board.paper import Drawn
from bot.model.page.place import Place
from bot.model.page.sheet import Sheet
from bot.model.page.visitor import PageVisit
from bot.model.people import Person
from bot.ports.clock import Clock
from bot.ports.drawing import Drawing
from bot.ports.page import Entered, Offered, Shut
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import Refusal
from bot.reports.page import papers, sheets
from bot.reports.papers.packs import Pack, hand_over

T = TypeVar("T")
PATIENCE = 5.0  # seconds for which somebody waits to be let in
READING = 20.0  # seconds for a sheet, which may be all of a plan at several moments
GATHERING = 90.0  # seconds for what a paper tells, which may be all that was ever said


class Visitor(NamedTuple):
    """Whoever looks: at which plan, and who they are in it now."""

    short: str
    person: Person


class Door:
    """Fulfils `PageDoor`. The record goes by the clock `told`, and secrets by the real one."""

    def __init__(self, store: Store, told: Clock, real: Clock, drawing: Drawing | None = None, pace: Pace | None = None) -> None:
        self._store = store
        self._told = told
        self._real = real
        self._drawing = drawing
        self._pace = pace or Pace(0)
        self._turn = asyncio.Semaphore(1)  # drawing a paper is work for a whole processor

    async def welcome(self, secret: str) -> Offered:
        """Say what a link opens."""
        hour = self._hour()

        def work(view: View) -> Offered:
            link = good_link(view, secret, hour)
            return Offered(title=view.plans.one(link.plan).title, until=link.until, hours=HOURS)

        return await self._store.read(work, time.monotonic() + PATIENCE)

    async def enter(self, secret: str) -> Entered:
        """Use a link up and begin a visit."""
        hour, visit = self._hour(), new_secret()

        def work(tx: Tx) -> None:
            link = good_link(tx, secret, hour)
            begun = PageVisit(secret=kept_as(visit), person=link.person, plan=link.plan, until=hour.real + VISIT_LASTS)
            if not tx.pages.use(link.secret, begun):
                raise Refusal(Shut.USED)

        await self._store.transact(work, time.monotonic() + PATIENCE)
        return Entered(secret=visit, seconds=int(VISIT_LASTS.total_seconds()))

    async def sheet(self, visit: str, place: Place) -> Sheet:
        """Return a sheet as the visitor may read it now."""
        return await self._read(visit, lambda view, found, now: sheets.sheet(view, found.short, found.person, place, now))

    async def file(self, visit: str, name: str, place: Place) -> Drawn:
        """Return a paper: as it was issued, or else drawn now."""

        def gathered(view: View, one: Visitor, now: datetime) -> Drawn | Pack:
            return papers.file(view, one.short, one.person, name, place, now)

        found = await self._read(visit, gathered, GATHERING)
        return found if isinstance(found, Drawn) else await self._drawn(found, name)

    async def leave(self, visit: str) -> None:
        """End a visit."""
        await self._store.transact(lambda tx: tx.pages.leave(kept_as(visit)), time.monotonic() + PATIENCE)

    async def _read(self, visit: str, work: Callable[[View, Visitor, datetime], T], patience: float = READING) -> T:
        """Read the record for a visitor. They are let in first, and slowed down if they ask for too much."""
        hour = self._hour()

        def let_in(view: View) -> T:
            found, person = good_visit(view, visit, hour)
            if self._pace.turn(person.id, hour.real) is not Turn.ANSWERED:
                raise Refusal(Shut.SLOWER)
            return work(view, Visitor(found.plan, person), hour.told)

        return await self._store.read(let_in, time.monotonic() + patience)

    def _hour(self) -> Hour:
        return Hour(self._told(), self._real())

    async def _drawn(self, pack: Pack, name: str) -> Drawn:
        if self._drawing is None:
            raise Refusal("papers_off")
        async with self._turn:
            handed = await asyncio.to_thread(hand_over, pack, self._drawing)
        drawn = next((one for one in handed.files if one.name == name), None)
        if drawn is None:
            raise Refusal("page_no_file")
        return drawn
