"""Days on which a platform refused letters for nobody's doing here: by address, or for a whole tenant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time

import sqlalchemy as sa

from bot.model.fault import Refusing
from bot.model.letters.letter import LetterState, Stop
from bot.model.people import Address
from store.database.columns import clean, insert_once
from store.tables.letters import LETTER
from store.tables.rounds import STANDSTILL

WHOLE = ""  # in place of an address: all of the tenant


def note(db: sa.Connection, stop: Stop) -> int:
    """Note a refusal, once a day. Returns on how many days there was one since a letter last went."""
    place = _place(stop.address, stop.address.id if not stop.whole else WHOLE)
    told = {"until": stop.until, "reason": clean(stop.reason)[:500]}
    here = {"platform": stop.address.platform, "tenant": stop.address.tenant, "address": "" if stop.whole else stop.address.id}
    db.execute(insert_once(db, STANDSTILL).values(**here, day=stop.day, **told))
    db.execute(sa.update(STANDSTILL).where(place, STANDSTILL.c.day == stop.day).values(**told))
    return int(db.scalar(sa.select(sa.func.count()).select_from(STANDSTILL).where(place)) or 0)


def tenants(db: sa.Connection) -> Mapping[tuple[str, str], datetime]:
    """Return each tenant that takes no letters, and until when it is left alone."""
    latest = sa.select(STANDSTILL.c.platform, STANDSTILL.c.tenant, sa.func.max(STANDSTILL.c.until))
    rows = db.execute(latest.where(STANDSTILL.c.address == WHOLE).group_by(STANDSTILL.c.platform, STANDSTILL.c.tenant))
    return {(platform, tenant): _aware(until) for platform, tenant, until in rows}


def refusing(db: sa.Connection) -> tuple[Refusing, ...]:
    """Return each tenant that takes no letters: since the first day on which it refused, for the reason that it gave last."""
    whole = sa.select(STANDSTILL).where(STANDSTILL.c.address == WHOLE).order_by(STANDSTILL.c.day)
    found: dict[tuple[str, str], Refusing] = {}
    for row in db.execute(whole):
        before = found.get((row.platform, row.tenant))
        since = before.since if before is not None else datetime.combine(row.day, time(), UTC)
        found[row.platform, row.tenant] = Refusing(platform=row.platform, tenant=row.tenant, since=since, reason=row.reason)
    return tuple(found.values())


def try_again(db: sa.Connection, now: datetime) -> None:
    """Leave no tenant alone any longer: one of the letters that wait tries."""
    alone = sa.and_(STANDSTILL.c.address == WHOLE, STANDSTILL.c.until > now)
    if db.execute(sa.update(STANDSTILL).where(alone).values(until=now)).rowcount:
        waits = sa.and_(LETTER.c.state == LetterState.WAITING.value, LETTER.c.retry_at.is_not(None))
        db.execute(sa.update(LETTER).where(waits).values(retry_at=None))


def over(db: sa.Connection, addresses: Iterable[Address]) -> None:
    """Forget what these refused before: a letter went to each, or must be tried again."""
    stopped = set(map(tuple, db.execute(sa.select(STANDSTILL.c.platform, STANDSTILL.c.tenant).distinct())))
    if not stopped:  # nearly always: this is asked for every letter
        return
    for address in addresses:
        if (address.platform, address.tenant) in stopped:
            here = sa.or_(_place(address, address.id), _place(address, WHOLE))
            db.execute(sa.delete(STANDSTILL).where(here))


def _place(address: Address, id_: str) -> sa.ColumnElement[bool]:
    return sa.and_(STANDSTILL.c.platform == address.platform, STANDSTILL.c.tenant == address.tenant, STANDSTILL.c.address == id_)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
