"""What owners said, what they added, and what they were asked, in the order in which it came to the record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

from store.migrations.from_0_2 import summaries
from store.migrations.from_0_2.written import By, Chain, Item, Place, Row

UPDATES = sa.text("SELECT id, ref, by, at, drawn_from, body FROM milestone_update WHERE plan = :plan ORDER BY id").columns(
    at=UTCDateTime
)
ADDED = sa.text(
    'SELECT e.id, e."update" AS "update", u.ref, e.url, e.kind, e.shows, e.by, e.at FROM evidence_before e'
    ' JOIN milestone_update u ON u.id = e."update" WHERE u.plan = :plan ORDER BY e.id'
).columns(at=UTCDateTime)
QUESTIONS = sa.text("SELECT id, ref, by, at, answered FROM question WHERE plan = :plan ORDER BY id").columns(at=UTCDateTime)
ASKINGS = sa.text(
    "SELECT a.letter, a.ref, a.at, a.stood, l.person, l.asked FROM asking a JOIN letter l ON l.key = a.letter"
    " WHERE a.plan = :plan ORDER BY a.at, a.letter, a.ref"
).columns(at=UTCDateTime)
FIRST = (
    "SELECT MIN(at) AS at FROM milestone_update WHERE plan = :plan",
    "SELECT MIN(at) AS at FROM asking WHERE plan = :plan",
)
FORM = re.compile(r"u(\d+(?:-\d+)*)(?= |$)")  # a form's token: the updates that stood when it was drawn
UNREADABLE = "unreadable"
Numbers = Mapping[int, int]  # the entry of each update, by the number that it had


def earliest(db: sa.Connection, short: str, now: datetime) -> datetime:
    """Return the moment from which a plan's record is known: its earliest update's, else its earliest letter's, else now."""
    for query in FIRST:
        found = db.execute(sa.text(query).columns(at=UTCDateTime), {"plan": short}).scalar()
        if found is not None:
            return found
    return now


def links(db: sa.Connection) -> int:
    """Count the links that were offered with updates or added to them."""
    bodies = db.scalars(sa.text("SELECT body FROM milestone_update")).all()
    offered = sum(len(said.get("evidence") or ()) for said, _ in map(_read, bodies))
    return offered + int(db.scalar(sa.text("SELECT COUNT(*) FROM evidence_before")) or 0)


def take_over(db: sa.Connection, entries: Chain, short: str, people: Mapping[int, str]) -> dict[int, int]:
    """Add what was said and asked. Returns the entry of each update, by the number that it had."""
    statements = Statements(entries, people)
    given = {"plan": short}
    updates = db.execute(UPDATES, given).all()
    statements.place(updates)
    items = [
        *statements.updates(updates),
        *statements.added(db.execute(ADDED, given).all()),
        *statements.questions(db.execute(QUESTIONS, given).all()),
        *statements.askings(db.execute(ASKINGS, given).all()),
        *summaries.posted(db, entries, short),
    ]
    for item in sorted(items, key=lambda one: one.place):
        item.add()
    return statements.numbers


class Statements:
    """The statements of one plan on their way to its record."""

    def __init__(self, entries: Chain, people: Mapping[int, str]) -> None:
        self._entries = entries
        self._people = people
        self._places: dict[int, Place] = {}
        self._of: dict[str, list[int]] = {}
        self._capacities: dict[int, tuple[int, str]] = {}
        self.numbers: dict[int, int] = {}

    def place(self, updates: Sequence[sa.Row[Any]]) -> None:
        """Find the place of each update: by number, and no earlier than the update before it, if a clock was set back."""
        latest = datetime.min.replace(tzinfo=UTC)
        for one in updates:
            latest = max(latest, one.at)
            self._places[one.id] = (latest, 1, one.id, 1)
            self._of.setdefault(one.ref, []).append(one.id)

    def _after(self, at: datetime, kind: int, number: int, update: int | None) -> Place:
        """The place of what was said at a moment, and no earlier than an update."""
        own = (at, kind, number, 0)
        known = self._places.get(update or 0)
        return own if known is None else max(own, (*known[:3], kind))

    # ---- updates and evidence ------------------------------------------------------------

    def updates(self, rows: Sequence[sa.Row[Any]]) -> Iterator[Item]:
        """Give each update, with an entry for each link that was offered with it."""
        for row in rows:
            yield Item(self._places[row.id], lambda row=row: self._say(row))

    def _say(self, row: sa.Row[Any]) -> None:
        drawn_from = renumbered(row.drawn_from or "", self.numbers)
        said, told = _read(row.body)
        by = By(
            at=row.at,
            person=self._people.get(row.by),
            capacity=str(said.get("capacity") or ""),
            platform=str(said.get("platform") or ""),
            said=str(said.get("said") or ""),
            why="" if told is not None else "it could not be read in 0.2",
        )
        if told is None:
            told, by = _blank(UNREADABLE), by._replace(said=row.body)
        values = {"ref": row.ref, "drawn_from": drawn_from, "letter": None, "corrects": None, **told}
        number = self.numbers[row.id] = self._entries.append("update", by, [("update", values)], about=row.ref)
        self._capacities[row.id] = (row.by, by.capacity)
        for link in said.get("evidence") or ():
            self._offer(number, row.ref, link["url"], link.get("kind", ""), link.get("shows", ""), by._replace(said=""))

    def _offer(self, update: int, ref: str, url: str, kind: str, shows: str, by: By) -> None:
        link = {"ref": ref, "update": update, "url": url, "type": kind or "other", "shows": shows}
        self._entries.append("evidence", by, [("evidence", {**link, "dated": None, "good_until": None})], about=ref)

    def added(self, rows: Sequence[sa.Row[Any]]) -> Iterator[Item]:
        """Give each link that was added to an update later."""
        for row in rows:
            yield Item(self._after(row.at, 2, row.id, row.update), lambda row=row: self._add(row))

    def _add(self, row: sa.Row[Any]) -> None:
        said_by, capacity = self._capacities[row.update]
        by = By(at=row.at, person=self._people.get(row.by), capacity=capacity if row.by == said_by else "")
        self._offer(self.numbers[row.update], row.ref, row.url, row.kind, row.shows, by)

    # ---- questions -----------------------------------------------------------------------

    def questions(self, rows: Sequence[sa.Row[Any]]) -> Iterator[Item]:
        """Give each request of a chair or an admin: before the update that answered it, after those that did not."""
        for row in rows:
            before = [id_ for id_ in self._of.get(row.ref, ()) if row.answered is None or id_ < row.answered]
            place = self._after(row.at, 3, row.id, before[-1] if before else None)
            if row.answered in self._places:
                place = min(place, (*self._places[row.answered][:3], 0))
            yield Item(place, lambda row=row, before=before: self._ask(row, before))

    def _ask(self, row: sa.Row[Any], before: Sequence[int]) -> None:
        by = By(at=row.at, person=self._people.get(row.by), capacity="")
        stood = self.numbers[before[-1]] if before else 0
        rows: list[Row] = [
            ("asked", {"whom": None, "letter": None, "taken": row.at}),
            ("asked_milestone", {"ref": row.ref, "stood": stood, "cause": "asked"}),
        ]
        self._entries.append("asked", by, rows, about=row.ref)

    def askings(self, rows: Sequence[sa.Row[Any]]) -> Iterator[Item]:
        """Give each letter that asked about milestones of the plan, once its platform had taken it."""
        letters: dict[str, list[sa.Row[Any]]] = {}
        for row in rows:
            letters.setdefault(row.letter, []).append(row)
        for number, (letter, asked) in enumerate(letters.items()):
            newest = max((row.stood for row in asked), key=lambda stood: self._places.get(stood, (asked[0].at, 0, 0, 0)))
            place = self._after(asked[0].at, 4, number, newest)
            yield Item(place, lambda letter=letter, asked=asked: self._asked(letter, asked))

    def _asked(self, letter: str, asked: Sequence[sa.Row[Any]]) -> None:
        causes = {one["ref"]: one.get("kind") for one in json.loads(asked[0].asked or "[]")}
        whom, taken = self._people.get(asked[0].person or 0), min(row.at for row in asked)
        rows: list[Row] = [("asked", {"whom": whom, "letter": letter, "taken": taken})]
        for row in asked:
            stood = self.numbers.get(row.stood, 0)
            rows.append(("asked_milestone", {"ref": row.ref, "stood": stood, "cause": causes.get(row.ref) or "upcoming"}))
        self._entries.append("asked", By(at=taken, capacity=""), rows)


def renumbered(drawn_from: str, numbers: Numbers) -> str:
    """Return what an update was drawn from, with the updates that it names by their new numbers.

    A form of today must not be taken for an old one, only because a number is the same.
    """
    return FORM.sub(
        lambda found: "u" + "-".join(str(numbers.get(int(one), 0)) for one in found[1].split("-")), drawn_from, count=1
    )


def _read(body: str) -> tuple[Mapping[str, Any], dict[str, Any] | None]:
    """Read an update: what it says of itself, and what it says of the milestone, None if that can't be read."""
    try:
        said = json.loads(body)
        told = _blank(str(said["status"]))
        told |= {name: said.get(name) for name in ("narrative", "path_to_green", "no_evidence_reason", "decision_wanted")}
        told["forecast"] = date.fromisoformat(said["forecast"]) if said.get("forecast") else None
        [str(link["url"]) for link in said.get("evidence") or ()]  # a link without an address is no link
    except (ValueError, KeyError, TypeError):
        return {}, None
    return said, told


def _blank(status: str) -> dict[str, Any]:
    words = dict.fromkeys(("narrative", "path_to_green", "no_evidence_reason", "decision_wanted", "forecast"))
    return {"status": status, **words}
