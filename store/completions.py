"""Completions: what a second look at each milestone is told from while it is declared complete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from bot.model.status import Status
from bot.model.updates.assurance import Assurance, Completion, Declared
from bot.ports.assurances import AssurancesView
from bot.ports.plans import PlansView
from store.database.columns import aware
from store.database.prepared import Prepared
from store.reading import Connected, Part
from store.tables.editions import MILESTONE
from store.tables.entries import ENTRY
from store.tables.people import MEMBERSHIP
from store.tables.statements import CONFIRMATION, EVIDENCE, UPDATE, WITHDRAWAL


class CompletionsReading(Part):
    """Reads completions, up to an entry."""

    def __init__(self, connected: Connected, plans: PlansView, assurances: AssurancesView) -> None:
        super().__init__(connected)
        self._plans = plans
        self._assurances = assurances

    def of(self, short: str, upto: int, complete: Mapping[str, int]) -> Mapping[str, Completion]:
        """Return what a second look at each of these milestones is told from, up to an entry. `complete` has the place of the
        first statement that declared each of them complete without a break since."""
        if not complete:
            return {}
        span = {"short": short, "upto": upto, "refs": sorted(complete)}
        declared: dict[str, list[Declared]] = {ref: [] for ref in complete}
        for number, ref, by, at in _DECLARED.rows(self._db, **span, first=min(complete.values())):
            if number >= complete[ref]:
                declared[ref].append(Declared(number, by or 0, aware(at), self._owners(short, ref, number)))
        last: dict[str, Assurance] = {}
        for one in self._assurances.verdicts(short, upto=upto):
            if one.ref in complete and one.update >= complete[one.ref]:
                last[one.ref] = one
        judged = self._since(short, upto, last)
        return {ref: judged.get(ref, Completion())._replace(declared=tuple(of)) for ref, of in declared.items()}

    def _since(self, short: str, upto: int, last: Mapping[str, Assurance]) -> Mapping[str, Completion]:
        """Return for each milestone with a verdict what has become of it since."""
        if not last:
            return {}
        span = {"short": short, "upto": upto, "refs": sorted(last)}
        good: dict[str, list[tuple[date | None, bool]]] = {ref: [] for ref in last}
        for number, ref, good_until, gone in _OFFERED.rows(self._db, **span):
            if number in last[ref].evidence:
                good[ref].append((_day(good_until), gone))
        answered: dict[str, datetime] = {}
        for number, ref, at in _ANSWERS.rows(self._db, **span, first=min(one.id for one in last.values())):
            if number > last[ref].id:
                answered.setdefault(ref, aware(at))
        reworded = self._reworded(short, upto, last)
        return {
            ref: Completion(
                last=one,
                good_until=min((day for day, _ in good[ref] if day is not None), default=None),
                withdrawn=any(gone for _, gone in good[ref]),
                reworded=ref in reworded,
                answered=answered.get(ref),
            )
            for ref, one in last.items()
        }

    def _reworded(self, short: str, upto: int, last: Mapping[str, Assurance]) -> frozenset[str]:
        """Return the milestones that have other words now than when a verdict was given. None that were taken out are others."""
        then: dict[str, str | None] = {}
        now: dict[str, str | None] = {}
        for number, ref, text in _TEXTS.rows(self._db, short=short, upto=upto, refs=sorted(last)):
            now[ref] = text
            if number <= last[ref].id:
                then[ref] = text
        return frozenset(ref for ref, was in then.items() if was is not None and now[ref] is not None and was != now[ref])

    def _owners(self, short: str, ref: str, number: int) -> tuple[str, ...]:
        """Return the roles that owned a milestone once an entry was made."""
        known = self._plans.one(short, max(number, self._plans.first(short))).known(ref)
        return known.owners if known is not None else ()


def _day(text: str | None) -> date | None:
    """Return a day. What is no date is told where the evidence is read."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


# Made once: to make one of these takes longer than to run it.
_PLAN: sa.BindParameter[str] = sa.bindparam("short")
_UPTO: sa.BindParameter[int] = sa.bindparam("upto")
_REFS: sa.BindParameter[str] = sa.bindparam("refs", expanding=True)


def _is_withdrawn(number: sa.ColumnElement[int]) -> sa.Exists:
    return sa.exists().where(WITHDRAWAL.c.plan == _PLAN, WITHDRAWAL.c.withdraws == number, WITHDRAWAL.c.entry <= _UPTO)


_OFFERED = Prepared(
    sa.select(EVIDENCE.c.entry, EVIDENCE.c.ref, sa.cast(EVIDENCE.c.good_until, sa.String), _is_withdrawn(EVIDENCE.c.entry))
    .where(EVIDENCE.c.plan == _PLAN, EVIDENCE.c.ref.in_(_REFS), EVIDENCE.c.entry <= _UPTO)
    .order_by(EVIDENCE.c.entry)
)
_TEXTS = Prepared(
    sa.select(MILESTONE.c.entry, MILESTONE.c.ref, MILESTONE.c.text)
    .where(MILESTONE.c.plan == _PLAN, MILESTONE.c.ref.in_(_REFS), MILESTONE.c.entry <= _UPTO)
    .order_by(MILESTONE.c.entry)
)


def _said() -> sa.Subquery:
    """Name what was said of some milestones and not withdrawn, corrected or not, each with the row that has its words."""
    updates = sa.select(UPDATE.c.entry, UPDATE.c.ref, UPDATE.c.entry.label("words")).where(UPDATE.c.plan == _PLAN)
    again = sa.select(CONFIRMATION.c.entry, CONFIRMATION.c.ref, CONFIRMATION.c.confirms).where(CONFIRMATION.c.plan == _PLAN)
    some = [
        one.where(rows.c.ref.in_(_REFS), rows.c.entry <= _UPTO, ~_is_withdrawn(rows.c.entry))
        for one, rows in ((updates, UPDATE), (again, CONFIRMATION))
    ]
    return sa.union_all(*some).subquery("said")


def _answering(said: sa.Subquery) -> sa.Subquery:
    """Name what was said of some milestones, or offered for them, and not withdrawn."""
    offered = sa.select(EVIDENCE.c.entry, EVIDENCE.c.ref).where(EVIDENCE.c.plan == _PLAN, EVIDENCE.c.ref.in_(_REFS))
    offered = offered.where(EVIDENCE.c.entry <= _UPTO, ~_is_withdrawn(EVIDENCE.c.entry))
    return sa.union_all(sa.select(said.c.entry, said.c.ref), offered).subquery("answering")


_SAID = _said()
_ANSWERING = _answering(_SAID)
_ANSWERS = Prepared(
    sa.select(_ANSWERING.c.entry, _ANSWERING.c.ref, ENTRY.c.at)
    .select_from(_ANSWERING.join(ENTRY, sa.and_(ENTRY.c.plan == _PLAN, ENTRY.c.number == _ANSWERING.c.entry)))
    .where(_ANSWERING.c.entry > sa.bindparam("first"))
    .order_by(_ANSWERING.c.entry)
)
_DECLARED = Prepared(
    sa.select(_SAID.c.entry, _SAID.c.ref, MEMBERSHIP.c.person, ENTRY.c.at)
    .select_from(
        _SAID.join(UPDATE, sa.and_(UPDATE.c.plan == _PLAN, UPDATE.c.entry == _SAID.c.words))
        .join(ENTRY, sa.and_(ENTRY.c.plan == _PLAN, ENTRY.c.number == _SAID.c.entry))
        .outerjoin(MEMBERSHIP, sa.and_(MEMBERSHIP.c.plan == _PLAN, MEMBERSHIP.c.whom == ENTRY.c.person))
    )
    .where(UPDATE.c.status == Status.COMPLETE.value, _SAID.c.entry >= sa.bindparam("first"))
    .order_by(_SAID.c.entry)
)
