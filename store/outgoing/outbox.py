"""The outbox: letters put in, taken to be sent or looked up, and settled. Many at once, over Core statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.model.letters.letter import RESTORED, Ending, Left, Letter, LetterKind, LetterState, Parcel, Stop
from bot.model.letters.letter_key import day_of
from bot.model.letters.message import Message
from bot.model.people import Address
from bot.ports.people import PeopleView
from bot.ports.plans import PlansView
from bot.ports.rounds import RoundsTx
from store.database.columns import as_json, clean, insert_once
from store.letters import AS_SENT, ASKED_LIST, BLANK, TO_NOTE, LettersReading, done_with
from store.outgoing import standstills
from store.outgoing.asked import AskedWriting
from store.outgoing.digests import DigestsWriting
from store.outgoing.turns import FREE, OPEN, moments, names, takeable
from store.reading import Changing, Connected
from store.tables.letters import LETTER
from store.tables.people import CONTACT, MEMBERSHIP

CANNOT_BE_READ = "its row in the record cannot be read"
NOTED_AT_ONCE = 20  # letters whose entries are made in one transaction: nobody who answers waits longer than for those


_IDS: sa.BindParameter[object] = sa.bindparam("ids", expanding=True)
_WELCOMED = sa.update(CONTACT).where(CONTACT.c.id.in_(_IDS), CONTACT.c.welcomed == sa.false()).values(welcomed=True)


class LettersWriting(Changing, LettersReading):
    """The writing of letters."""

    def __init__(
        self,
        connected: Connected,
        plans: PlansView,
        people: PeopleView,
        rounds: RoundsTx,
        asked: AskedWriting,
        digests: DigestsWriting,
    ) -> None:
        super().__init__(connected, plans, people)
        self._digests = digests
        self._rounds = rounds
        self._asked = asked

    def enqueue(self, letter: Letter) -> bool:
        return bool(self.put([letter]))

    def put(self, letters: Sequence[Letter]) -> tuple[str, ...]:
        # Or words that are being taken out of a plan might stay in its letters.
        self._in_hand.need(*(short for letter in letters for short in letter.plans))
        return self._put([_row(letter) for letter in letters])

    def _put(self, rows: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
        keys = [str(row["key"]) for row in rows]
        # No driver counts the rows that many inserts made, so it is asked first which of them are there.
        there = set(self._db.scalars(_THERE, {"keys": keys})) if rows else set()
        fresh = [row for row in rows if row["key"] not in there]
        if fresh:
            self._db.execute(insert_once(self._db, LETTER), fresh)
        return tuple(key for key in keys if key not in there)

    def claim(
        self, parcels: Sequence[Parcel], now: datetime, real: datetime, until: datetime, shared: datetime | None = None
    ) -> tuple[Parcel, ...]:
        as_found = self._as_found([parcel.letter.key for parcel in parcels], now, moments(now, real, shared))
        mine = [one for one in parcels if (one.letter.key, one.letter.state.value, one.letter.attempts) in as_found]
        late = [parcel.letter for parcel in mine if _too_late(parcel.letter, now)]
        for letter in late:
            self._missed(letter)
        if late:
            self.settle([Ending(letter=letter, state=LetterState.WITHDRAWN, reason="too late") for letter in late], now)
        taken = [_taken(parcel, real, until) for parcel in mine if not _too_late(parcel.letter, now)]
        if taken:
            self._db.execute(_TAKE, [_taking(parcel.letter) for parcel in taken])
        return tuple(taken)

    def _as_found(self, keys: Sequence[str], now: datetime, when: Mapping[str, datetime]) -> set[tuple[str, str, int]]:
        """Return the letters that may be taken, each with its state and its tries so far."""
        if self._db.dialect.name == "postgresql":  # where others take letters too: whose turn it is must stay so
            keys = tuple(self._db.scalars(FREE, {"keys": list(keys)}))
        found = self._db.execute(takeable(self._paused(now)), {"keys": list(keys), **when})
        return {(key, state, attempts) for key, state, attempts in found}

    def renew(self, letters: Sequence[Letter], until: datetime) -> None:
        self._db.execute(_RENEW, [{"its_key": one.key, "its_attempts": one.attempts, "its_retry_at": until} for one in letters])

    def put_off(self, key: str, until: datetime) -> None:
        free = LETTER.c.state.in_((LetterState.WAITING.value, LetterState.UNKNOWN.value))
        tried = {"attempts": LETTER.c.attempts + 1, "retry_at": until}
        self._db.execute(sa.update(LETTER).where(_of([key]), free, LETTER.c.after.is_(None)).values(**tried))

    def withdraw_late(self, now: datetime, most: int) -> None:
        self._withdraw(LETTER.c.not_after < now, "too late", now, most)

    def _withdraw(self, which: sa.ColumnElement[bool], reason: str, now: datetime, most: int | None = None) -> int:
        """Give up letters that still wait; who should have had a nudge is asked by the next round. How many there were."""
        waits = sa.and_(LETTER.c.state == LetterState.WAITING.value, which)
        # Whoever takes one in this moment withdraws it themselves.
        found = sa.select(LETTER).where(waits).order_by(LETTER.c.key).limit(most)
        late, unread = self._letters(found.with_for_update(skip_locked=True))
        self.give_up(unread, now)
        for letter in late:
            self._missed(letter)
        self.settle([Ending(letter=letter, state=LetterState.WITHDRAWN, reason=reason) for letter in late], now)
        return len(late)

    def restored(self, now: datetime) -> Left:
        withdrawn = self._withdraw(LETTER.c.not_before < now - RESTORED, "the record was restored from a copy", now)
        sending = LETTER.c.state == LetterState.SENDING.value
        unknown = self._db.scalar(sa.select(sa.func.count()).select_from(LETTER).where(sending)) or 0
        self._db.execute(sa.update(LETTER).where(sending).values(state=LetterState.UNKNOWN.value, retry_at=None))
        return Left(withdrawn=withdrawn, unknown=unknown)

    def give_up(self, keys: Sequence[str], now: datetime) -> None:
        # The next round asks the person instead. A board shows up as one without its summary.
        for key in keys:
            mine = sa.select(LETTER.c.kind, LETTER.c.person, LETTER.c.channel).where(LETTER.c.key == key)
            kind, person, channel = self._db.execute(mine).one()
            state = LetterState.FAILED if kind == LetterKind.DIGEST else LetterState.WITHDRAWN
            given_up = {"state": state.value, "reason": CANNOT_BE_READ, "settled": now, "retry_at": None}
            self._db.execute(sa.update(LETTER).where(LETTER.c.key == key).values(**given_up))
            self._stir([channel] if state is LetterState.FAILED and channel is not None else [])
            day = day_of(key)
            if kind == LetterKind.NUDGE and person is not None and day is not None:
                plans = sa.select(MEMBERSHIP.c.plan).where(MEMBERSHIP.c.person == person)
                for short in list(self._db.scalars(plans)):
                    self._rounds.hold_over(short, person, day)

    def _missed(self, letter: Letter) -> None:
        """Have the plans' next round ask again what a nudge asked that came too late to be sent."""
        day = day_of(letter.key)
        if letter.kind is LetterKind.NUDGE and letter.person is not None and day is not None:
            for short in sorted({asked.plan for asked in letter.asked}):
                self._rounds.hold_over(short, letter.person, day)

    def abandon(self, keys: Sequence[str]) -> None:
        left = sa.and_(_of(keys), LETTER.c.state.in_(("sending", "unknown")))
        self._db.execute(sa.update(LETTER).where(left).values(state=LetterState.UNKNOWN.value, retry_at=None))

    def stand_still(self, stop: Stop) -> int:
        return standstills.note(self._db, stop)

    def split(self, letter: Letter, parts: Sequence[Message]) -> Letter:
        first = {"message": as_json(parts[0]), "part": 1, "whole": as_json(letter.message)}
        self._db.execute(sa.update(LETTER).where(LETTER.c.key == letter.key).values(**first))
        for number, message in enumerate(parts[1:], 2):
            waiting = {
                "key": letter.part_key(number),
                "message": message,
                "state": LetterState.WAITING,
                "part": number,
                "drawn": None,
                "retry_at": None,
            }
            chained = {"part_of": letter.key, "after": letter.part_key(number - 1)}
            self._put([_row(letter.model_copy(update=waiting)) | chained])
        return letter.model_copy(update={"message": parts[0], "part": 1})

    def readdress(self, key: str, address: Address) -> None:
        change = {"platform": address.platform, "address": address.model_dump_json()}
        self._db.execute(sa.update(LETTER).where(LETTER.c.key == key).values(**change))

    def redraw(self, letter: Letter, message: Message) -> None:
        self._in_hand.need(*letter.plans)
        change = {"message": as_json(message), "rewrite": True}
        self._db.execute(sa.update(LETTER).where(LETTER.c.key == letter.key).values(**change))

    def rejoin(self, key: str) -> None:
        whole = self._db.scalar(sa.select(LETTER.c.whole).where(LETTER.c.key == key))
        if whole is None:
            return
        self._db.execute(sa.delete(LETTER).where(_unsent_after(key, 1)))
        self._db.execute(sa.update(LETTER).where(LETTER.c.key == key).values(message=whole, whole=None, part=0))

    def settle(self, endings: Sequence[Ending], now: datetime) -> None:
        sent = [ending for ending in endings if ending.state is LetterState.SENT]
        other = [ending for ending in endings if ending.state is not LetterState.SENT]
        if sent:
            standstills.over(self._db, [went for ending in sent if (went := ending.address or ending.letter.address)])
            self._db.execute(_SENT, [_settling(ending, now) for ending in sent])
            self._note(sent)
        if other:
            self._db.execute(_OTHERWISE, [_settling(ending, now) for ending in other])
        self._stir(self._told_of([ending.letter for ending in other if ending.state is LetterState.FAILED]))
        for ending in other:
            if ending.state in (LetterState.FAILED, LetterState.WITHDRAWN) and ending.letter.part:
                self._withdraw_after(ending.letter, now)

    def _told_of(self, failed: Sequence[Letter]) -> set[str]:
        """Return the plans whose admins are told that these letters did not arrive."""
        told = {letter.channel for letter in failed if letter.channel is not None}
        return told.union(*(self._people.plans_of(letter.person) for letter in failed if letter.person is not None))

    def _note(self, sent: Sequence[Ending]) -> None:
        """Note what a delivered letter brings with it: the person is welcomed, the next part may go. `note_sent` does the
        rest."""
        welcomed = [e.letter.person for e in sent if e.letter.person is not None and e.letter.kind is LetterKind.NUDGE]
        if welcomed:
            self._db.execute(_WELCOMED, {"ids": welcomed})
        parts = [ending.letter.key for ending in sent if ending.letter.part]
        if parts:
            self._db.execute(sa.update(LETTER).where(LETTER.c.after.in_(parts)).values(after=None))

    def note_sent(self, plans: Collection[str] | None = None) -> tuple[Letter, ...]:
        found, unread = self._letters(_UNNOTED.where(_tells_of(plans)) if plans else _UNNOTED)
        letters = [letter for letter in found if plans is None or letter.plans <= set(plans)]
        self._in_hand.take({short for letter in letters for short in letter.plans})
        for letter in letters:
            taken = letter.settled or letter.not_before
            self._asked.by_letter(letter, taken)
            self._digests.by_letter(letter, taken)
        keys = [*(letter.key for letter in letters), *unread]
        if keys:
            self._db.execute(sa.update(LETTER).where(LETTER.c.key.in_(keys)).values(noted=True))
        return tuple(letters)

    def forget_words(self, short: str, before: datetime) -> None:
        about = _tells_of([short])
        emptied = {"message": BLANK, "whole": None, "drawn": None, "rewrite": False}
        self._db.execute(sa.update(LETTER).where(done_with(before), about).values(**emptied))

    def _withdraw_after(self, letter: Letter, now: datetime) -> None:
        """Withdraw the parts after one that will not go."""
        change = {"state": LetterState.WITHDRAWN.value, "reason": "the part before was not sent", "settled": now}
        self._db.execute(sa.update(LETTER).where(_unsent_after(letter.whole, letter.part)).values(**change))


_THERE = sa.select(LETTER.c.key).where(LETTER.c.key.in_(sa.bindparam("keys", expanding=True)))
_TAKE = (
    sa.update(LETTER)
    .where(LETTER.c.key == sa.bindparam("its_key"))
    .values({name: sa.bindparam(f"its_{name}") for name in ("state", "attempts", "retry_at", "tried", "platform", "address")})
)


def _taking(letter: Letter) -> dict[str, object]:
    return {
        "its_key": letter.key,
        "its_state": letter.state.value,
        "its_attempts": letter.attempts,
        "its_retry_at": letter.retry_at,
        "its_tried": letter.tried,
        "its_platform": letter.address.platform if letter.address else None,
        "its_address": letter.address.model_dump_json() if letter.address else None,
    }


def _taken(parcel: Parcel, real: datetime, until: datetime) -> Parcel:
    """Return a parcel as it is once it is taken: to be sent, or to be looked up."""
    letter = parcel.letter
    unsent = letter.state is LetterState.WAITING
    taken = {
        "state": LetterState.SENDING if unsent else LetterState.UNKNOWN,
        "attempts": letter.attempts + 1,
        "retry_at": until,
        "tried": real if unsent else letter.tried,
    }
    return parcel.model_copy(update={"letter": letter.model_copy(update=taken)})


_RENEW = (
    sa.update(LETTER)
    .where(LETTER.c.key == sa.bindparam("its_key"), LETTER.c.attempts == sa.bindparam("its_attempts"))
    .where(sa.or_(LETTER.c.state == LetterState.SENDING.value, LETTER.c.state == LetterState.UNKNOWN.value))  # many have no IN
    .values(retry_at=sa.bindparam("its_retry_at"))
)
_UNNOTED = sa.select(LETTER).where(TO_NOTE).order_by(*AS_SENT).limit(NOTED_AT_ONCE).with_for_update(skip_locked=True)
_SETTLED = ("state", "reason", "retry_at", "settled", "platform", "address", "reference")

# That it went is true whoever says so, however late. Anything else counts only from whoever took the letter last.
_SENT = (
    sa.update(LETTER)
    .where(LETTER.c.key == sa.bindparam("its_key"))
    .values({name: sa.bindparam(f"its_{name}") for name in _SETTLED})
)
_OTHERWISE = _SENT.where(LETTER.c.attempts == sa.bindparam("its_attempts"), LETTER.c.state != LetterState.SENT.value)


def _settling(ending: Ending, now: datetime) -> dict[str, object]:
    letter, address = ending.letter, ending.address or ending.letter.address
    values: dict[str, object] = {
        "its_key": letter.key,
        "its_state": ending.state.value,
        "its_reason": clean(ending.reason)[:500],
        "its_retry_at": ending.retry_at,
        "its_settled": now if ending.state.value not in OPEN else letter.settled,
        "its_platform": address.platform if address else None,
        "its_address": address.model_dump_json() if address else None,
        "its_reference": letter.reference if ending.reference is None else ending.reference,
    }
    return values if ending.state is LetterState.SENT else {**values, "its_attempts": letter.attempts}


def _too_late(letter: Letter, now: datetime) -> bool:
    """Say if an unsent letter is past its time. One that may have gone is looked up first."""
    return letter.state is LetterState.WAITING and letter.not_after is not None and letter.not_after < now


def _of(keys: Sequence[str]) -> sa.ColumnElement[bool]:
    """Select the letters of those keys, and their parts."""
    return sa.or_(LETTER.c.key.in_(keys), LETTER.c.part_of.in_(keys))


def _tells_of(plans: Collection[str]) -> sa.ColumnElement[bool]:
    """Select the letters that tell of any of these plans."""
    return sa.or_(LETTER.c.channel.in_(plans), *(LETTER.c.asked.contains(names(short), autoescape=True) for short in plans))


def _unsent_after(key: str, number: int) -> sa.ColumnElement[bool]:
    """Select the unsent parts of a letter after that one."""
    unsent = LETTER.c.state == LetterState.WAITING.value
    return sa.and_(LETTER.c.part_of == key, LETTER.c.part > number, unsent)


def _lane(letter: Letter) -> str:
    """Return the conversation a letter belongs to: letters in one lane are sent one after another."""
    if letter.person is not None:
        return f"person:{letter.person}"
    to = letter.address
    return letter.whole if to is None else f"{to.platform}:{to.tenant}:{to.id}"


def _row(letter: Letter) -> dict[str, object]:
    return {
        "key": letter.key,
        "kind": letter.kind.value,
        "person": letter.person,
        "lane": _lane(letter),
        "channel": letter.channel,
        "message": as_json(letter.message),
        "asked": ASKED_LIST.dump_json(letter.asked).decode(),
        "not_before": letter.not_before,
        "not_after": letter.not_after,
        "state": letter.state.value,
        "attempts": 0,
        "platform": letter.address.platform if letter.address else None,
        "address": letter.address.model_dump_json() if letter.address else None,
        "reason": "",
        "part": letter.part,
        "rewrite": False,
        "drawn": as_json(letter.drawn) if letter.drawn else None,
    }
