"""Look up the known accounts before a day's first round, to see if the people of a plan can still be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.model.letters.talk import Sender
from bot.model.people import Address
from bot.ports.channel import Channel
from bot.ports.record import Store, Tx, View
from bot.ports.refusals import Unreadable
from bot.rules.calendar import hours, local_day, working_days

APART = timedelta(hours=12)  # between two look-ups of a tenant: one a day, though a day may begin an hour sooner


async def look_up(store: Store, channels: Sequence[Channel], now: datetime) -> None:
    """Mark as lost every account that its platform says is gone. What a platform cannot tell now stays as it is.

    A tenant is looked up once a day, by one process, once the hours of any plan open.
    """
    by_platform = {channel.platform: channel for channel in channels}
    if not await store.read(lambda view: _is_due(view, by_platform, now)):
        return
    addresses = await store.transact(lambda tx: tx.accounts.look_up(tuple(by_platform), now - APART, now))
    lost: dict[Address, str] = {}
    for platform, channel in by_platform.items():
        known = [address for address in addresses if address.platform == platform]
        lost |= await channel.gone(known) if known else {}
    if lost:
        await store.transact(lambda tx: _lose(tx, lost, now))


def _is_due(view: View, platforms: Mapping[str, Channel], now: datetime) -> bool:
    """Say if anybody must be looked up now. It is asked of every plan: one that has nothing to say may have lost somebody."""
    is_open = any(_is_open(view, short, now) for short in view.plans.all())
    return is_open and bool(view.accounts.to_look_up(tuple(platforms), now - APART, now))


def _is_open(view: View, short: str, now: datetime) -> bool:
    """Say if a plan is in its working hours."""
    try:
        policy = view.plans.policy(short)
        day = local_day(now, policy.zone)
        opens, closes = hours(day, policy, policy.zone)
    except (Unreadable, LookupError, ValueError):  # the plan's round tells of it
        return False
    return day in working_days(policy) and opens <= now < closes


def _lose(tx: Tx, lost: Mapping[Address, str], now: datetime) -> None:
    for address, reason in lost.items():
        bound = tx.accounts.bound(Sender(platform=address.platform, tenant=address.tenant, id=address.id))
        plans = tx.people.plans_of(bound.person) if bound is not None else ()
        tx.accounts.lose(address, reason, max((_gone_since(tx, short, now) for short in plans), default=now))


def _gone_since(tx: Tx, short: str, now: datetime) -> datetime:
    """Return since when somebody is gone whom a look-up finds gone: when the day opened, so that its first round tells of it;
    or now, if that round has run."""
    try:
        policy = tx.plans.policy(short)
        day = local_day(now, policy.zone)
        opens, _ = hours(day, policy, policy.zone)
    except (Unreadable, LookupError, ValueError):  # the plan's round tells of it
        return now
    ran = tx.rounds.days(short, policy.zone, day + timedelta(days=1)).last == day
    return now if ran else min(opens, now)
