"""Look up each known account before a day's first round, to see if the people of a plan can still be reached."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model.people import Address
from bot.ports.channel import Channel
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import DeliveryFailed, Unreadable
from bot.rules.calendar import hours, local_day, working_days

AT_ONCE = 5  # look-ups side by side, gentle on a platform's limits


async def look_up(store: Store, channels: Sequence[Channel], now: datetime) -> None:
    """Mark as lost every account that its platform says is gone. What a platform cannot tell now stays as it is."""
    addresses = await store.read(lambda view: _due(view, now))
    if not addresses:
        return
    by_platform = {channel.platform: channel for channel in channels}
    turns = asyncio.Semaphore(AT_ONCE)

    async def gone(address: Address) -> str | None:
        channel = by_platform.get(address.platform)
        if channel is None:
            return None
        async with turns:
            try:
                return await channel.barred(address)
            except DeliveryFailed:
                return None  # asked again before the next day's round

    reasons = await asyncio.gather(*(gone(address) for address in addresses))
    lost = [(address, reason) for address, reason in zip(addresses, reasons, strict=True) if reason is not None]
    if lost:
        await store.transact(lambda tx: _lose(tx, lost, now))


def _due(view: View, now: datetime) -> tuple[Address, ...]:
    """Return the addresses of everyone in a plan whose first round of the day is about to run."""
    persons = {person for short in view.rounds.due(now) for person in _asked_first(view, short, now)}
    return tuple(address for person in sorted(persons) for address in view.accounts.reachable(person))


def _asked_first(view: View, short: str, now: datetime) -> tuple[int, ...]:
    try:
        known = view.people.of(short).persons if _first_today(view, short, now) else ()
    except (Unreadable, LookupError, ValueError):  # the plan's round tells of it
        return ()
    return tuple(person.id for person in known)


def _first_today(view: View, short: str, now: datetime) -> bool:
    policy = view.plans.policy(short)
    day = local_day(now, policy.zone)
    opens, closes = hours(day, policy, policy.zone)
    ran = view.rounds.days(short, policy.zone, day + timedelta(days=1))
    return day in working_days(policy) and opens <= now < closes and ran.last != day


def _lose(tx: Tx, lost: Sequence[tuple[Address, str]], now: datetime) -> None:
    for address, reason in lost:
        tx.accounts.lose(address, reason, now)
