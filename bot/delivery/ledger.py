"""The ledger: takes and settles letters, all that wait for it in one transaction, so that twenty share a commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.model.letter import Ending, LetterState, Parcel
from bot.model.people import Address
from bot.ports.clock import Clock
from bot.ports.record import Store, Tx
from bot.reports.alarm import tell_unread

Claim = tuple[str, asyncio.Future[Parcel | None]]
Settlement = tuple[Ending, asyncio.Future[Parcel | None]]


class Ledger:
    """Gathers work while one transaction is under way, for the next one. Nobody waits longer than for those two."""

    def __init__(self, store: Store, clock: Clock, real: Clock, place: Callable[[Parcel], Address | None]) -> None:
        self._store = store
        self._clock = clock
        self._real = real
        self._place = place
        self._claims: list[Claim] = []
        self._settlements: list[Settlement] = []
        self._writing: asyncio.Task[None] | None = None

    async def claim(self, key: str) -> Parcel | None:
        """Take a letter, or its next part. Returns None if it must not be worked on now."""
        done: asyncio.Future[Parcel | None] = asyncio.get_running_loop().create_future()
        self._claims.append((key, done))
        self._write_soon()
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            taken = await done
            if taken is not None:
                await self.settle(Ending(letter=taken.letter, state=_before(taken)))
            raise

    async def settle(self, ending: Ending) -> None:
        """Note how the work on a letter ended. It is committed when this returns, even if it is broken off."""
        done: asyncio.Future[Parcel | None] = asyncio.get_running_loop().create_future()
        self._settlements.append((ending, done))
        self._write_soon()
        try:
            await asyncio.shield(done)
        except asyncio.CancelledError:
            await done
            raise

    def _write_soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        while self._claims or self._settlements:
            claims, self._claims = self._claims, []
            settlements, self._settlements = self._settlements, []
            await self._commit(claims, settlements)

    async def _commit(self, claims: Sequence[Claim], settlements: Sequence[Settlement]) -> None:
        try:
            taken = await self._store.transact(lambda tx: self._work(tx, claims, settlements))
        except Exception as failed:  # whoever asked is told, and logs it
            await self._one_by_one(claims, settlements, failed)
            return
        for _, done in settlements:
            _tell(done, None)
        for key, done in claims:
            _tell(done, taken.pop(key, None))

    def _work(self, tx: Tx, claims: Sequence[Claim], settlements: Sequence[Settlement]) -> dict[str, Parcel]:
        now = self._clock()
        if settlements:
            tx.letters.settle([ending for ending, _ in settlements], now)
        if not claims:
            return {}
        parcels = tx.letters.claim([key for key, _ in claims], now, self._real(), self._place)
        tell_unread(tx, tx.letters.enqueue, tx.unread(), now)
        return {parcel.letter.whole: parcel for parcel in parcels}

    async def _one_by_one(self, claims: Sequence[Claim], settlements: Sequence[Settlement], failed: Exception) -> None:
        """Try each letter alone: one that cannot be read or written must not hold up those that share its transaction."""
        if len(claims) + len(settlements) > 1:
            for settlement in settlements:
                await self._commit((), (settlement,))
            for claim in claims:
                await self._commit((claim,), ())
            return
        for _, done in (*claims, *settlements):
            if not done.done():
                done.set_exception(failed)


def _before(taken: Parcel) -> LetterState:
    """Return the state a letter had before it was taken."""
    return LetterState.WAITING if taken.letter.state is LetterState.SENDING else LetterState.UNKNOWN


def _tell(done: asyncio.Future[Parcel | None], parcel: Parcel | None) -> None:
    if not done.done():
        done.set_result(parcel)
