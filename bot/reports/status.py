"""How every milestone of a plan stands, in the `status` shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot.model.plan import Milestone, Plan
from bot.model.policy import Policy
from bot.model.update import Standing
from bot.rules.standing import counting, due, face, local_day, not_reported, overdue


def status_json(
    plan: Plan, standings: Mapping[str, Standing], policy: Policy, now: datetime
) -> dict[str, object]:
    """The plan's standing in the `status` shape."""
    return {
        "as_of": local_day(now, policy).isoformat(),
        "milestones": [_row(milestone, standings[milestone.ref], policy, now) for milestone in plan.milestones],
    }


def _row(milestone: Milestone, standing: Standing, policy: Policy, now: datetime) -> dict[str, object]:
    day = local_day(now, policy)
    counts = counting(milestone, standing, policy, day).update
    return {
        "ref": milestone.ref,
        "text": milestone.text,
        "action": milestone.action,
        "priority": milestone.priority,
        "status": counts.status.value if counts else None,
        "unreadable": standing.unreadable,
        "reported_at": standing.update.at.isoformat() if standing.update else None,
        "not_reported": not_reported(milestone, standing, policy, day),
        "overdue": overdue(milestone, standing, policy, day),
        "baseline": _iso(milestone.baseline),
        "due": _iso(due(milestone, day)),
        "forecast": _iso(counts.forecast if counts else None),
        "owners": list(milestone.owners),
        "face": face(milestone, standing, policy, now),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
