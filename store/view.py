"""One reading and one transaction of the record, put together of a part a subject."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from bot.model.letter import LetterKind, LetterState, Unsent
from bot.model.letter_key import place, place_of, whole_key
from bot.model.update import Standing
from store.columns import aware
from store.letters import LetterReading
from store.newcomers import AccountReading, AccountWriting
from store.outbox import LetterWriting
from store.people import PeopleReading, PeopleWriting
from store.plans import PlansWriting
from store.reading import Known
from store.rounds import RoundsReading, RoundsWriting
from store.tables.letters import LETTER
from store.talk import TalkReading, TalkWriting
from store.updates import UpdatesReading, UpdatesWriting


class Reading(PeopleReading, UpdatesReading, TalkReading, RoundsReading, AccountReading, LetterReading):
    """One consistent reading. Implements `bot.ports.record.View`."""

    def unsent(self, short: str) -> tuple[Unsent, ...]:
        digests = sa.select(LETTER.c.key, LETTER.c.state, LETTER.c.reason, LETTER.c.settled, LETTER.c.part)
        mine = digests.where(LETTER.c.kind == LetterKind.DIGEST.value, LETTER.c.channel == short, LETTER.c.settled.is_not(None))
        latest: dict[str, tuple[str, Unsent | None]] = {}
        for key, state, reason, settled, part in self._db.execute(mine.order_by(LETTER.c.not_before, LETTER.c.part)):
            whole = whole_key(key, part)
            channel = place_of(whole)
            before, failed = latest.get(channel, ("", None))
            if state == LetterState.FAILED.value:
                failed = Unsent(reason=reason, at=aware(settled))
            elif before != whole:
                failed = None
            latest[channel] = (whole, failed)
        bound = {place(address.platform, address.id) for address in self.board_channel(short)}
        return tuple(failed for channel, (_, failed) in latest.items() if failed is not None and channel in bound)


class Writing(PlansWriting, PeopleWriting, UpdatesWriting, TalkWriting, RoundsWriting, AccountWriting, LetterWriting, Reading):
    """A transaction. Implements `bot.ports.record.Tx`."""

    def __init__(self, connection: sa.Connection, known: Known) -> None:
        super().__init__(connection, known.apart())

    def standings(self, short: str, as_at: datetime | None = None) -> Mapping[str, Standing]:
        return self._standings(short, as_at)
