"""The tools of this room: the record, the readers of documents, and who keeps editions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from typing import TypeVar

from bot.conversation.office.plans.case import Case
from bot.model.documents.draft import Draft, Settled
from bot.model.documents.not_a_plan import NotAPlan
from bot.model.documents.workbook import Stamp
from bot.model.record.remembered import Remembered
from bot.ports.documents import Documents, Editions
from bot.ports.record import Store, Tx, View
from bot.reports.documents.drafts import Made, made
from bot.reports.documents.workbook import given
from bot.wording.documents.plan_name import short_name
from bot.wording.sentences import words

T = TypeVar("T")
WORKBOOK = ".xlsx"
READING = 10.0  # seconds for what is asked of the record about one document: a plan of thousands of rows is read each time
MOST_DRAFTS = 32  # kept for whoever answers one question after another
ROOM = 8_000  # milestones of all drafts that are kept: each takes some 10 kB, and one of over 2,000 is made anew each time


class Tools:
    """Reads and writes the record in the time that a document takes, and makes drafts once for the same answers."""

    def __init__(self, store: Store, documents: Documents, editions: Editions, patience: float) -> None:
        self._store, self.documents, self.editions, self._patience = store, documents, editions, max(patience, READING)
        self._drafts: Remembered[object, Draft] = Remembered(MOST_DRAFTS, ROOM)

    async def read(self, work: Callable[[View], T]) -> T:
        """Run work on one reading. Raises RecordAway if that takes too long."""
        return await self._store.read(work, time.monotonic() + self._patience)

    async def transact(self, work: Callable[[Tx], T], plans: Collection[str] = (), seconds: float = 0.0) -> T:
        """Run work in one transaction. Raises RecordAway if that takes longer than an answer may, or than so many seconds."""
        return await self._store.transact(work, time.monotonic() + max(self._patience, seconds), plans)

    async def counted(self, case: Case) -> Made:
        """Return what is made of a document, and note how many questions about it are open. Raises NotAPlan."""
        found = await self.made(case)
        count = len(found.draft.doubts)
        if case.read.open_count != count:
            await self.transact(lambda tx: tx.documents_read.count_open(case.read.token, count))
        return found

    async def draft(self, case: Case, without: str = "") -> Draft:
        """Return the draft of a document by its answers, as if one question were still open. Raises NotAPlan."""
        return (await self.made(case, without)).draft

    async def stamp(self, file: str, document: bytes) -> Stamp | None:
        """Return what a document says of itself if it is a workbook that Milepost gave."""
        if not file.lower().endswith(WORKBOOK):
            return None
        try:
            return (await self.documents.draft(document, short_name(file), Settled())).stamp
        except NotAPlan:
            return None

    async def _read(self, case: Case, settled: Settled) -> Draft:
        """Read a document: a workbook that Milepost gave of its plan by what was changed in it."""
        document, short = case.read.document, case.read.plan
        draft = await self.documents.draft(document, short, settled)
        stamp = draft.stamp
        if stamp is None:
            return draft
        back = await self.read(lambda view: given(view, stamp)) if stamp.plan == short else None
        if back is None and not draft.plan.actions:  # only the record that gave it can read it
            raise NotAPlan(words("workbook.fault.elsewhere", {"plan": stamp.plan}))
        return draft if back is None else await self.documents.draft(document, short, settled.model_copy(update={"given": back}))

    async def made(self, case: Case, without: str = "") -> Made:
        """Return that draft with the edition that it would be. Raises NotAPlan."""
        settled, read = case.settled(without), case.read
        key = (read.token, read.sha256, case.head, frozenset(settled.answers.items()), settled.roles, settled.calendar)
        known = self._drafts.get(key) if read.token else None
        if known is None:
            known = await self._read(case, settled)
            self._drafts.keep(key, known, size=len(known.plan.milestones) + len(known.warnings))
        return await asyncio.to_thread(made, known, read.plan, read.file, settled.answers, case.standing, case.stands)
