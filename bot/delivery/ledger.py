"""The ledger: takes and settles letters, all that wait for it in one transaction, so that twenty share a commit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import NamedTuple

from bot.model.letters.letter import LEASE, Ending, Found, Letter, LetterState, Parcel
from bot.model.mark import mark
from bot.model.people import Address
from bot.model.record.trouble import Trouble, Unread
from bot.ports.clock import Clock
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import RecordAway
from bot.reports.letters.alarm import tell_unread

log = logging.getLogger("milepost.post")
PUT_OFF = timedelta(seconds=30)  # for which a letter that could not be taken is left alone
# Seconds between tries to note an ending. While the database is away there is no last try.
SETTLE_AGAIN = (0.2, 1.0, 2.0)
Claim = tuple[str, asyncio.Future[Parcel | None]]
Settlement = tuple[Ending, asyncio.Future[None]]


class Looked(NamedTuple):
    """Claims whose letters were read, each with its address. What remains is to take them, if they stand as they stood."""

    claims: Sequence[Claim]
    parcels: tuple[Parcel, ...]
    unread: tuple[str, ...]
    met: tuple[Unread, ...]


class Ledger:
    """Gathers work while one transaction is under way, for the next one. Nobody waits longer than for those two.

    Letters are read, and their addresses chosen, beside the transactions. `lease` is how long others believe that what was
    taken is in live hands, by the clock that all `shared`; it is renewed as long as it is.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        real: Clock,
        place: Callable[[Parcel], Address | None],
        lease: timedelta = LEASE,
        shared: Clock | None = None,
        again: Sequence[float] = SETTLE_AGAIN,
    ) -> None:
        self._store = store
        self._shared = shared or real
        self._clock = clock
        self._real = real
        self._place = place
        self._lease = lease
        self._again = again
        self._claims: list[Claim] = []
        self._looked: list[Looked] = []
        self._settlements: list[Settlement] = []
        self._looking: asyncio.Task[None] | None = None
        self._writing: asyncio.Task[None] | None = None
        self._kept: dict[str, Letter] = {}
        self._renewing: asyncio.Task[None] | None = None

    async def claim(self, key: str) -> Parcel | None:
        """Take a letter, or its next part. Returns None if it must not be worked on now."""
        done: asyncio.Future[Parcel | None] = asyncio.get_running_loop().create_future()
        self._claims.append((key, done))
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look())
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            taken = await done
            if taken is not None:
                await self.settle(Ending(letter=taken.letter, state=_before(taken)))
            raise

    async def settle(self, ending: Ending) -> None:
        """Note how the work on a letter ended. It is committed when this returns, even if it is broken off."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._settlements.append((ending, done))
        self._write_soon()
        try:
            await asyncio.shield(done)
        except asyncio.CancelledError:
            await done
            raise

    async def settle_surely(self, ending: Ending) -> None:
        """Note how it ended, with patience: if that were lost, nobody would know if the letter went."""
        for tries in count():
            try:
                await self.settle(ending)
                return
            except RecordAway as away:
                # Given up, a letter that went would be taken by others when the database is back, and sent twice.
                went = ending.state is LetterState.SENT and away.trouble is not Trouble.GONE
                if tries >= len(self._again) and not went:
                    raise
                told = mark(ending.letter.key), away.trouble.value
                log.warning("how letter %s ended waits to be noted: the record is away (%s)", *told)
            except Exception:
                if tries >= len(self._again):
                    raise
                log.exception("how letter %s ended could not be noted yet", mark(ending.letter.key))
            await asyncio.sleep(self._again[min(tries, len(self._again) - 1)])

    @contextmanager
    def keeping(self, letter: Letter) -> Iterator[None]:
        """Keep a letter that was taken, so that others know how long it is in hand."""
        self._kept[letter.key] = letter
        if self._renewing is None:
            self._renewing = asyncio.get_running_loop().create_task(self._renew())
        try:
            yield
        finally:
            del self._kept[letter.key]
            if not self._kept and self._renewing is not None:
                self._renewing.cancel()
                self._renewing = None

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            kept, until = tuple(self._kept.values()), self._shared() + self._lease
            try:
                await self._store.transact(lambda tx, kept=kept, until=until: tx.letters.renew(kept, until))  # type: ignore[misc]
            except Exception:
                log.exception("letters in hand could not be renewed")

    # ---- looking: beside the transactions -------------------------------------------------------

    async def _look(self) -> None:
        while self._claims:
            claims, self._claims = self._claims, []
            await self._look_for(claims)

    async def _look_for(self, claims: Sequence[Claim]) -> None:
        keys, now, real, shared = [key for key, _ in claims], self._clock(), self._real(), self._shared()

        def work(view: View) -> tuple[Found, tuple[Unread, ...]]:
            return view.letters.parcels(keys, now, real, shared), view.unread()

        try:
            found, met = await self._store.read(work)
            parcels = tuple(self._addressed(parcel) for parcel in found.parcels)
        except Exception as failed:
            await self._each_alone(claims, failed)
            return
        self._looked.append(Looked(claims, parcels, found.unread, met))
        self._write_soon()

    def _addressed(self, parcel: Parcel) -> Parcel:
        """Choose the address of a letter that is to be sent. One that may have gone keeps its own."""
        if parcel.letter.state is not LetterState.WAITING:
            return parcel
        return parcel.model_copy(update={"letter": parcel.letter.model_copy(update={"address": self._place(parcel)})})

    async def _each_alone(self, claims: Sequence[Claim], failed: Exception) -> None:
        """Try each letter alone: one that cannot be read must not hold up others. It is put off, and keeps its place."""
        if len(claims) > 1:
            for claim in claims:
                await self._look_for([claim])
            return
        until = self._real() + PUT_OFF
        for key, done in claims:
            log.error("letter %s could not be taken", mark(key), exc_info=failed)
            try:
                await self._store.transact(lambda tx, key=key: tx.letters.put_off(key, until))  # type: ignore[misc]
            except Exception as away:
                _fail(done, away)
            else:
                _tell(done, None)

    # ---- writing --------------------------------------------------------------------------------

    def _write_soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        while self._looked or self._settlements:
            looked, self._looked = self._looked, []
            settlements, self._settlements = self._settlements, []
            await self._commit(looked, settlements)

    async def _commit(self, looked: Sequence[Looked], settlements: Sequence[Settlement]) -> None:
        try:
            taken = await self._store.transact(lambda tx: self._work(tx, looked, settlements))
        except Exception as failed:  # whoever asked is told, and logs it
            await self._one_by_one(looked, settlements, failed)
            return
        for _, settled in settlements:
            if not settled.done():
                settled.set_result(None)
        for claims, *_ in looked:
            for key, done in claims:
                _tell(done, taken.pop(key, None))

    def _work(self, tx: Tx, looked: Sequence[Looked], settlements: Sequence[Settlement]) -> dict[str, Parcel]:
        now, real, shared = self._clock(), self._real(), self._shared()
        if settlements:
            tx.letters.settle([ending for ending, _ in settlements], now)
        found = [parcel for one in looked for parcel in one.parcels]
        taken = tx.letters.claim(found, now, real, shared + self._lease, shared) if found else ()
        unread = [key for one in looked for key in one.unread]
        if unread:
            tx.letters.give_up(unread, now)
        met = tuple(dict.fromkeys(unread for one in looked for unread in one.met))
        if met:
            tell_unread(tx, tx.letters.enqueue, met, now)
        return {parcel.letter.whole: parcel for parcel in taken}

    async def _one_by_one(self, looked: Sequence[Looked], settlements: Sequence[Settlement], failed: Exception) -> None:
        """Try each alone: one that cannot be written must not hold up those that share its transaction."""
        if len(looked) + len(settlements) > 1:
            for settlement in settlements:
                await self._commit((), (settlement,))
            for one in looked:
                await self._commit((one,), ())
            return
        for _, settled in settlements:
            if not settled.done():
                settled.set_exception(failed)
        for claims, *_ in looked:
            await self._each_alone(claims, failed)


def _before(taken: Parcel) -> LetterState:
    """Return the state a letter had before it was taken."""
    return LetterState.WAITING if taken.letter.state is LetterState.SENDING else LetterState.UNKNOWN


def _tell(done: asyncio.Future[Parcel | None], parcel: Parcel | None) -> None:
    if not done.done():
        done.set_result(parcel)


def _fail(done: asyncio.Future[Parcel | None], failed: Exception) -> None:
    if not done.done():
        done.set_exception(failed)
