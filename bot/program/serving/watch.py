"""The watch over the database and the record: if it takes what is written, and if every entry is as it was made."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.model.policy import Policy
from bot.model.record.entry import Head
from bot.ports.record import Tx
from bot.program.watching.figures import BROKEN
from bot.reports.letters.alarm import tell_broken, tell_whole
from bot.reports.record.proof import Checked, Soundness, extended, verify
from store.record import SqlStore

log = logging.getLogger("milepost.record")
NIGHT, A_NIGHT = range(1, 5), timedelta(hours=12)  # the hours in which a plan's whole record is verified again, once
EVER = datetime.min.replace(tzinfo=UTC)
PROBED_EVERY = 10.0  # seconds between two rows written to see if the database takes them


class Watch:
    """Knows if the record is whole: all of it was verified at the first look, and what came since at each later one. Whoever
    plans the rounds has it looked through as a whole each night, one plan at a time."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._known: dict[str, Head] = {}
        self._broken: dict[str, int] = {}
        self._through: dict[str, datetime] = {}
        self.found = Soundness.UNCHECKED

    async def look_through(self, now: datetime) -> tuple[str, ...]:
        """Verify the whole record of one plan, if it is night and that was not done tonight. Returns the keys of the letters
        that tell admins of one which is whole again."""
        if now.astimezone(ZoneInfo(Policy().zone)).hour not in NIGHT:
            return ()
        waits = (one for one in sorted({*self._known, *self._broken}) if now - self._through.get(one, EVER) >= A_NIGHT)
        short = next(waits, None)
        if short is None:
            return ()
        self._through[short], was_broken = now, short in self._broken
        heads = (self._known[short],) if short in self._known else ()
        self._note(await self._store.aside(partial(verify, short=short, heads=heads)))
        if not was_broken or short in self._broken:
            return ()
        return await self._store.transact(lambda tx: tell_whole(tx, tx.letters.enqueue, short, now))

    async def look(self, now: datetime) -> tuple[str, ...]:
        """Verify the entries that are new. Returns the keys of the letters that tell admins of what is broken."""
        plans, heads = await self._store.read(lambda view: (view.plans.all(), view.entries.heads()))
        for short in plans:
            known = self._known.get(short, Head())
            stands = known.entry > 0 and heads.get(short) == known
            if short not in self._broken and not stands:
                self._note(await self._store.aside(partial(extended, short=short, known=known)))
        BROKEN.set(len(self._broken))
        self.found = Soundness.BROKEN if self._broken else Soundness.OK
        return await self._store.transact(lambda tx: self._tell(tx, now)) if self._broken else ()

    def _note(self, checked: Checked) -> None:
        if checked.broken_at is None:
            self._known[checked.plan] = checked.head
            self._broken.pop(checked.plan, None)
        else:
            self._broken[checked.plan] = checked.broken_at
            log.error("the record of a plan is not whole: %s, entry %d", checked.plan, checked.broken_at)

    def _tell(self, tx: Tx, now: datetime) -> tuple[str, ...]:
        keys = [tell_broken(tx, tx.letters.enqueue, short, number, now) for short, number in self._broken.items()]
        return tuple(key for some in keys for key in some)


class Database:
    """Knows if the database is in order. Writes to it now and then, for one that can only be read is not."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._probed: float | None = None

    def wrong(self) -> str | None:
        """Return what is wrong with the database. None if it is up to date, and took what was written last."""
        wrong = self._store.ready()
        if wrong is None and (self._probed is None or time.monotonic() - self._probed >= PROBED_EVERY):
            wrong = self._store.writable()
            self._probed = None if wrong else time.monotonic()
        return wrong
