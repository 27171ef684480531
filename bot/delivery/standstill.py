"""Standstills: what a platform refuses for nobody's doing here waits for the next working day; one letter tries for a tenant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.model.letters.letter import Standstill, Stop
from bot.model.people import Address
from bot.model.policy import Policy
from bot.ports.clock import Clock
from bot.ports.record import Store
from bot.ports.refusals import DeliveryFailed
from bot.rules import calendar

MOST_AGAIN = 3  # working days on which a letter to one address is tried again, before it counts as failed
Tenant = tuple[str, str]


def stop_of(address: Address, failed: DeliveryFailed, now: datetime) -> Stop:
    """Return what a refusal holds up, and until when: as long as the platform says, else until the next working day opens."""
    policy = Policy()
    day = calendar.local_day(now, policy.zone)
    opens, _ = calendar.hours(calendar.working_days(policy).next(day), policy, policy.zone)
    soon = now + timedelta(seconds=failed.retry_in) if failed.retry_in is not None else opens
    whole = failed.standstill is Standstill.TENANT
    return Stop(address=address, whole=whole, day=day, until=min(soon, opens), reason=failed.reason)


class Standstills:
    """The tenants that take no letters for now. One fact each; when its time is over one letter tries, and if it goes, all go."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._until: dict[Tenant, datetime] | None = None
        self._noted: set[Tenant] = set()
        self._trying: dict[Tenant, asyncio.Lock] = {}

    def holds(self, address: Address) -> bool:
        """Say if the address's tenant is left alone now, as far as is known here."""
        until = (self._until or {}).get(_tenant(address))
        return until is not None and self._clock() < until

    @asynccontextmanager
    async def turn(self, address: Address) -> AsyncIterator[float | None]:
        """Yield None if a letter may be tried now, else the seconds until then. If a tenant stood still, one at a time."""
        until = await self._known()
        tenant = _tenant(address)
        if tenant not in until:
            yield None
            return
        async with self._trying.setdefault(tenant, asyncio.Lock()):
            await self._ask_again(tenant)
            left = (until[tenant] - self._clock()).total_seconds() if tenant in until else 0.0
            yield left if left > 0 else None

    def begins(self, stop: Stop) -> None:
        """Leave a tenant alone from now on. It is in the record only when `noted`."""
        if stop.whole and self._until is not None:
            self._until[_tenant(stop.address)] = stop.until
            self._noted.discard(_tenant(stop.address))

    def noted(self, stop: Stop) -> None:
        """Take note that the record has it."""
        if stop.whole:
            self._noted.add(_tenant(stop.address))

    def over(self, address: Address) -> None:
        """Take note that a letter went."""
        if self._until:
            self._until.pop(_tenant(address), None)

    async def _known(self) -> dict[Tenant, datetime]:
        if self._until is None:
            found = await self._store.read(lambda view: view.letters.standstills())
            if self._until is None:
                self._until, self._noted = dict(found), set(found)
        return self._until

    async def _ask_again(self, tenant: Tenant) -> None:
        """Look again: the operator may have said to try again, or another process may have found that letters go."""
        until = await self._known()
        if tenant in self._noted and tenant in until:
            found = await self._store.read(lambda view: view.letters.standstills())
            if tenant not in found and tenant in self._noted:
                until.pop(tenant, None)


def _tenant(address: Address) -> Tenant:
    return address.platform, address.tenant
