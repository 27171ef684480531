"""The overlay in the record: what was decided since the editions of a plan, laid over the edition that is in force.

It is read once a version of the plan. A plan of which nobody ever asked for another date pays one query for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from bot.model.plan import Action, Milestone, Move, Plan
from bot.model.updates.request import Asks, RequestState
from bot.rules.documents.overlay import Approved, Decided, Owned, Written, WrittenOwners, taken
from store.database.columns import day_of, day_text
from store.database.prepared import Prepared
from store.hand_overs import hand_overs
from store.tables.editions import EDITION, MILESTONE, MILESTONE_OWNER
from store.tables.requests import DATE_DECISION, DATE_REQUEST
from store.tables.statements import WITHDRAWAL


class Overlay(NamedTuple):
    """All that was decided of milestones, by ref, and which of them another role took on. `marks` are the entries that changed
    a plan beside its editions."""

    decided: Mapping[str, Decided] = {}
    owned: Mapping[str, Owned] = {}
    marks: Sequence[int] = ()

    def on(self, plan: Plan, upto: int) -> Plan:
        """Return the plan of an edition with what was decided up to an entry."""
        if not self.decided and not self.owned:
            return plan
        return plan.model_copy(update={"actions": tuple(self._on_action(action, upto) for action in plan.actions)})

    def _on_action(self, action: Action, upto: int) -> Action:
        if not any(one.ref in self.decided or one.ref in self.owned for one in action.milestones):
            return action
        return action.model_copy(update={"milestones": tuple(self._on(one, upto) for one in action.milestones)})

    def _on(self, milestone: Milestone, upto: int) -> Milestone:
        decided, owned = self.decided.get(milestone.ref), self.owned.get(milestone.ref)
        milestone = milestone if decided is None else decided.on(milestone, upto)
        return milestone if owned is None else owned.on(milestone, upto)

    def holds(self, upto: int) -> bool:
        """Say if a date of the document is only asked for."""
        return any((last := one.last(upto)) is not None and last.held for one in self.decided.values())

    def moves(self, written: Sequence[Move], upto: int) -> tuple[Move, ...]:
        """Return every move of a due date up to an entry, from those that the documents of the editions made."""
        moves = [move for move in written if move.entry <= upto and move.ref not in self.decided]
        moves += [move for one in self.decided.values() for move in one.moves(upto)]
        return tuple(sorted(moves, key=lambda move: move.entry))


def overlay_of(db: sa.Connection, short: str, written: Callable[[], Iterable[Move]]) -> Overlay:
    """Return what was decided of a plan's milestones, and which of them another role took on. `written` reads what the documents
    of its editions moved."""
    gone: dict[int, int] = dict(_TAKEN_BACK.rows(db, short=short))
    decided, owned = _decided(db, short, gone, written), _owned(db, short, gone)
    return Overlay(decided, owned, tuple(sorted({*_marks(decided.values()), *_marks_of_owners(owned.values())})))


def _owned(db: sa.Connection, short: str, gone: Mapping[int, int]) -> Mapping[str, Owned]:
    found = taken(hand_overs(db, short))
    if not found:
        return {}
    owners: dict[tuple[str, int], list[str]] = {}
    for ref, entry, role in _OWNERS.rows(db, short=short, refs=set(found)):
        owners.setdefault((ref, entry), []).append(role)
    written: dict[str, list[WrittenOwners]] = {}
    for (ref, entry), roles in owners.items():
        written.setdefault(ref, []).append(WrittenOwners(entry, tuple(roles), gone.get(entry)))
    return {ref: Owned(written.get(ref, ()), of) for ref, of in found.items()}


def _marks_of_owners(owned: Iterable[Owned]) -> Iterator[int]:
    for of in owned:
        yield from (one.entry for one in of.taken)
        yield from (gone for gone in (*(one.gone for one in of.taken), *(one.gone for one in of.written)) if gone is not None)


def _decided(
    db: sa.Connection, short: str, gone: Mapping[int, int], moved: Callable[[], Iterable[Move]]
) -> Mapping[str, Decided]:
    rows = _DECIDED.named(db, short=short)
    refs = {str(row["ref"]) for row in rows if row["edition"] is not None or row["entry"] is not None}
    if gone:  # what an edition moved that was taken back did not move
        refs |= {move.ref for move in moved() if move.entry in gone}
    if not refs:
        return {}
    written: dict[str, list[Written]] = {ref: [] for ref in refs}
    for ref, entry, due, approved in _WRITTEN.rows(db, short=short, refs=refs):
        written[ref].append(Written(entry, due, bool(approved), gone.get(entry)))
    return {
        ref: Decided(
            ref=ref,
            written=of,
            approved=[one for row in rows if row["ref"] == ref and row["entry"] is not None and (one := _approved(row))],
            held={int(row["edition"]) for row in rows if row["ref"] == ref and row["edition"] is not None},
        )
        for ref, of in written.items()
    }


def _approved(row: Mapping[str, object]) -> Approved | None:
    """Return an approved request. None for one that cannot be read: the date before it stands."""
    try:
        days = {name: day_of(row[name]) for name in ("was", "wanted", "occurrence")}
        gone = None if row["gone"] is None else int(str(row["gone"]))
        return Approved(entry=int(str(row["entry"])), asks=Asks(str(row["asks"])), gone=gone, **days)
    except ValueError:
        return None


def _marks(decided: Iterable[Decided]) -> Iterator[int]:
    for of in decided:
        yield from (one.entry for one in of.approved)
        yield from (gone for gone in (*(one.gone for one in of.approved), *(one.gone for one in of.written)) if gone is not None)


_SHORT: sa.BindParameter[str] = sa.bindparam("short")
_GONE = (
    sa.select(sa.func.min(WITHDRAWAL.c.entry))
    .where(WITHDRAWAL.c.plan == DATE_DECISION.c.plan, WITHDRAWAL.c.withdraws == DATE_DECISION.c.entry)
    .correlate(DATE_DECISION)
    .scalar_subquery()
    .label("gone")
)
_TAKEN_BACK = Prepared(
    sa.select(EDITION.c.entry, sa.func.min(WITHDRAWAL.c.entry))
    .join(WITHDRAWAL, sa.and_(WITHDRAWAL.c.plan == EDITION.c.plan, WITHDRAWAL.c.withdraws == EDITION.c.entry))
    .where(EDITION.c.plan == _SHORT)
    .group_by(EDITION.c.entry)
)
_ITS_APPROVAL = sa.and_(
    DATE_DECISION.c.plan == DATE_REQUEST.c.plan,
    DATE_DECISION.c.request == DATE_REQUEST.c.entry,
    DATE_DECISION.c.decision == RequestState.APPROVED.value,
)
_DECIDED = Prepared(
    sa.select(
        *(DATE_REQUEST.c.ref, DATE_REQUEST.c.asks),
        *(day_text(column) for column in (DATE_REQUEST.c.was, DATE_REQUEST.c.wanted, DATE_REQUEST.c.occurrence)),
        *(DATE_REQUEST.c.edition, DATE_DECISION.c.entry, _GONE),
    )
    .select_from(DATE_REQUEST.outerjoin(DATE_DECISION, _ITS_APPROVAL))
    .where(DATE_REQUEST.c.plan == _SHORT)
    .order_by(DATE_REQUEST.c.entry)
)
_WRITTEN = Prepared(
    sa.select(MILESTONE.c.ref, MILESTONE.c.entry, MILESTONE.c.due, EDITION.c.approved)
    .join(EDITION, sa.and_(EDITION.c.plan == MILESTONE.c.plan, EDITION.c.entry == MILESTONE.c.entry))
    .where(MILESTONE.c.plan == _SHORT, MILESTONE.c.ref.in_(sa.bindparam("refs", expanding=True)))
    .where(MILESTONE.c.retired == sa.false())
    .order_by(MILESTONE.c.entry)
)
_OWNERS = Prepared(
    sa.select(MILESTONE_OWNER.c.ref, MILESTONE_OWNER.c.entry, MILESTONE_OWNER.c.role)
    .where(MILESTONE_OWNER.c.plan == _SHORT, MILESTONE_OWNER.c.ref.in_(sa.bindparam("refs", expanding=True)))
    .order_by(MILESTONE_OWNER.c.entry, MILESTONE_OWNER.c.position)
)
