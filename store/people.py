"""People in the record: who they are, what they hold, where they are reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from bot.model.letter import LetterState
from bot.model.people import Address, Holding, Lost, People, Person, PersonRow
from bot.model.trouble import Kept, Unread
from bot.rules.holders import handed_over
from bot.rules.nudges import unheard_since
from bot.rules.people_file import about, is_new, new_rights
from store import arrivals, people_file, standstills
from store.columns import at_place, aware, clean
from store.plans import PlansReading
from store.reading import Changing
from store.rounds import HoldOvers
from store.tables.letters import LETTER
from store.tables.people import ADDRESS, HOLDING, MEMBERSHIP, PERSON
from store.tables.plans import PLAN
from store.tables.rounds import ROUND


class PeopleReading(PlansReading):
    """What is read of people, what they hold and where they are reached."""

    def unread(self) -> tuple[Unread, ...]:
        return tuple(self._noted.met)

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
        return People(persons=persons, holdings=tuple(_holding(row) for row in held))

    def plans_of(self, person: int) -> tuple[str, ...]:
        query = sa.select(MEMBERSHIP.c.plan).join(PLAN, PLAN.c.short == MEMBERSHIP.c.plan)
        return tuple(self._db.scalars(query.where(MEMBERSHIP.c.person == person).order_by(PLAN.c.position)))

    def welcomed(self, person: int) -> bool:
        return bool(self._db.scalar(sa.select(PERSON.c.welcomed).where(PERSON.c.id == person)))

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
            Lost(person=person, reason=reason, at=aware(at))
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


class PeopleWriting(HoldOvers, Changing, PeopleReading):
    """What is changed of people, what they hold and where they are reached."""

    def welcome(self, person: int) -> None:
        self._db.execute(sa.update(PERSON).where(PERSON.c.id == person).values(welcomed=True))

    def reach(self, person: int, address: Address, at: datetime) -> None:
        here = at_place(ADDRESS, address)
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
        rows = self._db.execute(sa.select(LETTER.c.key, LETTER.c.state).where(nudges))
        days = [(date.fromisoformat(key.rpartition(":")[2]), LetterState(state)) for key, state in rows]
        first = unheard_since(days)
        for short in self.plans_of(person) if first else ():
            ran = sa.select(ROUND.c.day).where(ROUND.c.plan == short, ROUND.c.day >= first).distinct()
            for day in list(self._db.scalars(ran)):
                self.hold_over(short, person, day)

    def lose(self, address: Address, reason: str, at: datetime) -> None:
        here = sa.and_(at_place(ADDRESS, address), ADDRESS.c.lost.is_(None))
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
        for row in self._db.execute(sa.select(HOLDING).where(HOLDING.c.plan == short, HOLDING.c.role == role)).all():
            this, left = HOLDING.c.id == row.id, handed_over(_holding(row), starts)
            change = sa.update(HOLDING).where(this).values(ends=left.ends) if left else sa.delete(HOLDING).where(this)
            self._db.execute(change)
        self._db.execute(sa.insert(HOLDING).values(plan=short, role=role, person=person, starts=starts))
        self._touch(short)

    def save_people(self, short: str, rows: Sequence[PersonRow]) -> tuple[int, int]:
        added = changed = 0
        said = people_file.last_said(self._db, short)
        rights = new_rights(rows, said)
        for row in rows:
            outcome = self._save_person(short, row, said.get(about(row), ()), rights.get(row.email.casefold()))
            added += outcome == "added"
            changed += outcome == "changed"
        people_file.remember(self._db, short, rows)
        if added or changed:
            self._touch(short)
        return added, changed

    def _save_person(self, short: str, row: PersonRow, before: Sequence[PersonRow], rights: str | None) -> str:
        new_person, new_holding = is_new(row, before)
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


def _holding(row: sa.Row[tuple[object, ...]]) -> Holding:
    held = row._mapping
    return Holding(role=held["role"], person=held["person"], starts=held["starts"], ends=held["ends"], deputy=held["deputy"])
