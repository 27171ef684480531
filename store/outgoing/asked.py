"""Questions in the record: by letters, once their platform took them, and by a chair or an admin."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.model.board.compliance import Posed
from bot.model.letters.letter import Asked, Letter
from bot.model.letters.nudge import Cause
from bot.model.record.entry import EntryKind
from bot.model.updates.update import Put, Question
from bot.ports.people import PeopleView
from bot.rules.updates.statements import Worded
from store.database.columns import aware
from store.database.prepared import Prepared
from store.entries import EntriesWriting, Row
from store.reading import Changing, Connected, Part
from store.statements import StatementsReading
from store.tables.entries import ENTRY
from store.tables.people import MEMBERSHIP
from store.tables.statements import ASKED, ASKED_MILESTONE, UPDATE

TOLD_ONLY = (Cause.NEWS, Cause.ESCALATION)


class AskedReading(Part):
    """The reading of what was asked, up to an entry. None is no bound."""

    def __init__(self, connected: Connected, people: PeopleView, statements: StatementsReading) -> None:
        super().__init__(connected)
        self._people = people
        self._statements = statements

    def worded(
        self, short: str, upto: int, refs: Collection[str] | None = None, after: int = 0
    ) -> Mapping[str, Sequence[Worded]]:
        """Return the questions that letters put about each milestone after an entry. The database counts: there may be a row a
        person."""
        span = {"short": short, "after": after, "upto": upto}
        rows = _WORDED.rows(self._db, **span) if refs is None else _WORDED_OF.rows(self._db, **span, refs=refs)
        found: dict[str, list[Worded]] = {}
        for ref, stood, earliest, latest in rows:
            found.setdefault(ref, []).append(Worded(stood, aware(earliest), aware(latest)))
        return found

    def posed(self, short: str, upto: int) -> tuple[Posed, ...]:
        """Return every question that a letter put to somebody, up to an entry, in the order in which they were taken."""
        rows = self._db.execute(_POSED, {"short": short, "upto": upto})
        return tuple(
            Posed(entry=entry, ref=ref, person=person, stood=stood, taken=aware(taken))
            for entry, ref, person, stood, taken in rows
        )

    def put(self, short: str, upto: int) -> tuple[Put, ...]:
        """Return to whom letters put questions about each milestone, up to an entry. The database counts: there may be a row a
        letter."""
        self._is_for_a_thread()
        rows = _PUT_TO.rows(self._db, short=short, upto=upto)
        return tuple(Put(ref=ref, person=person, taken=aware(taken)) for ref, person, taken in rows)

    def questions(self, short: str) -> tuple[Question, ...]:
        """Return what chairs and admins asked for, each with the first statement made since."""
        rows = _REQUESTS.rows(self._db, short=short)
        if not rows:
            return ()
        names = {person.id: person.name for person in self._people.of(short).persons}
        said = self._statements.said(short, refs={ref for _, ref, *_ in rows})
        return tuple(
            Question(
                id=entry,
                plan=short,
                ref=ref,
                by=by or 0,
                by_name=names.get(by or 0, ""),
                at=aware(at),
                answered=next((one.number for one in said.get(ref, ()) if one.number > entry), None),
            )
            for entry, ref, at, by in rows
        )


class AskedWriting(Changing, AskedReading):
    """The writing of what was asked."""

    def __init__(self, connected: Connected, people: PeopleView, statements: StatementsReading, entries: EntriesWriting) -> None:
        super().__init__(connected, people, statements)
        self._entries = entries

    def ask(self, question: Question, stood: int) -> int:
        """Add a chair's or an admin's request. Returns the number of its entry."""
        by = self._by.model_copy(update={"person": question.by, "at": question.at})
        milestone = {"ref": question.ref, "stood": stood, "cause": Cause.ASKED.value}
        rows: list[Row] = [(ASKED, {"taken": question.at}), (ASKED_MILESTONE, milestone)]
        return self._entries.append(question.plan, EntryKind.ASKED, by, rows, about=question.ref)

    def by_letter(self, letter: Letter, taken: datetime) -> None:
        """Add what a letter asked that its platform took: an entry in each plan that it asks about. Again, it adds nothing."""
        asked: dict[str, dict[str, Asked]] = {}
        for one in letter.asked:
            if one.ref and one.kind not in TOLD_ONLY:
                asked.setdefault(one.plan, {}).setdefault(one.ref, one)
        by = self._by.model_copy(update={"at": max(self._by.at, taken)})
        for short, milestones in asked.items():
            if self._known_of(short, letter.whole):
                continue
            whom = None if letter.person is None else self._entries.whom(short, letter.person)
            rows: list[Row] = [(ASKED, {"whom": whom, "letter": letter.whole, "taken": taken})]
            for ref, one in milestones.items():
                stood = self._stood(short, ref, taken) if one.stood is None else one.stood
                rows.append((ASKED_MILESTONE, {"ref": ref, "stood": stood, "cause": one.kind.value}))
            self._entries.append(short, EntryKind.ASKED, by, rows)

    def _known_of(self, short: str, letter: str) -> bool:
        return self._db.scalar(_BY_LETTER, {"short": short, "letter": letter}) is not None

    def _stood(self, short: str, ref: str, taken: datetime) -> int:
        """Return the statement that stood when an old letter went: it does not say which one it was drawn up from."""
        return int(self._db.scalar(_STOOD, {"short": short, "ref": ref, "taken": taken}) or 0)


_ASKED = ASKED.join(ASKED_MILESTONE, sa.and_(ASKED_MILESTONE.c.plan == ASKED.c.plan, ASKED_MILESTONE.c.entry == ASKED.c.entry))

# Made once: to make one of these takes longer than to run it.
_PLAN: sa.BindParameter[str] = sa.bindparam("short")
_REF = ASKED_MILESTONE.c.ref
_WORDED_EACH = (
    sa.select(_REF, ASKED_MILESTONE.c.stood, sa.func.min(ASKED.c.taken), sa.func.max(ASKED.c.taken))
    .select_from(_ASKED)
    .where(ASKED.c.plan == _PLAN, ASKED.c.letter.is_not(None))
    .where(ASKED.c.entry > sa.bindparam("after"), ASKED.c.entry <= sa.bindparam("upto"))
    .group_by(_REF, ASKED_MILESTONE.c.stood)
)
_WORDED = Prepared(_WORDED_EACH)
_WORDED_OF = Prepared(_WORDED_EACH.where(_REF.in_(sa.bindparam("refs", expanding=True))))
# A sum, which no index tells the order of: with the entry alone SQLite reads, for each letter, all milestones up to the bound.
_UPTO = ASKED.c.entry + 0 <= sa.bindparam("upto")
_OF_SOMEBODY = _ASKED.join(MEMBERSHIP, sa.and_(MEMBERSHIP.c.plan == _PLAN, MEMBERSHIP.c.whom == ASKED.c.whom))
_POSED = (
    sa.select(ASKED.c.entry, _REF, MEMBERSHIP.c.person, ASKED_MILESTONE.c.stood, ASKED.c.taken)
    .select_from(_OF_SOMEBODY)
    .where(ASKED.c.plan == _PLAN, ASKED.c.letter.is_not(None), _UPTO)
    .order_by(ASKED.c.taken, ASKED.c.entry, _REF)
)
_PUT = (
    sa.select(_REF, MEMBERSHIP.c.person, sa.func.max(ASKED.c.taken))
    .select_from(_OF_SOMEBODY)
    .where(ASKED.c.plan == _PLAN, ASKED.c.letter.is_not(None), _UPTO)
    .group_by(_REF, MEMBERSHIP.c.person)
)
_PUT_TO = Prepared(_PUT)
_REQUESTS = Prepared(
    sa.select(ASKED.c.entry, _REF, ENTRY.c.at, MEMBERSHIP.c.person)
    .select_from(
        _ASKED.join(ENTRY, sa.and_(ENTRY.c.plan == _PLAN, ENTRY.c.number == ASKED.c.entry)).outerjoin(
            MEMBERSHIP, sa.and_(MEMBERSHIP.c.plan == _PLAN, MEMBERSHIP.c.whom == ENTRY.c.person)
        )
    )
    .where(ASKED.c.plan == _PLAN, ASKED.c.letter.is_(None))
    .order_by(ASKED.c.entry)
)
_BY_LETTER = sa.select(ASKED.c.entry).where(ASKED.c.plan == _PLAN, ASKED.c.letter == sa.bindparam("letter"))
_STOOD = (
    sa.select(sa.func.max(UPDATE.c.entry))
    .join(ENTRY, sa.and_(ENTRY.c.plan == UPDATE.c.plan, ENTRY.c.number == UPDATE.c.entry))
    .where(UPDATE.c.plan == _PLAN, UPDATE.c.ref == sa.bindparam("ref"), ENTRY.c.at < sa.bindparam("taken"))
)
