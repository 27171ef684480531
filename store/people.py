"""People in the record: what the entries of a plan say of them, and what they hold."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict

import sqlalchemy as sa

from bot.model.letters.talk import Sender
from bot.model.people import NOBODY, Acquaintance, Acting, Holding, People, Person, PersonRow, acting_for
from bot.model.record.entry import EntryKind
from bot.model.record.trouble import Kept
from bot.rules.documents.people_file import about, filled, is_new, new_rights
from bot.rules.holders import handed_over, holds_alone
from store import absences, people_file
from store.database.columns import at_place
from store.database.prepared import Prepared
from store.entries import EntriesWriting
from store.reading import LAST, Changing, Connected, Part
from store.tables.members import DEPUTY, HOLDING, NAME, PERSON, RIGHT
from store.tables.people import ADDRESS, CONTACT, MEMBERSHIP
from store.tables.plans import PLAN

_MEMBER = Prepared(
    sa.select(MEMBERSHIP.c.plan)
    .join(PLAN, PLAN.c.short == MEMBERSHIP.c.plan)
    .where(MEMBERSHIP.c.person == sa.bindparam("person"))
    .order_by(PLAN.c.position)
)


Told = Mapping[str, Any]  # a row, by the names of its columns


class PeopleReading(Part):
    """The reading of people, and what they hold."""

    def who(self, sender: Sender) -> int | None:
        person = self._db.scalar(sa.select(ADDRESS.c.person).where(at_place(ADDRESS, sender)))
        return None if person is None else int(person)

    def by_email(self, email: str) -> int | None:
        contact = self._db.scalar(sa.select(CONTACT.c.id).where(CONTACT.c.email == email.strip().casefold()))
        return int(contact) if contact is not None and self.plans_of(contact) else None

    def of(self, short: str, upto: int | None = None) -> People:
        if upto is not None:
            return self._noted.read(Kept.PEOPLE, short, lambda: self._people(short, upto), short)
        version = self._version(short)
        kept = self._known.people.get(short)
        if kept is None or kept[0] != version:
            kept = (version, self._noted.read(Kept.PEOPLE, short, lambda: self._people(short, None), short))
            self._known.people[short] = kept
        return kept[1]

    def _people(self, short: str, upto: int | None) -> People:
        self._is_for_a_thread()
        names, rights = self._latest(NAME, short, upto), self._latest(RIGHT, short, upto)
        told, held = self._latest(PERSON, short, upto), self._rows(HOLDING, short, upto)
        # Read last: a transaction that has not this plan in hand may find more of them than it was told of, and never fewer.
        reached = {whom: (id_, zone) for whom, id_, zone in _CONTACTS.rows(self._db, short=short)}
        persons = [
            Person(
                id=reached[whom][0],
                name=self._name(names.get(whom)),
                email=known["email"] or "",
                rights=tuple((rights[whom]["rights"] or "").split()) if whom in rights else (),
                platform=known["reach"],
                zone=reached[whom][1],
            )
            for whom, known in told.items()
        ]
        ids = {whom: id_ for whom, (id_, _) in reached.items()}
        away, stood_in = absences.absences(self._db, short, upto, ids)
        return People(
            persons=tuple(sorted(persons, key=lambda one: one.id)),
            holdings=self._holdings(short, upto, held, ids),
            absences=away,
            stood_in=stood_in,
        )

    def named(self, short: str) -> Mapping[str, str]:
        return {whom: self._name(row) for whom, row in self._latest(NAME, short, None).items()}

    def _name(self, row: Told | None) -> str:
        """The name in a row. One that was taken out has its words in its place."""
        return "" if row is None else row["name"] or self._known.instead.person()

    def _latest(self, table: sa.Table, short: str, upto: int | None) -> dict[str, Told]:
        """The latest row of each of the plan's people, in the order in which each was first named."""
        return {row["whom"]: row for row in self._rows(table, short, upto)}

    def _rows(self, table: sa.Table, short: str, upto: int | None) -> Sequence[Told]:
        return _ROWS[table].named(self._db, short=short, upto=LAST if upto is None else upto)

    def _holdings(
        self, short: str, upto: int | None, held: Sequence[Told], ids: Mapping[str, int]
    ) -> tuple[Holding, ...]:
        deputies = {row["holding"]: row for row in self._rows(DEPUTY, short, upto)}
        latest = {row["holding"] or row["entry"]: row for row in held}
        standing = [(number, row) for number, row in sorted(latest.items()) if not row["void"]]
        entries = [*(number for number, _ in standing), *(row["entry"] for row in deputies.values())]
        noted = absences.made_at(self._db, short, entries)
        return tuple(
            Holding(
                id=number,
                role=row["role"],
                person=ids[row["whom"]],
                starts=row["starts"],
                ends=row["ends"],
                noted=noted[number],
                **_deputy(deputies.get(number), ids, noted),
            )
            for number, row in standing
        )

    def plans_of(self, person: int) -> tuple[str, ...]:
        known = self._connected.plans_of
        if person not in known:
            known[person] = tuple(short for (short,) in _MEMBER.rows(self._db, person=person))
        return known[person]

    def welcomed(self, person: int) -> bool:
        return bool(self._db.scalar(sa.select(CONTACT.c.welcomed).where(CONTACT.c.id == person)))

    def acquainted(self, persons: Collection[int]) -> Mapping[int, Acquaintance]:
        found = {person: Acquaintance((), welcomed) for person, welcomed in self._db.execute(_WELCOMED, {"ids": list(persons)})}
        for person, short in self._db.execute(_PLANS, {"ids": list(persons)}):
            known = found[person]
            found[person] = known._replace(plans=(*known.plans, short))
        return found


class PeopleWriting(Changing, PeopleReading):
    """The writing of people, and what they hold: an entry for each fact that is another than before."""

    def __init__(self, connected: Connected, entries: EntriesWriting) -> None:
        super().__init__(connected)
        self._entries = entries
        self._now: dict[str, People] = {}

    def of(self, short: str, upto: int | None = None) -> People:
        changed = self._now.get(short) if upto is None else None
        return super().of(short, upto) if changed is None else changed

    def welcome(self, person: int) -> None:
        self._db.execute(sa.update(CONTACT).where(CONTACT.c.id == person).values(welcomed=True))

    def hold(self, short: str, role: str, person: int, starts: date) -> bool:
        standing = [holding for holding in self.of(short).holdings if holding.role == role]
        if holds_alone(self.of(short), role, person, starts):
            return False
        for holding in standing:
            left = handed_over(holding, starts)
            if left != holding:
                self._say_holding(short, left or holding, void=left is None)
        self._say_holding(short, Holding(role=role, person=person, starts=starts))
        self._touch(short)
        return True

    def give_back(self, short: str, upto: int) -> None:
        self._give_back_rights(short, self.of(short, upto))
        then = {holding.id: holding for holding in self.of(short, upto).holdings}
        now = {holding.id: holding for holding in self.of(short).holdings}
        for holding in now.values():
            if holding.id not in then:
                self._say_holding(short, holding, void=True)
        for holding in then.values():
            held = now.get(holding.id)
            if held is None or (held.starts, held.ends) != (holding.starts, holding.ends):
                self._say_holding(short, holding)
            if held is not None:
                self._say_deputy(short, held, acting_for(holding))
        self._touch(short)

    def forget_file(self, short: str) -> None:
        people_file.forget_all(self._db, short)

    def _give_back_rights(self, short: str, before: People) -> None:
        """Let everybody be called, be reached and have the rights as before; whoever is new has none."""
        then = {person.id: person for person in before.persons}
        for person in self.of(short).persons:
            was = then.get(person.id, person.model_copy(update={"rights": ()}))
            if was.rights != person.rights:
                self._say(short, EntryKind.RIGHT, RIGHT, person.id, rights=" ".join(was.rights))
            if was.platform != person.platform:
                self._say(short, EntryKind.PERSON, PERSON, person.id, email=person.email, reach=was.platform)
            if was.name != person.name:
                self._say(short, EntryKind.NAME, NAME, person.id, name=was.name)
            told = {"rights": was.rights, "platform": was.platform, "name": was.name}
            self._now[short] = self.of(short).knowing(person.model_copy(update=told))

    def let_go(self, short: str, person: int, day: date) -> None:
        """End from a day on what somebody holds, the acting for others, and their rights. Forget what the people file said."""
        people = self.of(short)
        for holding in people.holdings:
            if holding.deputy == person:
                self._say_deputy(short, holding, NOBODY)
            left = handed_over(holding, day)
            if holding.person == person and left != holding:
                self._say_holding(short, left or holding, void=left is None)
        known = next((one for one in people.persons if one.id == person), None)
        if known is not None:
            if known.rights:
                self._say(short, EntryKind.RIGHT, RIGHT, person, rights="")
            people_file.forget(self._db, short, known.email)
        self._touch(short)
        self._now.pop(short, None)

    def save(self, short: str, rows: Sequence[PersonRow]) -> tuple[int, int]:
        self._in_hand.need(short)
        added = changed = 0
        said = people_file.last_said(self._db, short)
        rights, known = new_rights(rows, said), {one.email for one in self.of(short).persons}
        rows = [filled(row, said.get(about(row), ()), self.of(short)) for row in rows]
        for row in rows:
            outcome = self._save_person(short, row, said.get(about(row), ()), rights.get(row.email.casefold()))
            # Whoever stands as a deputy in an earlier row is made known by that: their own row adds them all the same.
            outcome = "added" if outcome and row.email.casefold() not in known else outcome
            added += outcome == "added"
            changed += outcome == "changed"
        people_file.remember(self._db, short, rows)
        if added or changed:
            self._touch(short)
        return added, changed

    def _save_person(self, short: str, row: PersonRow, before: Sequence[PersonRow], rights: str | None) -> str:
        new_person, new_holding = is_new(row, before)
        person, outcome = self._person(short, row.name, row.email, row.platform, overwrite=new_person)
        if rights is not None and " ".join(person.rights) != rights:
            self._say(short, EntryKind.RIGHT, RIGHT, person.id, rights=rights)
            self._now[short] = self.of(short).knowing(person.model_copy(update={"rights": tuple(rights.split())}))
            outcome = outcome or "changed"
        if row.role is not None and new_holding:
            outcome = self._save_holding(short, row, person.id) or outcome
        return outcome

    def _save_holding(self, short: str, row: PersonRow, person: int) -> str:
        deputy = None
        if row.deputy_email:
            name = row.deputy_email.partition("@")[0]
            deputy = self._person(short, name, row.deputy_email, None, overwrite=False)[0].id
        acting = Acting(deputy, row.deputy_starts, row.deputy_ends)
        mine = [one for one in self.of(short).holdings if (one.role, one.person) == (row.role, person)]
        new = Holding(role=row.role or "", person=person, starts=row.starts, ends=row.ends)
        if not mine:
            self._say_deputy(short, self._say_holding(short, new), acting)
            return "added"
        held = mine[-1]
        told = held.model_copy(update={"starts": row.starts, "ends": row.ends})
        if told != held:
            self._say_holding(short, told)
        self._say_deputy(short, told, acting)
        return "changed" if told != held or acting_for(held) != acting else ""

    def _person(self, short: str, name: str, email: str, platform: str | None, overwrite: bool) -> tuple[Person, str]:
        """Somebody of the plan by e-mail, made known to it if need be, and what that changed."""
        contact, zone = self._contact(email.casefold())
        known = next((one for one in self.of(short).persons if one.id == contact), None)
        if known is not None and not overwrite:
            return known, ""
        if known is None:
            self._add(MEMBERSHIP, {"plan": short, "person": contact, "whom": secrets.token_hex(8)})
            self._connected.plans_of.pop(contact, None)
        if known is None or known.platform != platform:
            self._say(short, EntryKind.PERSON, PERSON, contact, email=email.casefold(), reach=platform)
        if known is None or known.name != name:
            self._say(short, EntryKind.NAME, NAME, contact, name=name)
        blank = Person(id=contact, name=name, email=email.casefold(), zone=zone)
        told = (known or blank).model_copy(update={"name": name, "platform": platform})
        self._now[short] = self.of(short).knowing(told)
        return told, "added" if known is None else "changed" if told != known else ""

    def _contact(self, email: str) -> tuple[int, str | None]:
        """Whoever is reached by an e-mail, in whichever plans, and the zone they live in if it is known."""
        found = self._db.execute(sa.select(CONTACT.c.id, CONTACT.c.zone).where(CONTACT.c.email == email)).first()
        if found is not None:
            return found.id, found.zone
        insert = sa.insert(CONTACT).values(email=email, welcomed=False).returning(CONTACT.c.id)
        return int(self._db.execute(insert).scalar_one()), None

    # ---- entries -------------------------------------------------------------------------

    def _say(self, short: str, kind: EntryKind, table: sa.Table, person: int, **facts: object) -> int:
        """Say something anew of one of the plan's people."""
        return self._entries.append(short, kind, self._by, [(table, {"whom": self._entries.whom(short, person), **facts})])

    def _say_holding(self, short: str, holding: Holding, void: bool = False) -> Holding:
        """Say from when to when somebody holds a role, or if void that they never do."""
        facts = {"role": holding.role, "starts": holding.starts, "ends": holding.ends, "void": void}
        number = self._say(short, EntryKind.HOLDING, HOLDING, holding.person, holding=holding.id or None, **facts)
        told = holding if holding.id else holding.model_copy(update={"id": number, "noted": self._by.at})
        self._now[short] = self.of(short).without(told.id) if void else self.of(short).holding(told)
        return told

    def _say_deputy(self, short: str, holding: Holding, acting: Acting) -> None:
        """Say who acts for the holder from now on, and on which days, if that is other than before."""
        if acting_for(holding) == acting:
            return
        person, starts, ends = acting
        whom = None if person is None else self._entries.whom(short, person)
        facts = {"holding": holding.id, "whom": whom, "starts": starts, "ends": ends}
        self._entries.append(short, EntryKind.DEPUTY, self._by, [(DEPUTY, facts)])
        noted = None if person is None else self._by.at
        told = {"deputy": person, "deputy_starts": starts, "deputy_ends": ends, "deputy_noted": noted}
        self._now[short] = self.of(short).holding(holding.model_copy(update=told))


class _Acting(TypedDict, total=False):
    """What a holding says of its deputy."""

    deputy: int
    deputy_starts: date | None
    deputy_ends: date | None
    deputy_noted: datetime


def _deputy(row: Told | None, ids: Mapping[str, int], noted: Mapping[int, datetime]) -> _Acting:
    """Return what a row says of a holding's deputy: nothing if there is none."""
    deputy = None if row is None else ids.get(row["whom"] or "")
    if row is None or deputy is None:
        return {}
    return {
        "deputy": deputy,
        "deputy_starts": row["starts"],
        "deputy_ends": row["ends"],
        "deputy_noted": noted[row["entry"]],
    }


# Made once: to make a statement takes longer than to run it.
_IDS: sa.BindParameter[object] = sa.bindparam("ids", expanding=True)
_CONTACTS = Prepared(
    sa.select(MEMBERSHIP.c.whom, CONTACT.c.id, CONTACT.c.zone).join(CONTACT, CONTACT.c.id == MEMBERSHIP.c.person)
    .where(MEMBERSHIP.c.plan == sa.bindparam("short"))
)
_ROWS = {
    of: Prepared[object](
        sa.select(of).where(of.c.plan == sa.bindparam("short"), of.c.entry <= sa.bindparam("upto")).order_by(of.c.entry)
    )
    for of in (NAME, RIGHT, PERSON, HOLDING, DEPUTY)
}
_WELCOMED = sa.select(CONTACT.c.id, CONTACT.c.welcomed).where(CONTACT.c.id.in_(_IDS))
_PLANS = (
    sa.select(MEMBERSHIP.c.person, MEMBERSHIP.c.plan)
    .join(PLAN, PLAN.c.short == MEMBERSHIP.c.plan)
    .where(MEMBERSHIP.c.person.in_(_IDS))
    .order_by(PLAN.c.position)
)
