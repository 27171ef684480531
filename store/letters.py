"""Letters in the record: looked at, and read from their rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.model.letters.letter import Asked, Found, Held, Letter, LetterKind, LetterState, Outbox, Parcel, Unsent
from bot.model.letters.letter_key import place, place_of, whole_key
from bot.model.letters.message import Message
from bot.model.letters.talk import Chat
from bot.model.people import Address
from bot.model.record.trouble import Kept
from bot.model.summary import Drawn
from bot.ports.people import PeopleView
from bot.ports.plans import PlansView
from store.database.columns import as_json, aware
from store.database.prepared import Prepared
from store.database.unread import WRONG
from store.outgoing import standstills
from store.outgoing.turns import KEYS, OPEN, listed, looked_for, may_go, moments
from store.pauses import silent
from store.reading import Connected, Part
from store.tables.letters import LETTER
from store.tables.people import ADDRESS

Row = sa.RowMapping | Mapping[str, Any]
ASKED_LIST = TypeAdapter(tuple[Asked, ...])
_IDS: sa.BindParameter[object] = sa.bindparam("ids", expanding=True)
_ADDRESSES = sa.select(ADDRESS).where(ADDRESS.c.person.in_(_IDS), ADDRESS.c.lost.is_(None)).order_by(ADDRESS.c.used_at.desc())

BLANK = as_json(Message(title=""))  # a letter whose words are forgotten

# What went and is not on the record yet. Of a letter in parts it is the first that counts.
TO_NOTE = sa.and_(LETTER.c.noted == sa.false(), LETTER.c.state == LetterState.SENT.value, LETTER.c.part <= 1)
AS_SENT = (LETTER.c.settled, LETTER.c.key)


_SOME = sa.select(LETTER).where(LETTER.c.key.in_(KEYS))
TOO_LATE = sa.and_(LETTER.c.state == LetterState.WAITING.value, LETTER.c.not_after < sa.bindparam("now"))
_LATE = sa.select(LETTER.c.key).where(TOO_LATE).limit(1)


# Made once: to make one of these takes longer than to run it.
_SENT = (LETTER.c.state == LetterState.SENT.value, LETTER.c.kind == LetterKind.NUDGE.value)
_NUDGES = sa.select(LETTER).where(*_SENT, LETTER.c.person == sa.bindparam("person"))
BY_REFERENCE = _NUDGES.where(LETTER.c.reference == sa.bindparam("reference")).limit(1)
BY_AGE = _NUDGES.where(LETTER.c.platform == sa.bindparam("platform")).order_by(LETTER.c.settled.desc()).limit(1)
_BEFORE = (
    _NUDGES.where(LETTER.c.settled <= sa.bindparam("settled"), LETTER.c.key != sa.bindparam("key"))
    .where(sa.or_(LETTER.c.part_of.is_(None), LETTER.c.part_of != sa.bindparam("key")))
    .order_by(LETTER.c.settled.desc(), LETTER.c.part.desc())
    .limit(1)
)


class _Which(NamedTuple):
    """How to find a letter that is looked for at everything that is said: all of it, and its key alone."""

    whole: Prepared[*tuple[object, ...]]
    key: Prepared[str]


_REFERRED_TO, _LATEST = (
    _Which(Prepared(one), Prepared(one.with_only_columns(LETTER.c.key))) for one in (BY_REFERENCE, BY_AGE)
)


class LettersReading(Part):
    """The reading of letters."""

    def __init__(self, connected: Connected, plans: PlansView, people: PeopleView) -> None:
        super().__init__(connected)
        self._plans = plans
        self._people = people

    def one(self, key: str) -> Letter | None:
        return next(iter(self._letters(sa.select(LETTER).where(LETTER.c.key == key))[0]), None)

    def some(self, keys: Collection[str]) -> Mapping[str, Letter]:
        return {letter.key: letter for letter in self._letters(_SOME, {"keys": list(keys)})[0]} if keys else {}

    def late(self, now: datetime) -> bool:
        return self._db.scalar(_LATE, {"now": now}) is not None

    def _letters(
        self, found: sa.Select[tuple[object, ...]], given: Mapping[str, object] | None = None
    ) -> tuple[list[Letter], list[str]]:
        """Return the letters that can be read, and the keys of those that cannot."""
        try:
            rows: Sequence[Row] = self._db.execute(found, given).mappings().all()
        except WRONG:  # one of their dates: read each by itself
            rows = self._one_by_one(list(self._db.scalars(found.with_only_columns(LETTER.c.key), given)))
        return self._of_rows(rows)

    def _of_rows(self, rows: Sequence[Row]) -> tuple[list[Letter], list[str]]:
        letters, unread = [], []
        for row in rows:
            letter = self._noted.passed_over(Kept.LETTER, row["key"], partial(letter_of, row))
            letters += [letter] if letter is not None else []
            unread += [row["key"]] if letter is None else []
        return letters, unread

    def _nudge(self, which: _Which, **given: object) -> Letter | None:
        self._is_for_a_thread()
        try:
            rows: Sequence[Row] = which.whole.named(self._db, **given)
        except WRONG:  # see above
            rows = self._one_by_one([key for (key,) in which.key.rows(self._db, **given)])
        return next(iter(self._of_rows(rows)[0]), None)

    def _one_by_one(self, keys: Sequence[str]) -> list[Row]:
        """Return the rows of those keys, each read by itself. Of one that cannot be read at all, the row holds the key alone."""
        rows: list[Row] = []
        for key in keys:
            mine = sa.select(LETTER).where(LETTER.c.key == key)
            try:
                rows += self._db.execute(mine).mappings().all()
            except WRONG:
                rows += self._db.execute(mine.with_only_columns(LETTER.c.key)).mappings().all()
        return rows

    def last_nudge(self, person: int, chat: Chat, platform: str | None = None) -> Letter | None:
        if chat.thread is not None:
            letter = self._nudge(_REFERRED_TO, person=person, reference=chat.thread)
            if letter is not None:
                return letter
        return None if platform is None else self._nudge(_LATEST, person=person, platform=platform)

    def nudge_before(self, letter: Letter) -> Letter | None:
        given = {"person": letter.person, "settled": letter.settled, "key": letter.whole}
        return next(iter(self._letters(_BEFORE, given)[0]), None)

    def words_before(self, before: datetime) -> bool:
        return self._db.scalar(sa.select(LETTER.c.key).where(done_with(before)).limit(1)) is not None

    def left_over(self) -> tuple[Letter, ...]:
        return tuple(self._letters(sa.select(LETTER).where(LETTER.c.state.in_(("sending", "unknown"))))[0])

    def outbox(self, now: datetime, real: datetime, shared: datetime | None = None, most: int = 1000) -> Outbox:
        rows = self._db.execute(listed(self._paused(now)), {**moments(now, real, shared), "most": most}).all()
        return Outbox(ready=tuple((key, lane) for key, lane in rows), pause=self._pause(now, real), more=len(rows) == most)

    def parcels(self, keys: Sequence[str], now: datetime, real: datetime, shared: datetime | None = None) -> Found:
        wanted = {"keys": list(keys), "now": now, "real": real, "shared": shared or real}
        letters, unread = self._letters(looked_for(self._paused(now)), wanted)
        ids = sorted({letter.person for letter in letters if letter.person is not None})
        addresses: dict[int, list[Address]] = {}
        for row in self._db.execute(_ADDRESSES, {"ids": ids}) if ids else ():
            address = Address(platform=row.platform, tenant=row.tenant, id=row.address, route=row.route)
            addresses.setdefault(row.person, []).append(address)
        parcels = tuple(self._parcel(letter, tuple(addresses.get(letter.person or 0, ()))) for letter in letters)
        return Found(parcels=parcels, unread=tuple(unread))

    def _parcel(self, letter: Letter, addresses: tuple[Address, ...]) -> Parcel:
        """Put a letter together with the people of the plans it speaks of. One that speaks of none is for somebody of any."""
        plans = tuple(self._people.of(short) for short in self._plans_of(letter))
        person = plans[0].one(letter.person) if plans and letter.person is not None else None
        return Parcel(letter=letter, person=person, plans=plans, addresses=addresses)

    def _plans_of(self, letter: Letter) -> tuple[str, ...]:
        asked = tuple(dict.fromkeys(one.plan for one in letter.asked))
        if letter.person is None:
            return (letter.channel,) if letter.channel else ()
        return asked or self._people.plans_of(letter.person)[:1]

    def still_waiting(self, now: datetime) -> Mapping[Held, int]:
        tried = (LETTER.c.attempts > 0).label("tried")
        waits = sa.select(LETTER.c.reason, tried, sa.func.count()).where(may_go(self._paused(now)))
        counted = waits.group_by(LETTER.c.reason, tried)
        whenever = dict.fromkeys(("real", "shared"), datetime.max.replace(tzinfo=UTC)) | {"now": now}
        return {Held(str(reason), bool(tried)): int(count) for reason, tried, count in self._db.execute(counted, whenever)}

    def _pause(self, now: datetime, real: datetime) -> float | None:
        """Return the seconds until something more may be worked on. None if nothing waits, or a date cannot be read."""
        still = LETTER.c.state.in_(OPEN)
        try:
            opens = self._db.scalar(sa.select(sa.func.min(LETTER.c.not_before)).where(still, LETTER.c.not_before > now))
            again = self._db.scalar(sa.select(sa.func.min(LETTER.c.retry_at)).where(still, LETTER.c.retry_at > real))
        except WRONG:  # a letter's date cannot be read, and it is the letter that is named when it is taken
            return None
        pauses = [(moment - clock).total_seconds() for moment, clock in ((opens, now), (again, real)) if moment]
        return min(pauses, default=None)

    def _paused(self, now: datetime) -> tuple[str, ...]:
        return silent(self._db, now)

    def sent_unnoted(self) -> tuple[str, ...] | None:
        letters, unread = self._letters(sa.select(LETTER).where(TO_NOTE).order_by(*AS_SENT).limit(1))
        if unread:
            return ()
        return tuple(sorted(letters[0].plans)) if letters else None

    def to_rewrite(self) -> tuple[Letter, ...]:
        return tuple(self._letters(sa.select(LETTER).where(LETTER.c.rewrite).order_by(LETTER.c.key))[0])

    def standstills(self) -> Mapping[tuple[str, str], datetime]:
        return standstills.tenants(self._db)

    def unsent(self, short: str) -> tuple[Unsent, ...]:
        self._is_for_a_thread()
        latest: dict[str, tuple[str, Unsent | None]] = {}
        for key, state, reason, settled, part in _SUMMARIES.rows(self._db, short=short):
            whole = whole_key(key, part)
            channel = place_of(whole)
            before, failed = latest.get(channel, ("", None))
            if state == LetterState.FAILED.value:
                failed = Unsent(reason=reason, at=aware(settled))
            elif before != whole:
                failed = None
            latest[channel] = (whole, failed)
        bound = {place(address.platform, address.id) for address in self._plans.board(short)}
        return tuple(failed for channel, (_, failed) in latest.items() if failed is not None and channel in bound)


_SUMMARIES = Prepared(
    sa.select(LETTER.c.key, LETTER.c.state, LETTER.c.reason, LETTER.c.settled, LETTER.c.part)
    .where(LETTER.c.kind == LetterKind.DIGEST.value, LETTER.c.channel == sa.bindparam("short"), LETTER.c.settled.is_not(None))
    .order_by(LETTER.c.not_before, LETTER.c.part)
)


def done_with(before: datetime) -> sa.ColumnElement[bool]:
    """Select the letters that were done with before that moment, and have words still."""
    old = sa.and_(LETTER.c.settled < before, LETTER.c.state.not_in(OPEN), LETTER.c.message != BLANK)
    return sa.and_(old, sa.or_(LETTER.c.noted, LETTER.c.state != LetterState.SENT.value))


def letter_of(kept: Row) -> Letter:
    """Return the letter in a row."""
    return Letter(
        key=kept["key"],
        kind=LetterKind(kept["kind"]),
        person=kept["person"],
        channel=kept["channel"],
        message=Message.model_validate_json(kept["message"]),
        asked=ASKED_LIST.validate_json(kept["asked"]),
        not_before=kept["not_before"],
        not_after=kept["not_after"],
        state=LetterState(kept["state"]),
        attempts=kept["attempts"],
        retry_at=kept["retry_at"],
        address=Address.model_validate_json(kept["address"]) if kept["address"] else None,
        reference=kept["reference"],
        reason=kept["reason"],
        settled=kept["settled"],
        tried=kept["tried"],
        part=kept["part"],
        drawn=Drawn.model_validate_json(kept["drawn"]) if kept["drawn"] else None,
    )
