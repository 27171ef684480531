"""The actions of a plan beside their impact: delivery, steps and measures, and the list of those delivered without any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.measures.moved import MeasureMoved
from bot.model.measures.no_impact import ActionTold, NoImpact
from bot.model.measures.standing import MeasureTold
from bot.model.plan import Action
from bot.model.snapshot import Snapshot
from bot.model.updates.request import Asks, RequestState
from bot.ports.record import View
from bot.reports.measures.told import told, told_of
from bot.rules.calendar import local_day
from bot.rules.measures import impact as rules
from bot.rules.measures.moved import moved


def actions_told(view: View, snapshot: Snapshot, measures: Sequence[MeasureTold] | None = None) -> tuple[ActionTold, ...]:
    """Return what each action has come to: its delivery, the steps that were set, and its measures, which need not be given."""
    return _told(view, snapshot, told(view, snapshot) if measures is None else measures, snapshot.plan.actions)


def _told(
    view: View, snapshot: Snapshot, measures: Sequence[MeasureTold], actions: Sequence[Action]
) -> tuple[ActionTold, ...]:
    if not actions:
        return ()
    return rules.actions_told(snapshot, view.measures.impacts(snapshot.short), measures, _ended(view, snapshot), actions)


def action_told(view: View, snapshot: Snapshot, ref: str) -> ActionTold | None:
    """Return what one action has come to, as `actions_told` does. None if the plan has no such action."""
    action = next((one for one in snapshot.plan.actions if one.ref == ref), None)
    if action is None:
        return None
    steps = tuple(one for one in view.measures.impacts(snapshot.short) if one.action == ref)
    return rules.action_told(snapshot, action, steps, told(view, snapshot, action), _ended(view, snapshot, ref).get(ref))


def delivered(view: View, snapshot: Snapshot) -> tuple[ActionTold, ...]:
    """Return the actions that are delivered, with the steps that were set and without their measures."""
    found = _told(view, snapshot, (), rules.nearly_delivered(snapshot))
    return tuple(one for one in found if one.is_delivered)


def no_impact_yet(view: View, snapshot: Snapshot, measures: Sequence[MeasureTold] | None = None) -> tuple[NoImpact, ...]:
    """Return the actions that are delivered and have shown no impact yet, with why."""
    actions = rules.nearly_delivered(snapshot)
    known = told(view, snapshot) if measures is None and actions else measures or ()
    return rules.no_impact(_told(view, snapshot, known, actions), snapshot.policy.zone)


def actions_json(view: View, snapshot: Snapshot) -> list[dict[str, object]]:
    """Return the actions with their delivery, step and measures as other programs read them. It names nobody."""
    return [_action(one, snapshot.policy.zone) for one in actions_told(view, snapshot)]


def _action(one: ActionTold, zone: str) -> dict[str, object]:
    step = one.step
    return {
        "ref": one.ref,
        "title": one.title,
        "priority": one.priority,
        "milestones": one.milestones,
        "complete": one.complete,
        "assured": one.assured,
        "delivered": one.is_delivered,
        "step": float(step.step.number) if step is not None else None,
        "step_on": local_day(step.at, zone).isoformat() if step is not None else None,
        "step_by": step.capacity if step is not None else None,
        "reason": step.why if step is not None else "",
        "no_impact_yet": [why.value for why in rules.why_no_impact(one)],
        "measures": [
            {"handle": each.measure.handle, "verdict": each.verdict.value, "direction": each.direction.value}
            for each in one.measures
        ],
    }


def measures_moved(
    view: View, snapshot: Snapshot, measures: Sequence[MeasureTold], week_ago: datetime, upto: int
) -> tuple[MeasureMoved, ...]:
    """Return the measures that moved since a moment, up to whose entry is read how they stood."""
    if not measures:
        return ()
    day = local_day(week_ago, snapshot.policy.zone)
    before = {one.id: told_of(one, snapshot.policy, day) for one in view.measures.all(snapshot.short, upto)}
    return moved(measures, before)


def _ended(view: View, snapshot: Snapshot, action: str | None = None) -> dict[str, datetime]:
    """Return when a milestone of an action was last closed or taken out of the plan, by the action's ref: of all actions, or of
    one."""
    plan, short = snapshot.plan, snapshot.short
    moments: list[tuple[str, datetime]] = []
    if any(one.closed for one in plan.milestones):
        for request in view.requests.all(short):
            decision, milestone = request.decision, plan.known(request.ref)
            if request.asks is Asks.DROP and decision is not None and decision.state is RequestState.APPROVED and milestone:
                moments.append((milestone.action, decision.at))
    for one in plan.retired:
        if action in (None, one.action) and (dropped := view.plans.dropped(short, one.ref)) is not None:
            moments.append((one.action, dropped.at))
    return dict(sorted(moments, key=lambda one: one[1]))
