"""The outbox: letters put in, taken to be sent or looked up, and settled. Many at once, over Core statements."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache, partial

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.model.letter import LEASE, RESTORED, Asked, Ending, Left, Letter, LetterState, Outbox, Parcel, Stop
from bot.model.message import Message
from bot.model.people import Address, Person
from bot.model.talk import Chat
from bot.model.trouble import Kept
from store import standstills, tables
from store.rows import as_json, clean, inserting, table_of
from store.unread import WRONG, Noted

CANNOT_BE_READ = "its row in the record cannot be read"
TOLD_ONLY = ("news", "escalation")
ASKED_LIST = TypeAdapter(tuple[Asked, ...])
LETTER, ASKING, HELD, PLAN, PERSON, ADDRESS, MEMBERSHIP = map(
    table_of,
    (
        *(tables.LetterRow, tables.AskingRow, tables.HeldOver, tables.PlanRow),
        *(tables.PersonKept, tables.AddressRow, tables.Membership),
    ),
)
UPDATE = table_of(tables.UpdateRow)
Place = Callable[[Parcel], Address | None]

# A letter that may yet be worked on. `retry_at` is when it is next looked at, whatever its state: the later try of one
# that waits, the next look-up of one that is unknown, and for one being sent the end of its sender's lease.
OPEN = (LetterState.WAITING.value, LetterState.SENDING.value, LetterState.UNKNOWN.value)


@lru_cache(maxsize=64)  # a statement made once is compiled once: this one is run for every letter
def _ready(paused: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """What may be worked on: due by the round's clock (`now`), by the `real` one not to be left alone any longer, and not
    paused."""
    return sa.and_(
        sa.not_(sa.func.coalesce(LETTER.c.channel, "").in_(paused)),
        *(sa.not_(LETTER.c.asked.contains(_names(short), autoescape=True)) for short in paused),
        LETTER.c.state.in_(OPEN),
        LETTER.c.not_before <= sa.bindparam("now"),
        LETTER.c.after.is_(None),
        sa.or_(LETTER.c.retry_at.is_(None), LETTER.c.retry_at <= sa.bindparam("real")),
    )


@lru_cache(maxsize=64)
def _takeable(paused: tuple[str, ...]) -> sa.Select[tuple[object, ...]]:
    """Those of the letters `keys`, or of their parts, that may be worked on. Another process's rows are passed over;
    both databases refuse a second writer of the same row anyway."""
    these: sa.BindParameter[object] = sa.bindparam("keys", expanding=True)
    mine = sa.or_(LETTER.c.key.in_(these), LETTER.c.part_of.in_(these))
    return sa.select(LETTER).where(mine, _ready(paused)).with_for_update(skip_locked=True)


_IDS: sa.BindParameter[object] = sa.bindparam("ids", expanding=True)
_PERSONS = sa.select(PERSON).where(PERSON.c.id.in_(_IDS))
_ADDRESSES = sa.select(ADDRESS).where(ADDRESS.c.person.in_(_IDS), ADDRESS.c.lost.is_(None)).order_by(ADDRESS.c.used_at.desc())
_PAUSED = sa.select(PLAN.c.short).where(PLAN.c.paused == sa.true())
_WELCOMED = sa.update(PERSON).where(PERSON.c.id.in_(_IDS), PERSON.c.welcomed == sa.false()).values(welcomed=True)


class LetterReading:
    """What a reading tells of letters."""

    _db: sa.Connection
    _noted: Noted

    def letter(self, key: str) -> Letter | None:
        return next(iter(self._letters(sa.select(LETTER).where(LETTER.c.key == key))[0]), None)

    def _letters(
        self, found: sa.Select[tuple[object, ...]], given: Mapping[str, object] | None = None
    ) -> tuple[list[Letter], list[str]]:
        """Those of the letters that can be read, and the keys of those that cannot."""
        try:
            rows: Sequence[sa.Row[tuple[object, ...]]] = self._db.execute(found, given).all()
        except WRONG:  # one of their dates: read each by itself
            rows = self._one_by_one(list(self._db.scalars(found.with_only_columns(LETTER.c.key), given)))
        letters, unread = [], []
        for row in rows:
            letter = self._noted.passed_over(Kept.LETTER, row._mapping["key"], partial(_letter, row))
            letters += [letter] if letter is not None else []
            unread += [row._mapping["key"]] if letter is None else []
        return letters, unread

    def _one_by_one(self, keys: Sequence[str]) -> list[sa.Row[tuple[object, ...]]]:
        """The rows of those keys; of one that cannot be read at all, its key alone."""
        rows: list[sa.Row[tuple[object, ...]]] = []
        for key in keys:
            mine = sa.select(LETTER).where(LETTER.c.key == key)
            try:
                rows += self._db.execute(mine).all()
            except WRONG:
                rows += self._db.execute(mine.with_only_columns(LETTER.c.key)).all()
        return rows

    def last_nudge(self, person: int, chat: Chat, platform: str) -> Letter | None:
        nudges = sa.select(LETTER).where(LETTER.c.kind == "nudge", LETTER.c.person == person, LETTER.c.state == "sent")
        if chat.thread is not None:
            for letter in self._letters(nudges.where(LETTER.c.reference == chat.thread).limit(1))[0]:
                return letter
        latest = nudges.where(LETTER.c.platform == platform).order_by(LETTER.c.settled.desc())
        return next(iter(self._letters(latest.limit(1))[0]), None)

    def left_over(self) -> tuple[Letter, ...]:
        return tuple(self._letters(sa.select(LETTER).where(LETTER.c.state.in_(("sending", "unknown"))))[0])

    def outbox(self, now: datetime, real: datetime, most: int = 1000) -> Outbox:
        key = sa.func.coalesce(LETTER.c.part_of, LETTER.c.key)
        found = sa.select(key, LETTER.c.person, LETTER.c.address).where(_ready(self._paused()))
        # What has begun is ended before anything else is said in its conversation.
        begun = sa.case((LETTER.c.part > 1, 0), else_=1)
        oldest = found.order_by(begun, LETTER.c.not_before, LETTER.c.key).limit(most)
        rows = self._db.execute(oldest, {"now": now, "real": real}).all()
        ready = tuple((key, _lane(key, person, address)) for key, person, address in rows)
        return Outbox(ready=ready, pause=self._pause(now, real), more=len(rows) == most)

    def still_waiting(self, now: datetime) -> Mapping[str, int]:
        counted = sa.select(LETTER.c.reason, sa.func.count()).where(_ready(self._paused())).group_by(LETTER.c.reason)
        whenever = {"now": now, "real": datetime.max.replace(tzinfo=UTC)}
        return {str(reason): int(count) for reason, count in self._db.execute(counted, whenever)}

    def _pause(self, now: datetime, real: datetime) -> float | None:
        """Seconds until something more may be worked on."""
        still = LETTER.c.state.in_(OPEN)
        try:
            opens = self._db.scalar(sa.select(sa.func.min(LETTER.c.not_before)).where(still, LETTER.c.not_before > now))
            again = self._db.scalar(sa.select(sa.func.min(LETTER.c.retry_at)).where(still, LETTER.c.retry_at > real))
        except WRONG:  # a letter's date cannot be read, and it is the letter that is named when it is taken
            return None
        pauses = [(moment - clock).total_seconds() for moment, clock in ((opens, now), (again, real)) if moment]
        return min(pauses, default=None)

    def waiting(self, now: datetime, most: int = 1000) -> tuple[str, ...]:
        return tuple(key for key, _ in self.outbox(now, now, most).ready)

    def _paused(self) -> tuple[str, ...]:
        return tuple(self._db.scalars(_PAUSED))

    def standstills(self) -> Mapping[tuple[str, str], datetime]:
        return standstills.tenants(self._db)

    def is_lost(self, address: Address) -> bool:
        here = sa.select(ADDRESS.c.id).where(
            ADDRESS.c.platform == address.platform,
            ADDRESS.c.tenant == address.tenant,
            ADDRESS.c.address == address.id,
            ADDRESS.c.lost.is_not(None),
        )
        return self._db.scalar(here) is not None


class LetterWriting(LetterReading):
    """What a transaction does with letters."""

    def enqueue(self, letter: Letter) -> bool:
        return self._put(_row(letter))

    def _put(self, row: dict[str, object]) -> bool:
        # PostgreSQL's driver does not count the rows here, so the row itself is asked for.
        insert = inserting(self._db, LETTER).returning(LETTER.c.key)
        return self._db.execute(insert.values(**row)).first() is not None

    # ---- taking ------------------------------------------------------------------------------

    def claim(self, key: str, now: datetime) -> Letter | None:
        parcels = self.claim_all([key], now, now, lambda parcel: parcel.letter.address)
        return parcels[0].letter if parcels else None

    def claim_all(self, keys: Sequence[str], now: datetime, real: datetime, place: Place) -> tuple[Parcel, ...]:
        ready = {"keys": list(keys), "now": now, "real": real}
        letters, unread = self._letters(_takeable(self._paused()), ready)
        self._give_up(unread, now)
        late = [letter for letter in letters if _too_late(letter, now)]
        for letter in late:
            self._missed(letter)
        self.settle_all([Ending(letter=letter, state=LetterState.WITHDRAWN, reason="too late") for letter in late], now)
        return self._taken([letter for letter in letters if not _too_late(letter, now)], real, place)

    def withdraw_late(self, now: datetime) -> None:
        self._withdraw(LETTER.c.not_after < now, "too late", now)

    def _withdraw(self, which: sa.ColumnElement[bool], reason: str, now: datetime) -> int:
        """Give up letters that still wait; who should have had a nudge is asked by the next round. How many there were."""
        waits = sa.and_(LETTER.c.state == LetterState.WAITING.value, which)
        late, unread = self._letters(sa.select(LETTER).where(waits))
        self._give_up(unread, now)
        for letter in late:
            self._missed(letter)
        self.settle_all([Ending(letter=letter, state=LetterState.WITHDRAWN, reason=reason) for letter in late], now)
        return len(late)

    def restored(self, now: datetime) -> Left:
        withdrawn = self._withdraw(LETTER.c.not_before < now - RESTORED, "the record was restored from a copy", now)
        sending = LETTER.c.state == LetterState.SENDING.value
        unknown = self._db.scalar(sa.select(sa.func.count()).select_from(LETTER).where(sending)) or 0
        self._db.execute(sa.update(LETTER).where(sending).values(state=LetterState.UNKNOWN.value, retry_at=None))
        return Left(withdrawn=withdrawn, unknown=unknown)

    def _taken(self, letters: Sequence[Letter], real: datetime, place: Place) -> tuple[Parcel, ...]:
        parcels = []
        for parcel in self._parcels(letters):
            letter = parcel.letter
            unsent = letter.state is LetterState.WAITING
            taken = {
                "state": LetterState.SENDING if unsent else LetterState.UNKNOWN,
                "attempts": letter.attempts + 1,
                "retry_at": real + LEASE,
                "tried": real if unsent else letter.tried,
                "address": place(parcel) if unsent else letter.address,
            }
            parcels.append(parcel.model_copy(update={"letter": letter.model_copy(update=taken)}))
        if parcels:
            self._db.execute(_TAKE, [_taking(parcel.letter) for parcel in parcels])
        return tuple(parcels)

    def _parcels(self, letters: Sequence[Letter]) -> Iterable[Parcel]:
        ids = sorted({letter.person for letter in letters if letter.person is not None})
        if not ids:
            return [Parcel(letter=letter) for letter in letters]
        persons = {
            row.id: Person(id=row.id, name=row.name, email=row.email, platform=row.platform, zone=row.zone)
            for row in self._db.execute(_PERSONS, {"ids": ids})
        }
        addresses: dict[int, list[Address]] = {}
        for row in self._db.execute(_ADDRESSES, {"ids": ids}):
            address = Address(platform=row.platform, tenant=row.tenant, id=row.address, route=row.route)
            addresses.setdefault(row.person, []).append(address)
        return [
            Parcel(
                letter=letter,
                person=persons.get(letter.person or 0),
                addresses=tuple(addresses.get(letter.person or 0, ())),
            )
            for letter in letters
        ]

    def _give_up(self, unread: Sequence[str], now: datetime) -> None:
        """What cannot be read is never sent: a board is told of as without its summary, a person is asked by the next round."""
        for key in unread:
            mine = sa.select(LETTER.c.kind, LETTER.c.person).where(LETTER.c.key == key)
            kind, person = self._db.execute(mine).one()
            state = LetterState.FAILED if kind == "digest" else LetterState.WITHDRAWN
            given_up = {"state": state.value, "reason": CANNOT_BE_READ, "settled": now, "retry_at": None}
            self._db.execute(sa.update(LETTER).where(LETTER.c.key == key).values(**given_up))
            day = _day_of(key)
            if kind == "nudge" and person is not None and day is not None:
                plans = sa.select(MEMBERSHIP.c.plan).where(MEMBERSHIP.c.person == person)
                for short in list(self._db.scalars(plans)):
                    self.hold_over(short, person, day)

    def _missed(self, letter: Letter) -> None:
        """A nudge that came too late to be sent: its plans' next round asks again."""
        if letter.kind == "nudge" and letter.person is not None:
            day = date.fromisoformat(letter.whole.rpartition(":")[2])
            for short in sorted({asked.plan for asked in letter.asked}):
                self.hold_over(short, letter.person, day)

    def hold_over(self, short: str, person: int, day: date) -> None:
        self._db.execute(inserting(self._db, HELD).values(plan=short, person=person, day=day))

    def abandon(self, keys: Sequence[str], taken_before: datetime) -> None:
        left = sa.and_(_of(keys), LETTER.c.state.in_(("sending", "unknown")))
        old = sa.or_(LETTER.c.retry_at.is_(None), LETTER.c.retry_at <= taken_before + LEASE)
        self._db.execute(sa.update(LETTER).where(left, old).values(state=LetterState.UNKNOWN.value, retry_at=None))

    # ---- before the first send ---------------------------------------------------------------

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
                "retry_at": None,
            }
            chained = {"part_of": letter.key, "after": letter.part_key(number - 1)}
            self._put(_row(letter.model_copy(update=waiting)) | chained)
        return letter.model_copy(update={"message": parts[0], "part": 1})

    def readdress(self, key: str, address: Address) -> None:
        change = {"platform": address.platform, "address": address.model_dump_json()}
        self._db.execute(sa.update(LETTER).where(LETTER.c.key == key).values(**change))

    def rejoin(self, key: str) -> None:
        whole = self._db.scalar(sa.select(LETTER.c.whole).where(LETTER.c.key == key))
        if whole is None:
            return
        self._db.execute(sa.delete(LETTER).where(_unsent_after(key, 1)))
        self._db.execute(sa.update(LETTER).where(LETTER.c.key == key).values(message=whole, whole=None, part=0))

    # ---- settling ----------------------------------------------------------------------------

    def settle(
        self,
        key: str,
        state: LetterState,
        now: datetime,
        address: Address | None = None,
        reference: str | None = None,
        reason: str = "",
        retry_at: datetime | None = None,
    ) -> None:
        letter = self.letter(key)
        if letter is not None:
            ending = Ending(letter=letter, state=state, address=address, reference=reference, reason=reason, retry_at=retry_at)
            self.settle_all([ending], now)

    def settle_all(self, endings: Sequence[Ending], now: datetime) -> None:
        sent = [ending for ending in endings if ending.state is LetterState.SENT]
        other = [ending for ending in endings if ending.state is not LetterState.SENT]
        if sent:
            standstills.over(self._db, [went for ending in sent if (went := ending.address or ending.letter.address)])
            self._db.execute(_SENT, [_settling(ending, now) for ending in sent])
            self._note(sent, now)
        if other:
            self._db.execute(_OTHERWISE, [_settling(ending, now) for ending in other])
        for ending in other:
            if ending.state in (LetterState.FAILED, LetterState.WITHDRAWN) and ending.letter.part:
                self._withdraw_after(ending.letter, now)

    def _note(self, sent: Sequence[Ending], now: datetime) -> None:
        """What a delivered letter brings with it: it was asked, the person is welcomed, the next part may go."""
        asked = [
            {"plan": asked.plan, "ref": asked.ref, "letter": ending.letter.key, "at": now, "stood": self._stood(asked)}
            for ending in sent
            for asked in ending.letter.asked
            if asked.ref and asked.kind not in TOLD_ONLY and ending.letter.part <= 1
        ]
        if asked:
            self._db.execute(inserting(self._db, ASKING), asked)
        welcomed = [e.letter.person for e in sent if e.letter.person is not None and e.letter.kind == "nudge"]
        if welcomed:
            self._db.execute(_WELCOMED, {"ids": welcomed})
        parts = [ending.letter.key for ending in sent if ending.letter.part]
        if parts:
            self._db.execute(sa.update(LETTER).where(LETTER.c.after.in_(parts)).values(after=None))

    def _stood(self, asked: Asked) -> int:
        """The update that stood when the letter was drawn up; an old letter does not say, and had the one that stands."""
        if asked.stood is not None:
            return asked.stood
        newest = sa.select(sa.func.max(UPDATE.c.id)).where(UPDATE.c.plan == asked.plan, UPDATE.c.ref == asked.ref)
        return int(self._db.scalar(newest) or 0)

    def _withdraw_after(self, letter: Letter, now: datetime) -> None:
        """The parts after one that will not go are not sent either."""
        change = {"state": LetterState.WITHDRAWN.value, "reason": "the part before was not sent", "settled": now}
        self._db.execute(sa.update(LETTER).where(_unsent_after(letter.whole, letter.part)).values(**change))


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
    """Whether an unsent letter is past its time. One that may have gone is looked up first."""
    return letter.state is LetterState.WAITING and letter.not_after is not None and letter.not_after < now


def _of(keys: Sequence[str]) -> sa.ColumnElement[bool]:
    """The letters of those keys, and their parts."""
    return sa.or_(LETTER.c.key.in_(keys), LETTER.c.part_of.in_(keys))


def _unsent_after(key: str, number: int) -> sa.ColumnElement[bool]:
    """The parts of a letter after that one."""
    unsent = LETTER.c.state == LetterState.WAITING.value
    return sa.and_(LETTER.c.part_of == key, LETTER.c.part > number, unsent)


def _lane(key: str, person: int | None, address: str | None) -> str:
    """The conversation a letter belongs to: letters in one lane are sent one after another."""
    if person is not None:
        return f"person:{person}"
    if address is None:
        return key
    try:
        to = Address.model_validate_json(address)
    except ValueError:  # the letter is named when it is taken
        return key
    return f"{to.platform}:{to.tenant}:{to.id}"


def _day_of(key: str) -> date | None:
    """The day in a nudge's key."""
    try:
        return date.fromisoformat(key.partition("#")[0].rpartition(":")[2])
    except ValueError:
        return None


def _names(short: str) -> str:
    """How a plan is named in the JSON of what a letter asks."""
    return f'"plan":{json.dumps(short, ensure_ascii=False)}'


def _row(letter: Letter) -> dict[str, object]:
    return {
        "key": letter.key,
        "kind": letter.kind,
        "person": letter.person,
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
    }


def _letter(row: sa.Row[tuple[object, ...]]) -> Letter:
    kept = row._mapping
    return Letter(
        key=kept["key"],
        kind=kept["kind"],
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
    )
