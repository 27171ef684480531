"""The new numbers of updates, in letters and drafts that name them by the number they had."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

from store.migrations.from_0_2.statements import Numbers, renumbered

LETTERS = sa.text("SELECT key AS id, asked AS body FROM letter WHERE asked LIKE '%stood%'")
DRAFTS = sa.text("SELECT token AS id, body FROM draft")
STOOD = sa.text("SELECT MAX(id) FROM milestone_update WHERE plan = :plan AND ref = :ref AND at <= :at").bindparams(
    sa.bindparam("at", type_=UTCDateTime())
)

LETTER = sa.text(
    "SELECT key FROM letter WHERE kind = 'nudge' AND state = 'sent' AND person = :person AND settled <= :at"
    " ORDER BY settled DESC LIMIT 1"
).bindparams(sa.bindparam("at", type_=UTCDateTime()))


def renumber(db: sa.Connection, numbers: Numbers) -> None:
    """Let letters and drafts name each update by its entry."""
    _change(db, LETTERS, "UPDATE letter SET asked = :body WHERE key = :id", lambda body: _letter(body, numbers))

    def draft(body: dict[str, Any]) -> object:
        return _draft(_with_what_stood(db, body), numbers)

    _change(db, DRAFTS, "UPDATE draft SET body = :body WHERE token = :id", draft)


def _change(db: sa.Connection, query: sa.TextClause, change: str, made: Callable[[Any], object]) -> None:
    changed = []
    for id_, body in db.execute(query).all():
        try:
            new = json.dumps(made(json.loads(body)), ensure_ascii=False)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # it cannot be read: it is left as it is, and whoever reads it says so
        if new != body:
            changed.append({"id": id_, "body": new})
    if changed:
        db.execute(sa.text(change), changed)


def _letter(asked: list[dict[str, Any]], numbers: Numbers) -> object:
    return [{**one, "stood": numbers.get(one["stood"], 0)} if one.get("stood") is not None else one for one in asked]


def _with_what_stood(db: sa.Connection, draft: dict[str, Any]) -> dict[str, Any]:
    """A draft of 0.2 that was not saved, with what stood when it was said, and the letter its person had had last.

    0.2 did not keep that. Without it, all that stands would seem to have come since.
    """
    if "stood" in draft or draft.get("saved"):
        return draft
    at = datetime.fromisoformat(draft["at"])
    refs = [ref for ref, _ in draft["entries"]]
    stood = {ref: db.scalar(STOOD, {"plan": draft["plan"], "ref": ref, "at": at}) or 0 for ref in refs}
    return {**draft, "stood": stood, "letter": db.scalar(LETTER, {"person": draft["person"], "at": at}) or ""}


def _draft(draft: dict[str, Any], numbers: Numbers) -> object:
    """A draft names what stood when it was said, what is said again, what was saved, and the forms that were sent in."""
    named = {name: {ref: numbers.get(one, 0) for ref, one in draft[name].items()} for name in ("stood", "same") if name in draft}
    drawn = {ref: renumbered(form, numbers) for ref, form in draft.get("drawn", {}).items()}
    saved = [numbers[one] for one in draft.get("saved", ()) if one in numbers]
    return {**draft, **named, **({"drawn": drawn} if drawn else {}), "saved": saved}
