"""Secrets, asked of their platforms now and then, so that one which stopped working is known before a letter is refused."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.model.fault import Fault, FaultKind
from bot.model.people import Address
from bot.ports.channel import Channel
from bot.ports.record import Store
from bot.ports.refusals import DeliveryFailed
from bot.reports.faults import Spoken, spoken

log = logging.getLogger("milepost.faults")
EVERY = timedelta(minutes=5)
MOST = 8  # organisations that are asked about side by side


class Secrets:
    """Knows in which organisations a secret does not work, as their platforms said when they were last asked.

    What a platform does not tell now stays as it was told last. Nobody is told of any of it here.
    """

    def __init__(self, store: Store, channels: Sequence[Channel]) -> None:
        self._store = store
        self._channels: Mapping[str, Channel] = {channel.platform: channel for channel in channels}
        self._asked: datetime | None = None
        self._refused: dict[str, tuple[datetime, str]] = {}  # since when, and why, by the place
        self._spoken: Mapping[str, Spoken] = {}
        self._unsure: frozenset[str] | None = None  # None until the first answers are all there

    async def ask(self, now: datetime) -> None:
        """Ask about each organisation in which somebody is spoken to, if it is time to."""
        if self._asked is not None and self._asked <= now < self._asked + EVERY:
            return
        self._asked = now
        found = await self._store.aside(spoken)
        places = {place: one for place, one in found.items() if one.address.platform in self._channels}
        self._spoken = places
        self._refused = {place: told for place, told in self._refused.items() if place in places}
        few = asyncio.Semaphore(MOST)

        async def asked(place: str, address: Address) -> bool:
            async with few:
                return await self._ask_about(place, address, now)

        sure = await asyncio.gather(*(asked(place, one.address) for place, one in places.items()))
        self._unsure = frozenset(place for place, known in zip(places, sure, strict=True) if not known)

    async def _ask_about(self, place: str, address: Address, now: datetime) -> bool:
        """Ask about one. Returns False if its platform did not tell."""
        try:
            why = await self._channels[address.platform].secret_refused(address)
        except DeliveryFailed:  # its platform is down: the letters tell of that
            return False
        except Exception:  # our bug: the others are asked all the same
            log.exception("a platform could not be asked about its secrets")
            return False
        if why is None:
            self._refused.pop(place, None)
        else:
            self._refused[place] = (self._refused.get(place, (now, ""))[0], why)
        return True

    def found(self) -> tuple[Fault, ...]:
        """Return what is wrong, for each plan that it concerns."""
        return tuple(
            Fault(kind=FaultKind.SHUT, place=place, plan=short, since=since, reason=why)
            for place, (since, why) in self._refused.items()
            for short in self._spoken[place].plans
        )

    def is_unsure(self, place: str) -> bool:
        """Say if nobody can tell now whether a secret works there: whoever was told that it does not is not told otherwise."""
        return self._unsure is None or place in self._unsure
