"""Accounts whose person is not known yet: those that wait until somebody says that they are theirs, and arrivals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.model.letters.talk import Sender
from bot.model.people import Address, Claim, Newcomer
from store import arrivals
from store.database.columns import at_place, clean
from store.reading import Changing, Part
from store.tables.people import NEWCOMER


class NewcomersReading(Part):
    """The reading of accounts whose person is not known yet."""

    def one(self, sender: Sender) -> Newcomer | None:
        row = self._db.execute(self._found().where(at_place(NEWCOMER, sender))).one_or_none()
        return None if row is None else _newcomer(row)

    def of(self, persons: Sequence[int]) -> tuple[Newcomer, ...]:
        of_them = self._found().where(NEWCOMER.c.person.in_(persons))
        return tuple(_newcomer(row) for row in self._db.execute(of_them.order_by(NEWCOMER.c.at.desc())))

    def _found(self) -> sa.Select[tuple[object, ...]]:
        return sa.select(NEWCOMER)

    def expected(self, now: datetime, most: int) -> tuple[Address, ...]:
        return arrivals.due(self._db, now, most)


class NewcomersWriting(Changing, NewcomersReading):
    """The writing of accounts whose person is not known yet."""

    def _found(self) -> sa.Select[tuple[object, ...]]:
        return super()._found().with_for_update()  # the person and an admin may answer for one account at the same time

    def keep(self, newcomer: Newcomer) -> None:
        self._db.execute(sa.delete(NEWCOMER).where(at_place(NEWCOMER, newcomer.account)))
        account = newcomer.account
        values = {"platform": account.platform, "tenant": account.tenant, "address": account.id, "route": account.route}
        more = {"person": newcomer.person, "name": clean(newcomer.name), "code": newcomer.code}
        insert = sa.insert(NEWCOMER).values(**values, **more, at=newcomer.at, state=newcomer.state.value)
        self._db.execute(insert)

    def expect(self, address: Address, now: datetime) -> None:
        arrivals.expect(self._db, address, now)

    def put_off(self, address: Address, now: datetime, seconds: float) -> None:
        arrivals.put_off(self._db, address, now, seconds)

    def forget(self, address: Address) -> None:
        arrivals.forget(self._db, address)


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
