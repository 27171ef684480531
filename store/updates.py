"""Updates, evidence and questions in the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

import sqlalchemy as sa

from bot.model.trouble import Kept, Unread
from bot.model.update import Evidence, EvidenceType, Question, Standing, Update
from bot.ports.people import PeopleView
from bot.ports.plans import PlansView
from bot.ports.refusals import Unreadable
from bot.rules.standing import slips
from store.columns import as_json, aware, clean
from store.reading import Changing, Connected, Part
from store.tables.letters import ASKING
from store.tables.updates import EVIDENCE, QUESTION, UPDATE

EVERYTHING = 2**31 - 1  # a place after all there will ever be in the record


class UpdatesReading(Part):
    """The reading of updates, evidence and questions."""

    def __init__(self, connected: Connected, plans: PlansView) -> None:
        super().__init__(connected)
        self._plans = plans

    def standings(self, short: str, as_at: datetime | None = None) -> Mapping[str, Standing]:
        if as_at is not None:
            return self._standings(short, as_at)
        kept = self._known.standings.get(short)
        if kept is None or kept[0] != self._connected.stamp:
            kept = (self._connected.stamp, self._standings(short, None))
            self._known.standings[short] = kept
        return kept[1]

    def _standings(self, short: str, as_at: datetime | None) -> Mapping[str, Standing]:
        updates = sa.select(UPDATE.c.id, UPDATE.c.ref, UPDATE.c.forecast).where(UPDATE.c.plan == short)
        last = None if as_at is None else self._last_by(short, as_at)
        if last is not None:
            updates = updates.where(UPDATE.c.id <= last)
        latest: dict[str, int] = {}
        forecasts: dict[str, list[date]] = {}
        for id_, ref, forecast in self._db.execute(updates.order_by(UPDATE.c.id)):
            latest[ref] = id_
            if forecast is not None:
                forecasts.setdefault(ref, []).append(forecast)
        moves: dict[str, list[tuple[date | None, date | None]]] = {}
        for move in self._plans.moves(short):
            moves.setdefault(move.ref, []).append((move.was, move.now))
        questions = self._asked(short, as_at, last)
        said = {update.id: update for update in self._updates(list(latest.values()))}
        return {
            milestone.ref: Standing(
                ref=milestone.ref,
                update=said.get(latest.get(milestone.ref, 0)),
                **questions.get(milestone.ref, {}),
                slips=slips(forecasts.get(milestone.ref, ()), moves.get(milestone.ref, ())),
                moves=slips((), moves.get(milestone.ref, ())),
                unreadable=None if latest.get(milestone.ref) in said else latest.get(milestone.ref),
            )
            for milestone in self._plans.one(short).milestones
        }

    def _asked(self, short: str, as_at: datetime | None, last_id: int | None) -> dict[str, dict[str, datetime | None]]:
        """Return, by ref, when it was first and last asked since its latest update, and last before it.

        The database counts: there may be a row for each person.
        """
        said = sa.select(UPDATE.c.ref, sa.func.max(UPDATE.c.id).label("id")).where(UPDATE.c.plan == short).group_by(UPDATE.c.ref)
        if last_id is not None:
            said = said.where(UPDATE.c.id <= last_id)
        last = said.subquery("last")
        earlier = said.join(last, sa.and_(last.c.ref == UPDATE.c.ref, UPDATE.c.id < last.c.id))
        one_back = earlier.subquery("one_back")
        since = sa.or_(last.c.id.is_(None), ASKING.c.stood >= last.c.id)
        before = sa.and_(ASKING.c.stood < last.c.id, ASKING.c.stood >= sa.func.coalesce(one_back.c.id, 0))
        unanswered, answered = sa.case((since, ASKING.c.at)), sa.case((before, ASKING.c.at))
        asked = sa.select(ASKING.c.ref, sa.func.min(unanswered), sa.func.max(unanswered), sa.func.max(answered))
        if as_at is not None:
            asked = asked.where(ASKING.c.at <= as_at)
        with_both = asked.outerjoin(last, last.c.ref == ASKING.c.ref).outerjoin(one_back, one_back.c.ref == ASKING.c.ref)
        rows = self._db.execute(with_both.where(ASKING.c.plan == short).group_by(ASKING.c.ref))
        return {ref: {"asked": first, "asked_last": latest, "answered": then} for ref, first, latest, then in rows}

    def _update(self, id_: int) -> Update:
        """Return that update. Raises Unreadable."""
        for update in self._updates([id_]):
            return update
        raise Unreadable(Unread(kind=Kept.ENTRY, key=str(id_)))

    def _updates(self, ids: Sequence[int]) -> tuple[Update, ...]:
        """Return those of the updates that can be read, oldest first."""
        if not ids:
            return ()
        bodies = self._db.execute(
            sa.select(UPDATE.c.id, UPDATE.c.plan, UPDATE.c.body).where(UPDATE.c.id.in_(ids)).order_by(UPDATE.c.id)
        ).all()
        added: dict[int, list[Evidence]] = {}
        for row in self._db.execute(sa.select(EVIDENCE).where(EVIDENCE.c.update.in_(ids)).order_by(EVIDENCE.c.id)):
            made = partial(_evidence, row.url, row.kind, row.shows)
            evidence = self._noted.passed_over(Kept.EVIDENCE, row.id, made)
            if evidence is not None:
                added.setdefault(row._mapping["update"], []).append(evidence)
        found = []
        for id_, plan, body in bodies:
            update = self._noted.passed_over(Kept.ENTRY, id_, partial(Update.model_validate_json, body), plan)
            if update is not None:
                found.append(_with_evidence(update, id_, added.get(id_, ())))
        return tuple(found)

    def unreadable(self, short: str, ref: str) -> tuple[int, ...]:
        ids = self._entries(short, ref)
        read = {update.id for update in self._updates(ids)}
        return tuple(id_ for id_ in ids if id_ not in read)

    def _entries(self, short: str, ref: str) -> Sequence[int]:
        of_it = sa.select(UPDATE.c.id).where(UPDATE.c.plan == short, UPDATE.c.ref == ref)
        return self._db.scalars(of_it.order_by(UPDATE.c.id)).all()

    def history(self, short: str, ref: str) -> tuple[Update, ...]:
        return self._updates(self._entries(short, ref))

    def between(self, short: str, after: datetime, until: datetime) -> tuple[Update, ...]:
        first, last = self._last_by(short, after), self._last_by(short, until)
        ids = sa.select(UPDATE.c.id).where(UPDATE.c.plan == short, UPDATE.c.id > first, UPDATE.c.id <= last)
        return self._updates(list(self._db.scalars(ids)))

    def _last_by(self, short: str, moment: datetime) -> int:
        """Return the place in the record before which everything was made by that moment.

        What was said after a clock was set back counts as said no earlier than what stands before it. So nothing is ever
        passed over.
        """
        later = sa.select(sa.func.min(UPDATE.c.id)).where(UPDATE.c.plan == short, UPDATE.c.at > moment)
        first = self._db.scalar(later)
        return EVERYTHING if first is None else int(first) - 1

    def questions(self, short: str) -> tuple[Question, ...]:
        return self._questions(QUESTION.c.plan == short, QUESTION.c.answered.is_(None))

    def answered(self, short: str, after: datetime, until: datetime) -> tuple[Question, ...]:
        first, last = self._last_by(short, after), self._last_by(short, until)
        return self._questions(QUESTION.c.plan == short, QUESTION.c.answered > first, QUESTION.c.answered <= last)

    def _questions(self, *conditions: sa.ColumnElement[bool]) -> tuple[Question, ...]:
        rows = self._db.execute(sa.select(QUESTION).where(*conditions).order_by(QUESTION.c.id))
        return tuple(
            Question(
                id=row.id,
                plan=row.plan,
                ref=row.ref,
                by=row.by,
                by_name=row.by_name,
                at=aware(row.at),
                answered=row.answered,
            )
            for row in rows
        )


class UpdatesWriting(Changing, UpdatesReading):
    """The writing of updates, evidence and questions."""

    def __init__(self, connected: Connected, plans: PlansView, people: PeopleView) -> None:
        super().__init__(connected, plans)
        self._people = people

    def record(self, update: Update) -> Update:
        mine = sa.select(UPDATE.c.id).where(
            UPDATE.c.plan == update.plan,
            UPDATE.c.ref == update.ref,
            UPDATE.c.by == update.by,
            UPDATE.c.drawn_from == update.drawn_from,
        )
        before = self._db.scalar(mine) if update.drawn_from else None
        if before is not None:
            return self._update(before)
        values = {
            "plan": update.plan,
            "ref": update.ref,
            "by": update.by,
            "at": update.at,
            "forecast": update.forecast,
            "drawn_from": update.drawn_from,
            "body": as_json(update),
        }
        added = self._db.execute(sa.insert(UPDATE).values(**values).returning(UPDATE.c.id)).scalar_one()
        open_ = sa.and_(QUESTION.c.plan == update.plan, QUESTION.c.ref == update.ref, QUESTION.c.answered.is_(None))
        self._db.execute(sa.update(QUESTION).where(open_).values(answered=added, answered_at=update.at))
        return self._update(added)

    def add_evidence(self, update: int, evidence: Evidence, by: int, at: datetime) -> None:
        if any(known.url == evidence.url for known in self._update(update).evidence):
            return
        values = {"update": update, "url": evidence.url, "kind": evidence.kind.value, "shows": clean(evidence.shows)}
        self._add(EVIDENCE, {**values, "by": by, "at": at})

    def ask(self, question: Question) -> Question:
        values = {"plan": question.plan, "ref": question.ref, "by": question.by, "by_name": question.by_name}
        insert = sa.insert(QUESTION).values(**values, at=question.at).returning(QUESTION.c.id)
        return question.model_copy(update={"id": self._db.execute(insert).scalar_one()})

    def standings(self, short: str, as_at: datetime | None = None) -> Mapping[str, Standing]:
        return self._standings(short, as_at)


def _evidence(url: str, kind: str, shows: str) -> Evidence:
    return Evidence(url=url, kind=EvidenceType(kind), shows=shows)


def _with_evidence(update: Update, id_: int, added: Sequence[Evidence]) -> Update:
    return update.model_copy(update={"id": id_, "evidence": (*update.evidence, *added)})
