"""The post: carries letters over the channels that are switched on. A letter is claimed, sent and settled, never sent twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot import people
from bot.message import Item, Items, Message, Spans
from bot.model import Address, Person
from bot.ports import (
    Asked,
    Channel,
    Clock,
    DeliveryFailed,
    DeliveryUncertain,
    Letter,
    LetterState,
    Store,
    Tx,
    View,
)
from bot.rounds import plan_due
from bot.wording import line, words

NO_ADDRESS = "no address on any platform that is switched on"


class Post:
    """Carries letters over the channels that are switched on. A letter is claimed, sent, settled; never sent twice."""

    def __init__(self, store: Store, channels: Sequence[Channel], clock: Clock) -> None:
        self._store = store
        self._channels = {channel.platform: channel for channel in channels}
        self._clock = clock

    async def plan(self) -> tuple[str, ...]:
        """Run one planning round."""
        now = self._clock()
        return await self._store.transact(lambda tx: plan_due(tx, now))

    async def waiting(self) -> tuple[str, ...]:
        """Keys of letters that may go now."""
        now = self._clock()
        return await self._store.transact(lambda tx: tx.waiting(now))

    async def deliver(self, key: str) -> LetterState | None:
        """Send one letter if it may go; return how it ended, or None where it was not ours to send."""
        now = self._clock()
        letter = await self._store.transact(lambda tx: tx.claim(key, now))
        if letter is None:
            return None
        return await self._send(letter)

    async def resolve(self) -> None:
        """Settle what a dead process left half-sent. Call it once, on taking the deliverer's lock."""
        for letter in await self._store.read(_left_over):
            await self._resolve(letter)

    async def _send(self, letter: Letter) -> LetterState:
        address: Address | None = letter.address
        try:
            address = address or await self._address(letter)
            if address is None:
                return await self._fail(letter, None, NO_ADDRESS)
            reference = await self._channels[address.platform].send(address, letter.message, letter.key)
        except DeliveryFailed as failed:
            if failed.retry_in is None:
                return await self._fail(letter, address, failed.reason)
            retry_at = self._clock() + timedelta(seconds=failed.retry_in)
            return await self._settle(letter, LetterState.WAITING, address, reason=failed.reason, retry_at=retry_at)
        except DeliveryUncertain as uncertain:
            await self._settle(letter, LetterState.UNKNOWN, address, reason=uncertain.reason)
            return await self._resolve(letter.model_copy(update={"address": address}))
        return await self._settle(letter, LetterState.SENT, address, reference=reference)

    async def _resolve(self, letter: Letter) -> LetterState:
        """A letter that may or may not have gone: ask the platform; else repeat a nudge, and hold a digest."""
        address = letter.address or await self._address(letter)
        channel = self._channels.get(address.platform) if address else None
        if address is None or channel is None:
            return await self._settle(letter, LetterState.WAITING, address)
        try:
            reference = await channel.sent_already(address, letter.key)
        except DeliveryFailed as failed:
            return await self._settle(letter, LetterState.UNKNOWN, address, reason=failed.reason)
        if reference is not None:
            return await self._settle(letter, LetterState.SENT, address, reference=reference)
        if channel.remembers or letter.kind != "digest":
            return await self._settle(letter, LetterState.WAITING, address)
        now = self._clock()
        await self._store.transact(lambda tx: _alarm(tx, letter, line("nudges.alarm.held", {"day": now.date()}), now))
        return await self._settle(letter, LetterState.FAILED, address, reason="held: it may have been delivered")

    async def _address(self, letter: Letter) -> Address | None:
        person_id = letter.person
        if person_id is None:
            return None
        known, person = await self._store.read(lambda view: (view.address_of(person_id), _person(view, person_id)))
        for address in known:
            if address.platform in self._channels and _wanted(person, address.platform):
                return address
        for platform, channel in self._channels.items():
            if person is not None and _wanted(person, platform):
                found = await channel.find(person.email)
                if found is not None:
                    await self._reach(person_id, found)
                    return found
        return None

    async def _reach(self, person: int, address: Address) -> None:
        now = self._clock()
        await self._store.transact(lambda tx: tx.reach(person, address, now))

    async def _fail(self, letter: Letter, address: Address | None, reason: str) -> LetterState:
        now = self._clock()

        def work(tx: Tx) -> None:
            if address is not None and letter.person is not None:
                tx.lose(address, reason, now)
            person = _person(tx, letter.person) if letter.person is not None else None
            who = person.name if person else (letter.channel or "")
            _alarm(tx, letter, line("nudges.news.unreachable", {"who": who, "reason": reason}), now)
            tx.settle(letter.key, LetterState.FAILED, now, address, reason=reason)

        await self._store.transact(work)
        return LetterState.FAILED

    async def _settle(
        self,
        letter: Letter,
        state: LetterState,
        address: Address | None,
        reference: str | None = None,
        reason: str = "",
        retry_at: datetime | None = None,
    ) -> LetterState:
        now = self._clock()

        def work(tx: Tx) -> None:
            tx.settle(letter.key, state, now, address, reference, reason, retry_at)
            if state is LetterState.SENT and letter.person is not None:
                tx.welcome(letter.person)

        await self._store.transact(work)
        return state


def _left_over(view: View) -> tuple[Letter, ...]:
    return view.left_over()


def _wanted(person: Person | None, platform: str) -> bool:
    return person is None or person.platform in (None, "", platform) or platform == "console"


def _person(view: View, person_id: int) -> Person | None:
    for short in view.plans_of(person_id):
        for person in view.people(short).persons:
            if person.id == person_id:
                return person
    return None


def _alarm(tx: Tx, letter: Letter, sentence: Spans, now: datetime) -> None:
    """Tell the plan's admins, each at most once a day; the rest of a bad day is in their next round's message."""
    shorts = {letter.channel} if letter.channel else {asked.plan for asked in letter.asked}
    for short in sorted(short for short in shorts if short):
        for admin in people.admins(tx.people(short)):
            if admin.id == letter.person:
                continue
            tx.enqueue(
                Letter(
                    key=f"alarm:{admin.id}:{now.date().isoformat()}",
                    kind="alarm",
                    person=admin.id,
                    message=Message(
                        title=words("nudges.alarm.title"), blocks=(Items(lines=(Item(spans=sentence),)),)
                    ),
                    asked=(Asked(plan=short, ref="", kind="news"),),
                    not_before=now,
                )
            )
