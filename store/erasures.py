"""Erasures in the record: words taken out for good, each by an entry that says who did it, when and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import sqlalchemy as sa

from bot.model.noun import local_day
from bot.model.record.entry import EntryKind
from bot.model.record.erasure import Erased, Erasure, Removed
from bot.ports.plans import PlansView
from bot.ports.refusals import Refusal
from bot.rules.rewriting import ENOUGH, naming, probe, without_names, without_text
from store.content import held, rewriting
from store.content.held import HeldReading
from store.content.places import Place, emptied, places
from store.documents.editions import PARTS
from store.entries import EntriesReading, EntriesWriting, Row
from store.people import PeopleWriting
from store.reading import Changing, Connected
from store.tables.board import PAPER
from store.tables.editions import EDITION
from store.tables.entries import ENTRY
from store.tables.letters import LETTER
from store.tables.members import ACCOUNT, NAME, PERSON
from store.tables.office import ERASED_FIELD, ERASURE, SETTING
from store.tables.pages import PAGE_LINK, PAGE_VISIT
from store.tables.papers_held import PAPER_HELD
from store.tables.people import ADDRESS, CONTACT, MEMBERSHIP, NEWCOMER
from store.tables.plans import DOCUMENT_READ
from store.tables.rounds import STANDSTILL
from store.tables.talk import DRAFT, SIGHT

HEADER = (ENTRY.c.tenant, ENTRY.c.account, ENTRY.c.inbound)  # what the header of an entry tells of who made it
ACCOUNTS_FOR = (EntryKind.ERASURE.value, EntryKind.PLAN_CLOSED.value)  # entries that say why words went
OWN = (PERSON, NAME, ACCOUNT)  # the entries that say who somebody is


class ErasuresReading(HeldReading):
    """The reading of what can be taken out, and of what was."""

    def removed(self, short: str) -> Mapping[tuple[int, str], Removed]:
        return self._removed_from(short)

    def texts(self, short: str, entry: int) -> Mapping[str, str]:
        there = sa.select(ENTRY.c.number).where(ENTRY.c.plan == short, ENTRY.c.number == entry)
        if self._db.scalar(there) is None:
            raise Refusal("no_entry", entry=str(entry), plan=short)
        return {place.field: place.text for place in places(self._db, short, entry) if place.is_text}

    def text(self, short: str, entry: int, field: str) -> str:
        texts = self.texts(short, entry)
        if field in texts:
            return texts[field]
        facts = {"field": field, "entry": str(entry)}
        if (entry, field) in self.removed(short):
            raise Refusal("removed_already", **facts)
        known = next(EntriesReading(self._connected).links(short, entry - 1, entry)).fields
        raise Refusal("no_free_text" if field in known else "no_such_field", **facts)


class ErasuresWriting(Changing, ErasuresReading):
    """The taking out of words."""

    def __init__(self, connected: Connected, people: PeopleWriting, plans: PlansView, entries: EntriesWriting) -> None:
        super().__init__(connected)
        self._people = people
        self._plans = plans
        self._entries = entries

    # ---- one text ------------------------------------------------------------------------

    def redact(self, short: str, entry: int, field: str, why: str) -> Erased:
        text = self.text(short, entry, field)
        gone, left = self._holding(short, entry, text)
        number = self._take_out(short, gone, why)
        instead, word = self._known.instead.copy(number), probe(text)
        letters = rewriting.letters(self._db, [word], partial(without_text, text, instead))
        rewriting.drafts(self._db, word, without_text(text, instead))
        return Erased(plan=short, entry=number, removed=_fields(gone), left=left, letters=letters)

    def _holding(self, short: str, entry: int, text: str) -> tuple[list[Place], tuple[int, ...]]:
        """Find what holds a text: the places to empty, and the entries that hold it too and are left as they are.

        A short text may be anybody's: it is taken out of its own entry alone.
        """
        rewrite = without_text(text, "")
        gone, left = [], set()
        for place in places(self._db, short, holding=probe(text)):
            if place.is_copy:
                holds = rewriting.in_json(place.text, rewrite) != place.text
            else:
                holds = place.is_text and text in place.text
            if holds and (place.entry == entry or place.is_copy or len(text) >= ENOUGH):
                gone.append(place)
            elif holds:
                left.add(place.entry)
        return gone, tuple(sorted(left))

    # ---- one person ----------------------------------------------------------------------

    def erase(self, email: str, why: str, plan: str | None = None) -> tuple[Erased, ...]:
        person = held.contact(self._db, email)
        known_in = () if person is None else self._people.plans_of(person)
        shorts = [short for short in known_in if plan in (None, short)]
        if person is None or not shorts:
            raise Refusal("nobody_of_that_email", email=email)
        self._in_hand.turn_of(person)  # of two that forget them in a plan each, the later one sees that nobody knows them
        return self._erase_in(shorts, person, why)

    def _erase_in(self, shorts: Sequence[str], person: int, why: str) -> tuple[Erased, ...]:
        done = [self._erase(short, person, why) for short in shorts]
        if self._is_nobody(self._people.plans_of(person), person):
            self._forget(person, done[0].entry)
        return tuple(done)

    def _erase(self, short: str, person: int, why: str) -> Erased:
        whom = self._entries.whom(short, person) or ""
        called = held.called(self._db, short, whom)
        self._people.let_go(short, person, local_day(self._by.at, self._plans.policy(short).zone))
        everything = list(places(self._db, short))
        gone = [place for place in everything if place.whom == whom and _tells(place)]
        number = self._take_out(short, gone, why, whom)
        names = naming(called)
        left = {place.entry for place in everything if place.is_text and names(place.text)}
        called = (*called, *self._accounts_of(person))
        rewrite = without_names(called, self._known.instead.person())
        words = [probe(name) for name in called]
        letters = rewriting.letters(self._db, words, lambda _: rewrite)
        for word in words:
            rewriting.drafts(self._db, word, rewrite)
        there = self._settings_naming(short, [name for name in called if "@" in name])
        left_in = tuple(sorted(left))
        return Erased(plan=short, entry=number, removed=_fields(gone), left=left_in, letters=letters, settings=there)

    def _settings_naming(self, short: str, emails: Sequence[str]) -> tuple[int, ...]:
        """Return the entries of settings that name one of these addresses among the people of an audience."""
        mine = sa.select(SETTING.c.entry, SETTING.c.value).where(SETTING.c.plan == short, SETTING.c.key.like("audiences.%"))
        quoted = [json.dumps(one.casefold()) for one in emails]
        found = {entry for entry, value in self._db.execute(mine) if any(one in value.casefold() for one in quoted)}
        return tuple(sorted(found))

    def _accounts_of(self, person: int) -> tuple[str, ...]:
        """Return the ids of somebody's accounts: a summary may have mentioned them by one."""
        return tuple(self._db.scalars(sa.select(ADDRESS.c.address).where(ADDRESS.c.person == person)))

    def _is_nobody(self, shorts: Sequence[str], person: int) -> bool:
        """Say if no plan can tell any more who somebody is."""
        return not any(held.called(self._db, short, self._entries.whom(short, person) or "") for short in shorts)

    def _forget(self, person: int, entry: int) -> None:
        """Forget how somebody is reached, what they have not saved, and what was written to them."""
        email = self._db.scalar(sa.select(CONTACT.c.email).where(CONTACT.c.id == person))
        for called in (email, *self._accounts_of(person)):  # what was heard on the console is known by the e-mail
            self._db.execute(sa.delete(SIGHT).where(rewriting.has(SIGHT.c.inbound, f":{called}:")))
        mine = sa.select(ADDRESS.c.platform, ADDRESS.c.tenant, ADDRESS.c.address).where(ADDRESS.c.person == person)
        for platform, tenant, address in self._db.execute(mine).all():
            here = (STANDSTILL.c.platform == platform, STANDSTILL.c.tenant == tenant, STANDSTILL.c.address == address)
            self._db.execute(sa.delete(STANDSTILL).where(*here))
        for table in (ADDRESS, NEWCOMER, DRAFT, DOCUMENT_READ, PAGE_LINK, PAGE_VISIT):
            self._db.execute(sa.delete(table).where(table.c.person == person))
        nobody = {"email": f"erased-{person}", "zone": None}
        self._db.execute(sa.update(CONTACT).where(CONTACT.c.id == person).values(**nobody))
        rewriting.letters_to(self._db, person, self._known.instead.copy(entry))

    # ---- a whole plan --------------------------------------------------------------------

    def empty(self, short: str, why: str) -> Erased | None:
        kept = sa.select(ENTRY.c.number).where(ENTRY.c.plan == short, ENTRY.c.kind.in_(ACCOUNTS_FOR))
        stays = set(self._db.scalars(kept))
        gone = [one for one in places(self._db, short) if (one.is_text or one.is_copy) and one.entry not in stays]
        if not gone:
            return None
        return Erased(plan=short, entry=self._take_out(short, gone, why), removed=_fields(gone))

    # ---- again, in an older copy ---------------------------------------------------------

    def again(self, erasure: Erasure) -> tuple[Erased, ...]:
        if erasure.whom is not None:
            member = sa.and_(MEMBERSHIP.c.plan == erasure.plan, MEMBERSHIP.c.whom == erasure.whom)
            person = self._db.scalar(sa.select(MEMBERSHIP.c.person).where(member))
            known = person is not None and held.called(self._db, erasure.plan, erasure.whom)
            return self._erase_in([erasure.plan], person, erasure.why) if person is not None and known else ()
        done = []
        for entry, field in erasure.fields:
            if any(place.field == field and place.is_text for place in places(self._db, erasure.plan, entry)):
                done.append(self.redact(erasure.plan, entry, field, erasure.why))
        return tuple(done)

    # ---- where it was posted -------------------------------------------------------------

    def rewritten(self, key: str) -> None:
        self._db.execute(sa.update(LETTER).where(LETTER.c.key == key).values(rewrite=False))

    # ---- both ----------------------------------------------------------------------------

    def _take_out(self, short: str, gone: Sequence[Place], why: str, whom: str | None = None) -> int:
        """Say in an entry what is taken out, and take it out."""
        rows: list[Row] = [(ERASURE, {"whom": whom})]
        rows += [(ERASED_FIELD, {"removed_from": place.entry, "field": place.field}) for place in gone]
        number = self._entries.append(short, EntryKind.ERASURE, self._by, rows, why=why)
        emptied(self._db, gone)
        self._forget_issued(short, min(place.entry for place in gone) if gone else number)
        if whom is not None or any(place.column.table in (EDITION, *PARTS) for place in gone):
            self._db.execute(sa.delete(DOCUMENT_READ).where(DOCUMENT_READ.c.plan == short))  # it may hold the same words
        self._touch(short)
        self._connected.took_out = True
        return number

    def _forget_issued(self, short: str, oldest: int) -> None:
        """Take away the bytes of issued papers that may hold what was taken out of that entry or a later one. They tell also of
        what came between their freeze and their issue."""
        told = (PAPER_HELD.c.plan == short, PAPER_HELD.c.entry.in_(_after(short, oldest)))
        self._db.execute(sa.delete(PAPER_HELD).where(*told))


def _after(short: str, entry: int) -> sa.Select[tuple[int]]:
    """Select the issues of papers that may tell of an entry: all that came after it."""
    return sa.select(PAPER.c.entry).where(PAPER.c.plan == short, PAPER.c.entry > entry)


def _tells(place: Place) -> bool:
    """Say if a place tells who somebody is, in an entry about them or in the header of one that they made."""
    return place.column.table in OWN or place.column in HEADER


def _fields(gone: Iterable[Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.field for place in gone))
