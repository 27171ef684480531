"""Which account is bound to whom, and the accounts that wait until somebody says that they are theirs."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.model.people import Address, Claim, Newcomer, Person
from bot.model.talk import Sender
from store.columns import clean
from store.tables.people import ADDRESS, NEWCOMER, PERSON


class AccountReading:
    """What a reading says of accounts."""

    _db: sa.Connection

    def who(self, sender: Sender) -> int | None:
        person = self._db.scalar(sa.select(ADDRESS.c.person).where(_account(ADDRESS, sender)))
        return None if person is None else int(person)

    def whose(self, email: str) -> Person | None:
        row = self._db.execute(sa.select(PERSON).where(PERSON.c.email == email.strip().casefold())).one_or_none()
        return None if row is None else Person(id=row.id, name=row.name, email=row.email, platform=row.platform, zone=row.zone)

    def accounts_of(self, person: int) -> tuple[Address, ...]:
        rows = self._db.execute(sa.select(ADDRESS).where(ADDRESS.c.person == person).order_by(ADDRESS.c.used_at.desc()))
        return tuple(Address(platform=r.platform, tenant=r.tenant, id=r.address, route=r.route) for r in rows)

    def newcomer(self, sender: Sender) -> Newcomer | None:
        row = self._db.execute(sa.select(NEWCOMER).where(_account(NEWCOMER, sender))).one_or_none()
        return None if row is None else _newcomer(row)

    def newcomers(self, persons: Sequence[int]) -> tuple[Newcomer, ...]:
        of_them = sa.select(NEWCOMER).where(NEWCOMER.c.person.in_(persons))
        return tuple(_newcomer(row) for row in self._db.execute(of_them.order_by(NEWCOMER.c.at.desc())))


class AccountWriting(AccountReading):
    """What a transaction does with them."""

    def keep_newcomer(self, newcomer: Newcomer) -> None:
        self._db.execute(sa.delete(NEWCOMER).where(_account(NEWCOMER, newcomer.account)))
        account = newcomer.account
        values = {"platform": account.platform, "tenant": account.tenant, "address": account.id, "route": account.route}
        more = {"person": newcomer.person, "name": clean(newcomer.name), "code": newcomer.code}
        insert = sa.insert(NEWCOMER).values(**values, **more, at=newcomer.at, state=newcomer.state.value)
        self._db.execute(insert)


def _account(table: sa.Table, one: Sender | Address) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.platform == one.platform, table.c.tenant == one.tenant, table.c.address == one.id)


def _newcomer(row: sa.Row[tuple[object, ...]]) -> Newcomer:
    kept = row._mapping
    return Newcomer(
        account=Address(platform=kept["platform"], tenant=kept["tenant"], id=kept["address"], route=kept["route"]),
        person=kept["person"],
        name=kept["name"],
        code=kept["code"],
        at=kept["at"],
        state=Claim(kept["state"]),
    )
