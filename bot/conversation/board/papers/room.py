"""The room of papers: reads one plan for them, then draws them, off the event loop and with no reading of the record open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.conversation.board.papers import handing, issuing
from bot.conversation.visit import Said
from bot.model.board.paper import Ready
from bot.model.letters.talk import Reply
from bot.ports.channel import Channel
from bot.ports.drawing import Drawing
from bot.ports.record import Store, View
from bot.ports.refusals import NotAtHand, Refusal
from bot.reports.papers.packs import Handed, Pack, hand_over
from bot.wording import commands

T = TypeVar("T")
READING = 20.0  # seconds for what papers ask of the record: all of a plan, at several moments


class Papers:
    """Gives papers to whoever asks for them. `drawing` is None if this process draws none."""

    def __init__(self, store: Store, drawing: Drawing | None, channels: Mapping[str, Channel], patience: float) -> None:
        self._store, self._drawing, self._channels = store, drawing, channels
        self._patience = max(patience, READING)
        self._turn = asyncio.Semaphore(1)  # drawing is work for a whole processor: others wait for their turn, and not together

    async def report(self, said: Said, command: commands.Report) -> Reply:
        """Answer with papers, or with what papers there are."""
        if command.want is None:
            return await self._read(lambda view: handing.offer(view, said.asker))
        if said.inbound.chat.open:
            raise Refusal("report_in_private", said=str(command))
        channel = self._channels.get(said.inbound.sender.platform)
        if self._drawing is None or channel is None or not channel.hands_files:
            return await self._read(lambda view: handing.not_here(view, said, command))
        found, own = await self._read(lambda view: (handing.found(view, said, command), handing.own_chat(view, said)))
        drawn = Handed(found.issued, ()) if found.pack is None else await self._drawn(self._drawing, found.pack)
        return handing.handed(said, command, found, drawn).model_copy(update={"own_chat": own})

    async def ready(self, said: Said) -> Ready | None:
        """Make ready what somebody wants to issue: its facts, to be looked at first, and its files once they say yes. None if
        they say something else."""
        if not isinstance(said.command, commands.Issue | commands.Save):
            return None
        order = await self._order(said)
        if order is None:
            return None
        found = await self._read(lambda view: issuing.found(view, said, order))
        if self._drawing is None:
            raise Refusal("papers_off")
        if not isinstance(said.command, commands.Save):
            return found.ready
        return issuing.drawn(found, await self._drawn(self._drawing, found.pack))

    async def _order(self, said: Said) -> commands.Issue | None:
        try:
            return self._store.glance(lambda view: issuing.order_of(view, said))
        except NotAtHand:
            return await self._read(lambda view: issuing.order_of(view, said))

    async def _read(self, work: Callable[[View], T]) -> T:
        return await self._store.read(work, time.monotonic() + self._patience)

    async def _drawn(self, drawing: Drawing, pack: Pack) -> Handed:
        async with self._turn:
            return await asyncio.to_thread(hand_over, pack, drawing)
