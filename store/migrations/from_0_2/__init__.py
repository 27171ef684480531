"""What a database of 0.2 says, made into entries of the record. Frozen: it knows the tables as this migration finds them.

It imports nothing that may change later: of the program only how a value is written to be hashed, and how entries are hashed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from store.migrations.from_0_2 import people, plans, statements
from store.migrations.from_0_2.numbers import renumber
from store.migrations.from_0_2.written import Book, By, Chain

# What there is of each before and after: rows of 0.2's tables, and rows of the record's.
COUNTS = {
    "plans": ("SELECT COUNT(*) FROM plan", "SELECT COUNT(*) FROM head"),
    "people": ("SELECT COUNT(*) FROM membership", "SELECT COUNT(*) FROM person"),
    "holdings": ("SELECT COUNT(*) FROM holding_before", "SELECT COUNT(*) FROM holding"),
    "boards": ("SELECT COUNT(*) FROM board_before", "SELECT COUNT(*) FROM board"),
    "updates": ("SELECT COUNT(*) FROM milestone_update", 'SELECT COUNT(*) FROM "update"'),
    "questions": ("SELECT COUNT(*) FROM question", "SELECT COUNT(*) FROM asked WHERE letter IS NULL"),
    "asked": (
        "SELECT (SELECT COUNT(*) FROM asking) + (SELECT COUNT(*) FROM question)",
        "SELECT COUNT(*) FROM asked_milestone",
    ),
    "digests": (
        "SELECT COUNT(*) FROM letter JOIN plan ON plan.short = letter.channel"
        " WHERE kind = 'digest' AND state = 'sent' AND part_of IS NULL AND address IS NOT NULL",
        "SELECT COUNT(*) FROM digest",
    ),
}


# What was declared last of each milestone, as 0.2 saw it: by the clock, whoever said it.
DECLARED = """
SELECT plan, ref, body FROM milestone_update u WHERE NOT EXISTS (
    SELECT 1 FROM milestone_update v WHERE v.plan = u.plan AND v.ref = u.ref AND (v.at > u.at OR (v.at = u.at AND v.id > u.id)))
"""
Colours = Mapping[tuple[str, str], str]  # by plan and ref


class Recoloured(NamedTuple):
    """A milestone that shows another colour than 0.2 showed."""

    plan: str
    ref: str
    was: str
    now: str


class TakenOver(NamedTuple):
    """What was taken over from a database of 0.2: how much of each there was, how much there is, and what looks different."""

    before: Mapping[str, int]
    after: Mapping[str, int]
    recoloured: tuple[Recoloured, ...] = ()


def declared(db: sa.Connection) -> Colours:
    """Return the colour in which 0.2 showed each milestone."""
    found = {}
    for plan, ref, body in db.execute(sa.text(DECLARED)):
        with suppress(ValueError, KeyError, TypeError):
            found[plan, ref] = str(json.loads(body)["status"])
    return found


def recoloured(db: sa.Connection, before: Colours) -> tuple[Recoloured, ...]:
    """Return the milestones that show another colour now, or are counted under another.

    The order of the record counts and no clock, and a contributor's word does not replace the accountable role's.
    """
    found = []
    for plan, ref, *colours in db.execute(sa.text("SELECT plan, ref, counted_as, status FROM status_now ORDER BY plan, ref")):
        was = before.get((plan, ref))
        now = next((colour for colour in colours if colour != was), None)
        if was and now:
            found.append(Recoloured(plan, ref, was, now))
    return tuple(found)


def take_over(db: sa.Connection, now: datetime) -> TakenOver:
    """Make the entries of every plan, and let letters and drafts name updates by them.

    Raises RuntimeError if anything was left behind. Then nothing is changed.
    """
    people.introduce(db)
    before = _counted(db, 0) | {"evidence": statements.links(db)}
    book, numbers = Book(db), dict[int, int]()
    for short in db.scalars(sa.text("SELECT short FROM plan ORDER BY position")).all():
        entries = Chain(book, short)
        by = By(at=statements.earliest(db, short, now), why=f"as 0.2 knew it on {now.date().isoformat()}")
        plans.take_over(db, entries, short, by)
        known = people.take_over(db, entries, short, by)
        numbers |= statements.take_over(db, entries, short, known)
        entries.close()
    renumber(db, numbers)
    after = _counted(db, 1) | {"evidence": int(db.scalar(sa.text("SELECT COUNT(*) FROM evidence")) or 0)}
    if before != after:
        raise RuntimeError(f"not all was taken over: {before} became {after}")
    return TakenOver(before, after)


def _counted(db: sa.Connection, which: int) -> dict[str, int]:
    return {name: int(db.scalar(sa.text(queries[which])) or 0) for name, queries in COUNTS.items()}
