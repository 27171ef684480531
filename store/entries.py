"""Entries of the record: added at the end of their plan's chain, and read back field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

import sqlalchemy as sa

from bot.model.letters.talk import Matter
from bot.model.record.entry import ACTIVITY, VERSION, By, Entry, EntryKind, Head, Header, Link, Proof
from bot.rules import chain
from store.content.fields import FIELDS, SAID
from store.content.sums import Sum
from store.database.columns import aware, clean
from store.database.prepared import Change, Prepared, at_once
from store.reading import LAST, Changing, Connected, Part
from store.tables import office
from store.tables.board import PAPER
from store.tables.entries import ENTRY, HEAD, PROOF
from store.tables.people import MEMBERSHIP
from store.tables.plans import PLAN
from store.tables.statements import WITHDRAWAL

Row = tuple[sa.Table, Mapping[str, object]]
_DONE: Sum[Mapping[str, datetime]] = Sum(*ACTIVITY)
OF_A_LETTER = (EntryKind.ASKED, EntryKind.DIGEST)  # what says of a letter that it went is no news to a round
AT_ONCE = 2000  # entries read on one trip to the database


class EntriesReading(Part):
    """The reading of entries as such."""

    def head(self, short: str, upto: int | None = None) -> Head:
        """Return the last entry of a plan, or the one of that number. Number 0 if there is none."""
        self._is_for_a_thread()
        found = _LAST_ENTRY.rows(self._db, short=short, upto=LAST if upto is None else upto)
        return next((Head(entry=number, digest=digest) for number, digest in found), Head())

    def heads(self) -> Mapping[str, Head]:
        return {short: Head(entry=number, digest=digest) for short, number, digest in self._db.execute(_HEADS) if number}

    def upto(self, short: str, moment: datetime) -> int:
        return next((int(number) for (number,) in _BY_THEN.rows(self._db, short=short, moment=moment)), 0)

    def told(self, short: str) -> datetime | None:
        return next((aware(at) for (at,) in _TOLD.rows(self._db, short=short)), None)

    def made(self, short: str, number: int) -> datetime | None:
        return next((aware(at) for (at,) in _MADE_AT.rows(self._db, short=short, number=number)), None)

    def kept_heads(self, short: str) -> tuple[Head, ...]:
        posted = sa.select(office.DIGEST.c.upto, office.DIGEST.c.upto_digest).where(office.DIGEST.c.plan == short)
        issued = sa.select(PAPER.c.upto, PAPER.c.upto_digest).where(PAPER.c.plan == short)
        last = sa.select(HEAD.c.number, HEAD.c.digest).where(HEAD.c.plan == short)
        kept = self._db.execute(sa.union_all(last, posted, issued))
        return tuple(Head(entry=number, digest=digest) for number, digest in kept)

    def links(self, short: str, after: int = 0, upto: int | None = None) -> Iterator[Link]:
        """Give a plan's entries in their order, each with its rows, its proof, and what erasures took out of it."""
        removed = self._removed(short)
        last = self.head(short).entry if upto is None else upto
        for first in range(after + 1, last + 1, AT_ONCE):
            yield from self._links(short, first, min(first + AT_ONCE - 1, last), removed)

    def _links(self, short: str, first: int, last: int, removed: Mapping[int, frozenset[str]]) -> Iterator[Link]:
        some = {"short": short, "first": first, "last": last}
        proofs: dict[int, dict[str, Proof]] = defaultdict(dict)
        for number, field, salt, leaf in self._db.execute(_PROOFS, some):
            proofs[number][field] = Proof(salt, leaf)
        said: dict[int, dict[str, str]] = defaultdict(dict)
        for of in (SAID, *FIELDS.values()):
            for number, *values in self._db.execute(of.some, some):
                said[number].update(of.read(values))
        for number, version, kind, told_at, digest in self._db.execute(_HEADERS, some).all():
            at = datetime.fromisoformat(told_at).replace(tzinfo=UTC) if isinstance(told_at, str) else told_at
            header = Header(version=version, plan=short, number=number, at=at, kind=EntryKind(kind))
            yield Link(header, said[number], proofs[number], bytes.fromhex(digest), removed.get(number, frozenset()))

    def _removed(self, short: str) -> dict[int, frozenset[str]]:
        erased = office.ERASED_FIELD
        found: dict[int, frozenset[str]] = {}
        for number, field in self._db.execute(sa.select(erased.c.removed_from, erased.c.field).where(erased.c.plan == short)):
            found[number] = found.get(number, frozenset()) | {field}
        return found

    def entry(self, short: str, number: int) -> Entry | None:
        """Return the entry of that number."""
        link = next(self.links(short, number - 1, number), None)
        return None if link is None else Entry(header=link.header, fields=link.fields, digest=link.digest.hex())

    def whom(self, short: str, person: int) -> str | None:
        """Return the plan's own random id of somebody; None for whoever does not belong to it."""
        known = self._connected.whom
        for (whom,) in _WHOM.rows(self._db, short=short, person=person) if (short, person) not in known else ():
            known[short, person] = str(whom)  # for good
        return known.get((short, person))

    def latest(self, short: str, person: int, kinds: Collection[EntryKind], since: datetime) -> tuple[Entry, ...]:
        """Return the entries of those kinds that the last inbound of somebody made, if it made one since a moment."""
        own = (
            ENTRY.c.plan == short,
            ENTRY.c.person == self.whom(short, person),
            ENTRY.c.kind.in_([kind.value for kind in kinds]),
        )
        query = sa.select(ENTRY.c.inbound).where(*own, ENTRY.c.at >= since, ENTRY.c.inbound.is_not(None))
        inbound = self._db.scalar(query.order_by(ENTRY.c.number.desc()).limit(1))
        made = (self.entry(short, number) for number in self.recorded(short, inbound)) if inbound else ()
        return tuple(one for one in made if one is not None)

    def any_about(self, short: str, about: str, kinds: Collection[EntryKind], after: int) -> bool:
        """Say if an entry of one of those kinds was made about something after an entry, and counts still. If one of those that
        were made since is taken back, all is as it was."""
        since = (ENTRY.c.plan == short, ENTRY.c.number > after, ENTRY.c.about == about)
        undone, undoes = WITHDRAWAL.c.withdraws == ENTRY.c.number, WITHDRAWAL.c.entry == ENTRY.c.number
        gone = sa.exists().where(WITHDRAWAL.c.plan == short, sa.or_(undone, sa.and_(undoes, WITHDRAWAL.c.withdraws > after)))
        made = sa.select(ENTRY.c.number).where(*since, ENTRY.c.kind.in_([kind.value for kind in kinds]), ~gone)
        return self._db.scalar(made.limit(1)) is not None

    def abouts(self, short: str, after: int) -> Mapping[str, frozenset[str | None]]:
        """Return what entries made after one are about, and who made them."""
        since = (ENTRY.c.plan == short, ENTRY.c.number > after, ENTRY.c.about.is_not(None))
        of_people = ENTRY.c.kind.not_in([kind.value for kind in OF_A_LETTER])
        found: dict[str, frozenset[str | None]] = {}
        for about, person in self._db.execute(sa.select(ENTRY.c.about, ENTRY.c.person).where(*since, of_people)):
            found[about] = found.get(about, frozenset()) | {person}
        return found

    def active(self, short: str, upto: int | None = None) -> Mapping[str, datetime]:
        """Return when something was last done about each milestone, up to an entry."""
        return self._sum(short, _DONE, upto, self._active)

    def _active(self, short: str, upto: int) -> Mapping[str, datetime]:
        return {str(about): aware(at) for about, at in _LAST_DONE.rows(self._db, short=short, upto=upto)}

    def recorded(self, short: str, inbound: str) -> tuple[int, ...]:
        """Return the numbers of the entries that this inbound made."""
        return tuple(number for (number,) in _MADE.rows(self._db, short=short, inbound=clean(inbound)))


class EntriesWriting(Changing, EntriesReading):
    """The writing of entries. Nothing of an entry is ever changed here."""

    def __init__(self, connected: Connected) -> None:
        super().__init__(connected)
        self._made: dict[tuple[str, str], list[int]] = {}  # entries that an inbound made so far
        self._touched: dict[Matter, None] = {}

    def touched(self) -> tuple[Matter, ...]:
        return tuple(self._touched)

    def recorded(self, short: str, inbound: str) -> tuple[int, ...]:
        made = self._made.get((short, clean(inbound)))
        return super().recorded(short, inbound) if made is None else tuple(made)

    def append(
        self, short: str, kind: EntryKind, by: By, rows: Iterable[Row], about: str | None = None, why: str | None = None
    ) -> int:
        """Add an entry with the rows of its kind, and return its number. Locks the plan's head until the commit."""
        self._in_hand.need(short)
        head = next(iter(_LOCKED.rows(self._db, short=short)), None)
        last, told_at, before = (0, by.at, chain.START) if head is None else (head[0], aware(head[1]), bytes.fromhex(head[2]))
        number, at = last + 1, max(by.at, told_at)
        header = Header(version=VERSION, plan=short, number=number, at=at, kind=kind)
        said = self._said(short, by, about, why)
        fields, kept = SAID.of(said), list[Row]()
        for table, values in rows:
            row = FIELDS[table].blank | {name: _cleaned(value) for name, value in values.items()}
            kept.append((table, row))
            fields |= FIELDS[table].of(row)
        proofs = chain.proven(fields)
        digest = chain.digest(before, header, chain.content({field: proof.leaf for field, proof in proofs.items()}))
        ordinal = self._ordinal(header, said)
        with at_once(self._db):
            self._insert(header, {**said, "ordinal": ordinal}, kept, proofs, digest)
            self._move_head(header, digest, fresh=head is None)
            if kind not in OF_A_LETTER:
                self._stir([short])
        self._connected.heads[short] = number
        self._connected.made[short, number] = kind
        self._carry_on(short, number)
        self._touched[Matter(plan=short, ref=about or "")] = None
        return number

    def _said(self, short: str, by: By, about: str | None, why: str | None) -> dict[str, object]:
        person = None if by.person is None else self.whom(short, by.person)
        said: dict[str, object] = {"about": about, "person": person, "why": why}
        for name in ("capacity", "platform", "tenant", "account", "said", "inbound"):
            said[name] = getattr(by, name)
        return {name: _cleaned(value) for name, value in said.items()}

    def _insert(
        self,
        header: Header,
        said: Mapping[str, object],
        rows: Sequence[Row],
        proofs: Mapping[str, Proof],
        digest: bytes,
    ) -> None:
        placed = {"plan": header.plan, "number": header.number, "at": header.at, "kind": header.kind.value}
        SAID.adding.make(self._db, **placed, **said, version=header.version, digest=digest.hex())
        place: dict[str, str | int] = {"plan": header.plan, "entry": header.number}
        for table, group in groupby(rows, lambda row: row[0]):
            FIELDS[table].adding.make_each(self._db, [{**values, **place} for _, values in group])
        _PROVING.make_each(
            self._db,
            [{**place, "field": field, "salt": proof.salt, "leaf": proof.leaf} for field, proof in proofs.items()],
        )

    def _ordinal(self, header: Header, said: Mapping[str, object]) -> int | None:
        """Which of the entries of one inbound this is, from 1; None if no platform sent it."""
        if said["inbound"] is None:
            return None
        made = (header.plan, str(said["inbound"]))
        if made not in self._made:
            self._made[made] = list(super().recorded(*made))
        self._made[made].append(header.number)
        return len(self._made[made])

    def _move_head(self, header: Header, digest: bytes, fresh: bool) -> None:
        values = {"number": header.number, "at": header.at, "digest": digest.hex()}
        if fresh:
            _BEGUN.make(self._db, plan=header.plan, **values)
        else:
            _MOVED.make(self._db, short=header.plan, **values)


def _cleaned(value: object) -> object:
    """A value as it is kept: a text clean, and an empty one as nothing said."""
    return (clean(value) or None) if isinstance(value, str) else value


def _some(table: sa.Table, number: sa.Column[int]) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.plan == sa.bindparam("short"), number.between(sa.bindparam("first"), sa.bindparam("last"))


_PROOFS = sa.select(PROOF.c.entry, PROOF.c.field, PROOF.c.salt, PROOF.c.leaf).where(*_some(PROOF, PROOF.c.entry))
# The moment as the database keeps it: one that is none is found when its entry's turn comes, not when the first is read.
_AT = sa.type_coerce(ENTRY.c.at, sa.Text).label("at")
_MINE = ENTRY.c.plan == PLAN.c.short
_LAST, _ITS_DIGEST = (
    sa.select(column).where(_MINE).order_by(ENTRY.c.number.desc()).limit(1).correlate(PLAN).scalar_subquery()
    for column in (ENTRY.c.number, ENTRY.c.digest)
)
_HEADS = sa.select(PLAN.c.short, _LAST, _ITS_DIGEST)
_LAST_ENTRY = Prepared(
    sa.select(ENTRY.c.number, ENTRY.c.digest)
    .where(ENTRY.c.plan == sa.bindparam("short"), ENTRY.c.number <= sa.bindparam("upto"))
    .order_by(ENTRY.c.number.desc())
    .limit(1)
)
_BY_THEN = Prepared(
    sa.select(ENTRY.c.number)
    .where(ENTRY.c.plan == sa.bindparam("short"), ENTRY.c.at <= sa.bindparam("moment"))
    .order_by(ENTRY.c.number.desc())
    .limit(1)
)
_MADE_AT = Prepared(sa.select(ENTRY.c.at).where(ENTRY.c.plan == sa.bindparam("short"), ENTRY.c.number == sa.bindparam("number")))
_LAST_DONE = Prepared(
    sa.select(ENTRY.c.about, sa.func.max(ENTRY.c.at))
    .where(ENTRY.c.plan == sa.bindparam("short"), ENTRY.c.number <= sa.bindparam("upto"), ENTRY.c.about.is_not(None))
    .where(ENTRY.c.kind.in_([kind.value for kind in ACTIVITY]))
    .group_by(ENTRY.c.about)
)
_TOLD = Prepared(
    sa.select(ENTRY.c.at)
    .where(ENTRY.c.plan == sa.bindparam("short"), ENTRY.c.kind.not_in([kind.value for kind in OF_A_LETTER]))
    .order_by(ENTRY.c.number.desc())
    .limit(1)
)
_PLACED = sa.select(ENTRY.c.number, ENTRY.c.version, ENTRY.c.kind, _AT, ENTRY.c.digest)
_HEADERS = _PLACED.where(*_some(ENTRY, ENTRY.c.number)).order_by(ENTRY.c.number)

# Made once: to make a statement takes longer than to run it.
_LOCKED = Prepared(
    sa.select(HEAD.c.number, HEAD.c.at, HEAD.c.digest).where(HEAD.c.plan == sa.bindparam("short")).with_for_update()
)
_WHOM = Prepared(
    sa.select(MEMBERSHIP.c.whom).where(
        MEMBERSHIP.c.plan == sa.bindparam("short"), MEMBERSHIP.c.person == sa.bindparam("person")
    )
)
_MADE = Prepared(
    sa.select(ENTRY.c.number)
    .where(ENTRY.c.plan == sa.bindparam("short"), ENTRY.c.inbound == sa.bindparam("inbound"))
    .order_by(ENTRY.c.number)
)
_BEGUN = Change(sa.insert(HEAD))
_MOVED = Change(
    sa.update(HEAD)
    .where(HEAD.c.plan == sa.bindparam("short"))
    .values({name: sa.bindparam(name) for name in ("number", "at", "digest")})
)
_PROVING = Change(sa.insert(PROOF))
