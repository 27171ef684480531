"""A transaction that somebody waits for. It is committed, or given up before it could be, and never both."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.model.record.trouble import Trouble
from bot.ports.refusals import RecordAway
from store.database.engines import LOCK
from store.database.in_hand import InHand
from store.database.prepared import let_begin, run
from store.database.troubles import undone_by_rule


class Errand:
    """One transaction, until when anybody waits for it (`time.monotonic`), None if no person does, and the plans it changes."""

    def __init__(self, until: float | None, plans: Collection[str] = ()) -> None:
        self.until = until
        self.plans = set(plans)
        self._deciding = threading.Lock()
        self._given_up = False
        self._committing = False

    @property
    def left(self) -> float:
        """Return the seconds that are left."""
        return math.inf if self.until is None else self.until - time.monotonic()

    def go_on(self) -> None:
        """Raise RecordAway if nobody waits any longer: what stood in a queue for too long must not run afterwards."""
        if self._given_up or self.left <= 0:
            raise RecordAway(Trouble.BUSY)

    def commit(self) -> None:
        """Note that from here on it may be on the record. Raises RecordAway if it was given up before."""
        with self._deciding:
            self.go_on()
            self._committing = True

    def tried_again(self) -> None:
        """Note that the database undid for certain what should be committed."""
        with self._deciding:
            self._committing = False

    def give_up(self) -> Trouble:
        """Wait no longer. Returns what the person must be told."""
        with self._deciding:
            self._given_up = True
            return Trouble.DOUBT if self._committing else Trouble.BUSY


@contextmanager
def begun(connection: sa.Connection, errand: Errand) -> Iterator[tuple[sa.RootTransaction, InHand]]:
    """Begin a transaction with the errand's plans in hand, in which the database waits no longer than anybody does.

    Whoever begins it commits it.
    """
    if connection.dialect.name == "sqlite":
        run(connection, f"PRAGMA busy_timeout = {max(int(min(errand.left, LOCK) * 1000), 1)}")
    in_hand = InHand(connection)
    let_begin(connection, itself=False)
    try:
        with connection.begin() as transaction:
            if connection.dialect.name == "postgresql":
                in_hand.begin(errand.plans, None if errand.until is None else errand.left)
            yield transaction, in_hand
    finally:
        if not connection.invalidated:
            let_begin(connection, itself=True)


def commit(transaction: sa.RootTransaction) -> None:
    """Commit. A failure other than one that the database undoes by its own rules leaves it open what became of it."""
    try:
        transaction.commit()
    except DBAPIError as failed:
        if undone_by_rule(failed):
            transaction.rollback()
            raise
        raise RecordAway(Trouble.DOUBT) from failed
