"""The outcome of a part of the plan for its overall status: what its delivered actions have shown, and its open risks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.model.board.outcome import ImpactStands, RiskStands
from bot.model.measures.no_impact import ActionTold
from bot.model.plan import Action, Milestone
from bot.model.risks.told import RiskTold
from bot.model.snapshot import Snapshot
from bot.rules.measures.impact import has_shown_impact, why_no_impact
from bot.rules.risks.standing import by_score
from bot.rules.updates import standing


def impact_stands(snapshot: Snapshot, actions: Iterable[ActionTold], number: int | None, until: date) -> ImpactStands:
    """Return what the delivered actions of a priority have shown, or of all of the plan, and what is to show it by a day."""
    mine = [one for one in actions if number in (None, one.priority)]
    delivered = [one for one in mine if one.is_delivered]
    coming = {one.ref for one in snapshot.plan.actions if _is_delivered_by(snapshot, one, until)}
    none = tuple(one.ref for one in delivered if why_no_impact(one))
    new = (one.ref for one in mine if not one.is_delivered and one.ref in coming and not has_shown_impact(one))
    return ImpactStands(
        delivered=len(delivered), shown=sum(map(has_shown_impact, delivered)), none=none, expected=(*none, *new)
    )


def _is_delivered_by(snapshot: Snapshot, action: Action, day: date) -> bool:
    """Say if all of an action will be complete by a day if what owners expect comes true. Silence expects nothing."""
    left = [
        one for one in action.milestones
        if not standing.over(one, snapshot.standing(one), snapshot.policy, snapshot.today)
    ]  # fmt: skip
    return bool(left) and all((expected := _expected(snapshot, one)) is not None and expected <= day for one in left)


def _expected(snapshot: Snapshot, milestone: Milestone) -> date | None:
    """Return the day on which its owner expects a milestone to be complete. None if nobody has told of it."""
    said = standing.counted_in(snapshot, milestone)
    if said is None:
        return None
    return said.forecast or standing.due(milestone, snapshot.policy, snapshot.today)


def risk_stands(snapshot: Snapshot, risks: Sequence[RiskTold], number: int | None) -> RiskStands:
    """Return how the open risks about a priority stand, or all of the plan's."""
    refs = _refs_of(snapshot, number)
    mine = [one for one in risks if not one.risk.is_closed and (number is None or refs & set(one.risk.terms.about))]
    top = next((one for one in by_score(mine) if one.score is not None), None)
    return RiskStands(open=len(mine), overdue=sum(one.review_overdue for one in mine), top=top)


def _refs_of(snapshot: Snapshot, number: int | None) -> frozenset[str]:
    actions = [one for one in snapshot.plan.actions if one.priority == number]
    steps = (step.ref for one in actions for step in one.milestones)
    return frozenset((str(number), *(one.ref for one in actions), *steps))
