"""The plans that a transaction has in hand: nobody else may add an entry to one of them until it ends.

SQLite has one writer for the whole file, so each has everything in hand. On PostgreSQL others write at the same time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from store.database.prepared import Prepared, quoted, run_last
from store.tables.entries import HEAD

# Numbers that the advisory locks of one database share. A person's turn, and a lane from which letters are taken, are locks
# of two numbers, and those are apart.
NEW_PLAN, PLANNER = 7416211, 7416212
TURN, LANE = 7416213, 7416214
PATIENCE = ("lock_timeout", "statement_timeout")


class NotInHand(Exception):
    """Plans are to be changed that were not in hand from the start: what was read of them may be old by now.

    The store undoes the work, and does it again with these plans in hand.
    """

    def __init__(self, plans: Collection[str]) -> None:
        super().__init__(*plans)
        self.plans = plans


Last = tuple[int, datetime, str]


class InHand:
    """The plans that one transaction has in hand. `lasts` has the number, the moment and the digest of their last entries, as
    far as they are known: nobody else adds another."""

    def __init__(self, db: sa.Connection) -> None:
        self._db = db
        self._shared = db.dialect.name == "postgresql"
        self._asked: set[str] = set()
        self._plans: set[str] = set()
        self.lasts: dict[str, Last] = {}

    def again(self) -> InHand:
        """Return the same plans for another piece of work in the same transaction."""
        same = InHand(self._db)
        same._asked, same._plans, same.lasts = set(self._asked), set(self._plans), dict(self.lasts)
        return same

    def carry_on(self, done: InHand) -> None:
        """Take over the last entries from a piece of work that is done and not undone."""
        self.lasts = done.lasts

    @property
    def plans(self) -> Collection[str] | None:
        """Return the plans in hand. None if those are all."""
        return self._plans if self._shared else None

    def take(self, plans: Collection[str]) -> None:
        """Take plans in hand of which nothing was read yet. Waits for whoever has one: all take them in the same order."""
        if self._shared and (new := sorted(set(plans) - self._plans)):
            self._took(new, _TAKE.rows(self._db, plans=new))

    def begin(self, plans: Collection[str], seconds: float | None) -> None:
        """Begin the transaction on PostgreSQL with plans in hand, on one trip. It waits for nothing longer than that."""
        texts = ["BEGIN ISOLATION LEVEL READ COMMITTED"]
        if seconds is not None:
            texts += [f"SET LOCAL {name} = {max(int(seconds * 1000), 1)}" for name in PATIENCE]
        if plans:
            texts.append(_TAKING.format(quoted(self._db, plans)))
        self._took(plans, run_last(self._db, "; ".join(texts)))

    def _took(self, asked: Collection[str], rows: Iterable[Sequence[Any]]) -> None:
        self._asked |= set(asked)
        for short, *last in rows:
            self._plans.add(short)
            self.lasts[short] = (last[0], last[1].astimezone(UTC), last[2])

    def need(self, *plans: str) -> None:
        """Raise NotInHand if others may have changed one of these plans since it was read."""
        missing = [short for short in plans if short not in self._plans] if self._shared else []
        # One that has no entry yet cannot be taken. Of two transactions that make its first, one is done again.
        if missing := [short for short in missing if short not in self._asked or self._begun(short)]:
            raise NotInHand(missing)

    def _begun(self, short: str) -> bool:
        return self._db.scalar(sa.select(HEAD.c.plan).where(HEAD.c.plan == short)) is not None

    def begin_plan(self) -> None:
        """Wait until no other transaction makes a new plan: each has a place of its own among the plans."""
        if self._shared:
            self._db.execute(_ALONE, {"what": NEW_PLAN})

    def made(self, short: str) -> None:
        """Note a plan that this transaction has just made: nobody else can see it yet."""
        self._plans.add(short)

    def turn_of(self, person: int) -> None:
        """Wait until nothing else that a person says is being recorded. Then it is this transaction's turn until it ends."""
        if self._shared:
            _TURN.rows(self._db, person=person)


_SHORTS: sa.BindParameter[object] = sa.bindparam("plans", expanding=True)
# The head alone: of rows joined to one that was waited for, PostgreSQL gives the state from before the wait.
_HEADS = sa.select(HEAD.c.plan, HEAD.c.number, HEAD.c.at, HEAD.c.digest)
_TAKE = Prepared(_HEADS.where(HEAD.c.plan.in_(_SHORTS)).order_by(HEAD.c.plan).with_for_update())
_TAKING = "SELECT plan, number, at, digest FROM head WHERE plan IN ({}) ORDER BY plan FOR UPDATE"  # the same in words
_ALONE = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("what", type_=sa.BigInteger)))
_TURN = Prepared(sa.select(sa.func.pg_advisory_xact_lock(TURN, sa.bindparam("person", type_=sa.Integer))))
