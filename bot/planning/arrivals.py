"""Arrivals: accounts met before their platform could say whose they are. It is asked again, gently, until it does."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.model.letters.talk import Notice, Say
from bot.model.people import Address
from bot.ports.channel import Channel, Heed
from bot.ports.record import Store
from bot.ports.refusals import DeliveryFailed, DeliveryUncertain

log = logging.getLogger("milepost.arrivals")
MOST = 20  # questions a round


async def meet(store: Store, channels: Sequence[Channel], heed: Heed, now: datetime) -> None:
    """Ask about those who wait, one after another. A tenant that does not answer is left alone for this round."""
    waiting = await store.read(lambda view: view.newcomers.expected(now, MOST))
    by_platform = {channel.platform: channel for channel in channels}
    silent: set[tuple[str, str]] = set()
    for address in waiting:
        channel = by_platform.get(address.platform)
        if channel is None or (address.platform, address.tenant) in silent:
            continue
        try:
            await _meet(store, channel, heed, address)
        except DeliveryFailed as failed:
            silent.add((address.platform, address.tenant))
            await _put_off(store, address, now, failed.retry_in or 0.0)


async def _put_off(store: Store, address: Address, now: datetime, seconds: float) -> None:
    await store.transact(lambda tx: tx.newcomers.put_off(address, now, seconds))


async def _meet(store: Store, channel: Channel, heed: Heed, address: Address) -> None:
    """Ask whose one account is. Welcome them as if they had only just come."""
    sender = await channel.whose(address)
    if sender is None:
        await store.transact(lambda tx: tx.newcomers.forget(address))
        return
    reply = await heed(Notice(sender=sender, route=address.route))
    await store.transact(lambda tx: tx.newcomers.forget(address))  # whoever it is: a refusal undid all the desk wrote
    if isinstance(reply, Say):
        try:
            await channel.send(address, reply.message, f"welcome:{address.platform}:{address.id}")
        except (DeliveryFailed, DeliveryUncertain) as wrong:
            log.info("an arrival could not be welcomed (%s)", wrong)
