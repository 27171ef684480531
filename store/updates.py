"""Updates, evidence and questions in the record: what is added of them, and how milestones stand by the sum of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from bot.model.board.compliance import Exchanged
from bot.model.plan import Imported, Milestone, Plan
from bot.model.record.entry import STATEMENTS, By, EntryKind
from bot.model.updates.update import Evidence, Put, Question, Standing, Update, Withdrawn
from bot.ports.entries import EntriesView
from bot.ports.plans import PlansView
from bot.rules.updates.confirming import said_again
from bot.rules.updates.evidence import told_again
from bot.rules.updates.statements import NOTHING, bearing, same_again, standing_of, stands
from store.completions import CompletionsReading
from store.database.prepared import Prepared
from store.documents import imported
from store.entries import EntriesWriting, Row
from store.outgoing.asked import AskedReading, AskedWriting
from store.reading import LAST, Changing, Connected, Part, Stood, StoodBy, lately
from store.statements import FEW, StatementsReading
from store.tables.assurances import ASSURANCE
from store.tables.entries import ENTRY
from store.tables.statements import CONFIRMATION, EVIDENCE, UPDATE, WITHDRAWAL

# Entries of these kinds change how those milestones stand that their rows name, and no other. Some name none.
CARRIED = frozenset(
    {
        *(EntryKind.UPDATE, EntryKind.CONFIRMATION, EntryKind.CORRECTION, EntryKind.EVIDENCE, EntryKind.ASKED),
        *(EntryKind.WITHDRAWAL, EntryKind.EVIDENCE_WITHDRAWN, EntryKind.ACCOUNT, EntryKind.DOUBT),
        *(EntryKind.ASSURANCE, EntryKind.EVIDENCE_CHECKED),
        *(EntryKind.DIGEST, EntryKind.PAUSE, EntryKind.BOARD, EntryKind.SETTINGS, EntryKind.SNOOZE),
        *(EntryKind.DATE_REQUEST, EntryKind.EXCEPTION),
        *(EntryKind.FREEZE, EntryKind.UNFREEZE, EntryKind.NARRATIVE, EntryKind.BUSINESS, EntryKind.PAPER),
        *(EntryKind.MEASURE, EntryKind.READING, EntryKind.IMPACT_STEP, EntryKind.RISK, EntryKind.VOICE),
    }
)
ADDED = frozenset({EntryKind.EVIDENCE, EntryKind.ASSURANCE})
TAKING_BACK = frozenset({EntryKind.WITHDRAWAL, EntryKind.EVIDENCE_WITHDRAWN})

Moves = Mapping[str, Sequence[tuple[date | None, date | None]]]


class UpdatesReading(Part):
    """The reading of updates, evidence and questions."""

    def __init__(
        self,
        connected: Connected,
        plans: PlansView,
        entries: EntriesView,
        statements: StatementsReading,
        asked: AskedReading,
        completions: CompletionsReading,
    ) -> None:
        super().__init__(connected)
        self._plans = plans
        self._entries = entries
        self._statements = statements
        self._asked = asked
        self._completions = completions

    def standings(self, short: str, upto: int | None = None) -> Mapping[str, Standing]:
        head = self._head(short)
        if upto is None or upto >= head:
            return self._stood(short, self._known.standings, head, head)
        return self._stood(short, self._known.past, head, upto)

    def _stood(self, short: str, known: dict[str, tuple[Stood, ...]], head: int, upto: int) -> Mapping[str, Standing]:
        """Return how the milestones stood once an entry was made, from what is known of an earlier one if that can be.

        Others may know of later ones already: a snapshot that was taken before those still needs what came before it.
        """
        version, of = self._version(short), known.get(short, ())
        kept = next((one for one in of if one.version == version and one.entry <= upto and one.head <= head), None)
        if kept is None:
            found = self._read(short, version, head, upto)
        elif (kept.entry, kept.head) == (upto, head):
            return kept.standings
        else:
            found = self._carried_on(short, kept, head, upto)
        known[short] = lately(found, known.get(short, ()))
        return found.standings

    def _read(self, short: str, version: int, head: int, upto: int) -> Stood:
        """Return how all milestones stand by the sum of the plan's entries up to one of them."""
        self._is_for_a_thread()
        by = self._all_by(short, upto)
        return Stood(version, head, upto, self._standings(short, upto, by), by)

    def _carried_on(self, short: str, kept: Stood, head: int, upto: int) -> Stood:
        """Return how the milestones stand, from how they stood before the latest entries.

        What came since they were read counts too, though it be after the last entry told of: it may have taken words out.
        """
        if max(upto - kept.entry, head - kept.head) > FEW:
            self._is_for_a_thread()
        span = {"short": short, "after": kept.entry, "upto": upto}
        kinds = self._kinds(short, kept, head, upto)
        if not kinds <= CARRIED:
            return self._read(short, kept.version, head, upto)
        said = self._statements.said(short, upto, after=kept.entry) if kinds & STATEMENTS else {}
        asked = self._asked.worded(short, upto, after=kept.entry) if EntryKind.ASKED in kinds else {}
        added = {ref for (ref,) in _ADDED.rows(self._db, **span)} if kinds & ADDED else set()
        # What was said before is told again of a milestone if some of it no longer counts, or has another's place.
        again = {ref for (ref,) in _TAKEN_BACK.rows(self._db, **span)} if kinds & TAKING_BACK else set()
        again |= {ref for ref, of in said.items() if any(one.corrects for one in of)}
        by = self._all_by(short, upto, again) if again else {}
        for one in self._milestones(short, upto, {*said, *asked, *added} - again):
            stood, worded = kept.by.get(one.ref, (NOTHING, ()))
            stood = stands(one.owners, said.get(one.ref, ()), stood)
            by[one.ref] = (stood, bearing(stood, [*worded, *asked.get(one.ref, ())]))
        found = {**kept.standings, **self._standings(short, upto, by)} if by else kept.standings
        return Stood(kept.version, head, upto, found, {**kept.by, **by})

    def _kinds(self, short: str, kept: Stood, head: int, upto: int) -> set[str]:
        """Return the kinds of the entries that came since."""
        if upto == head:
            return set(self._made_since(short, min(kept.entry, kept.head), head))
        rows = _KINDS.rows(self._db, short=short, after=kept.entry, upto=upto, seen=kept.head, head=head)
        return {kind for (kind,) in rows}

    def _milestones(self, short: str, upto: int, refs: Collection[str] | None) -> Iterable[Milestone]:
        return (one for one in self._plan(short, upto).milestones if refs is None or one.ref in refs)

    def _all_by(self, short: str, upto: int, refs: Collection[str] | None = None) -> dict[str, StoodBy]:
        """Return what milestones stand by, all or some, by the sum of the plan's entries up to one of them."""
        said, asked = self._statements.said(short, upto, refs), self._asked.worded(short, upto, refs)
        found = {}
        for one in self._milestones(short, upto, refs):
            stood = stands(one.owners, said.get(one.ref, ()))
            found[one.ref] = (stood, bearing(stood, asked.get(one.ref, ())))
        return found

    def _standings(self, short: str, upto: int, by: Mapping[str, StoodBy]) -> dict[str, Standing]:
        """Return how milestones stand, from what they stand by."""
        numbers = {number for stood, _ in by.values() for number in (stood.counts, stood.newest, *stood.dissents) if number}
        read = {update.id: update for update in self._statements.updates(short, list(numbers), upto)}
        moves = self._moves(short, upto)
        complete = {ref: stood.complete_from for ref, (stood, _) in by.items() if stood.complete_from}
        looked_at = self._completions.of(short, upto, complete)
        return {
            ref: standing_of(ref, stood, read, asked, moves.get(ref, ()), looked_at.get(ref))
            for ref, (stood, asked) in by.items()
        }

    def _plan(self, short: str, upto: int) -> Plan:
        """Return the edition that was in force. Before the first one nothing was known, of the milestones that there are now."""
        return self._plans.one(short, upto if upto >= self._plans.first(short) else None)

    def _moves(self, short: str, upto: int) -> Moves:
        moves: dict[str, list[tuple[date | None, date | None]]] = {}
        for move in self._plans.moves(short, upto):
            moves.setdefault(move.ref, []).append((move.was, move.now))
        return moves

    def history(self, short: str, ref: str, upto: int | None = None) -> tuple[Update, ...]:
        return self._statements.updates(short, self._numbers(short, ref, upto), upto)

    def unreadable(self, short: str, ref: str) -> tuple[int, ...]:
        numbers = self._numbers(short, ref, None)
        read = {update.id for update in self._statements.updates(short, numbers)}
        return tuple(number for number in numbers if number not in read)

    def all_said(self, short: str, ref: str, upto: int | None = None) -> tuple[Update, ...]:
        return self._statements.updates(short, self._statements.every(short, ref, upto), upto)

    def imported(self, short: str, ref: str, upto: int | None = None) -> tuple[Imported, ...]:
        return imported.all_said(self._db, short, ref, LAST if upto is None else upto, self._texts(short))

    def one(self, short: str, number: int) -> Update | None:
        return next(iter(self._statements.updates(short, [number])), None)

    def withdrawals(self, short: str, after: int = 0, upto: int | None = None) -> tuple[Withdrawn, ...]:
        return self._statements.withdrawals(short, after, upto)

    def _numbers(self, short: str, ref: str, upto: int | None) -> Sequence[int]:
        return [one.number for one in self._statements.said(short, upto, {ref}).get(ref, ())]

    def between(self, short: str, after: datetime, until: datetime) -> tuple[Update, ...]:
        first, last = self._entries.upto(short, after), self._entries.upto(short, until)
        said = self._statements.said(short, last, after=first) if first < last else {}
        return self._statements.updates(short, [one.number for of in said.values() for one in of])

    def questions(self, short: str) -> tuple[Question, ...]:
        return tuple(question for question in self._asked.questions(short) if question.answered is None)

    def exchanged(self, short: str, upto: int | None = None) -> Exchanged:
        last = LAST if upto is None else upto
        return Exchanged(self._asked.posed(short, last), self._statements.answers(short, last))

    def put(self, short: str, upto: int | None = None) -> tuple[Put, ...]:
        return self._asked.put(short, self._head(short) if upto is None else upto)

    def answered(self, short: str, after: datetime, until: datetime) -> tuple[Question, ...]:
        asked = self._asked.questions(short)
        if not asked:
            return ()
        first, last = self._entries.upto(short, after), self._entries.upto(short, until)
        return tuple(one for one in asked if one.answered is not None and first < one.answered <= last)


class UpdatesWriting(Changing, UpdatesReading):
    """The writing of updates, evidence and questions."""

    def __init__(
        self,
        connected: Connected,
        plans: PlansView,
        entries: EntriesWriting,
        statements: StatementsReading,
        asked: AskedWriting,
        completions: CompletionsReading,
    ) -> None:
        super().__init__(connected, plans, entries, statements, asked, completions)
        self._writing = entries
        self._asking = asked

    def record(self, update: Update) -> Update:
        made = self._recorded(update) if update.drawn_from else None
        if made is not None:
            return self._one(update.plan, made)
        by = self._by.model_copy(
            update={
                "person": update.by,
                "at": update.at,
                "capacity": update.capacity,
                "platform": update.platform or self._by.platform,
                "said": update.said,
            }
        )
        standing = self.standings(update.plan).get(update.ref)
        stood = said_again(standing, update.role) if standing is not None else None
        drawn = {"ref": update.ref, "drawn_from": update.drawn_from, "letter": update.letter}
        if update.corrects is None and stood is not None and same_again(update, stood):
            row: Row = (CONFIRMATION, {**drawn, "confirms": stood.confirms or stood.id})
            number = self._writing.append(update.plan, EntryKind.CONFIRMATION, by, [row], about=update.ref)
            return self._stands_now(update, number)
        kind = EntryKind.UPDATE if update.corrects is None else EntryKind.CORRECTION
        number = self._writing.append(update.plan, kind, by, [(UPDATE, {**drawn, **_words(update)})], about=update.ref)
        before = self.one(update.plan, update.corrects) if update.corrects is not None else None
        known = before.evidence if before is not None else ()
        for link in update.evidence:
            if not any(told_again(link, one) for one in known):
                self._offer(update.plan, update.ref, number, link, by)
        return self._stands_now(update, number)

    def _recorded(self, update: Update) -> int | None:
        """Return the number of the statement that this person drew from the same form before, if there is one that was not
        withdrawn."""
        whom = self._writing.whom(update.plan, update.by)
        given = {"short": update.plan, "ref": update.ref, "drawn_from": update.drawn_from, "whom": whom or ""}
        return next((int(str(number)) for (number,) in _DRAWN.rows(self._db, **given)), None)

    def _stands_now(self, update: Update, number: int) -> Update:
        """Return a new statement as it is read back: with how its milestone stands now, which whoever asks next must know."""
        standing = self.standings(update.plan).get(update.ref)
        last = standing.last_said if standing is not None else None
        return last if last is not None and last.id == number else self._one(update.plan, number)

    def _one(self, short: str, number: int) -> Update:
        (update,) = self._statements.updates(short, [number])
        return update

    def _offer(self, short: str, ref: str, update: int, link: Evidence, by: By) -> None:
        told = {"type": link.kind.value, "shows": link.shows, "dated": link.dated, "good_until": link.good_until}
        values = {"ref": ref, "update": update, "url": link.url, **told}
        self._writing.append(short, EntryKind.EVIDENCE, by, [(EVIDENCE, values)], about=ref)

    def add_evidence(self, update: Update, evidence: Evidence, capacity: str) -> None:
        if any(told_again(evidence, known) for known in self._one(update.plan, update.id).evidence):
            return
        by = self._by.model_copy(update={"capacity": capacity})
        self._offer(update.plan, update.ref, update.confirms or update.id, evidence, by)

    def withdraw(self, short: str, number: int, why: str, capacity: str) -> int:
        told = self._entries.entry(short, number)
        assert told is not None
        offered = told.header.kind is EntryKind.EVIDENCE
        kind = EntryKind.EVIDENCE_WITHDRAWN if offered else EntryKind.WITHDRAWAL
        by = self._by.model_copy(update={"capacity": capacity})
        row: Row = (WITHDRAWAL, {"withdraws": number})
        return self._writing.append(short, kind, by, [row], about=told.fields.get("about"), why=why)

    def ask(self, question: Question) -> Question:
        standing = self.standings(question.plan).get(question.ref)
        number = self._asking.ask(question, standing.newest if standing is not None else 0)
        return next(one for one in self._asked.questions(question.plan) if one.id == number)


def _words(update: Update) -> dict[str, object]:
    return {
        "status": update.status.value,
        "narrative": update.narrative,
        "path_to_green": update.path_to_green,
        "forecast": update.forecast,
        "no_evidence_reason": update.no_evidence_reason,
        "decision_wanted": update.decision_wanted,
        "corrects": update.corrects,
    }


# Made once: to make one of these takes longer than to run it.
_PLAN: sa.BindParameter[str] = sa.bindparam("short")
_LATER: sa.BindParameter[int] = sa.bindparam("after")
_UPTO: sa.BindParameter[int] = sa.bindparam("upto")
_NEW = sa.and_(ENTRY.c.number > _LATER, ENTRY.c.number <= _UPTO)
_SINCE = sa.and_(ENTRY.c.number > sa.bindparam("seen"), ENTRY.c.number <= sa.bindparam("head"))
_KINDS = Prepared(sa.select(ENTRY.c.kind).where(ENTRY.c.plan == _PLAN, sa.or_(_NEW, _SINCE)).distinct())


def _added(rows: sa.Table) -> sa.Select[str]:
    """Select the milestones to whose statements new entries added something."""
    return sa.select(rows.c.ref).where(rows.c.plan == _PLAN, rows.c.entry > _LATER, rows.c.entry <= _UPTO)


def _taken_back(rows: sa.Table) -> sa.Select[str]:
    """Select the milestones of statements or evidence that were taken back by new entries."""
    mine = sa.and_(rows.c.plan == WITHDRAWAL.c.plan, rows.c.entry == WITHDRAWAL.c.withdraws)
    taken = sa.select(rows.c.ref).join(WITHDRAWAL, mine).where(WITHDRAWAL.c.plan == _PLAN)
    return taken.where(WITHDRAWAL.c.entry > _LATER, WITHDRAWAL.c.entry <= _UPTO)


def _drawn(rows: sa.Table) -> sa.Select[int]:
    """Select what somebody said of a milestone with the same form or draft, without what was withdrawn."""
    made = sa.and_(ENTRY.c.plan == rows.c.plan, ENTRY.c.number == rows.c.entry, ENTRY.c.person == sa.bindparam("whom"))
    mine = sa.and_(rows.c.plan == _PLAN, rows.c.ref == sa.bindparam("ref"), rows.c.drawn_from == sa.bindparam("drawn_from"))
    gone = sa.exists().where(WITHDRAWAL.c.plan == rows.c.plan, WITHDRAWAL.c.withdraws == rows.c.entry)
    return sa.select(rows.c.entry).join(ENTRY, made).where(mine, ~gone)


_ADDED: Prepared[str] = Prepared(sa.union(*(_added(rows) for rows in (EVIDENCE, ASSURANCE))))
_TAKEN_BACK: Prepared[str] = Prepared(sa.union(*(_taken_back(rows) for rows in (UPDATE, CONFIRMATION, EVIDENCE, ASSURANCE))))
_DRAWN = Prepared(sa.select(sa.union_all(_drawn(UPDATE), _drawn(CONFIRMATION)).subquery().c.entry))
