"""The new numbers of updates, in letters and drafts that name them by the number they had."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from store.migrations.from_0_2.statements import Numbers, renumbered

LETTERS = sa.text("SELECT key AS id, asked AS body FROM letter WHERE asked LIKE '%stood%'")
DRAFTS = sa.text("SELECT token AS id, body FROM draft")


def renumber(db: sa.Connection, numbers: Numbers) -> None:
    """Let letters and drafts name each update by its entry."""
    _change(db, LETTERS, "UPDATE letter SET asked = :body WHERE key = :id", lambda body: _letter(body, numbers))
    _change(db, DRAFTS, "UPDATE draft SET body = :body WHERE token = :id", lambda body: _draft(body, numbers))


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


def _draft(draft: dict[str, Any], numbers: Numbers) -> object:
    """A draft names what stood when it was said, what is said again, what was saved, and the forms that were sent in."""
    named = {name: {ref: numbers.get(one, 0) for ref, one in draft[name].items()} for name in ("stood", "same") if name in draft}
    drawn = {ref: renumbered(form, numbers) for ref, form in draft.get("drawn", {}).items()}
    saved = [numbers[one] for one in draft.get("saved", ()) if one in numbers]
    return {**draft, **named, **({"drawn": drawn} if drawn else {}), "saved": saved}
