"""The index of evidence, in the shape of `milepost evidence index --json`."""

from __future__ import annotations

from datetime import date

from bot.model.plan import Milestone
from bot.model.updates.evidence import Offered
from bot.ports.record import View


def index_json(view: View, short: str) -> list[dict[str, object]]:
    """Return each link that counts as evidence, in the order of the plan. Evidence of milestones taken out comes last."""
    plan, found = view.plans.one(short), view.evidence.index(short)
    known = {one.ref: one for one in (*plan.milestones, *plan.retired)}
    place = {ref: number for number, ref in enumerate(known)}
    in_order = sorted(found, key=lambda one: (place.get(one.ref, len(place)), one.number))
    return [_row(one, known.get(one.ref)) for one in in_order]


def _row(one: Offered, milestone: Milestone | None) -> dict[str, object]:
    return {
        "handle": one.handle,
        "finding": None,
        "priority": milestone.priority if milestone else None,
        "action": milestone.action if milestone else None,
        "ref": one.ref,
        "url": one.evidence.url,
        "type": one.evidence.kind.value,
        "shows": one.evidence.shows,
        "dated": _iso(one.evidence.dated),
        "good_until": _iso(one.evidence.good_until),
        "by_role": one.role,
        "checked_by": one.checked.by_name if one.checked else None,
        "verdict": one.checked.verdict.value if one.checked else None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
