"""Issued papers in the record: what was issued to whom, and the bytes of its files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.model.board.paper import Drawn, Issue
from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.ports.people import PeopleView
from store.content.made import columns_of, header_of, made, made_by, some_of
from store.content.removed import Texts
from store.database.columns import aware
from store.database.prepared import Prepared
from store.entries import EntriesWriting, Row
from store.reading import LAST, Changing, Connected, Part
from store.tables.board import PAPER, PAPER_FILE
from store.tables.papers_held import PAPER_HELD

Told = Mapping[str, Any]


class PapersReading(Part):
    """The reading of issued papers."""

    def __init__(self, connected: Connected, people: PeopleView) -> None:
        super().__init__(connected)
        self._people = people

    def issues(self, short: str, upto: int | None = None) -> tuple[Issue, ...]:
        within = {"short": short, "upto": LAST if upto is None else upto}
        rows = _ISSUES.named(self._db, **within)
        if not rows:
            return ()
        names, texts = {person.id: person.name for person in self._people.of(short).persons}, self._texts(short)
        files: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for row in _FILES.named(self._db, **within):
            files[row["entry"]].append((row["name"], row["sha256"]))
        made = ((row["entry"], partial(_issue, short, row, files[row["entry"]], names, texts)) for row in rows)
        read = (self._noted.passed_over(Kept.ENTRY, entry, make, short) for entry, make in made)
        return tuple(one for one in read if one is not None)

    def files(self, short: str, entry: int) -> tuple[Drawn, ...]:
        self._is_for_a_thread()  # they may be long
        rows = self._db.execute(_HELD, {"short": short, "entry": entry})
        return tuple(Drawn(name=name, held=held, sha256=sha256) for name, sha256, held in rows)


    def forgotten(self, short: str) -> tuple[Issue, ...]:
        gone = set(self._db.scalars(_FORGOTTEN, {"short": short}))
        issues = self.issues(short) if gone else ()
        replaced = {one.replaces for one in issues}
        return tuple(one for one in issues if one.id in gone and one.id not in replaced)


class PapersWriting(Changing, PapersReading):
    """The issuing of papers."""

    def __init__(self, connected: Connected, people: PeopleView, entries: EntriesWriting) -> None:
        super().__init__(connected, people)
        self._entries = entries

    def issue(self, issue: Issue, files: Sequence[Drawn]) -> Issue:
        named = ("audience", "freeze", "as_at", "upto", "upto_digest", "replaces")
        rows: list[Row] = [(PAPER, issue.model_dump(include=set(named)))]
        rows += [(PAPER_FILE, {"position": n, "name": one.name, "sha256": one.sha256}) for n, one in enumerate(files, 1)]
        by = self._by.model_copy(update={"capacity": issue.capacity or self._by.capacity})
        number = self._entries.append(issue.plan, EntryKind.PAPER, by, rows, about=issue.audience, why=issue.why or None)
        place = {"plan": issue.plan, "entry": number}
        for position, one in enumerate(files, 1):
            self._add(PAPER_HELD, {**place, "position": position, "held": one.held})
        return next(one for one in self.issues(issue.plan) if one.id == number)

    def forget(self, short: str, entry: int) -> bool:
        there = (PAPER_HELD.c.plan == short, PAPER_HELD.c.entry == entry)
        held = self._db.scalar(sa.select(PAPER_HELD.c.position).where(*there).limit(1)) is not None
        self._db.execute(sa.delete(PAPER_HELD).where(*there))
        return held


def _issue(short: str, row: Told, files: Sequence[tuple[str, str]], names: Mapping[int, str], texts: Texts) -> Issue:
    return Issue(
        id=row["entry"],
        plan=short,
        **{name: row[name] for name in ("audience", "freeze", "upto", "upto_digest", "replaces")},
        as_at=aware(row["as_at"]),
        why=texts(row["entry"], "why", row["why"]),
        files=tuple(files),
        **made(row, names),
    )


# Made once: to make one of these takes longer than to run it.
_ISSUES = Prepared(
    sa.select(*columns_of(PAPER), *header_of()).select_from(made_by(PAPER)).where(*some_of(PAPER)).order_by(PAPER.c.entry)
)
_FILES = Prepared(
    sa.select(PAPER_FILE.c.entry, PAPER_FILE.c.name, PAPER_FILE.c.sha256)
    .where(*some_of(PAPER_FILE))
    .order_by(PAPER_FILE.c.entry, PAPER_FILE.c.position)
)
_FORGOTTEN = sa.select(PAPER.c.entry).where(
    PAPER.c.plan == sa.bindparam("short"),
    ~sa.exists().where(PAPER_HELD.c.plan == PAPER.c.plan, PAPER_HELD.c.entry == PAPER.c.entry),
)
_HELD = (
    sa.select(PAPER_FILE.c.name, PAPER_FILE.c.sha256, PAPER_HELD.c.held)
    .where(
        PAPER_FILE.c.plan == sa.bindparam("short"),
        PAPER_FILE.c.entry == sa.bindparam("entry"),
        PAPER_HELD.c.plan == PAPER_FILE.c.plan,
        PAPER_HELD.c.entry == PAPER_FILE.c.entry,
        PAPER_HELD.c.position == PAPER_FILE.c.position,
    )
    .order_by(PAPER_FILE.c.position)
)
