"""The weekly summary of one plan: its facts, its JSON and its message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.model import summary
from bot.model.message import Message
from bot.model.summary import Digest, Entry
from bot.ports.record import View
from bot.reports.snapshot import Desk, day_at, desk_of
from bot.rules import holders
from bot.rules import nudges as rules_nudges
from bot.rules import summary as rules_summary
from bot.wording import summary as wording_summary


def as_json(digest: Digest) -> dict[str, object]:
    """The summary in the `digest` shape, without the name of anybody."""
    off = ("status", "reason", "path_to_green", "forecast", "due", "baseline", "role", "age_days")
    dated = ("status", "due", "baseline", "forecast", "role")
    return {
        "week": digest.week.isoformat(),
        "decisions": [_json(entry, ("decision", *off)) for entry in digest.decisions],
        "red": [_json(entry, off) for entry in digest.red],
        "amber": [_json(entry, off) for entry in digest.amber],
        "moved": [{"ref": moved.ref, "was": moved.was, "now": moved.now, "why": moved.why} for moved in digest.moved],
        "due_soon": [_json(entry, dated) for entry in digest.due_soon],
        "not_reported": [_json(entry, ("last", "age_days", "due", "role")) for entry in digest.not_reported],
        "awaiting_assurance": [_json(entry, ("status", "due", "role")) for entry in digest.awaiting_assurance],
        "totals": {str(number): dict(counts) for number, counts in digest.totals},
        "overdue": [_json(entry, dated) for entry in digest.overdue],
        "unreadable": [{"ref": entry.ref, "text": entry.text, "entry": entry.unreadable} for entry in digest.unreadable],
        "not_asked": [{"role": one.role, "refs": list(one.refs), "vacant": one.vacant} for one in digest.unasked],
    }


def _json(entry: Entry, fields: Sequence[str]) -> dict[str, object]:
    every: dict[str, object] = {
        "status": entry.status,
        "reason": entry.reason,
        "path_to_green": entry.path_to_green,
        "decision": entry.decision,
        "forecast": _iso(entry.forecast),
        "due": _iso(entry.due),
        "baseline": _iso(entry.baseline),
        "role": entry.role,
        "last": entry.last,
        "age_days": entry.age_days,
    }
    return {"ref": entry.ref, "text": entry.text, **{field: every[field] for field in fields}}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None




def weekly(view: View, short: str, now: datetime) -> summary.Digest:
    """The facts of the weekly summary as at that moment."""
    desk = desk_of(view, short, now)
    last_week = view.standings(short, now - timedelta(days=7))
    return rules_summary.weekly(desk.plan, desk.standings, last_week, _unasked(view, desk, now), desk.policy, now)


def _unasked(view: View, desk: Desk, now: datetime) -> tuple[summary.Unasked, ...]:
    """The roles nobody could be asked through: vacant, or held by people who cannot be reached."""
    day = day_at(now, desk.policy.zone)
    lost = {person.person for person in view.unreachable(desk.plan.short)}
    reached = desk.people.model_copy(
        update={"persons": tuple(person for person in desk.people.persons if person.id not in lost)}
    )
    unasked = rules_nudges.undeliverable(desk.plan, desk.standings, reached, desk.policy, day)
    return tuple(
        summary.Unasked(role=one.role, refs=one.milestones, vacant=not holders.holders(desk.people, one.role, day))
        for one in unasked
    )


def digest_message(view: View, short: str, now: datetime) -> Message:
    """The weekly summary as at that moment, worded."""
    return wording_summary.message(weekly(view, short, now), view.plan(short))
