"""Risks as every door tells them: judged once, by the plan's matrix of the moment that is asked about."""

from __future__ import annotations

from bot.model.risks.risk import RiskStep, Score
from bot.model.risks.told import RiskTold
from bot.model.snapshot import Snapshot
from bot.ports.record import View
from bot.rules.risks import standing


def told(view: View, snapshot: Snapshot) -> tuple[RiskTold, ...]:
    """Return every risk of a plan, oldest first, as it stands at the moment of the snapshot. Those closed or withdrawn are there
    too, and say so."""
    return tuple(standing.tell(one, snapshot.policy, snapshot.today) for one in view.risks.all(snapshot.short))


def risks_json(view: View, snapshot: Snapshot, is_open: bool = False) -> list[dict[str, object]]:
    """Return the risks of a plan in the `risks` shape, oldest first: all of them, or those that are open."""
    return [_row(one) for one in told(view, snapshot) if not (is_open and one.risk.is_closed)]


def _row(one: RiskTold) -> dict[str, object]:
    risk, terms, score = one.risk, one.risk.terms, one.score
    return {
        "handle": risk.handle,
        "if": terms.happens,
        "then": terms.follows,
        "about": list(terms.about),
        "owner": terms.owner or None,
        "controls": terms.controls,
        "likelihood": score.likelihood if score is not None else None,
        "impact": score.impact if score is not None else None,
        "score": score.points if score is not None else None,
        "band": None if one.review_overdue else one.band,
        "last_band": one.band,
        "outside_matrix": one.outside,
        "direction": one.direction.value,
        "last_scores": [each.points for each in one.last],
        "target": terms.target.points if terms.target is not None else None,
        "target_likelihood": terms.target.likelihood if terms.target is not None else None,
        "target_impact": terms.target.impact if terms.target is not None else None,
        "sureness": terms.sureness.value if terms.sureness is not None else None,
        "treatment": terms.treatment.value,
        "accepted_until": terms.accepted_until.isoformat() if terms.accepted_until is not None else None,
        "approved_by": terms.approved_by or None,
        "tolerance_passed": one.tolerance_passed,
        "review_every": terms.review_every,
        "next_review": one.next_review.isoformat() if one.next_review is not None else None,
        "review_overdue": one.review_overdue,
        "state": risk.state.value,
        "update": risk.update,
        "raised_by": risk.raised.capacity,
        "raised_at": risk.raised.at.isoformat(),
        "steps": [_step(each) for each in risk.steps],
    }


def _step(step: RiskStep) -> dict[str, object]:
    told = {"entry": step.id, "deed": step.deed.value, "by_role": step.capacity, "at": step.at.isoformat(), "why": step.why}
    return {**told, **_scored(step.score)}


def _scored(score: Score | None) -> dict[str, object]:
    if score is None:
        return {"likelihood": None, "impact": None, "score": None}
    return {"likelihood": score.likelihood, "impact": score.impact, "score": score.points}
