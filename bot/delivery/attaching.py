"""The files of issued papers, put under the letter that tells of them."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from bot.model.letters import letter_key
from bot.model.letters.letter import Letter
from bot.model.letters.talk import Handed
from bot.model.mark import mark
from bot.ports.channel import Channel
from bot.ports.record import Store

log = logging.getLogger("milepost.post")


async def attach(store: Store, channels: Mapping[str, Channel], letter: Letter, reference: str) -> None:
    """Put the files of an issue under the letter that told a channel of it. Never raises: the letter itself went, is not sent
    again for their sake, and says how else they are had."""
    entry, short, to = letter_key.issue_of(letter.key), letter.channel, letter.address
    if entry is None or short is None or to is None or letter.part > 1:
        return
    try:
        held = await store.read(lambda view: view.papers.files(short, entry))
        if held:
            await channels[to.platform].attach(to, reference, tuple(Handed(**dict(one), title=one.name) for one in held))
    except Exception:
        log.exception("the files of letter %s could not be put under it", mark(letter.key))
