"""How a milestone stands: what it is counted and shown as, and the `status` shape. Silence is never a colour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.calendar import add_months
from bot.model import Milestone, Plan, Policy, Standing, Status

NOT_REPORTED = "not_reported"
NOT_YET_ASKED = "not_yet_asked"
ASKED = "asked"
UNREADABLE = "unreadable"
FACES = ("red", "amber", "green", "complete", "not_started", NOT_REPORTED, ASKED, NOT_YET_ASKED, UNREADABLE)


def local_day(moment: datetime, policy: Policy) -> date:
    """The day it is in the plan's zone."""
    return moment.astimezone(ZoneInfo(policy.zone)).date()


def declared(standing: Standing) -> Status | None:
    """What was last declared, however long ago; None until somebody declares something."""
    return standing.update.status if standing.update else None


def complete(standing: Standing) -> bool:
    """Whether the milestone was last declared complete."""
    return declared(standing) is Status.COMPLETE


def not_reported(standing: Standing, policy: Policy, now: datetime) -> bool:
    """Whether a reporting cycle has passed since the first unanswered question. Never when complete."""
    if standing.asked is None or complete(standing):
        return False
    return add_months(local_day(standing.asked, policy), policy.cycle_months) <= local_day(now, policy)


def face(milestone: Milestone, standing: Standing, policy: Policy, now: datetime) -> str:
    """What the milestone is counted and shown as: one of FACES. An update that cannot be read is no older one's colour."""
    if standing.unreadable is not None:
        return UNREADABLE
    if not_reported(standing, policy, now):
        return NOT_REPORTED
    status = declared(standing)
    if status is not None:
        return status.value
    return NOT_YET_ASKED if standing.asked is None else ASKED


def overdue(milestone: Milestone, standing: Standing, today: date) -> bool:
    """Whether the due date has passed and the milestone is not complete."""
    return milestone.due is not None and milestone.due < today and not complete(standing)


def age_days(standing: Standing, now: datetime) -> int | None:
    """Whole days since the last update; None where there is none."""
    return max((now - standing.update.at).days, 0) if standing.update else None


def status_json(
    plan: Plan, standings: Mapping[str, Standing], policy: Policy, now: datetime
) -> dict[str, object]:
    """The plan's standing in the `status` shape."""
    return {
        "as_of": local_day(now, policy).isoformat(),
        "milestones": [_row(milestone, standings[milestone.ref], policy, now) for milestone in plan.milestones],
    }


def _row(milestone: Milestone, standing: Standing, policy: Policy, now: datetime) -> dict[str, object]:
    update = standing.update
    return {
        "ref": milestone.ref,
        "text": milestone.text,
        "action": milestone.action,
        "priority": milestone.priority,
        "status": update.status.value if update else None,
        "face": face(milestone, standing, policy, now),
        "unreadable": standing.unreadable,
        "reported_at": update.at.isoformat() if update else None,
        "not_reported": not_reported(standing, policy, now),
        "overdue": overdue(milestone, standing, local_day(now, policy)),
        "baseline": _iso(milestone.baseline),
        "due": _iso(milestone.due),
        "forecast": _iso(update.forecast if update else None),
        "owners": list(milestone.owners),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
