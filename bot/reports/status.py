"""The standing of every milestone of a plan, in the `status` shape."""

from __future__ import annotations

from datetime import date

from bot.model.absences.absence import Snooze
from bot.model.absences.pause import Pause
from bot.model.plan import Imported, Milestone
from bot.model.policy import Policy
from bot.model.record.entry import EntryKind
from bot.model.snapshot import Snapshot
from bot.model.updates.doubt import Doubt
from bot.model.updates.update import Evidence, Face, Standing, Update, evidence_handle
from bot.ports.record import View
from bot.rules.asking.absence import snoozes_of
from bot.rules.asking.pauses import paused_in
from bot.rules.updates.assurance import waits_for
from bot.rules.updates.standing import assured, due, face_in, not_reported, overdue, standing_on
from bot.wording.documents.imported import capacity


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
    update, shown = counts.update, face_in(snapshot, milestone)
    return {
        "ref": milestone.ref,
        "text": milestone.text,
        "action": milestone.action,
        "priority": milestone.priority,
        "status": update.status.value if update else None,
        "unreadable": standing.unreadable,
        "reported_at": standing.update.at.isoformat() if standing.update else None,
        "not_reported": shown is Face.NOT_REPORTED if snapshot.pauses else not_reported(milestone, standing, policy, day),
        "paused": _paused(paused_in(snapshot, milestone)),
        "overdue": overdue(milestone, standing, policy, day),
        "baseline": _iso(milestone.baseline),
        "due": _iso(due(milestone, policy, day)),
        "forecast": _iso(update.forecast if update else None),
        "owners": list(milestone.owners),
        "assured": _assured(milestone, standing, policy, day),
        "waits_for": waits_for(milestone, standing, policy, day),
        "face": shown.counted,
        "imported": _imported(milestone.imported),
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


def _assured(milestone: Milestone, standing: Standing, policy: Policy, day: date) -> dict[str, object] | None:
    verdict = assured(milestone, standing, policy, day)
    if verdict is None or standing.completion is None:
        return None
    good_until = _iso(standing.completion.good_until)
    return {"level": verdict.level, "by_role": verdict.capacity, "at": verdict.at.isoformat(), "good_until": good_until}


def _paused(pause: Pause | None) -> dict[str, object] | None:
    if pause is None:
        return None
    return {"scope": pause.scope or "all", "until": _iso(pause.until), "why": pause.why, "by": pause.by_name}


def imported_json(view: View, short: str, ref: str) -> list[dict[str, object]]:
    """Return all that the plan's trackers said of a milestone, oldest first: nobody's statements."""
    return [{"entry": one.first, "capacity": capacity(one), **_said(one)} for one in view.updates.imported(short, ref)]


def _imported(said: Imported | None) -> dict[str, object] | None:
    return None if said is None else _said(said)


def _said(said: Imported) -> dict[str, object]:
    status = said.status.value if said.status is not None else None
    told = {"status": status, "words": said.words, "progress": said.progress, "done": _iso(said.done)}
    return {**told, "file": said.file or None, "as_at": _iso(said.as_at)}


def _snoozed(one: Snooze) -> dict[str, object]:
    return {"role": one.capacity, "until": _iso(one.until), "why": one.why or None}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def history_json(view: View, short: str, ref: str) -> list[dict[str, object]]:
    """Return every statement about a milestone, oldest first, in the `history` shape."""
    withdrawn = {one.number: one.id for one in view.updates.withdrawals(short)}
    doubts = {one.update: one for one in view.doubts.of(short, ref)}
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
            "evidence": [_evidence(one) for one in update.evidence],
            "by": update.by_name,
            "capacity": update.capacity,
            "corrects": update.corrects,
            "withdrawn_by": withdrawn.get(update.id),
            "doubt": _doubt(doubts.get(update.id)),
        }
        for update in view.updates.all_said(short, ref)
    ]


def _doubt(doubt: Doubt | None) -> dict[str, object] | None:
    if doubt is None:
        return None
    found = [one.kind.value for one in doubt.found]
    return {"entry": doubt.id, "found": found, "asked": doubt.asked.value if doubt.asked else None, "answer": doubt.answer}


def _evidence(one: Evidence) -> dict[str, object]:
    days = {"dated": _iso(one.dated), "good_until": _iso(one.good_until)}
    return {"handle": evidence_handle(one.id), "url": one.url, "type": one.kind.value, "shows": one.shows, **days}


def _kind(update: Update) -> EntryKind:
    if update.corrects is not None:
        return EntryKind.CORRECTION
    return EntryKind.UPDATE if update.confirms is None else EntryKind.CONFIRMATION
