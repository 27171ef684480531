"""The tools of this room: the record, the readers of documents, and who keeps editions."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import TypeVar

from bot.conversation.office.plans.case import Case
from bot.model.draft import Draft, Settled
from bot.model.remembered import Remembered
from bot.ports.documents import Documents, Editions
from bot.ports.record import Store, Tx, View
from bot.reports.editions import with_order
from bot.reports.workbook import given

T = TypeVar("T")
MOST_DRAFTS = 32  # kept for whoever answers one question after another


class Tools:
    """Reads the record within an answer's patience, and makes drafts once for the same answers."""

    def __init__(self, store: Store, documents: Documents, editions: Editions, patience: float) -> None:
        self._store, self.documents, self.editions, self._patience = store, documents, editions, patience
        self._drafts: Remembered[object, Draft] = Remembered(MOST_DRAFTS)

    async def read(self, work: Callable[[View], T]) -> T:
        """Run work on one reading. Raises RecordAway if that takes too long."""
        return await self._store.read(work, time.monotonic() + self._patience)

    async def transact(self, work: Callable[[Tx], T], plans: Collection[str] = ()) -> T:
        """Run work in one transaction. Raises RecordAway if that takes too long."""
        return await self._store.transact(work, time.monotonic() + self._patience, plans)

    async def _read(self, case: Case, settled: Settled) -> Draft:
        """Read a document: a workbook of its plan that Milepost gave, by what was changed in it."""
        draft = await self.documents.draft(case.read.document, case.read.plan, settled)
        stamp = draft.stamp
        if stamp is None or stamp.plan != case.read.plan:
            return draft
        back = await self.read(lambda view: given(view, stamp))
        if back is None:
            return draft
        return await self.documents.draft(case.read.document, case.read.plan, settled.model_copy(update={"given": back}))

    async def draft(self, case: Case, without: str = "") -> Draft:
        """Return the draft of a document by its answers, as if one question were still open. Raises NotAPlan."""
        settled = case.settled(without)
        answers = frozenset(settled.answers.items())
        key = (case.read.token, case.read.sha256, case.head, answers, settled.roles, settled.calendar)
        known = self._drafts.get(key) if case.read.token else None
        if known is None:
            known = with_order(await self._read(case, settled), case.standing, settled.answers)
            self._drafts.keep(key, known)
        return known
