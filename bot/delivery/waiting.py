"""All that waits, worked on for as long as there is patience: one tick's delivery."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bot.delivery.post import STILL_OPEN, Post
from bot.model.letters.letter import LetterState
from bot.model.mark import mark

log = logging.getLogger("milepost.post")


async def deliver_waiting(
    post: Post,
    patience: float,
    resolved: Mapping[str, LetterState] | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Counter[LetterState]:
    """Work on all that may go, each letter again as often as it asks within `patience` seconds. Returns how many ended how.

    What `resolve` has just looked up is counted with them. Those and letters that wait for a second try from before are
    waited for as long. If nothing at all is settled for so long, that is the end: what is in hand is given back. At the end
    all that went is on the record.
    """
    ended = dict(resolved or {})
    first = monotonic() + patience
    until = dict.fromkeys(ended, first)

    async def one_by_one(keys: Sequence[str], silence: asyncio.Timeout) -> None:
        for key in keys:
            try:
                state = await post.deliver(key)
            except Exception:
                log.exception("letter %s could not be carried", mark(key))
                state = None
            until.setdefault(key, monotonic() + patience)
            if state is None:
                until[key] = -math.inf
            else:
                ended[key] = state
            if state not in STILL_OPEN and not silence.expired():
                silence.reschedule(asyncio.get_running_loop().time() + patience)

    while True:
        outbox = await post.outbox()
        ready = [(key, lane) for key, lane in outbox.ready if monotonic() < until.get(key, math.inf)]
        if ready:
            try:
                async with asyncio.timeout(patience) as silence, asyncio.TaskGroup() as hands:
                    for keys in lanes(ready):
                        hands.create_task(one_by_one(keys, silence))
            except TimeoutError:
                await post.note_sent()
                return Counter(ended.values())
            continue
        latest = max((until[key] for key, state in ended.items() if state in STILL_OPEN), default=first)
        if outbox.pause is None or monotonic() + outbox.pause > latest:
            await post.note_sent()
            return Counter(ended.values())
        await asyncio.sleep(outbox.pause)


def lanes(ready: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Return the keys of each lane, in order."""
    kept: dict[str, list[str]] = {}
    for key, lane in ready:
        kept.setdefault(lane, []).append(key)
    return tuple(map(tuple, kept.values()))
