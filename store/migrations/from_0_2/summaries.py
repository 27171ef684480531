"""The weekly summaries that 0.2 posted. It kept their wording and not their facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

from store.migrations.from_0_2.written import By, Chain, Item

POSTED = sa.text(
    "SELECT key, address, COALESCE(settled, not_before) AS settled, COALESCE(whole, message) AS message FROM letter"
    " WHERE kind = 'digest' AND channel = :plan AND state = 'sent' AND part_of IS NULL AND address IS NOT NULL"
    " ORDER BY 3, key"
).columns(settled=UTCDateTime)
TO_COME = sa.text(
    "SELECT l.key, h.number, h.digest FROM letter l JOIN head h ON h.plan = l.channel"
    " WHERE l.kind = 'digest' AND l.state <> 'sent' AND l.part_of IS NULL"
)
MONDAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NO_FACTS = "{}"
LAST = 5  # of what happened at one moment


def posted(db: sa.Connection, entries: Chain, short: str) -> Iterator[Item]:
    """Give each summary that was posted of a plan, as an entry made when its platform took it."""
    for number, row in enumerate(db.execute(POSTED, {"plan": short})):
        yield Item((row.settled, LAST, number, 0), lambda row=row: _post(entries, short, row))


def _post(entries: Chain, short: str, row: sa.Row[tuple[object, ...]]) -> None:
    to = json.loads(row.address)
    place = {"at_platform": to["platform"], "at_tenant": to["tenant"], "channel": to["id"]}
    week = date.fromisoformat(MONDAY.findall(row.key.removeprefix(f"digest:{short}:"))[0])
    drawn = {"upto": entries.number, "upto_digest": entries.digest, "facts": NO_FACTS}
    said = {"letter": row.key, "week": week, "message": row.message}
    entries.append("digest", By(at=row.settled), [("digest", {**place, **drawn, **said})])


def to_come(db: sa.Connection) -> None:
    """Let a summary that is still to be posted say what it was drawn from: then the record has it once it is posted."""
    change = sa.text("UPDATE letter SET drawn = :drawn WHERE key = :key")
    for row in db.execute(TO_COME).all():
        drawn = {"facts": NO_FACTS, "head": {"entry": row.number, "digest": row.digest}}
        db.execute(change, {"key": row.key, "drawn": json.dumps(drawn)})
