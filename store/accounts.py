"""Accounts in the record: the addresses at which people are reached."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa

from bot.model.letters.letter import LetterKind, LetterState
from bot.model.letters.letter_key import day_of
from bot.model.letters.talk import DraftState, Sender
from bot.model.people import Address, Bound, Lost
from bot.model.record.entry import EntryKind
from bot.model.record.remembered import Remembered
from bot.ports.people import PeopleView
from bot.ports.rounds import RoundsTx
from bot.rules.asking.unheard import unheard_since
from store import arrivals
from store.database.columns import at_place, aware, clean
from store.database.prepared import Prepared
from store.entries import EntriesWriting
from store.outgoing import standstills
from store.reading import COME, Changing, Connected, Part, come
from store.tables.letters import LETTER
from store.tables.members import ACCOUNT
from store.tables.people import ADDRESS, CONTACT, LOOKED_UP, MEMBERSHIP
from store.tables.plans import PLAN
from store.tables.rounds import ROUND
from store.tables.talk import DRAFT

_BOUND = Prepared(
    sa.select(
        ADDRESS.c.person,
        ADDRESS.c.route,
        ADDRESS.c.lost,
        CONTACT.c.welcomed,
        sa.exists().where(DRAFT.c.person == ADDRESS.c.person, DRAFT.c.state == DraftState.OPEN.value).label("waits"),
        PLAN.c.short,
        MEMBERSHIP.c.whom,
        *COME,
    )
    .select_from(
        come(
            ADDRESS.join(CONTACT, CONTACT.c.id == ADDRESS.c.person)
            .outerjoin(MEMBERSHIP, MEMBERSHIP.c.person == ADDRESS.c.person)
            .outerjoin(PLAN, PLAN.c.short == MEMBERSHIP.c.plan)
        )
    )
    .where(*(ADDRESS.c[name] == sa.bindparam(name) for name in ("platform", "tenant", "address")))
    .order_by(PLAN.c.position)
)
_REACHABLE = Prepared(
    sa.select(ADDRESS.c.platform, ADDRESS.c.tenant, ADDRESS.c.address, ADDRESS.c.route)
    .where(ADDRESS.c.person == sa.bindparam("person"), ADDRESS.c.lost.is_(None))
    .order_by(ADDRESS.c.used_at.desc())
)
MOST = 10_000  # accounts kept of one reading


class AccountsReading(Part):
    """The reading of accounts."""

    def __init__(self, connected: Connected) -> None:
        super().__init__(connected)
        self._met: Remembered[tuple[str, str, str], Bound] = Remembered(MOST)
        self._lost: dict[str, tuple[Lost, ...]] = {}  # a round asks it for each person

    def bound(self, sender: Sender) -> Bound | None:
        place = (sender.platform, sender.tenant, sender.id)
        met = self._met.get(place)
        if met is None and (met := self._bound(sender)) is not None:
            self._met.keep(place, met)
        return met

    def _bound(self, sender: Sender) -> Bound | None:
        """Look up an account. Whoever asks whose it is will ask for their plans, who they are there, and how far these have come:
        that comes with it."""
        rows = _BOUND.rows(self._db, platform=sender.platform, tenant=sender.tenant, address=sender.id)
        for person, route, lost, welcomed, waits, *_ in rows:
            theirs = [of for _, _, _, _, _, *of in rows if of[0] is not None]
            self._connected.plans_of[person] = tuple(short for short, *_ in theirs)
            for short, whom, *come_to in theirs:
                self._connected.whom[short, person] = whom
                if self._connected.may_note(short):
                    self._connected.note(short, *come_to)
            return Bound(person=person, route=route, lost=lost is not None, welcomed=welcomed, waits=bool(waits))
        return None

    def of(self, person: int) -> tuple[Address, ...]:
        rows = self._db.execute(sa.select(ADDRESS).where(ADDRESS.c.person == person).order_by(ADDRESS.c.used_at.desc()))
        return tuple(Address(platform=r.platform, tenant=r.tenant, id=r.address, route=r.route) for r in rows)

    def reachable(self, person: int) -> tuple[Address, ...]:
        rows = _REACHABLE.rows(self._db, person=person)
        return tuple(Address(platform=platform, tenant=tenant, id=id_, route=route) for platform, tenant, id_, route in rows)

    def unreachable(self, short: str) -> tuple[Lost, ...]:
        if short not in self._lost:
            self._lost[short] = self._unreachable(short)
        return self._lost[short]

    def _unreachable(self, short: str) -> tuple[Lost, ...]:
        rows = _OF_MEMBERS.rows(self._db, short=short)
        reached = {person for person, lost, *_ in rows if lost is None}
        latest = {person: (lost, lost_at or used_at) for person, lost, lost_at, used_at in rows}
        for person, reason, settled in _NEVER_REACHED.rows(self._db, short=short):
            latest.setdefault(person, (reason, settled))
        return tuple(
            Lost(person=person, reason=reason, at=aware(at)) for person, (reason, at) in latest.items() if person not in reached
        )

    def latest(self, short: str) -> tuple[Address, ...]:
        rows = _LATEST.rows(self._db, short=short)
        latest = {person: Address(platform=at, tenant=tenant, id=id_, route=route) for person, at, tenant, id_, route in rows}
        return tuple(latest.values())

    def to_look_up(self, platforms: Collection[str], since: datetime, now: datetime) -> tuple[Address, ...]:
        looked_up = sa.exists().where(
            LOOKED_UP.c.platform == ADDRESS.c.platform, LOOKED_UP.c.tenant == ADDRESS.c.tenant, _between(since, now)
        )
        known = sa.select(ADDRESS).where(ADDRESS.c.person.in_(sa.select(MEMBERSHIP.c.person)), ADDRESS.c.lost.is_(None))
        rows = self._db.execute(known.where(ADDRESS.c.platform.in_(platforms), ~looked_up).order_by(ADDRESS.c.id))
        return tuple(Address(platform=r.platform, tenant=r.tenant, id=r.address, route=r.route) for r in rows)

    def is_lost(self, address: Address) -> bool:
        here = sa.select(ADDRESS.c.id).where(at_place(ADDRESS, address), ADDRESS.c.lost.is_not(None))
        return self._db.scalar(here) is not None


class AccountsWriting(Changing, AccountsReading):
    """The writing of accounts."""

    def __init__(self, connected: Connected, people: PeopleView, rounds: RoundsTx, entries: EntriesWriting) -> None:
        super().__init__(connected)
        self._entries = entries
        self._people = people
        self._rounds = rounds

    def bound(self, sender: Sender) -> Bound | None:
        return self._bound(sender)  # which may have changed since it was last read here

    def unreachable(self, short: str) -> tuple[Lost, ...]:
        return self._unreachable(short)  # as above

    def reach(self, person: int, address: Address, at: datetime) -> None:
        here = at_place(ADDRESS, address)
        row = self._db.execute(sa.select(ADDRESS).where(here)).one_or_none()
        if row is None:
            values = {"platform": address.platform, "tenant": address.tenant, "address": address.id}
            self._db.execute(sa.insert(ADDRESS).values(**values, route=address.route, person=person, used_at=at))
            arrivals.forget(self._db, address)
            self._say_bound(person, address, at)
            self._ask_anew(person)
        elif row.person == person and (row.lost is not None or (address.route and row.route != address.route)):
            change = {"lost": None, "lost_at": None, "route": address.route or row.route, "used_at": at}
            self._db.execute(sa.update(ADDRESS).where(here).values(**change))
            if row.lost is not None:
                standstills.over(self._db, [address])
                self._ask_anew(person)

    def _say_bound(self, person: int, address: Address, at: datetime) -> None:
        """Say in each plan that knows somebody that this account is theirs: rights are bound to it."""
        place = {"at_platform": address.platform, "at_tenant": address.tenant, "at_account": address.id, "bound": True}
        self._connected.plans_of.pop(person, None)  # by now there may be another
        for short in self._people.plans_of(person):
            by = self._by.model_copy(update={"at": max(at, self._by.at)})
            self._entries.append(short, EntryKind.ACCOUNT, by, [(ACCOUNT, {"whom": self._entries.whom(short, person), **place})])

    def _ask_anew(self, person: int) -> None:
        """Count the days since a question last failed to reach someone as missed: the next round asks what they missed."""
        nudges = sa.and_(LETTER.c.person == person, LETTER.c.kind == LetterKind.NUDGE.value, LETTER.c.part <= 1)
        rows = self._db.execute(sa.select(LETTER.c.key, LETTER.c.state).where(nudges))
        days = [(day_of(key) or date.min, LetterState(state)) for key, state in rows]
        first = unheard_since(days)
        for short in self._people.plans_of(person) if first else ():
            ran = sa.select(ROUND.c.day).where(ROUND.c.plan == short, ROUND.c.day >= first).distinct()
            for day in list(self._db.scalars(ran)):
                self._rounds.hold_over(short, person, day)

    def lose(self, address: Address, reason: str, at: datetime) -> None:
        here = sa.and_(at_place(ADDRESS, address), ADDRESS.c.lost.is_(None))
        whose = list(self._db.scalars(sa.select(ADDRESS.c.person).where(here)))
        self._db.execute(sa.update(ADDRESS).where(here).values(lost=clean(reason)[:500], lost_at=at))
        for person in whose:
            self._stir(self._people.plans_of(person))

    def look_up(self, platforms: Collection[str], since: datetime, now: datetime) -> tuple[Address, ...]:
        found = self.to_look_up(platforms, since, now)
        mine = {place for place in {(one.platform, one.tenant) for one in found} if self._begins(*place, since, now)}
        return tuple(one for one in found if (one.platform, one.tenant) in mine)

    def _begins(self, platform: str, tenant: str, since: datetime, now: datetime) -> bool:
        """Note that a tenant is looked up. Returns False if somebody else has begun."""
        here = sa.and_(LOOKED_UP.c.platform == platform, LOOKED_UP.c.tenant == tenant)
        moved = self._db.execute(sa.update(LOOKED_UP).where(here, ~_between(since, now)).values(at=now))
        return moved.rowcount > 0 or self._add(LOOKED_UP, {"platform": platform, "tenant": tenant, "at": now})

    def try_everywhere(self, now: datetime) -> None:
        standstills.try_again(self._db, now)

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


def _between(since: datetime, now: datetime) -> sa.ColumnElement[bool]:
    """Select what was looked up since a moment. A clock set back knows nothing of what a later one did."""
    return sa.and_(LOOKED_UP.c.at > since, LOOKED_UP.c.at <= now)


# Made once: to make a statement takes longer than to run it.
_OF_MEMBERS = Prepared(
    sa.select(ADDRESS.c.person, ADDRESS.c.lost, ADDRESS.c.lost_at, ADDRESS.c.used_at)
    .join(MEMBERSHIP, MEMBERSHIP.c.person == ADDRESS.c.person)
    .where(MEMBERSHIP.c.plan == sa.bindparam("short"))
    .order_by(ADDRESS.c.lost_at)
)
_LATEST = Prepared(
    sa.select(ADDRESS.c.person, ADDRESS.c.platform, ADDRESS.c.tenant, ADDRESS.c.address, ADDRESS.c.route)
    .join(MEMBERSHIP, MEMBERSHIP.c.person == ADDRESS.c.person)
    .where(MEMBERSHIP.c.plan == sa.bindparam("short"), ADDRESS.c.lost.is_(None))
    .order_by(ADDRESS.c.used_at)
)
# The nudges that failed, the first one first: nobody has been reached since.
_NEVER_REACHED = Prepared(
    sa.select(LETTER.c.person, LETTER.c.reason, LETTER.c.settled)
    .join(MEMBERSHIP, MEMBERSHIP.c.person == LETTER.c.person)
    .where(MEMBERSHIP.c.plan == sa.bindparam("short"))
    .where(LETTER.c.state == LetterState.FAILED.value, LETTER.c.kind == LetterKind.NUDGE.value)
    .order_by(LETTER.c.settled)
)
