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
}


# What was declared of each milestone, the last last, as 0.2 saw it: by the clock, whoever said it.
DECLARED = "SELECT plan, ref, body FROM milestone_update ORDER BY at, id"
OWNERS = """
SELECT o.plan, o.ref, o.role FROM milestone_owner o JOIN milestone m ON m.plan = o.plan AND m.entry = o.entry AND m.ref = o.ref
WHERE NOT m.retired AND o.entry = (SELECT MAX(entry) FROM edition e WHERE e.plan = o.plan) ORDER BY o.plan, o.ref, o.position
"""
SAID = """
SELECT u.plan, u.ref, e.capacity, u.status FROM "update" u JOIN entry e ON e.plan = u.plan AND e.number = u.entry
ORDER BY u.plan, u.entry
"""
WORST_FIRST = ("red", "amber", "not_started", "green", "complete")
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
    """Return the milestones that show another colour now.

    The order of the record counts and no clock, and a contributor's word does not replace the accountable role's.
    """
    owners: dict[tuple[str, str], list[str]] = {}
    for plan, ref, role in db.execute(sa.text(OWNERS)):
        owners.setdefault((plan, ref), []).append(role)
    theirs: dict[tuple[str, str], str] = {}
    others: dict[tuple[str, str], dict[str, str]] = {}
    for plan, ref, capacity, status in db.execute(sa.text(SAID)):
        place, role = (plan, ref), (capacity or "").removeprefix("deputy for ")
        accountable, *contributors = owners.get(place, [""])
        if role in contributors and role != accountable:
            said = others.setdefault(place, {})
            said.pop(role, None)
            said[role] = status
        else:
            theirs[place] = status
            others.pop(place, None)
    found = []
    for place in sorted(owners.keys() & before.keys()):
        since = list(others.get(place, {}).values())
        now = min([theirs[place], *since], key=_badness) if place in theirs else since[-1]
        if now != before[place]:
            found.append(Recoloured(*place, before[place], now))
    return tuple(found)


def _badness(status: str) -> int:
    return WORST_FIRST.index(status) if status in WORST_FIRST else len(WORST_FIRST)


def take_over(db: sa.Connection, now: datetime) -> TakenOver:
    """Make the entries of every plan, and let letters and drafts name updates by them.

    Raises RuntimeError if anything was left behind. Then nothing is changed.
    """
    people.introduce(db)
    before = _counted(db, 0)
    book, numbers = Book(db), dict[int, int]()
    for short in db.scalars(sa.text("SELECT short FROM plan ORDER BY position")).all():
        entries = Chain(book, short)
        by = By(at=statements.earliest(db, short, now), why=f"as 0.2 knew it on {now.date().isoformat()}")
        plans.take_over(db, entries, short, by)
        known = people.take_over(db, entries, short, by)
        numbers |= statements.take_over(db, entries, short, known)
        entries.close()
    renumber(db, numbers)
    after = _counted(db, 1)
    if before != after:
        raise RuntimeError(f"not all was taken over: {before} became {after}")
    return TakenOver(before, after)


def _counted(db: sa.Connection, which: int) -> dict[str, int]:
    return {name: int(db.scalar(sa.text(queries[which])) or 0) for name, queries in COUNTS.items()}
