"""Accounts that were met, and whose person their platform has not told yet."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.model.people import Address
from store.database.columns import insert_once, table_of
from store.tables import people

ARRIVAL = table_of(people.ArrivalRow)
FIRST, LONGEST = 15.0, 6 * 3600.0  # seconds between two questions about one account
MOST_TRIED = 40  # questions, over more than a week: after that whoever it is is met when they speak


def expect(db: sa.Connection, address: Address, now: datetime) -> None:
    """Remember an account. Its platform may be asked at once."""
    here = {"platform": address.platform, "tenant": address.tenant, "address": address.id}
    db.execute(insert_once(db, ARRIVAL).values(**here, route=address.route, tried=0, again=now))


def due(db: sa.Connection, now: datetime, most: int) -> tuple[Address, ...]:
    """Return the accounts to ask about now, the longest waiting first."""
    rows = db.execute(sa.select(ARRIVAL).where(ARRIVAL.c.again <= now).order_by(ARRIVAL.c.again).limit(most))
    return tuple(Address(platform=r.platform, tenant=r.tenant, id=r.address, route=r.route) for r in rows)


def put_off(db: sa.Connection, address: Address, now: datetime, seconds: float) -> None:
    """Ask later, as its platform did not tell: ever more seldom, and no sooner than it says."""
    tried = db.scalar(sa.select(ARRIVAL.c.tried).where(_place(address)))
    if tried is None or tried + 1 >= MOST_TRIED:
        forget(db, address)
        return
    again = now + timedelta(seconds=max(min(FIRST * 2.0**tried, LONGEST), seconds))
    db.execute(sa.update(ARRIVAL).where(_place(address)).values(tried=tried + 1, again=again))


def forget(db: sa.Connection, address: Address) -> None:
    """Forget an account: it is known whose it is, or it has gone."""
    db.execute(sa.delete(ARRIVAL).where(_place(address)))


def _place(address: Address) -> sa.ColumnElement[bool]:
    return sa.and_(ARRIVAL.c.platform == address.platform, ARRIVAL.c.tenant == address.tenant, ARRIVAL.c.address == address.id)
