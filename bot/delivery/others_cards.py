"""The cards of others: once somebody has answered, nobody else's card asks the same on, wherever it stands."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from bot.model.letters.letter import Letter
from bot.model.letters.message import Message
from bot.model.letters.talk import Chat
from bot.ports.record import Store, Tx, View
from bot.reports.letters.asked_cards import as_settled

log = logging.getLogger("milepost.rewriting")
BACK = timedelta(days=1)  # looked back on by a process that has seen nothing yet


class OthersCards:
    """Remembers up to which entry of each plan it has looked: to look at one in which nothing was said costs nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: dict[str, int] = {}

    async def draw_anew(self, now: datetime) -> None:
        """Draw anew the last card of everybody whom somebody else has answered for since the last look. The next rewriting posts
        it. If that cannot be done it is let go: a press on an old card opens what stands now."""
        heads = await self._store.read(lambda view: view.entries.heads())
        for short, head in heads.items():
            if self._seen.get(short) == head.entry:
                continue
            try:
                found = await self._store.aside(partial(_answered, short=short, after=self._seen.get(short), now=now))
                if found:
                    await self._store.transact(partial(_redraw, found=found))
            except Exception:
                log.exception("the cards of others could not be drawn anew: %s", short)
            self._seen[short] = head.entry


def _redraw(tx: Tx, found: list[tuple[Letter, Message]]) -> None:
    for letter, message in found:
        tx.letters.redraw(letter, message)


def _answered(view: View, short: str, after: int | None, now: datetime) -> list[tuple[Letter, Message]]:
    """Return the cards on which something was answered by others after an entry, as they stand now."""
    said = view.entries.abouts(short, view.entries.upto(short, now - BACK) if after is None else after)
    found: list[tuple[Letter, Message]] = []
    for person in view.people.of(short).persons if said else ():
        own = view.entries.whom(short, person.id)
        by_others = {(short, about) for about, authors in said.items() if authors - {own}}
        for letter in _cards(view, person.id) if by_others else ():
            if not by_others.isdisjoint((one.plan, one.ref) for one in letter.asked):
                several = len(view.people.plans_of(person.id)) > 1
                message = as_settled(view, letter, now, several)
                found += [(letter, message)] if message is not None else []
    return found


def _cards(view: View, person: int) -> Iterator[Letter]:
    """Yield the last nudge that somebody had on each platform, part by part."""
    for platform in dict.fromkeys(address.platform for address in view.accounts.reachable(person)):
        letter = view.letters.last_nudge(person, Chat(id=""), platform)
        if letter is not None and letter.reference is not None:
            yield letter
            yield from view.letters.some([letter.part_key(number) for number in range(1, letter.part)]).values()
