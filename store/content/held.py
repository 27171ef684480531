"""Everything that the record holds on one person."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa

from bot.model.letters.talk import Draft
from bot.model.people import Address
from bot.model.record.erasure import Held, HeldAbsence, HeldEntry, HeldLetter, HeldPage
from store.content.fields import TABLES
from store.database.columns import aware
from store.reading import Part
from store.tables.absences import ABSENCE
from store.tables.entries import ENTRY
from store.tables.letters import LETTER
from store.tables.members import ACCOUNT, NAME, PERSON
from store.tables.pages import PAGE_LINK, PAGE_VISIT
from store.tables.people import ADDRESS, CONTACT, MEMBERSHIP
from store.tables.plans import DOCUMENT_READ
from store.tables.talk import DRAFT

ABOUT = tuple(table for table in TABLES if "whom" in table.c)


def contact(db: sa.Connection, email: str) -> int | None:
    """Return the contact of an e-mail. None if nobody is known by it."""
    return db.scalar(sa.select(CONTACT.c.id).where(CONTACT.c.email == email.strip().casefold()))


def called(db: sa.Connection, short: str, whom: str) -> tuple[str, ...]:
    """Return every name and e-mail that a plan's entries call somebody by."""
    names = sa.select(NAME.c.name).where(NAME.c.plan == short, NAME.c.whom == whom, NAME.c.name.is_not(None))
    emails = sa.select(PERSON.c.email).where(PERSON.c.plan == short, PERSON.c.whom == whom, PERSON.c.email.is_not(None))
    return tuple(db.scalars(sa.union(names, emails)))


class HeldReading(Part):
    """The reading of what is held on one person."""

    def held(self, email: str) -> Held | None:
        person = contact(self._db, email)
        if person is None:
            return None
        mine = sa.select(MEMBERSHIP.c.plan, MEMBERSHIP.c.whom).where(MEMBERSHIP.c.person == person)
        known = [(short, whom) for short, whom in self._db.execute(mine.order_by(MEMBERSHIP.c.plan))]
        told = {name for short, whom in known for name in called(self._db, short, whom)}
        entries = tuple(entry for short, whom in known for entry in self._entries_of(short, whom))
        return Held(
            person=person,
            names=tuple(sorted(name for name in told if "@" not in name)),
            emails=tuple(sorted({email.strip().casefold(), *(name for name in told if "@" in name)})),
            accounts=self._accounts(person, known),
            entries=entries,
            letters=self._letters_to(person),
            absences=tuple(absence for short, whom in known for absence in self._absences(short, whom)),
            drafts=tuple(Draft.model_validate_json(body).said for body in self._drafts(person)),
            documents=tuple(self._db.scalars(sa.select(DOCUMENT_READ.c.file).where(DOCUMENT_READ.c.person == person))),
            pages=(*self._pages(person, PAGE_LINK, "link"), *self._pages(person, PAGE_VISIT, "visit")),
        )

    def _entries_of(self, short: str, whom: str) -> list[HeldEntry]:
        """The entries that somebody made, or whose rows are about them, as themselves or as somebody's deputy."""
        about = [sa.select(table.c.entry).where(table.c.plan == short, table.c.whom == whom) for table in ABOUT]
        about.append(sa.select(ABSENCE.c.entry).where(ABSENCE.c.plan == short, ABSENCE.c.deputy == whom))
        either = sa.or_(ENTRY.c.person == whom, ENTRY.c.number.in_(sa.union(*about)))
        found = sa.select(ENTRY.c.number, ENTRY.c.kind, ENTRY.c.at).where(ENTRY.c.plan == short, either)
        rows = self._db.execute(found.order_by(ENTRY.c.number))
        return [HeldEntry(plan=short, entry=number, kind=kind, at=aware(at)) for number, kind, at in rows]

    def _absences(self, short: str, whom: str) -> list[HeldAbsence]:
        """The entries that say when somebody is away, or that they act for somebody who is."""
        made = sa.and_(ENTRY.c.plan == ABSENCE.c.plan, ENTRY.c.number == ABSENCE.c.entry)
        columns = (ABSENCE.c.entry, ENTRY.c.kind, ENTRY.c.at, ABSENCE.c.starts, ABSENCE.c.ends, ABSENCE.c.whom, ABSENCE.c.void)
        mine = sa.or_(ABSENCE.c.whom == whom, ABSENCE.c.deputy == whom)
        found = sa.select(*columns).join(ENTRY, made).where(ABSENCE.c.plan == short, mine).order_by(ABSENCE.c.entry)
        return [
            HeldAbsence(
                plan=short, entry=entry, kind=kind, at=aware(at), starts=starts, ends=ends, as_deputy=who != whom, void=void
            )
            for entry, kind, at, starts, ends, who, void in self._db.execute(found)
        ]

    def _accounts(self, person: int, known: list[tuple[str, str]]) -> tuple[Address, ...]:
        """The accounts that reach somebody now, and those that entries name."""
        now = sa.select(ADDRESS.c.platform, ADDRESS.c.tenant, ADDRESS.c.address).where(ADDRESS.c.person == person)
        found = {tuple(row) for row in self._db.execute(now)}
        for short, whom in known:
            named = sa.select(ACCOUNT.c.at_platform, ACCOUNT.c.at_tenant, ACCOUNT.c.at_account)
            mine = named.where(ACCOUNT.c.plan == short, ACCOUNT.c.whom == whom, ACCOUNT.c.at_account.is_not(None))
            found |= {(platform, tenant or "", account) for platform, tenant, account in self._db.execute(mine)}
        return tuple(Address(platform=platform, tenant=tenant, id=account) for platform, tenant, account in sorted(found))

    def _letters_to(self, person: int) -> tuple[HeldLetter, ...]:
        columns = (LETTER.c.key, LETTER.c.settled, LETTER.c.not_before, LETTER.c.state)
        rows = self._db.execute(sa.select(*columns).where(LETTER.c.person == person).order_by(LETTER.c.not_before, LETTER.c.key))
        return tuple(HeldLetter(key=key, at=aware(settled or opens), state=state) for key, settled, opens, state in rows)

    def _pages(self, person: int, table: sa.Table, kind: Literal["link", "visit"]) -> list[HeldPage]:
        """The links to the page that somebody was given, or their visits."""
        found = sa.select(table.c.plan, table.c.until).where(table.c.person == person).order_by(table.c.until)
        return [HeldPage(plan=short, kind=kind, until=aware(until)) for short, until in self._db.execute(found)]

    def _drafts(self, person: int) -> list[str]:
        return list(self._db.scalars(sa.select(DRAFT.c.body).where(DRAFT.c.person == person).order_by(DRAFT.c.at)))
