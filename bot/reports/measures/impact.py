"""The actions of a plan beside their impact: delivery, steps and measures, and the list of those delivered without any."""

from __future__ import annotations

from datetime import datetime

from bot.model.measures.no_impact import ActionTold, NoImpact
from bot.model.measures.standing import MeasureTold
from bot.model.snapshot import Snapshot
from bot.model.updates.request import Asks, RequestState
from bot.ports.record import View
from bot.rules.measures import impact as rules


def actions_told(view: View, snapshot: Snapshot) -> tuple[ActionTold, ...]:
    """Return what each action has come to: its delivery, the steps that were set, and its measures."""
    impacts = view.measures.impacts(snapshot.short)
    return rules.actions_told(snapshot, impacts, _told(view, snapshot), _ended(view, snapshot))


def no_impact_yet(view: View, snapshot: Snapshot) -> tuple[NoImpact, ...]:
    """Return the actions that are delivered and have shown no impact yet, with why."""
    return rules.no_impact(actions_told(view, snapshot))


def _ended(view: View, snapshot: Snapshot) -> dict[str, datetime]:
    """Return when a milestone of an action was last closed or taken out of the plan, by the action's ref."""
    plan, short = snapshot.plan, snapshot.short
    moments: list[tuple[str, datetime]] = []
    if any(one.closed for one in plan.milestones):
        for request in view.requests.all(short):
            decision, milestone = request.decision, plan.known(request.ref)
            if request.asks is Asks.DROP and decision is not None and decision.state is RequestState.APPROVED and milestone:
                moments.append((milestone.action, decision.at))
    for one in plan.retired:
        if (dropped := view.plans.dropped(short, one.ref)) is not None:
            moments.append((one.action, dropped.at))
    return dict(sorted(moments, key=lambda one: one[1]))


def _told(view: View, snapshot: Snapshot) -> tuple[MeasureTold, ...]:
    return tuple(MeasureTold(measure=one) for one in view.measures.all(snapshot.short))
