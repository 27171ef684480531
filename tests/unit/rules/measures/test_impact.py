"""Which actions are delivered and have shown no impact yet, and why. Completion is not impact."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.measures.impact import Impact, ImpactStep
from bot.model.measures.measure import Measure, MeasureDeed, MeasureStep, Terms
from bot.model.measures.no_impact import WhyNoImpact
from bot.model.measures.standing import MeasureTold, Shown, Verdict
from bot.model.plan import Action, Milestone, Plan, Priority, Recurrence
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.assurance import Completion, Declared
from bot.model.updates.update import Standing, Update
from bot.rules.measures.impact import actions_told, has_shown_impact, no_impact

ZONE = "Europe/London"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LOW, BEHIND, NEITHER = WhyNoImpact.STEP_LOW, WhyNoImpact.MEASURE_BEHIND, WhyNoImpact.NEITHER_KNOWN


def step(value: ImpactStep) -> Impact:
    return Impact(plan="p", action="1.1", step=value, why="W", at=NOW)


def measure(verdict: Verdict, about: str = "1.1", closed: bool = False, late: bool = False) -> MeasureTold:
    begun = MeasureStep(deed=MeasureDeed.SET, terms=Terms(text="T", actions=(about,)), at=NOW)
    steps = (begun, MeasureStep(deed=MeasureDeed.CLOSED, at=NOW)) if closed else (begun,)
    shown = () if verdict is Verdict.NO_READING and not late else (Shown(entry=1, as_at=date(2026, 1, 31)),)
    return MeasureTold(measure=Measure(number=1, plan="p", steps=steps), shown=shown, verdict=verdict, late_since=date(2026, 2, 28) if late else None)


def milestone(number: int, closed: bool = False, recurrence: Recurrence | None = None) -> Milestone:
    due = date(2026, 1, 31)
    return Milestone(ref=f"1.1.{number}", text="Do", due=due, owners=("Head",), closed=closed, recurrence=recurrence)


def said(ref: str, status: Status, at: datetime = NOW) -> Standing:
    update = Update(id=1, plan="p", ref=ref, status=status, by=1, by_name="A", capacity="Head", at=at)
    completion = Completion(declared=(Declared(1, 1, at, ("Head",)),)) if status is Status.COMPLETE else None
    return Standing(ref=ref, update=update, completion=completion)


def snapshot(milestones: tuple[Milestone, ...], standings: tuple[Standing, ...], now: datetime = NOW) -> Snapshot:
    action = Action(ref="1.1", priority=1, title="Help", milestones=milestones)
    plan = Plan(short="p", title="P", priorities=(Priority(number=1, text="One"),), actions=(action,))
    return Snapshot(plan=plan, policy=Policy(), standings={one.ref: one for one in standings}, now=now)


ONE = snapshot((milestone(1),), (said("1.1.1", Status.COMPLETE),))
CASES: dict[str, tuple[tuple[ImpactStep, ...], tuple[MeasureTold, ...], tuple[WhyNoImpact, ...]]] = {
    "nothing is known": ((), (), (NEITHER,)),
    "its measure has no reading": ((), (measure(Verdict.NO_READING),), (NEITHER,)),
    "the measure of another action reads": ((), (measure(Verdict.ON_TARGET, "1.2"),), (NEITHER,)),
    "its measure was closed": ((), (measure(Verdict.ON_TARGET, closed=True),), (NEITHER,)),
    "its measure reads, though it has no target": ((), (measure(Verdict.NO_TARGET),), (NEITHER,)),
    "its measure is on target": ((), (measure(Verdict.ON_TARGET),), ()),
    "the measure of its milestone is on target": ((), (measure(Verdict.ON_TARGET, "1.1.1"),), ()),
    "the next reading of its measure is late": ((), (measure(Verdict.NO_READING, late=True),), (NEITHER,)),
    "its measure is behind": ((), (measure(Verdict.BEHIND),), (BEHIND,)),
    "changes were tested": ((ImpactStep.TESTED,), (), (LOW,)),
    "some improvement": ((ImpactStep.MODEST,), (), ()),
    "it had improved and fell back": ((ImpactStep.IMPROVED, ImpactStep.ACTIVITY), (), (LOW,)),
    "some improvement, and its measure is behind": ((ImpactStep.MODEST,), (measure(Verdict.BEHIND),), (BEHIND,)),
    "a low step, and its measure is behind": ((ImpactStep.INTENT,), (measure(Verdict.BEHIND),), (LOW, BEHIND)),
    "a low step, and its measure is on target": ((ImpactStep.TEAM,), (measure(Verdict.ON_TARGET),), (LOW,)),
    "a step, and a measure without a reading": ((ImpactStep.LASTING,), (measure(Verdict.NO_READING),), ()),
}


@pytest.mark.parametrize("case", CASES)
def test_a_delivered_action_is_on_the_list_for_each_reason_there_is(case: str) -> None:
    steps, measures, why = CASES[case]
    found = no_impact(actions_told(ONE, map(step, steps), measures), ZONE)
    assert tuple(one.why for one in found) == ((why,) if why else ())


@pytest.mark.parametrize("value", ImpactStep)
def test_a_step_under_three_alone_keeps_an_action_on_the_list(value: ImpactStep) -> None:
    assert bool(no_impact(actions_told(ONE, [step(value)], ()), ZONE)) is (float(value.value) < 3)


DELIVERED = {
    "all are complete": (((1, False), (2, False)), (Status.COMPLETE, Status.COMPLETE), True),
    "one is green": (((1, False), (2, False)), (Status.COMPLETE, Status.GREEN), False),
    "one is silent": (((1, False), (2, False)), (Status.COMPLETE,), False),
    "the others were closed": (((1, False), (2, True)), (Status.COMPLETE,), True),
    "all were closed": (((1, True),), (), False),
    "there are none": ((), (), False),
}


@pytest.mark.parametrize("case", DELIVERED)
def test_an_action_is_delivered_once_each_milestone_that_was_not_closed_is_complete(case: str) -> None:
    milestones, statuses, delivered = DELIVERED[case]
    steps = tuple(milestone(number, closed) for number, closed in milestones)
    standings = tuple(said(one.ref, status) for one, status in zip(steps, statuses, strict=False))
    (told,) = actions_told(snapshot(steps, standings), (), ())
    assert told.is_delivered is delivered
    assert bool(no_impact([told], ZONE)) is delivered


def test_what_comes_round_is_delivered_until_its_period_ends() -> None:
    steps, standings = (milestone(1, recurrence=Recurrence.YEARLY),), (said("1.1.1", Status.COMPLETE, NOW - timedelta(days=90)),)
    inside = snapshot(steps, standings, NOW - timedelta(days=80))
    assert actions_told(inside, (), ())[0].is_delivered
    assert not actions_told(inside.at(NOW), (), ())[0].is_delivered


def test_an_action_is_delivered_since_its_last_milestone_was_declared_or_closed() -> None:
    steps = (milestone(1), milestone(2), milestone(3, closed=True))
    early, late = NOW - timedelta(days=9), NOW - timedelta(days=5)
    at_once = snapshot(steps, (said("1.1.1", Status.COMPLETE, late), said("1.1.2", Status.COMPLETE, early)))
    assert actions_told(at_once, (), ())[0].delivered_at == late
    assert actions_told(at_once, (), (), {"1.1": NOW})[0].delivered_at == NOW


SHOWN = {
    "a step of three": ((ImpactStep.MODEST,), (), True),
    "no step, and a measure on its trajectory": ((), (measure(Verdict.ON_TRAJECTORY),), True),
    "no step, and a measure without a target": ((), (measure(Verdict.NO_TARGET),), False),
    "a low step, though its measure is on target": ((ImpactStep.TESTED,), (measure(Verdict.ON_TARGET),), False),
    "a step of four, and a measure behind": ((ImpactStep.SIGNIFICANT,), (measure(Verdict.BEHIND),), False),
}


@pytest.mark.parametrize("case", SHOWN)
def test_impact_is_shown_only_if_something_says_so_and_nothing_says_otherwise(case: str) -> None:
    steps, measures, shown = SHOWN[case]
    (told,) = actions_told(ONE, map(step, steps), measures)
    assert has_shown_impact(told) is shown
