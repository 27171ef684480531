"""The index of evidence, in the shape of `milepost evidence index --json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bot.model.board.settings import Finding
from bot.model.plan import Milestone, Plan
from bot.model.updates.evidence import Offered
from bot.ports.record import View
from bot.rules.findings import findings_of


def index_json(view: View, short: str) -> list[dict[str, object]]:
    """Return each link that counts as evidence, in the order of the plan. Evidence of milestones taken out comes last."""
    findings = view.plans.policy(short).findings
    return [_row(one, milestone, findings) for one, milestone in in_order(view.plans.one(short), view.evidence.index(short))]


def in_order(plan: Plan, found: Iterable[Offered]) -> list[tuple[Offered, Milestone | None]]:
    """Return evidence in the order of the plan, each with its milestone. What the plan does not know comes last, without one."""
    known = {one.ref: one for one in (*plan.milestones, *plan.retired)}
    place = {ref: number for number, ref in enumerate(known)}
    placed = sorted(found, key=lambda one: (place.get(one.ref, len(place)), one.number))
    return [(one, known.get(one.ref)) for one in placed]


def finding_of(findings: Mapping[str, Finding], milestone: Milestone | None) -> str:
    """Return the findings that evidence of a milestone speaks to, in one cell."""
    return ", ".join(findings_of(findings, milestone)) if milestone else ""


def _row(one: Offered, milestone: Milestone | None, findings: Mapping[str, Finding]) -> dict[str, object]:
    return {
        "handle": one.handle,
        "finding": finding_of(findings, milestone) or None,
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
