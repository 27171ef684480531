"""Messages rewritten where they were posted, after words were taken out of the record or a newer card came."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from functools import partial

from bot.model.mark import mark
from bot.ports.channel import Channel
from bot.ports.record import Store, Tx
from bot.ports.refusals import DeliveryFailed, DeliveryUncertain

log = logging.getLogger("milepost.rewriting")


async def rewrite_posted(
    store: Store, channels: Sequence[Channel], only: Collection[str] | None = None
) -> tuple[int, tuple[str, ...]]:
    """Rewrite every message that was posted and changed since, or only some. Returns how many, and the keys of those that could
    not be.

    One whose platform is away or not switched on is tried again by the next call. After one that failed, no other of the
    same organisation is tried in this one.
    """
    on = {channel.platform: channel for channel in channels}
    done: list[str] = []
    left: list[str] = []
    away: set[tuple[str, str]] = set()
    for letter in await store.read(lambda view: view.letters.to_rewrite()):
        if only is not None and letter.key not in only:
            continue
        to, channel = letter.address, on.get(letter.address.platform) if letter.address else None
        if to is None or letter.reference is None or channel is None or (to.platform, to.tenant) in away:
            left.append(letter.key)
            continue
        try:
            rewritten = await channel.rewrite(to, letter.reference, letter.message)
        except (DeliveryFailed, DeliveryUncertain) as failed:
            log.warning("letter %s could not be rewritten: %s", mark(letter.key), failed.reason)
            left.append(letter.key)
            away.add((to.platform, to.tenant))
            continue
        (done if rewritten else left).append(letter.key)
        await store.transact(partial(_noted, key=letter.key))
    return len(done), tuple(left)


def _noted(tx: Tx, key: str) -> None:
    tx.erasures.rewritten(key)
