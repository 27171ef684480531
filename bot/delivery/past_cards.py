"""Earlier cards: once a newer one has come, a card that asked is drawn without its buttons, which would ask twice."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.model.letters.letter import Letter, LetterKind
from bot.ports.record import Store, Tx, View
from bot.reports.letters.asked_cards import as_past, asks

log = logging.getLogger("milepost.rewriting")
MOST_BACK = 4  # letters with nothing but news that may have come between two that ask


async def end_earlier(store: Store, sent: Sequence[Letter], now: datetime) -> None:
    """Take the buttons from the card that each person was asked with before, if these letters ask. The next round rewrites it
    where it stands. If that cannot be done it is let go: a press on an old card opens what stands now."""
    newer = [letter for letter in sent if letter.kind is LetterKind.NUDGE and letter.person is not None and asks(letter)]
    if not newer:
        return

    def work(tx: Tx) -> None:
        for letter in newer:
            for part in _parts(tx, letter):
                message = as_past(tx, part, now)
                if message is not None:
                    tx.letters.redraw(part, message)

    try:
        await store.transact(work)
    except Exception:
        log.exception("the cards before %s others could not be ended", len(newer))


def _parts(view: View, letter: Letter) -> Iterator[Letter]:
    """Yield the card that somebody was asked with before this letter, part by part."""
    before = view.letters.nudge_before(letter)
    for _ in range(MOST_BACK):
        if before is None or asks(before):
            break
        before = view.letters.nudge_before(before)
    if before is None or not asks(before):
        return
    yield before
    yield from view.letters.some([before.part_key(number) for number in range(1, before.part)]).values()
