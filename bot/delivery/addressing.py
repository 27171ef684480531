"""Addressing: the address a letter goes to, and the other ones at which its person can be reached."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.delivery.standstill import Standstills
from bot.model.letters.letter import LetterKind, Parcel
from bot.model.people import Address, People, Person
from bot.model.tenants import Serving
from bot.ports.channel import Channel
from bot.ports.clock import Clock
from bot.ports.record import Store, Tx
from bot.ports.refusals import DeliveryFailed
from bot.reports.accounts import may_be_written_to, same_account, uses
from bot.reports.walls import hosts, may_carry


class Addressing:
    """Chooses the address of each letter, among the platforms that are switched on."""

    def __init__(
        self, store: Store, channels: Mapping[str, Channel], standstills: Standstills, clock: Clock, served: Serving
    ) -> None:
        self._store = store
        self._served = served
        self._channels = channels
        self._standstills = standstills
        self._clock = clock

    def place(self, parcel: Parcel) -> Address | None:
        """Return the address a letter goes to: the one it went to before, else the one latest used."""
        letter = parcel.letter
        if letter.person is None:
            here = letter.address
            barred = here is not None and not all(self._hosts(people, here) for people in parcel.plans)
            return None if barred else here
        usable = [address for address in parcel.addresses if self.usable(parcel, address)]
        kept = [address for address in usable if letter.address is not None and same_account(address, letter.address)]
        if letter.part > 1:
            return next(iter(kept), None)
        going = [address for address in (*kept, *usable) if not self._standstills.holds(address)] if not letter.part else []
        return next(iter((*going, *kept, *usable)), None)

    def usable(self, parcel: Parcel, address: Address) -> bool:
        """Say if a letter may go there: it must be a place of every plan that the letter speaks of. One about a new account
        speaks of none, and goes wherever the person was known before."""
        if address.platform not in self._channels:
            return False
        return parcel.letter.kind is LetterKind.SECURITY or self._may_carry(parcel, address)

    def _may_carry(self, parcel: Parcel, address: Address) -> bool:
        person, served = parcel.letter.person or 0, self._served()
        return all(may_carry(people, person, served, address) for people in parcel.plans)

    def _hosts(self, people: People, address: Address) -> bool:
        return hosts(people, self._served(), address.platform, address.tenant)

    async def found(self, parcel: Parcel, but: Address | None = None) -> Address | None:
        """Ask the platforms, except one, for a person's address. Raises DeliveryFailed if none knows and one did not answer."""
        person = parcel.person
        if person is None:
            return None
        troubles: list[DeliveryFailed] = []
        for platform, channel in self._channels.items():
            if (but is not None and platform == but.platform) or not uses(person, platform):
                continue
            try:
                found = await channel.find(person.email)
            except DeliveryFailed as failed:
                troubles.append(failed)
                continue
            if found is not None and self._may_carry(parcel, found) and await self._may_have(person, found, but):
                return found
        if troubles:
            raise min(troubles, key=lambda failed: math.inf if failed.retry_in is None else failed.retry_in)
        return None

    async def _may_have(self, person: Person, found: Address, gone: Address | None) -> bool:
        return await self._store.read(lambda view: may_be_written_to(view, person.id, found, self._channels, gone))

    async def elsewhere(self, parcel: Parcel) -> Address | None:
        """Ask the platforms for another address of the person, if we know of none ourselves."""
        here = parcel.letter.address
        if here is None or parcel.letter.part > 1:
            return None
        if any(self.usable(parcel, address) and not same_account(address, here) for address in parcel.addresses):
            return None
        try:
            return await self.found(parcel, but=here)
        except DeliveryFailed:
            return None

    def other(self, tx: Tx, parcel: Parcel, found: Address | None) -> Address | None:
        """Return another address of the person that still takes letters: one we know, else the one just found, now noted."""
        if parcel.person is None or parcel.letter.address is None:
            return None
        for address in tx.accounts.reachable(parcel.person.id):
            if self.usable(parcel, address):
                return address
        if found is None or tx.accounts.is_lost(found):
            return None
        tx.accounts.reach(parcel.person.id, found, self._clock())
        return found
