"""The plans that a transaction has in hand: nobody else may add an entry to one of them until it ends.

SQLite has one writer for the whole file, so each has everything in hand. On PostgreSQL others write at the same time.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from store.database.prepared import Prepared
from store.tables.entries import HEAD

# Numbers that the advisory locks of one database share. A person's turn, and a lane from which letters are taken, are locks
# of two numbers, and those are apart.
NEW_PLAN, PLANNER = 7416211, 7416212
TURN, LANE = 7416213, 7416214


class NotInHand(Exception):
    """Plans are to be changed that were not in hand from the start: what was read of them may be old by now.

    The store undoes the work, and does it again with these plans in hand.
    """

    def __init__(self, plans: Collection[str]) -> None:
        super().__init__(*plans)
        self.plans = plans


class InHand:
    """The plans that one transaction has in hand."""

    def __init__(self, db: sa.Connection, plans: Collection[str] = ()) -> None:
        self._db = db
        self._shared = db.dialect.name == "postgresql"
        self._asked: set[str] = set()
        self._plans: set[str] = set()
        self.take(plans)

    def again(self) -> InHand:
        """Return the same plans for another piece of work in the same transaction."""
        same = InHand(self._db)
        same._asked, same._plans = set(self._asked), set(self._plans)
        return same

    @property
    def plans(self) -> Collection[str] | None:
        """Return the plans in hand. None if those are all."""
        return self._plans if self._shared else None

    def take(self, plans: Collection[str]) -> None:
        """Take plans in hand of which nothing was read yet. Waits for whoever has one: all take them in the same order."""
        if self._shared and (new := sorted(set(plans) - self._plans)):
            self._asked |= set(new)
            self._plans |= {short for (short,) in _TAKE.rows(self._db, plans=new)}

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
_TAKE = Prepared(sa.select(HEAD.c.plan).where(HEAD.c.plan.in_(_SHORTS)).order_by(HEAD.c.plan).with_for_update())
_ALONE = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("what", type_=sa.BigInteger)))
_TURN = Prepared(sa.select(sa.func.pg_advisory_xact_lock(TURN, sa.bindparam("person", type_=sa.Integer))))
