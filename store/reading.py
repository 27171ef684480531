"""The beginning of every part of the record: the connection, and what was read before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeVar, cast

import sqlalchemy as sa

from bot.model.absences.absence import HandOver
from bot.model.people import People
from bot.model.plan import Move, Named, Plan
from bot.model.policy import Policy
from bot.model.record.entry import By
from bot.model.record.remembered import Remembered
from bot.model.record.trouble import Unread
from bot.model.updates.request import DateRequest
from bot.model.updates.update import Standing
from bot.ports.erasures import Instead
from bot.ports.refusals import NotAtHand, Refusal
from bot.rules.updates.statements import Stands, Worded
from store.content.removed import Blank, Taken, Texts, taken_out
from store.content.sums import Latest, Sum, Sums
from store.database.columns import add_once
from store.database.in_hand import InHand
from store.database.prepared import Change, Prepared
from store.database.unread import Noted
from store.documents.overlay import Overlay
from store.tables.entries import ENTRY, HEAD
from store.tables.plans import PLAN

LAST = 2**31 - 1  # the highest number that an entry may have
T = TypeVar("T")
# How far a plan has come: its version, its last entry, and of what kind that is.
COME = (PLAN.c.version, HEAD.c.number, ENTRY.c.kind)


def come(plans: sa.FromClause) -> sa.Join:
    """Join plans with how far each has come."""
    last = sa.and_(ENTRY.c.plan == HEAD.c.plan, ENTRY.c.number == HEAD.c.number)
    return plans.outerjoin(HEAD, HEAD.c.plan == PLAN.c.short).outerjoin(ENTRY, last)


_COME = Prepared(sa.select(*COME).select_from(come(PLAN)).where(PLAN.c.short == sa.bindparam("short")))
_KINDS = Prepared(
    sa.select(ENTRY.c.kind, sa.func.max(ENTRY.c.number))
    .where(ENTRY.c.plan == sa.bindparam("short"))
    .where(ENTRY.c.number > sa.bindparam("after"), ENTRY.c.number <= sa.bindparam("upto"))
    .group_by(ENTRY.c.kind)
)
LATELY = 4  # standings of a plan kept in memory: as many as there are snapshots at once, of which each may be older than another
MOST_EDITIONS = 8  # of a plan kept in memory: each is a whole plan, and whoever asks about the past may ask for all


class Editions:
    """The editions of a plan as of one version of it: their numbers, what was decided since, and what of them was read so far.

    `marks` are the entries that made the plan what it is: its editions, and the decisions laid over them.
    """

    def __init__(self, version: int, numbers: Sequence[int], overlay: Overlay) -> None:
        self.version = version
        self.numbers = numbers
        self.overlay = overlay
        self.marks = sorted({*numbers, *overlay.marks}) if overlay.marks else numbers
        self.documents: Remembered[int, Plan] = Remembered(MOST_EDITIONS)
        self.plans: Remembered[int, Plan] = Remembered(MOST_EDITIONS)
        self.moves: tuple[Move, ...] | None = None
        self.named: tuple[Named, ...] | None = None


StoodBy = tuple[Stands, tuple[Worded, ...]]


class Stood(NamedTuple):
    """The standings of a plan once an entry was made, and the version and the head that the plan had when they were read.

    `by` has what each milestone stood by, and the questions with a bearing on that: from these, what comes later carries on.
    """

    version: int
    head: int
    entry: int
    standings: Mapping[str, Standing]
    by: Mapping[str, StoodBy]


def lately(found: Stood, of: tuple[Stood, ...]) -> tuple[Stood, ...]:
    """Return the latest standings that are kept of a plan, with those just found, the newest first."""
    return tuple(sorted((found, *of), key=lambda one: (one.version, one.entry, one.head), reverse=True)[:LATELY])


class Known:
    """The editions, people and standings read before. Editions and people are kept while their plan's version stands,
    standings are carried on by new entries. `instead` is what is read in place of what was taken out."""

    def __init__(self, instead: Instead | None = None) -> None:
        self.instead: Instead = instead or Blank()
        self.editions: dict[str, Editions] = {}
        self.people: dict[str, tuple[int, People]] = {}
        self.policies: dict[str, tuple[int, Policy]] = {}
        self.requests: dict[str, tuple[int, tuple[DateRequest, ...]]] = {}
        self.standings: dict[str, tuple[Stood, ...]] = {}
        self.hand_overs: dict[str, tuple[int, tuple[HandOver, ...]]] = {}
        self.taken: dict[str, tuple[int, Taken]] = {}
        self.past: dict[str, tuple[Stood, ...]] = {}  # those of earlier entries: what is told of a week asks for them again
        self.sums: dict[str, Sums] = {}
        self.logged: set[Unread] = set()

    def apart(self) -> Known:
        """Return a copy for a transaction. What it reads of its own changes is nobody else's, and may be rolled back."""
        copy = Known(self.instead)
        copy.editions, copy.people, copy.standings = dict(self.editions), dict(self.people), dict(self.standings)
        copy.policies, copy.taken, copy.logged = dict(self.policies), dict(self.taken), self.logged
        copy.past, copy.requests, copy.hand_overs = dict(self.past), dict(self.requests), dict(self.hand_overs)
        copy.sums = dict(self.sums)
        return copy

    def learn(self, short: str, committed: Known, changed: bool) -> None:
        """Take over what a transaction that was committed knew of a plan: whoever asks next carries on from there.

        If it changed the plan, what it read between two changes has the version of the second, and is not taken over.
        """
        _take_over(short, self.standings, committed.standings)
        if not changed:
            _take_over(short, self.editions, committed.editions)
            _take_over(short, self.people, committed.people)
            _take_over(short, self.policies, committed.policies)
            _take_over(short, self.requests, committed.requests)
            _take_over(short, self.hand_overs, committed.hand_overs)
            _take_over(short, self.taken, committed.taken)
            _take_over(short, self.sums, committed.sums)


def _take_over(short: str, mine: dict[str, T], theirs: Mapping[str, T]) -> None:
    if short in theirs:
        mine[short] = theirs[short]


class Connected:
    """The connection and stamp that the parts of one reading share, with what was read before and what could not be read."""

    def __init__(
        self, connection: sa.Connection, known: Known, by: By | None = None, in_hand: InHand | None = None
    ) -> None:
        self.db = connection
        self.known = known
        self.by = by
        self.in_hand = in_hand
        self.versions: dict[str, int] = {}
        self.heads: dict[str, int] = {}
        self.whom: dict[tuple[str, int], str] = {}
        self.made: dict[tuple[str, int], str] = {}  # the kinds of the last entries, and of those that this transaction added
        self.since: dict[tuple[str, int, int], Mapping[str, int]] = {}
        self.plans_of: dict[int, tuple[str, ...]] = {}
        self.changed: set[str] = set()  # plans
        self.noted = Noted(known.logged)
        self.glances = False  # on the thread of the loop
        self.took_out = False  # words, for good: then they must not stand in SQLite's log either

    def note(self, short: str, version: int, head: int | None, kind: str | None) -> None:
        """Note how far a plan has come: its version, and its last entry if it has any."""
        self.versions[short], self.heads[short] = version, head or 0
        if head is not None and kind is not None:
            self.made[short, head] = kind

    def may_note(self, short: str) -> bool:
        """Say if how far a plan has come is unknown, and stays as it is: nobody else can change it meanwhile."""
        held = None if self.in_hand is None else self.in_hand.plans
        return short not in self.versions and (held is None or short in held)


class Part:
    """One subject's part of a reading. Another subject that it needs is handed to it."""

    def __init__(self, connected: Connected) -> None:
        self._connected = connected
        self._db = connected.db
        self._known = connected.known
        self._noted = connected.noted

    def _version(self, short: str) -> int:
        if short not in self._connected.versions:
            self._read_version(short)
        return self._connected.versions[short]

    def _read_version(self, short: str) -> None:
        rows = _COME.rows(self._db, short=short)
        if not rows:
            raise self._unknown(short)
        self._connected.note(short, *rows[0])

    def _head(self, short: str) -> int:
        """Return the number of the plan's last entry."""
        if short not in self._connected.heads:
            self._read_version(short)
        return self._connected.heads[short]

    def _sum(self, short: str, of: Sum[T], upto: int | None, read: Callable[[str, int], T]) -> T:
        """Return what `read` makes of a plan's entries up to one of them, as it is known if none of its kinds was made since.

        What could not be read is met each time, so that whoever must know is told.
        """
        version, head = self._version(short), self._head(short)
        if upto is not None and upto < head:
            return read(short, upto)
        last = self._latest_made(short, head).of(of.kinds, head)
        kept = self._known.sums[short].known.get(cast(Sum[object], of))
        if kept is not None and kept[:2] == (version, last):
            return cast(T, kept[2])
        before = self._noted.times
        found = read(short, head)
        if last is not None and self._noted.times == before:
            sums = self._known.sums[short]  # it may have read others meanwhile
            self._known.sums[short] = sums._replace(known={**sums.known, cast(Sum[object], of): (version, last, found)})
        return found

    def _latest_made(self, short: str, head: int) -> Latest:
        """Return the last entry of each kind that was made up to the head, or of a later one that is known."""
        sums = self._known.sums.get(short)
        if sums is None:
            sums = self._known.sums[short] = Sums(Latest(head, head, {}), {})
        elif sums.latest.head < head:
            made = self._made_since(short, sums.latest.head, head)
            sums = self._known.sums[short] = sums._replace(latest=sums.latest.after(made, head))
        return sums.latest

    def _carry_on(self, short: str, number: int) -> None:
        """Know of an entry that was just added, if those before it are known: whoever asks next need not look for it."""
        sums = self._known.sums.get(short)
        if sums is not None and sums.latest.head == number - 1:
            self._latest_made(short, number)

    def _made_since(self, short: str, after: int, head: int) -> Mapping[str, int]:
        """Return the last entry of each kind made since one. The last one is known, and those that a transaction added itself."""
        made, asked = self._connected.made, (short, after, head)
        if all((short, number) in made for number in range(head, after, -1)):
            return {made[short, number]: number for number in range(after + 1, head + 1)}
        if asked not in self._connected.since:
            rows = _KINDS.rows(self._db, short=short, after=after, upto=head)
            self._connected.since[asked] = {kind: int(str(last)) for kind, last in rows}
        return self._connected.since[asked]

    def _is_for_a_thread(self) -> None:
        """Raise NotAtHand on the thread of the loop: what follows may take long."""
        if self._connected.glances:
            raise NotAtHand

    def _removed_from(self, short: str) -> Taken:
        """What was taken out of a plan's entries, read anew after every change of it."""
        version, kept = self._version(short), self._known.taken.get(short)
        if kept is None or kept[0] != version:
            kept = self._known.taken[short] = (version, taken_out(self._db, short, self._known.instead))
        return kept[1]

    def _texts(self, short: str) -> Texts:
        return Texts(self._removed_from(short), self._known.instead)

    @staticmethod
    def _unknown(short: str) -> Refusal:
        """Refuse a plan that is not there. Names no other: whoever asks may belong to none of them."""
        return Refusal("no_such_plan", plan=short)


class Changing(Part):
    """The ground of every part that writes: who does it, a row added once, and a plan's next version."""

    @property
    def _by(self) -> By:
        assert self._connected.by is not None  # a transaction always has one
        return self._connected.by

    def _in(self, capacity: str) -> By:
        """Return who does it, in a capacity that may be another than they spoke in."""
        return self._by.model_copy(update={"capacity": capacity or self._by.capacity})

    @property
    def _in_hand(self) -> InHand:
        assert self._connected.in_hand is not None  # nor is one without
        return self._connected.in_hand

    def _add(self, table: sa.Table, values: Mapping[str, object]) -> bool:
        """Insert a row. Returns False if its key is there already."""
        return bool(_adding(self._db.dialect.name, table).rows(self._db, **values))

    def _touch(self, short: str) -> None:
        self._in_hand.need(short)
        change = {"version": PLAN.c.version + 1, "wakes_at": None}
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == short).values(**change))
        self._connected.versions.pop(short, None)
        self._connected.changed.add(short)

    def _stir(self, shorts: Iterable[str]) -> None:
        """Note that something happened to plans of which their rounds may have to tell, once their hours open."""
        for short in sorted(set(shorts)):  # two that stir the same plans take them in the same order
            _STIRRED.make(self._db, its_short=short)


@cache
def _adding(dialect: str, table: sa.Table) -> Prepared[tuple[object, ...]]:
    return Prepared(add_once(dialect, table))


# Made once: to make a statement takes longer than to run it.
_STIRRED = Change(
    sa.update(PLAN)
    .where(PLAN.c.short == sa.bindparam("its_short"))
    .values(
        stirred=PLAN.c.stirred + 1,
        wakes_at=sa.case((PLAN.c.wakes_at > PLAN.c.opens_at, PLAN.c.opens_at), else_=PLAN.c.wakes_at),
    )
)
