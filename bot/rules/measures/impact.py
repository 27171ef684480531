"""Impact: what each action of a plan has come to, and which are delivered and have shown no impact yet.

Completion is not impact. An action is delivered once every milestone of it is complete, declared or assured. It has shown no
impact yet if its lead's step is under 3, or a measure of it is behind, or neither is known: no step was set, and no measure of
it has a reading that can be judged. Of a measure whose next reading is late, that has no target, or that is answered in words
nothing is known either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.model.measures.impact import Impact
from bot.model.measures.measure import Measure
from bot.model.measures.no_impact import SHOWS_IMPACT, ActionTold, NoImpact, WhyNoImpact
from bot.model.measures.standing import MeasureTold, Verdict
from bot.model.noun import local_day
from bot.model.plan import Action, Milestone
from bot.model.snapshot import Snapshot
from bot.model.updates.update import Face
from bot.rules.track import DONE
from bot.rules.updates.standing import face_in, over

_HELD = (Verdict.ON_TARGET, Verdict.ON_TRAJECTORY)


def actions_told(
    snapshot: Snapshot,
    impacts: Iterable[Impact],
    measures: Sequence[MeasureTold],
    ended: Mapping[str, datetime] = MappingProxyType({}),
    actions: Sequence[Action] | None = None,
) -> tuple[ActionTold, ...]:
    """Return what every action has come to, in the plan's order, or each of some. `ended` says when milestones were closed or
    taken out, by the ref of their action: what is left may be complete from then on."""
    steps: dict[str, list[Impact]] = {}
    for impact in impacts:
        steps.setdefault(impact.action, []).append(impact)
    return tuple(
        action_told(snapshot, one, tuple(steps.get(one.ref, ())), measures_of(one, measures), ended.get(one.ref))
        for one in (snapshot.plan.actions if actions is None else actions)
    )


def nearly_delivered(snapshot: Snapshot) -> tuple[Action, ...]:
    """Return the actions of which nothing more is to be done: no other can be delivered."""
    policy, today = snapshot.policy, snapshot.today
    return tuple(
        action
        for action in snapshot.plan.actions
        if all(over(one, snapshot.standing(one), policy, today) for one in action.milestones)
    )


def measures_of(action: Action, measures: Iterable[MeasureTold]) -> tuple[MeasureTold, ...]:
    """Return the measures that are about an action or a milestone of it, without those that were closed."""
    return tuple(one for one in measures if concerns(one.measure, action))


def concerns(measure: Measure, action: Action) -> bool:
    """Say if a measure that is not closed is about an action or a milestone of it."""
    refs = (action.ref, *(one.ref for one in action.milestones))
    return not measure.is_closed and any(ref in refs for ref in measure.terms.actions)


def no_impact(actions: Iterable[ActionTold], zone: str) -> tuple[NoImpact, ...]:
    """Return the actions that are delivered and have shown no impact yet, in the plan's order. Days are told in the zone."""
    return tuple(
        NoImpact(
            action=one.ref,
            title=one.title,
            priority=one.priority,
            step=one.step,
            step_on=local_day(one.step.at, zone) if one.step is not None else None,
            why=why,
            behind=behind(one),
        )
        for one in actions
        if (why := why_no_impact(one))
    )


def why_no_impact(action: ActionTold) -> tuple[WhyNoImpact, ...]:
    """Return all reasons for which an action has shown no impact yet. Empty if it has, or is not delivered."""
    return tuple(_reasons(action)) if action.is_delivered else ()


def behind(action: ActionTold) -> tuple[MeasureTold, ...]:
    """Return the measures of an action that are behind."""
    return tuple(one for one in action.measures if one.verdict is Verdict.BEHIND)


def has_shown_impact(action: ActionTold) -> bool:
    """Say if the step of an action says that something got better, or a measure does if no step was set, and nothing says
    otherwise."""
    if behind(action):
        return False
    return any(map(_holds, action.measures)) if action.step is None else not _is_low(action.step)


def _reasons(action: ActionTold) -> Iterator[WhyNoImpact]:
    if action.step is not None and _is_low(action.step):
        yield WhyNoImpact.STEP_LOW
    if behind(action):
        yield WhyNoImpact.MEASURE_BEHIND
    if action.step is None and not behind(action) and not any(map(_holds, action.measures)):
        yield WhyNoImpact.NEITHER_KNOWN


def _holds(measure: MeasureTold) -> bool:
    """Say if a measure is where it should be. One that waits for its next reading is not known by its last, and an answer in
    words, or a number without a target, judges nothing."""
    return measure.verdict in _HELD and measure.late_since is None


def _is_low(step: Impact) -> bool:
    return step.step.number < SHOWS_IMPACT.number


def action_told(
    snapshot: Snapshot, action: Action, steps: tuple[Impact, ...], measures: tuple[MeasureTold, ...], ended: datetime | None
) -> ActionTold:
    """Return what one action has come to, by its own steps and measures."""
    faces = [(one, shown) for one in action.milestones if (shown := face_in(snapshot, one)) is not Face.CLOSED]
    complete = [one for one, shown in faces if shown in DONE]
    return ActionTold(
        ref=action.ref,
        title=action.title,
        priority=action.priority,
        milestones=len(faces),
        complete=len(complete),
        assured=sum(shown is Face.ASSURED for _, shown in faces),
        delivered_at=_delivered_at(snapshot, complete, ended) if faces and len(complete) == len(faces) else None,
        steps=steps,
        measures=measures,
    )


def _delivered_at(snapshot: Snapshot, complete: Iterable[Milestone], ended: datetime | None) -> datetime:
    """Return when the last of these was declared complete, or the last one besides them ended if that was later."""
    moments = [moment for one in complete if (moment := _declared_at(snapshot, one)) is not None]
    return max((*moments, *([ended] if ended is not None else [])), default=snapshot.now)


def _declared_at(snapshot: Snapshot, milestone: Milestone) -> datetime | None:
    """Return when a milestone was first declared complete without a break since."""
    standing = snapshot.standing(milestone)
    if standing.completion is not None and standing.completion.declared:
        return standing.completion.declared[0].at
    return standing.update.at if standing.update is not None else None
