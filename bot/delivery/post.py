"""The post: carries letters over the channels that are switched on. A letter is taken, sent and settled, never sent twice."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.delivery.addressing import Addressing
from bot.delivery.alarm import alarm, lost_before, refuses, undelivered, unsure
from bot.delivery.attaching import attach
from bot.delivery.courtesy import Courtesy
from bot.delivery.ledger import Ledger
from bot.delivery.past_cards import end_earlier
from bot.delivery.patience import FIRST_PAUSE, looked_at_again
from bot.delivery.standstill import MOST_AGAIN, Standstills, stop_of
from bot.delivery.telling import Tell, Telling, nobody
from bot.model.letters.letter import LEASE, Carried, Ending, Letter, LetterKind, LetterState, Outbox, Parcel, Stop
from bot.model.letters.message import Message
from bot.model.mark import mark
from bot.model.people import Address
from bot.model.tenants import Serving, everywhere
from bot.ports.channel import Channel
from bot.ports.clock import Clock
from bot.ports.record import Store, Tx
from bot.ports.refusals import DeliveryFailed, DeliveryUncertain
from bot.wording.sentences import words

log = logging.getLogger("milepost.post")
GRACE = 5.0  # seconds a request may still take to show on its platform after we lost sight of it
MOST = 20  # letters that platforms have in hand side by side
TAKEN = 4 * MOST  # letters taken side by side: most are about to be sent, or how they ended is being noted
IN_HAND = 300.0  # seconds after which a letter is given back whatever its platform does: well within its lease
STILL_OPEN = (LetterState.WAITING, LetterState.UNKNOWN)
Note = Callable[[], Awaitable[Ending]]  # what is left to be noted of a letter once its platform has answered


class Post:
    """Carries letters. `clock` says what is due. `real`, if it differs, says how long a platform asked us to wait, and `shared`
    what another process has in hand: all that deliver must go by the same one."""

    def __init__(
        self,
        store: Store,
        channels: Sequence[Channel],
        clock: Clock,
        real: Clock | None = None,
        grace: float = GRACE,
        courtesy: Courtesy | None = None,
        in_hand: float = IN_HAND,
        served: Serving = everywhere,
        lease: timedelta = LEASE,
        tell: Tell = nobody,
        shared: Clock | None = None,
    ) -> None:
        self._store = store
        self._channels: Mapping[str, Channel] = {channel.platform: channel for channel in channels}
        self._clock = clock
        self._real = real or clock
        self._shared = shared or self._real
        self._grace = grace
        self._courtesy = courtesy or Courtesy()
        self._standstills = Standstills(store, clock)
        self._addressing = Addressing(store, self._channels, self._standstills, clock, served)
        self._ledger = Ledger(store, clock, self._real, self._addressing.place, lease, self._shared)
        self._taken = asyncio.Semaphore(TAKEN)
        self._hands = asyncio.Semaphore(MOST)
        self._in_hand = in_hand
        self._telling = Telling(tell, clock)
        self._may_have_gone: dict[str, Letter] = {}  # letters handed to their platform, as they were then

    async def outbox(self) -> Outbox:
        """Return what may be sent or looked up now, and when there may be more."""
        when = self._clock(), self._real(), self._shared()
        return await self._store.read(lambda view: view.letters.outbox(*when))

    async def waiting(self) -> tuple[str, ...]:
        """Return the keys of letters that may go now."""
        return tuple(key for key, _ in (await self.outbox()).ready)

    async def deliver(self, key: str) -> LetterState | None:
        """Send one letter, or look up one that may have gone. Returns how that ended, None if it was not ours to do."""
        return carried.state if (carried := await self.carry(key)) else None

    async def carry(self, key: str) -> Carried | None:
        """Do as `deliver`. Returns also when this letter must be looked at again, and if others may go now."""
        carried = None
        while (ending := await self._carry_part(key)) is not None:
            again = (ending.retry_at - self._seen_by(ending.state)).total_seconds() if ending.retry_at else 0.0
            carried = Carried(
                state=ending.state,
                again=max(again, 0.0) if ending.state in STILL_OPEN else None,
                more=ending.state is LetterState.FAILED,
            )
            if ending.state is not LetterState.SENT or not ending.letter.part:
                break
        return carried

    async def _carry_part(self, key: str) -> Ending | None:
        async with self._taken:
            parcel = await self._ledger.claim(key)
            if parcel is None:
                return None
            with self._ledger.keeping(parcel.letter):
                note = await self._worked_on(parcel)
                ending = await note()  # in one transaction with the claim of whatever is taken next
                self._telling.ended(parcel.letter, ending)
                return ending

    async def _worked_on(self, parcel: Parcel) -> Note:
        """Send a letter, or look it up. If that takes too long or is broken off, the letter is given back."""
        try:
            async with self._hands:
                await self._courtesy.give_way()
                self._telling.begins(parcel.letter)
                async with asyncio.timeout(self._in_hand):
                    return await (self._send(parcel) if parcel.letter.state is LetterState.SENDING else self._look_up(parcel))
        except TimeoutError:
            return self._given_back(parcel)
        except asyncio.CancelledError:
            await self._given_back(parcel)()
            raise
        finally:
            self._may_have_gone.pop(parcel.letter.key, None)

    def _given_back(self, parcel: Parcel) -> Note:
        """Let a letter wait that was in hand for too long. It is looked up before it is sent again, if it may have gone."""
        log.warning("letter %s was in hand for too long and is given back", mark(parcel.letter.key))
        gone = self._may_have_gone.get(parcel.letter.key)
        state = LetterState.WAITING if gone is None and parcel.letter.state is LetterState.SENDING else LetterState.UNKNOWN
        return self._wait(gone or parcel.letter, state, words("nudges.alarm.silent"), None)

    async def resolve(self) -> Mapping[str, LetterState]:
        """Look up what a dead process left half-sent, and say how each stands now. Call it once, on taking the lock."""
        left = tuple(await self._store.read(lambda view: {letter.whole for letter in view.letters.left_over()}))
        if left:
            await self._store.transact(lambda tx: tx.letters.abandon(left))
        states = await asyncio.gather(*(self.deliver(key) for key in left))
        return {key: state for key, state in zip(left, states, strict=True) if state is not None}

    async def try_again(self) -> None:
        """Let one letter try each tenant that takes none: whoever starts us may have put right what was wrong."""
        if await self._store.read(lambda view: view.letters.standstills()):
            await self._store.transact(lambda tx: tx.accounts.try_everywhere(self._clock()))

    async def note_sent(self) -> None:
        """Put on the record what letters asked that went. Whoever delivers must call it within 60 seconds."""
        while (plans := await self._store.read(lambda view: view.letters.sent_unnoted())) is not None:
            sent = await self._store.transact(lambda tx, plans=plans: tx.letters.note_sent(plans), plans=plans)  # type: ignore[misc]
            if plans and not sent:  # another process has them in hand
                break
            await end_earlier(self._store, sent, self._clock())

    # ---- sending -----------------------------------------------------------------------------

    async def _send(self, parcel: Parcel) -> Note:
        address = parcel.letter.address
        if address is None:
            return await self._try(parcel)
        async with self._standstills.turn(address) as wait:
            if wait is not None:
                return self._wait(parcel.letter, LetterState.WAITING, words("nudges.alarm.standstill"), wait)
            return await self._try(parcel)

    async def _try(self, parcel: Parcel) -> Note:
        was = parcel.letter.address
        try:
            letter = await self._prepared(parcel)
        except DeliveryFailed as failed:
            return self._failed(parcel, failed)
        except Exception:  # our bug, or the record is away: nothing was sent yet
            log.exception("letter %s could not be made ready", mark(parcel.letter.key))
            return self._wait(parcel.letter, LetterState.WAITING, words("nudges.alarm.bug"), None)
        parcel = parcel.model_copy(update={"letter": letter})
        if letter.address is None:
            return partial(self._unreachable, parcel, words("nudges.alarm.no_address"))
        if was is None and self._standstills.holds(letter.address):  # found just now, at an address that takes no letters
            return self._wait(letter, LetterState.WAITING, words("nudges.alarm.standstill"), None)
        self._may_have_gone[letter.key] = letter
        try:
            reference = await self._channels[letter.address.platform].send(letter.address, letter.message, letter.key)
        except DeliveryFailed as failed:
            return self._failed(parcel, failed)
        except DeliveryUncertain as uncertain:
            return await self._uncertain(parcel, uncertain.reason)
        except Exception:  # our bug: it may have gone all the same
            log.exception("letter %s could not be sent", mark(letter.key))
            return await self._uncertain(parcel, words("nudges.alarm.bug"))
        self._standstills.over(letter.address)
        await attach(self._store, self._channels, letter, reference)
        return partial(self._end, Ending(letter=letter, state=LetterState.SENT, reference=reference))

    async def _prepared(self, parcel: Parcel) -> Letter:
        """Open the letter's address, and split the letter if its platform needs that. Both are noted before anything is sent.

        In a channel what follows the first part is written in its thread.
        """
        letter, person = parcel.letter, parcel.person
        address = letter.address
        if address is None and person is not None and letter.part <= 1:
            address = await self._addressing.found(parcel)
        channel = self._channels.get(address.platform) if address else None
        if address is None or channel is None:
            return letter.model_copy(update={"address": None})
        if person is not None:
            address = await channel.open(address)
        elif letter.part > 1:
            address = await self._under_first(letter, address)
        parts = (letter.message,) if letter.part else channel.parts(letter.message)
        ready, is_new = letter.model_copy(update={"address": address}), address != letter.address
        if len(parts) == 1 and not is_new:
            return ready
        plans = letter.plans if is_new and person is not None else ()  # as a rule all that know the person, and are told of it
        return await self._store.transact(lambda tx: self._noted(tx, ready, is_new, parts), plans=plans)

    async def _under_first(self, letter: Letter, address: Address) -> Address:
        """Return the address of a channel's letter with the thread that its first part began."""
        first = await self._store.read(lambda view: view.letters.one(letter.whole))
        begun = first.reference if first is not None else None
        return address.model_copy(update={"under": begun}) if begun and not address.under else address

    def _noted(self, tx: Tx, letter: Letter, is_new: bool, parts: Sequence[Message]) -> Letter:
        if is_new and letter.address is not None:
            tx.letters.readdress(letter.key, letter.address)
            if letter.person is not None:
                tx.accounts.reach(letter.person, letter.address, self._clock())
        return tx.letters.split(letter, parts) if len(parts) > 1 else letter

    # ---- when it does not go -------------------------------------------------------------------

    def _failed(self, parcel: Parcel, failed: DeliveryFailed) -> Note:
        address = parcel.letter.address
        if failed.is_permanent:
            return partial(self._unreachable, parcel, failed.reason, is_gone=True)
        if failed.standstill is None or address is None:
            return self._wait(parcel.letter, LetterState.WAITING, failed.reason, failed.retry_in)
        stop = stop_of(address, failed, self._clock())
        self._standstills.begins(stop)
        return partial(self._stopped, parcel, stop)

    async def _stopped(self, parcel: Parcel, stop: Stop) -> Ending:
        """Let the letter wait: the refusal is nobody's doing here. The admins are told on a tenant's first such day."""
        letter, now = parcel.letter, self._clock()
        elsewhere = any(self._addressing.usable(parcel, one) and not self._standstills.holds(one) for one in parcel.addresses)
        seconds = FIRST_PAUSE if stop.whole and elsewhere and not letter.part else (stop.until - now).total_seconds()
        waits = looked_at_again(letter, LetterState.WAITING, stop.reason, self._real(), seconds)

        def work(tx: Tx) -> Ending | None:
            days = tx.letters.stand_still(stop)
            if not stop.whole and days > MOST_AGAIN:
                return None
            if stop.whole and days == 1:
                refuses(tx, letter, stop, now)
            tx.letters.settle([waits], now)
            return waits

        ending = await self._store.transact(work)
        self._standstills.noted(stop)
        return ending or await self._unreachable(parcel, stop.reason)

    async def _uncertain(self, parcel: Parcel, reason: str) -> Note:
        """Note as unknown a letter that may have gone, then look it up."""
        await self._wait(parcel.letter, LetterState.UNKNOWN, reason, self._grace)()
        return await self._look_up(parcel, self._grace)

    async def _look_up(self, parcel: Parcel, grace: float = 0.0) -> Note:
        """Ask the platform if it went. If it did not, and had `grace` seconds to show up, it waits to be sent again."""
        letter, address = parcel.letter, parcel.letter.address
        if address is None:  # its address is noted before it is sent
            return partial(self._end, Ending(letter=letter, state=LetterState.WAITING))
        channel = self._channels.get(address.platform)
        if channel is None:
            return self._wait(letter, LetterState.UNKNOWN, words("nudges.alarm.no_address"), None)
        try:
            reference = await channel.sent_already(address, letter.key, letter.tried or letter.not_before)
        except DeliveryFailed as failed:
            if failed.is_permanent:
                return partial(self._held, letter, failed.reason)
            return self._wait(letter, LetterState.UNKNOWN, failed.reason, failed.retry_in)
        except Exception:
            log.exception("letter %s could not be looked up", mark(letter.key))
            return self._wait(letter, LetterState.UNKNOWN, words("nudges.alarm.bug"), None)
        if reference is not None:
            return partial(self._end, Ending(letter=letter, state=LetterState.SENT, reference=reference))
        return self._not_seen(channel, letter, grace)

    def _not_seen(self, channel: Channel, letter: Letter, grace: float) -> Note:
        """Let a letter that its platform does not know wait again. A digest is held, if the platform could not know."""
        if channel.remembers and grace:
            return self._wait(letter, LetterState.UNKNOWN, letter.reason, grace)
        if letter.kind is LetterKind.DIGEST and not channel.remembers:
            return partial(self._held, letter, "")
        if not grace:  # left by a process that is dead: nothing is gained by waiting
            return partial(self._end, Ending(letter=letter, state=LetterState.WAITING))
        return self._wait(letter, LetterState.WAITING, letter.reason, None)

    async def _held(self, letter: Letter, reason: str) -> Ending:
        """Tell the admins that nobody can tell if it went: to send it twice would be worse than not at all."""
        ending = Ending(letter=letter, state=LetterState.FAILED, reason=reason)
        now = self._clock()

        def work(tx: Tx) -> None:
            tx.letters.settle([ending], now)
            alarm(tx, letter, unsure(tx, letter, reason, now), now)

        await self._store.transact(work)
        return ending

    async def _unreachable(self, parcel: Parcel, reason: str, is_gone: bool = False) -> Ending:
        """Try another address of the person, as this one takes nothing any more, or tell the admins. `is_gone` says that the
        platform itself said so: then a board's channel is lost too."""
        letter, now = parcel.letter, self._clock()
        found = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._in_hand):
                found = await self._addressing.elsewhere(parcel)

        def work(tx: Tx) -> Ending:
            if letter.person is not None and letter.address is not None:
                tx.accounts.lose(letter.address, reason, now)
            lost = is_gone and letter.kind in (LetterKind.DIGEST, LetterKind.PAPERS) and letter.address is not None
            if lost and letter.address is not None and letter.channel is not None:
                tx.plans.lose_board(letter.channel, letter.address, reason, now)
            other = self._addressing.other(tx, parcel, found) if letter.part <= 1 else None
            if other is not None:
                tx.letters.rejoin(letter.key)
                ending = Ending(letter=letter, state=LetterState.WAITING, address=other, reason=reason)
            else:
                known = lost_before(tx, letter) if letter.address is None else None  # and told then
                ending = Ending(letter=letter, state=LetterState.FAILED, reason=known or reason)
                if known is None:
                    alarm(tx, letter, undelivered(tx, letter, reason, lost), now)
            tx.letters.settle([ending], now)
            return ending

        return await self._store.transact(work)

    def _wait(self, letter: Letter, state: LetterState, reason: str, asked: float | None) -> Note:
        return partial(self._end, looked_at_again(letter, state, reason, self._seen_by(state), asked))

    def _seen_by(self, state: LetterState) -> datetime:
        """Return the moment from which a pause counts: any machine may look up a letter that may have gone."""
        return self._shared() if state is LetterState.UNKNOWN else self._real()

    async def _end(self, ending: Ending) -> Ending:
        await self._ledger.settle_surely(ending)
        return ending
