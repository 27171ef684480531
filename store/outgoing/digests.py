"""Weekly summaries in the record, as they were posted: once for each channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.model.letters.letter import Letter, LetterKind
from bot.model.letters.letter_key import day_of
from bot.model.letters.message import Message
from bot.model.people import Address
from bot.model.record.entry import EntryKind, Head
from bot.model.summary import Drawn, Posted
from bot.ports.erasures import Instead
from store.content.removed import Taken
from store.database.prepared import Prepared
from store.entries import EntriesWriting
from store.reading import Changing, Connected
from store.tables.letters import LETTER
from store.tables.office import DIGEST

Row = Mapping[str, Any]
_OF_WEEK = Prepared(
    sa.select(DIGEST)
    .where(DIGEST.c.plan == sa.bindparam("short"), DIGEST.c.week == sa.bindparam("week"))
    .order_by(DIGEST.c.entry)
)


def of_week(db: sa.Connection, short: str, week: date) -> Sequence[Row]:
    """Return the rows of the summaries posted in the week of that Monday."""
    return _OF_WEEK.named(db, short=short, week=week)


def posted(db: sa.Connection, row: Row, taken: Taken, instead: Instead) -> Posted:
    """Return the summary in a row. If words were taken out of it, it is read as its letter was rewritten."""
    facts, message = row["facts"], row["message"]
    if facts is None or message is None:
        facts, message = _rewritten(db, row, taken, instead)
    return Posted(
        entry=row["entry"],
        week=row["week"],
        channel=Address(platform=row["at_platform"], tenant=row["at_tenant"] or "", id=row["channel"] or ""),
        drawn=Drawn(facts=facts, head=Head(entry=row["upto"], digest=row["upto_digest"])),
        message=Message.model_validate_json(message),
        letter=row["letter"],
    )


def _rewritten(db: sa.Connection, row: Row, taken: Taken, instead: Instead) -> tuple[str, str]:
    """The facts and the message of a summary out of which words were taken: our copy of the letter has the rest of them."""
    kept = sa.select(LETTER.c.drawn, sa.func.coalesce(LETTER.c.whole, LETTER.c.message)).where(LETTER.c.key == row["letter"])
    drawn, message = db.execute(kept).one_or_none() or (None, None)
    removed = next((one for field in ("message", "facts") if (one := taken.get((row["entry"], field)))), None)
    blank = Message(title=instead.copy(removed.entry) if removed else "").model_dump_json()
    return Drawn.model_validate_json(drawn).facts if drawn else "{}", message or blank


class DigestsWriting(Changing):
    """The writing of summaries that were posted."""

    def __init__(self, connected: Connected, entries: EntriesWriting) -> None:
        super().__init__(connected)
        self._entries = entries

    def by_letter(self, letter: Letter, taken: datetime) -> None:
        """Add the summary that a letter is, once its platform took it. Again, it adds nothing."""
        short, drawn, to, week = letter.channel, letter.drawn, letter.address, day_of(letter.key)
        if letter.kind is not LetterKind.DIGEST or short is None or drawn is None or to is None or week is None:
            return
        same = sa.select(DIGEST.c.entry).where(DIGEST.c.plan == short, DIGEST.c.letter == letter.whole)
        if self._db.scalar(same) is not None:
            return
        by = self._by.model_copy(update={"at": max(self._by.at, taken)})
        place = {"letter": letter.whole, "at_platform": to.platform, "at_tenant": to.tenant, "channel": to.id, "week": week}
        said = {"facts": drawn.facts, "message": self._whole(letter)}
        head = {"upto": drawn.head.entry, "upto_digest": drawn.head.digest}
        self._entries.append(short, EntryKind.DIGEST, by, [(DIGEST, {**place, **head, **said})])

    def _whole(self, letter: Letter) -> str:
        """The message of a letter, put together again if it was sent in parts."""
        kept = sa.func.coalesce(LETTER.c.whole, LETTER.c.message)
        return str(self._db.scalar(sa.select(kept).where(LETTER.c.key == letter.whole)))
