"""The standing of every milestone of a plan, in the `status` shape."""

from __future__ import annotations

from datetime import date

from bot.model.absence import Snooze
from bot.model.entry import EntryKind
from bot.model.plan import Milestone
from bot.model.snapshot import Snapshot
from bot.model.update import Update
from bot.ports.record import View
from bot.rules.absence import snoozes_of
from bot.rules.standing import due, face_in, not_reported, overdue, standing_on


def status_json(snapshot: Snapshot) -> dict[str, object]:
    """Return the plan's standing in the `status` shape."""
    return {
        "as_of": snapshot.today.isoformat(),
        "as_at": None,
        "milestones": [_row(snapshot, milestone) for milestone in snapshot.plan.milestones],
    }


def _row(snapshot: Snapshot, milestone: Milestone) -> dict[str, object]:
    standing, policy, day = snapshot.standing(milestone), snapshot.policy, snapshot.today
    counts = standing_on(milestone, standing, policy, day)
    update = counts.update
    return {
        "ref": milestone.ref,
        "text": milestone.text,
        "action": milestone.action,
        "priority": milestone.priority,
        "status": update.status.value if update else None,
        "unreadable": standing.unreadable,
        "reported_at": standing.update.at.isoformat() if standing.update else None,
        "not_reported": not_reported(milestone, standing, policy, day),
        "overdue": overdue(milestone, standing, policy, day),
        "baseline": _iso(milestone.baseline),
        "due": _iso(due(milestone, policy, day)),
        "forecast": _iso(update.forecast if update else None),
        "owners": list(milestone.owners),
        "face": face_in(snapshot, milestone),
        "first_promised": _iso(milestone.baseline),
        "slips": standing.slips,
        "update": update.id if update else None,
        "snoozed": [_snoozed(one) for one in snoozes_of(snapshot, milestone.ref)],
        "dissents": [
            {
                "role": one.role,
                "status": one.status.value,
                "narrative": one.narrative,
                "at": one.at.isoformat(),
                "update": one.id,
            }
            for one in counts.dissents
        ],
    }


def _snoozed(one: Snooze) -> dict[str, object]:
    return {"role": one.capacity, "until": _iso(one.until), "why": one.why or None}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def history_json(view: View, short: str, ref: str) -> list[dict[str, object]]:
    """Return every statement about a milestone, oldest first, in the `history` shape."""
    withdrawn = {one.number: one.id for one in view.updates.withdrawals(short)}
    return [
        {
            "entry": update.id,
            "at": update.at.isoformat(),
            "kind": _kind(update).value,
            "status": update.status.value,
            "narrative": update.narrative,
            "path_to_green": update.path_to_green,
            "forecast": _iso(update.forecast),
            "no_evidence_reason": update.no_evidence_reason,
            "decision_wanted": update.decision_wanted,
            "evidence": [{"url": one.url, "type": one.kind.value, "shows": one.shows} for one in update.evidence],
            "by": update.by_name,
            "capacity": update.capacity,
            "corrects": update.corrects,
            "withdrawn_by": withdrawn.get(update.id),
        }
        for update in view.updates.all_said(short, ref)
    ]


def _kind(update: Update) -> EntryKind:
    if update.corrects is not None:
        return EntryKind.CORRECTION
    return EntryKind.UPDATE if update.confirms is None else EntryKind.CONFIRMATION
