"""People in the record: who they are, and what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from bot.model.people import Holding, People, Person, PersonRow
from bot.model.talk import Sender
from bot.model.trouble import Kept
from bot.rules.holders import handed_over
from bot.rules.people_file import about, is_new, new_rights
from store import people_file
from store.columns import at_place
from store.reading import Changing, Connected, Part
from store.tables.people import ADDRESS, HOLDING, MEMBERSHIP, PERSON
from store.tables.plans import PLAN


class PeopleReading(Part):
    """What is read of people, and what they hold."""

    def __init__(self, connected: Connected) -> None:
        super().__init__(connected)
        self._plans_of: dict[int, tuple[str, ...]] = {}

    def who(self, sender: Sender) -> int | None:
        person = self._db.scalar(sa.select(ADDRESS.c.person).where(at_place(ADDRESS, sender)))
        return None if person is None else int(person)

    def by_email(self, email: str) -> Person | None:
        row = self._db.execute(sa.select(PERSON).where(PERSON.c.email == email.strip().casefold())).one_or_none()
        return None if row is None else Person(id=row.id, name=row.name, email=row.email, platform=row.platform, zone=row.zone)

    def of(self, short: str) -> People:
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
        if person not in self._plans_of:
            self._plans_of[person] = self._member_of(person)
        return self._plans_of[person]

    def _member_of(self, person: int) -> tuple[str, ...]:
        query = sa.select(MEMBERSHIP.c.plan).join(PLAN, PLAN.c.short == MEMBERSHIP.c.plan)
        return tuple(self._db.scalars(query.where(MEMBERSHIP.c.person == person).order_by(PLAN.c.position)))

    def welcomed(self, person: int) -> bool:
        return bool(self._db.scalar(sa.select(PERSON.c.welcomed).where(PERSON.c.id == person)))


class PeopleWriting(Changing, PeopleReading):
    """What is changed of people, and what they hold."""

    def plans_of(self, person: int) -> tuple[str, ...]:
        return self._member_of(person)

    def welcome(self, person: int) -> None:
        self._db.execute(sa.update(PERSON).where(PERSON.c.id == person).values(welcomed=True))

    def hold(self, short: str, role: str, person: int, starts: date) -> None:
        for row in self._db.execute(sa.select(HOLDING).where(HOLDING.c.plan == short, HOLDING.c.role == role)).all():
            this, left = HOLDING.c.id == row.id, handed_over(_holding(row), starts)
            change = sa.update(HOLDING).where(this).values(ends=left.ends) if left else sa.delete(HOLDING).where(this)
            self._db.execute(change)
        self._db.execute(sa.insert(HOLDING).values(plan=short, role=role, person=person, starts=starts))
        self._touch(short)

    def save(self, short: str, rows: Sequence[PersonRow]) -> tuple[int, int]:
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
