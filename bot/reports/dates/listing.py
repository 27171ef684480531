"""The dates of a plan's milestones, in the `dates` shape."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.model.plan import Milestone, Move
from bot.model.record.entry import Entry, EntryKind
from bot.model.snapshot import Snapshot
from bot.model.updates.request import DateRequest
from bot.ports.record import View
from bot.rules.updates import requests as rules
from bot.rules.updates.standing import due, standing_on
from bot.wording.updates.requests import asker, decider


def dates_json(view: View, snapshot: Snapshot, ref: str | None = None) -> list[dict[str, object]]:
    """Return the dates of every milestone, or of one, each with all that moved and all that was asked of them."""
    requests, moves = view.requests.all(snapshot.short), view.plans.moves(snapshot.short)
    return [
        {
            **_row(snapshot, milestone),
            "moves": _moves(view, snapshot.short, [one for one in moves if one.ref == milestone.ref]),
            "requests": [_request(one) for one in requests if one.ref == milestone.ref],
        }
        for milestone in snapshot.plan.milestones
        if ref in (None, milestone.ref)
    ]


def moves_json(view: View, short: str, ref: str) -> list[dict[str, object]]:
    """Return every move of a milestone's due date, by the number of the edition or decision that made it."""
    return _moves(view, short, [one for one in view.plans.moves(short) if one.ref == ref])


def edition_of(view: View, short: str, move: Move) -> Entry | None:
    """Return the edition that moved a date. None if a decision did."""
    entry = view.entries.entry(short, move.entry)
    return entry if entry is not None and entry.header.kind is EntryKind.EDITION else None


def approved_by(edition: Entry | None) -> str:
    """Return who approved an edition and when, as was said when it was loaded. Empty if nobody said so."""
    return "" if edition is None else edition.fields.get("approved", "")


def open_handles(view: View, short: str) -> dict[str, list[str]]:
    """Return the date requests that wait for a decision, by the milestone that they are about."""
    found: dict[str, list[str]] = {}
    for one in rules.still_open(view.requests.all(short)):
        found.setdefault(one.ref, []).append(one.handle)
    return found


def _moves(view: View, short: str, moves: Sequence[Move]) -> list[dict[str, object]]:
    return [
        {
            "entry": one.entry,
            "was": _iso(one.was),
            "now": _iso(one.now),
            "edition": edition is not None,
            "approved": approved_by(edition),
        }
        for one in moves
        for edition in (edition_of(view, short, one),)
    ]


def _row(snapshot: Snapshot, milestone: Milestone) -> dict[str, object]:
    standing = snapshot.standing(milestone)
    update = standing_on(milestone, standing, snapshot.policy, snapshot.today).update
    return {
        "ref": milestone.ref,
        "first_promised": _iso(milestone.baseline),
        "due": _iso(due(milestone, snapshot.policy, snapshot.today)),
        "forecast": _iso(update.forecast if update else None),
        "slips": standing.slips,
        "closed": milestone.closed,
    }


def _request(one: DateRequest) -> dict[str, object]:
    return {
        "handle": one.handle,
        "kind": one.asks.value,
        "from": _iso(one.was),
        "to": _iso(one.wanted),
        "why": one.why,
        "cause": one.cause.value if one.cause else None,
        "effect": one.effect,
        "occurrence": _iso(one.occurrence),
        "by": asker(one),
        "at": one.at.isoformat(),
        "state": one.state.value,
        "decided_by": decider(one) or None,
        "decided_at": one.decision.at.isoformat() if one.decision else None,
        "decided_because": one.decision.why if one.decision else "",
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
