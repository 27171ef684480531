"""What a database of 0.2 says, made into entries of the record. Frozen: it knows the tables as this migration finds them.

It imports nothing that may change later: of the program only how a value is written to be hashed, and how entries are hashed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import sqlalchemy as sa

from store.migrations.from_0_2 import people, plans, statements
from store.migrations.from_0_2.numbers import renumber
from store.migrations.from_0_2.written import Book, By, Chain

COUNTED = (
    ("plans", "plan"),
    ("updates", "milestone_update"),
    ("evidence", "evidence_before"),
    ("questions", "question"),
    ("askings", "asking"),
    ("holdings", "holding_before"),
    ("boards", "board_before"),
    ("date changes", "due_change"),
)
# What each milestone's owners declared last, as 0.2 saw it: by the clock, whoever said it.
DECLARED = """
SELECT plan, ref, body FROM milestone_update u WHERE NOT EXISTS (
    SELECT 1 FROM milestone_update v WHERE v.plan = u.plan AND v.ref = u.ref AND (v.at > u.at OR (v.at = u.at AND v.id > u.id)))
"""


def take_over(db: sa.Connection, now: datetime | None = None) -> None:
    """Make the entries of every plan, and let letters and drafts name updates by them."""
    moment = now or datetime.now(UTC)
    people.introduce(db)
    book, numbers = Book(db), dict[int, int]()
    for short in db.scalars(sa.text("SELECT short FROM plan ORDER BY position")).all():
        entries = Chain(book, short)
        by = By(at=statements.earliest(db, short, moment), why=f"as 0.2 knew it on {moment.date().isoformat()}")
        plans.take_over(db, entries, short, by)
        known = people.take_over(db, entries, short, by)
        numbers |= statements.take_over(db, entries, short, known)
        entries.close()
    renumber(db, numbers)
