"""The verbs of one transaction, in the plan office's words, over Core statements."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from typing import TypeVar

import sqlalchemy as sa

from bot.model.letter import LetterState, Unsent
from bot.model.nudge import Rounds
from bot.model.people import Address, Holding, Lost, People, Person, PersonRow
from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.model.talk import Draft, DraftState
from bot.model.trouble import Kept, Unread
from bot.model.update import Evidence, EvidenceType, Question, Standing, Update
from bot.ports import Refusal, Unreadable
from bot.rules.holders import capacity
from store import arrivals, file_rows, standstills, tables
from store.letters import LetterReading, LetterWriting
from store.newcomers import AccountReading, AccountWriting
from store.rows import as_json, clean, inserting, table_of
from store.unread import Noted

T = TypeVar("T")
EVERYTHING = 2**31 - 1  # a place after all there will ever be in the record
MOST_CARDS = 8  # messages remembered that carry one draft's buttons

PLAN, DUE_CHANGE, PERSON, MEMBERSHIP, HOLDING, ADDRESS, BOARD, UPDATE, EVIDENCE = map(
    table_of,
    (
        tables.PlanRow,
        tables.DueChange,
        tables.PersonKept,
        tables.Membership,
        tables.HoldingRow,
        tables.AddressRow,
        tables.BoardRow,
        tables.UpdateRow,
        tables.EvidenceRow,
    ),
)
QUESTION, LETTER, ASKING, DRAFT, SIGHT, ROUND, HELD = map(
    table_of,
    (
        tables.QuestionRow,
        tables.LetterRow,
        tables.AskingRow,
        tables.DraftRow,
        tables.SightRow,
        tables.RoundRow,
        tables.HeldOver,
    ),
)


class Known:
    """What was read before: plans and people, kept while their plan's version stands; standings, while the stamp does."""

    def __init__(self) -> None:
        self.plans: dict[str, tuple[int, Plan]] = {}
        self.people: dict[str, tuple[int, People]] = {}
        self.standings: dict[str, tuple[str, Mapping[str, Standing]]] = {}
        self.logged: set[Unread] = set()

    def apart(self) -> Known:
        """A copy for a transaction: what it reads of its own changes is nobody else's, and may be rolled back."""
        copy = Known()
        copy.plans, copy.people, copy.logged = dict(self.plans), dict(self.people), self.logged
        return copy


class Reading(AccountReading, LetterReading):
    """One consistent reading. Implements `bot.ports.View`."""

    def __init__(self, connection: sa.Connection, known: Known) -> None:
        self._db = connection
        self._known = known
        self._versions: dict[str, int] = {}
        self._noted = Noted(known.logged)

    @cached_property
    def _stamp(self) -> str:
        if self._db.dialect.name == "postgresql":
            return str(self._db.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one())
        # SQLite counts what other connections have committed, for each connection by itself. Asked of the driver and before
        # a snapshot is opened, as this is most of what a question asked again costs: what is read later can only be newer.
        cursor = self._db.connection.cursor()
        seen = cursor.execute("PRAGMA data_version").fetchone()[0]
        cursor.close()
        name = self._db.info.setdefault("name", secrets.token_hex(8))
        return f"{name}:{seen}"

    def stamp(self) -> str:
        return self._stamp

    def unread(self) -> tuple[Unread, ...]:
        return tuple(self._noted.met)

    # ---- plans and people -----------------------------------------------------------------

    def plans(self) -> tuple[str, ...]:
        return tuple(self._db.scalars(sa.select(PLAN.c.short).order_by(PLAN.c.position)))

    def _version(self, short: str) -> int:
        if short not in self._versions:
            self._versions[short] = self._read_version(short)
        return self._versions[short]

    def _read_version(self, short: str) -> int:
        version = self._db.scalar(sa.select(PLAN.c.version).where(PLAN.c.short == short))
        if version is None:
            raise Refusal("unknown_plan", plan=short, plans=", ".join(self.plans()))
        return int(version)

    def plan(self, short: str) -> Plan:
        version = self._version(short)
        kept = self._known.plans.get(short)
        if kept is None or kept[0] != version:
            document = self._db.scalar(sa.select(PLAN.c.document).where(PLAN.c.short == short))
            made = self._noted.read(Kept.PLAN, short, lambda: Plan.model_validate_json(document or ""), short)
            kept = (version, made)
            self._known.plans[short] = kept
        return kept[1]

    def policy(self, short: str) -> Policy:
        policy = self._db.scalar(sa.select(PLAN.c.policy).where(PLAN.c.short == short))
        return self._noted.read(Kept.POLICY, short, lambda: Policy.model_validate_json(policy or "{}"), short)

    def paused(self, short: str) -> bool:
        return bool(self._db.scalar(sa.select(PLAN.c.paused).where(PLAN.c.short == short)))

    def people(self, short: str) -> People:
        version = self._version(short)
        kept = self._known.people.get(short)
        if kept is None or kept[0] != version:
            kept = (version, self._noted.read(Kept.PEOPLE, short, lambda: self._people(short), short))
            self._known.people[short] = kept
        return kept[1]

    def _people(self, short: str) -> People:
        joined = sa.select(PERSON, MEMBERSHIP.c.rights).join(MEMBERSHIP, MEMBERSHIP.c.person == PERSON.c.id)
        rows = self._db.execute(joined.where(MEMBERSHIP.c.plan == short).order_by(PERSON.c.id))
        persons = tuple(
            Person(
                id=row.id,
                name=row.name,
                email=row.email,
                rights=tuple(row.rights.split()),
                platform=row.platform,
                zone=row.zone,
            )
            for row in rows
        )
        held = self._db.execute(sa.select(HOLDING).where(HOLDING.c.plan == short).order_by(HOLDING.c.id))
        holdings = tuple(
            Holding(role=row.role, person=row.person, starts=row.starts, ends=row.ends, deputy=row.deputy)
            for row in held
        )
        return People(persons=persons, holdings=holdings)

    def plans_of(self, person: int) -> tuple[str, ...]:
        query = sa.select(MEMBERSHIP.c.plan).join(PLAN, PLAN.c.short == MEMBERSHIP.c.plan)
        return tuple(self._db.scalars(query.where(MEMBERSHIP.c.person == person).order_by(PLAN.c.position)))

    def welcomed(self, person: int) -> bool:
        return bool(self._db.scalar(sa.select(PERSON.c.welcomed).where(PERSON.c.id == person)))

    # ---- how milestones stand ---------------------------------------------------------------

    def standings(self, short: str, as_at: datetime | None = None) -> Mapping[str, Standing]:
        if as_at is not None:
            return self._standings(short, as_at)
        kept = self._known.standings.get(short)
        if kept is None or kept[0] != self._stamp:
            kept = (self._stamp, self._standings(short, None))
            self._known.standings[short] = kept
        return kept[1]

    def _standings(self, short: str, as_at: datetime | None) -> Mapping[str, Standing]:
        updates = sa.select(UPDATE.c.id, UPDATE.c.ref, UPDATE.c.forecast).where(UPDATE.c.plan == short)
        if as_at is not None:
            updates = updates.where(UPDATE.c.id <= self._last_by(short, as_at))
        latest: dict[str, int] = {}
        slips: dict[str, int] = {}
        forecasts: dict[str, date] = {}
        for id_, ref, forecast in self._db.execute(updates.order_by(UPDATE.c.id)):
            latest[ref] = id_
            if forecast is not None:
                slips[ref] = slips.get(ref, 0) + (ref in forecasts and forecast > forecasts[ref])
                forecasts[ref] = forecast
        for ref, was, now in self._db.execute(
            sa.select(DUE_CHANGE.c.ref, DUE_CHANGE.c.was, DUE_CHANGE.c.now).where(DUE_CHANGE.c.plan == short)
        ):
            slips[ref] = slips.get(ref, 0) + (was is not None and now is not None and now > was)
        waiting = self._unanswered(short, as_at)
        said = {update.id: update for update in self._updates(list(latest.values()))}
        return {
            milestone.ref: Standing(
                ref=milestone.ref,
                update=said.get(latest.get(milestone.ref, 0)),
                asked=waiting.get(milestone.ref),
                slips=slips.get(milestone.ref, 0),
                unreadable=None if latest.get(milestone.ref) in said else latest.get(milestone.ref),
            )
            for milestone in self.plan(short).milestones
        }

    def _unanswered(self, short: str, as_at: datetime | None) -> dict[str, datetime]:
        """By ref, when it was first asked since its latest update. The database counts: there may be a row a person."""
        said = sa.select(UPDATE.c.ref, sa.func.max(UPDATE.c.id).label("id")).where(UPDATE.c.plan == short)
        asked = sa.select(ASKING.c.ref, sa.func.min(ASKING.c.at)).where(ASKING.c.plan == short)
        if as_at is not None:
            said, asked = said.where(UPDATE.c.id <= self._last_by(short, as_at)), asked.where(ASKING.c.at <= as_at)
        last = said.group_by(UPDATE.c.ref).subquery()
        since = sa.or_(last.c.id.is_(None), ASKING.c.stood >= last.c.id)
        rows = asked.outerjoin(last, last.c.ref == ASKING.c.ref).where(since).group_by(ASKING.c.ref)
        return {row[0]: row[1] for row in self._db.execute(rows)}

    def _update(self, id_: int) -> Update:
        """That update. Raises Unreadable."""
        for update in self._updates([id_]):
            return update
        raise Unreadable(Unread(kind=Kept.ENTRY, key=str(id_)))

    def _updates(self, ids: Sequence[int]) -> tuple[Update, ...]:
        """Those of the updates that can be read, oldest first."""
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

    def history(self, short: str, ref: str) -> tuple[Update, ...]:
        return self._updates(self._entries(short, ref))

    def unreadable_entries(self, short: str, ref: str) -> tuple[int, ...]:
        ids = self._entries(short, ref)
        read = {update.id for update in self._updates(ids)}
        return tuple(id_ for id_ in ids if id_ not in read)

    def _entries(self, short: str, ref: str) -> Sequence[int]:
        of_it = sa.select(UPDATE.c.id).where(UPDATE.c.plan == short, UPDATE.c.ref == ref)
        return self._db.scalars(of_it.order_by(UPDATE.c.id)).all()

    def updates_between(self, short: str, after: datetime, until: datetime) -> tuple[Update, ...]:
        first, last = self._last_by(short, after), self._last_by(short, until)
        ids = sa.select(UPDATE.c.id).where(UPDATE.c.plan == short, UPDATE.c.id > first, UPDATE.c.id <= last)
        return self._updates(list(self._db.scalars(ids)))

    def _last_by(self, short: str, moment: datetime) -> int:
        """The place in the record before which everything was made by that moment. What was said after a clock was set back
        counts as said no earlier than what stands before it, so that nothing is ever passed over."""
        later = sa.select(sa.func.min(UPDATE.c.id)).where(UPDATE.c.plan == short, UPDATE.c.at > moment)
        first = self._db.scalar(later)
        return EVERYTHING if first is None else int(first) - 1

    def questions(self, short: str) -> tuple[Question, ...]:
        return self._questions(QUESTION.c.plan == short, QUESTION.c.answered.is_(None))

    def answered_questions(self, short: str, after: datetime, until: datetime) -> tuple[Question, ...]:
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
                at=_aware(row.at),
                answered=row.answered,
            )
            for row in rows
        )

    # ---- letters and drafts -----------------------------------------------------------------

    def draft(self, token: str) -> Draft | None:
        row = self._draft_row(DRAFT.c.token == token)
        return self._noted.read(Kept.DRAFT, token, partial(_draft, row)) if row else None

    def open_draft(self, person: int, chat: str) -> Draft | None:
        mine = (DRAFT.c.person == person, DRAFT.c.chat == chat, DRAFT.c.state == DraftState.OPEN.value)
        row = self._draft_row(*mine)
        return self._noted.passed_over(Kept.DRAFT, row["token"], partial(_draft, row)) if row else None

    def _draft_row(self, *conditions: sa.ColumnElement[bool]) -> sa.RowMapping | None:
        found = sa.select(DRAFT.c.token, DRAFT.c.body, DRAFT.c.state).where(*conditions)
        return self._db.execute(found.order_by(DRAFT.c.at.desc()).limit(1)).mappings().first()

    # ---- addresses and rounds -----------------------------------------------------------------

    def address_of(self, person: int) -> tuple[Address, ...]:
        rows = self._db.execute(
            sa.select(ADDRESS)
            .where(ADDRESS.c.person == person, ADDRESS.c.lost.is_(None))
            .order_by(ADDRESS.c.used_at.desc())
        )
        return tuple(Address(platform=r.platform, tenant=r.tenant, id=r.address, route=r.route) for r in rows)

    def unreachable(self, short: str) -> tuple[Lost, ...]:
        here = sa.select(ADDRESS).join(MEMBERSHIP, MEMBERSHIP.c.person == ADDRESS.c.person)
        rows = self._db.execute(here.where(MEMBERSHIP.c.plan == short).order_by(ADDRESS.c.lost_at)).all()
        reached = {row.person for row in rows if row.lost is None}
        latest = {row.person: (row.lost, row.lost_at or row.used_at) for row in rows}
        for row in self._db.execute(self._never_reached(short)):
            latest.setdefault(row.person, (row.reason, row.settled))
        return tuple(
            Lost(person=person, reason=reason, at=_aware(at))
            for person, (reason, at) in latest.items()
            if person not in reached
        )

    @staticmethod
    def _never_reached(short: str) -> sa.Select[tuple[object, object, object]]:
        """Nudges that failed, the first one first: since then nobody has been reached."""
        failed = sa.select(LETTER.c.person, LETTER.c.reason, LETTER.c.settled)
        members = failed.join(MEMBERSHIP, MEMBERSHIP.c.person == LETTER.c.person).where(MEMBERSHIP.c.plan == short)
        here = members.where(LETTER.c.state == LetterState.FAILED.value, LETTER.c.kind == "nudge")
        return here.order_by(LETTER.c.settled)

    def arrivals(self, now: datetime, most: int) -> tuple[Address, ...]:
        return arrivals.due(self._db, now, most)

    def board_channel(self, short: str) -> tuple[Address, ...]:
        rows = self._db.execute(sa.select(BOARD).where(BOARD.c.plan == short))
        return tuple(Address(platform=r.platform, tenant=r.tenant, id=r.address, route=r.route) for r in rows)

    def unsent(self, short: str) -> tuple[Unsent, ...]:
        digests = sa.select(LETTER.c.key, LETTER.c.state, LETTER.c.reason, LETTER.c.settled, LETTER.c.part)
        mine = digests.where(LETTER.c.kind == "digest", LETTER.c.channel == short, LETTER.c.settled.is_not(None))
        latest: dict[str, tuple[str, Unsent | None]] = {}
        for key, state, reason, settled, part in self._db.execute(mine.order_by(LETTER.c.not_before, LETTER.c.part)):
            whole = key.removesuffix(f"#{part}")
            _, _, channel = whole.removeprefix(f"digest:{short}:").partition(":")
            before, failed = latest.get(channel, ("", None))
            if state == LetterState.FAILED.value:
                failed = Unsent(reason=reason, at=_aware(settled))
            elif before != whole:
                failed = None
            latest[channel] = (whole, failed)
        bound = {f"{address.platform}:{address.id}" for address in self.board_channel(short)}
        return tuple(failed for channel, (_, failed) in latest.items() if failed is not None and channel in bound)

    def due_plans(self, now: datetime) -> tuple[str, ...]:
        # A clock set back, or a tick of an earlier moment, knows nothing of what a later one found.
        due = sa.or_(PLAN.c.wakes_at.is_(None), PLAN.c.wakes_at <= now, PLAN.c.looked_at > now)
        query = sa.select(PLAN.c.short).where(PLAN.c.paused == sa.false(), due)
        return tuple(self._db.scalars(query.order_by(PLAN.c.position)))

    def rounds(self, short: str, zone: str, before: date) -> Rounds:
        days = sa.select(sa.func.min(ROUND.c.day), sa.func.max(ROUND.c.day)).where(
            ROUND.c.plan == short, ROUND.c.zone == zone, ROUND.c.day < before
        )
        first, last = self._db.execute(days).one()
        return Rounds(first=first, last=last)

    def held_over(self, short: str, before: date) -> Mapping[int, frozenset[date]]:
        rows = self._db.execute(sa.select(HELD.c.person, HELD.c.day).where(HELD.c.plan == short, HELD.c.day < before))
        found: dict[int, set[date]] = {}
        for person, day in rows:
            found.setdefault(person, set()).add(day)
        return {person: frozenset(days) for person, days in found.items()}


class Writing(AccountWriting, LetterWriting, Reading):
    """A transaction. Implements `bot.ports.Tx`."""

    def __init__(self, connection: sa.Connection, known: Known) -> None:
        super().__init__(connection, known.apart())

    def standings(self, short: str, as_at: datetime | None = None) -> Mapping[str, Standing]:
        return self._standings(short, as_at)

    def _add(self, table: sa.Table, values: Mapping[str, object]) -> bool:
        """Insert a row; False where its key is there already."""
        insert = inserting(self._db, table).values(**values)
        # PostgreSQL's driver does not count the rows here, so the row itself is asked for.
        return self._db.execute(insert.returning(*table.primary_key.columns)).first() is not None

    def _touch(self, short: str) -> None:
        change = {"version": PLAN.c.version + 1, "wakes_at": None}
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == short).values(**change))
        self._versions.pop(short, None)

    def first_sight(self, inbound_id: str) -> bool:
        return self._add(SIGHT, {"inbound": clean(inbound_id)[:500]})

    def milestone_for(self, person: int, short: str, ref: str, on: date) -> Milestone:
        people = self.people(short)
        milestone = next((m for m in self.plan(short).milestones if m.ref == ref), None)
        if milestone is None:
            raise Refusal("no_such_milestone", ref=ref)
        known = next((p for p in people.persons if p.id == person), None)
        if known is None or capacity(people, known, milestone, on) is None:
            raise Refusal("not_yours", ref=ref, role=milestone.accountable or "")
        return milestone

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

    # ---- drafts, letters, questions -----------------------------------------------------------

    def keep_draft(self, draft: Draft) -> str:
        token = draft.token or secrets.token_urlsafe(8)
        kept = draft.model_copy(update={"token": token})
        self._db.execute(sa.delete(DRAFT).where(DRAFT.c.token == token))
        # A newer line takes the place of the older one: a typed "yes" can only mean the last thing said back.
        open_ = DRAFT.c.state == DraftState.OPEN.value
        here = sa.and_(DRAFT.c.person == draft.person, DRAFT.c.chat == draft.chat, open_)
        self._db.execute(sa.update(DRAFT).where(here).values(state=DraftState.REPLACED.value))
        values = {"token": token, "person": draft.person, "chat": draft.chat, "state": draft.state.value, "at": draft.at}
        self._db.execute(sa.insert(DRAFT).values(**values, body=as_json(kept)))
        return token

    def close_draft(self, token: str, state: DraftState, saved: tuple[int, ...] = ()) -> None:
        draft = self.draft(token)
        if draft is not None and draft.state is DraftState.OPEN:
            body = as_json(draft.model_copy(update={"saved": saved}))
            self._db.execute(sa.update(DRAFT).where(DRAFT.c.token == token).values(state=state.value, body=body))

    def place_draft(self, token: str, card: str) -> None:
        draft = self.draft(token)
        if draft is not None and card not in draft.cards:
            cards = (*draft.cards, clean(card))[-MOST_CARDS:]
            body = as_json(draft.model_copy(update={"cards": cards}))
            self._db.execute(sa.update(DRAFT).where(DRAFT.c.token == token).values(body=body))

    def ask(self, question: Question) -> Question:
        values = {"plan": question.plan, "ref": question.ref, "by": question.by, "by_name": question.by_name}
        insert = sa.insert(QUESTION).values(**values, at=question.at).returning(QUESTION.c.id)
        return question.model_copy(update={"id": self._db.execute(insert).scalar_one()})

    # ---- people and addresses -------------------------------------------------------------------

    def welcome(self, person: int) -> None:
        self._db.execute(sa.update(PERSON).where(PERSON.c.id == person).values(welcomed=True))

    def reach(self, person: int, address: Address, at: datetime) -> None:
        here = _place(ADDRESS, address)
        row = self._db.execute(sa.select(ADDRESS).where(here)).one_or_none()
        if row is None:
            values = {"platform": address.platform, "tenant": address.tenant, "address": address.id}
            self._db.execute(sa.insert(ADDRESS).values(**values, route=address.route, person=person, used_at=at))
            arrivals.forget(self._db, address)
            self._ask_anew(person)
        elif row.person == person and (row.lost is not None or (address.route and row.route != address.route)):
            change = {"lost": None, "lost_at": None, "route": address.route or row.route, "used_at": at}
            self._db.execute(sa.update(ADDRESS).where(here).values(**change))
            if row.lost is not None:
                standstills.over(self._db, [address])
                self._ask_anew(person)

    def _ask_anew(self, person: int) -> None:
        """The days since a question last failed to reach someone count as missed: the next round asks what they missed."""
        nudges = sa.and_(LETTER.c.person == person, LETTER.c.kind == "nudge", LETTER.c.part <= 1)
        days: dict[str, list[date]] = {}
        for key, state in self._db.execute(sa.select(LETTER.c.key, LETTER.c.state).where(nudges)):
            days.setdefault(state, []).append(date.fromisoformat(key.rpartition(":")[2]))
        arrived = max(days.get("sent", []), default=date.min)
        failed = [day for day in days.get("failed", []) if day > arrived]
        for short in self.plans_of(person) if failed else ():
            ran = sa.select(ROUND.c.day).where(ROUND.c.plan == short, ROUND.c.day >= min(failed)).distinct()
            for day in list(self._db.scalars(ran)):
                self.hold_over(short, person, day)

    def lose(self, address: Address, reason: str, at: datetime) -> None:
        here = sa.and_(_place(ADDRESS, address), ADDRESS.c.lost.is_(None))
        self._db.execute(sa.update(ADDRESS).where(here).values(lost=clean(reason)[:500], lost_at=at))

    def expect(self, address: Address, now: datetime) -> None:
        arrivals.expect(self._db, address, now)

    def put_off(self, address: Address, now: datetime, seconds: float) -> None:
        arrivals.put_off(self._db, address, now, seconds)

    def forget_arrival(self, address: Address) -> None:
        arrivals.forget(self._db, address)

    def try_again(self, person: int) -> bool:
        mine = sa.select(ADDRESS).where(ADDRESS.c.person == person)
        addresses = list(self._db.execute(mine))
        standstills.over(self._db, [Address(platform=a.platform, tenant=a.tenant, id=a.address) for a in addresses])
        lost = [row.id for row in addresses if row.lost is not None]
        if lost:
            change = {"lost": None, "lost_at": None}
            self._db.execute(sa.update(ADDRESS).where(ADDRESS.c.id.in_(lost)).values(**change))
        waits = sa.and_(LETTER.c.person == person, LETTER.c.state == LetterState.WAITING.value)
        self._db.execute(sa.update(LETTER).where(waits).values(retry_at=None))
        self._ask_anew(person)
        return bool(lost)

    def hold(self, short: str, role: str, person: int, starts: date) -> None:
        mine = sa.and_(HOLDING.c.plan == short, HOLDING.c.role == role)
        still = sa.or_(HOLDING.c.ends.is_(None), HOLDING.c.ends >= starts)
        self._db.execute(sa.delete(HOLDING).where(mine, HOLDING.c.starts >= starts))
        self._db.execute(sa.update(HOLDING).where(mine, still).values(ends=starts - timedelta(days=1)))
        self._db.execute(sa.insert(HOLDING).values(plan=short, role=role, person=person, starts=starts))
        self._touch(short)

    def save_people(self, short: str, rows: Sequence[PersonRow]) -> tuple[int, int]:
        added = changed = 0
        said = file_rows.last_said(self._db, short)
        rights = file_rows.new_rights(rows, said)
        for row in rows:
            outcome = self._save_person(short, row, said.get(file_rows.about(row), ()), rights.get(row.email.casefold()))
            added += outcome == "added"
            changed += outcome == "changed"
        file_rows.remember(self._db, short, rows)
        if added or changed:
            self._touch(short)
        return added, changed

    def _save_person(self, short: str, row: PersonRow, before: Sequence[PersonRow], rights: str | None) -> str:
        new_person, new_holding = file_rows.is_new(row, before)
        person, outcome = self._person(row.name, row.email, row.platform, overwrite=new_person)
        member = self._db.scalar(
            sa.select(MEMBERSHIP.c.rights).where(MEMBERSHIP.c.plan == short, MEMBERSHIP.c.person == person)
        )
        here = sa.and_(MEMBERSHIP.c.plan == short, MEMBERSHIP.c.person == person)
        if member is None:
            self._db.execute(sa.insert(MEMBERSHIP).values(plan=short, person=person, rights=rights or ""))
            outcome = "added"
        elif rights is not None and member != rights:
            self._db.execute(sa.update(MEMBERSHIP).where(here).values(rights=rights))
            outcome = outcome or "changed"
        if row.role is not None and new_holding:
            outcome = self._save_holding(short, row, person) or outcome
        return outcome

    def _save_holding(self, short: str, row: PersonRow, person: int) -> str:
        deputy = None
        if row.deputy_email:
            deputy, _ = self._person(row.deputy_email.partition("@")[0], row.deputy_email, None, overwrite=False)
            self._add(MEMBERSHIP, {"plan": short, "person": deputy, "rights": ""})
        values = {"starts": row.starts, "ends": row.ends, "deputy": deputy}
        mine = sa.and_(HOLDING.c.plan == short, HOLDING.c.role == row.role, HOLDING.c.person == person)
        held = self._db.execute(sa.select(HOLDING).where(mine).order_by(HOLDING.c.id.desc())).first()
        if held is None:
            self._db.execute(sa.insert(HOLDING).values(plan=short, role=row.role, person=person, **values))
            return "added"
        if (held.starts, held.ends, held.deputy) != (row.starts, row.ends, deputy):
            self._db.execute(sa.update(HOLDING).where(HOLDING.c.id == held.id).values(**values))
            return "changed"
        return ""

    def _person(self, name: str, email: str, platform: str | None, overwrite: bool) -> tuple[int, str]:
        row = self._db.execute(sa.select(PERSON).where(PERSON.c.email == email.casefold())).one_or_none()
        if row is None:
            insert = sa.insert(PERSON).values(name=name, email=email.casefold(), platform=platform, welcomed=False)
            return int(self._db.execute(insert.returning(PERSON.c.id)).scalar_one()), "added"
        if overwrite and (row.name, row.platform) != (name, platform):
            change = sa.update(PERSON).where(PERSON.c.id == row.id).values(name=name, platform=platform)
            self._db.execute(change)
            return int(row.id), "changed"
        return int(row.id), ""

    # ---- plans -------------------------------------------------------------------------------------

    def save_plan(self, plan: Plan) -> None:
        if plan.short not in self.plans():
            last = self._db.scalar(sa.select(sa.func.max(PLAN.c.position))) or 0
            values = {"short": plan.short, "position": last + 1, "document": as_json(plan), "policy": "{}"}
            self._db.execute(sa.insert(PLAN).values(**values, paused=False, version=1))
            return
        known = self.plan(plan.short).milestones
        before = {milestone.ref: milestone.due for milestone in known}
        document = as_json(_with_baselines(plan, {milestone.ref: milestone.baseline for milestone in known}))
        for milestone in plan.milestones:
            was = before.get(milestone.ref, milestone.due)
            if was != milestone.due:
                moved = {"plan": plan.short, "ref": milestone.ref, "was": was, "now": milestone.due}
                self._db.execute(sa.insert(DUE_CHANGE).values(**moved))
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == plan.short).values(document=document))
        self._touch(plan.short)

    def pause(self, short: str, paused: bool) -> None:
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == short).values(paused=paused))

    def bind_board(self, short: str, address: Address) -> None:
        values = {"plan": short, "platform": address.platform, "tenant": address.tenant, "address": address.id}
        if self._add(BOARD, {**values, "route": address.route}):
            self._touch(short)

    def unbind_board(self, short: str, address: Address) -> None:
        self._db.execute(sa.delete(BOARD).where(BOARD.c.plan == short, _place(BOARD, address)))

    # ---- rounds and delivery -------------------------------------------------------------------------

    def round_ran(self, short: str, zone: str, day: date) -> None:
        self._add(ROUND, {"plan": short, "zone": zone, "day": day})

    def wakes_at(self, short: str, moment: datetime, now: datetime) -> None:
        change = {"wakes_at": moment, "looked_at": now}
        self._db.execute(sa.update(PLAN).where(PLAN.c.short == short).values(**change))


def _with_baselines(plan: Plan, kept: Mapping[str, date | None]) -> Plan:
    """The plan with the first baseline of every milestone known before."""
    actions = tuple(
        action.model_copy(
            update={
                "milestones": tuple(
                    milestone.model_copy(update={"baseline": kept.get(milestone.ref) or milestone.baseline})
                    for milestone in action.milestones
                )
            }
        )
        for action in plan.actions
    )
    return plan.model_copy(update={"actions": actions})


def _evidence(url: str, kind: str, shows: str) -> Evidence:
    return Evidence(url=url, kind=EvidenceType(kind), shows=shows)


def _draft(row: sa.RowMapping) -> Draft:
    return Draft.model_validate_json(row["body"]).model_copy(update={"state": DraftState(row["state"])})


def _with_evidence(update: Update, id_: int, added: Sequence[Evidence]) -> Update:
    return update.model_copy(update={"id": id_, "evidence": (*update.evidence, *added)})


def _place(table: sa.Table, address: Address) -> sa.ColumnElement[bool]:
    return sa.and_(
        table.c.platform == address.platform, table.c.tenant == address.tenant, table.c.address == address.id
    )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
