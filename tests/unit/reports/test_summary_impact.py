"""The weekly summary of impact: what is delivered and has shown none is the board's first list, and measures that moved are told."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.model.measures.impact import Impact, ImpactStep
from bot.model.measures.measure import Measure, MeasureDeed, MeasureStep, Terms
from bot.model.measures.moved import MeasureMoved
from bot.model.measures.no_impact import NoImpact, WhyNoImpact
from bot.model.measures.standing import Direction, MeasureTold, Shown, Verdict
from bot.model.plan import Action, Milestone, Plan
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.summary import Digest, Section
from bot.model.updates.update import Standing, Update
from bot.reports.summary import as_json
from bot.rules import summary as rules_summary
from bot.rules.measures.moved import moved
from bot.wording import summary as wording_summary

NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)
PLAN = Plan(
    short="p",
    title="The Plan",
    actions=tuple(
        Action(ref=f"1.{n}", priority=1, title=f"Action {n}", milestones=(Milestone(ref=f"1.{n}.1", text="Do", due=date(2026, 9, 30), owners=("Head",)),))
        for n in range(1, 18)
    ),
)
STEP = Impact(plan="p", action="1.1", step=ImpactStep.ACTIVITY, why="Nobody waits less", by=1, by_name="Bloggs", capacity="lead of priority 1", at=NOW)


def measure(number: int, verdict: Verdict = Verdict.BEHIND, direction: Direction = Direction.TOO_FEW, read: bool = True, closed: bool = False) -> MeasureTold:
    begun = MeasureStep(deed=MeasureDeed.SET, terms=Terms(text="40% in time", actions=("1.1",)), at=NOW)
    steps = (begun, MeasureStep(deed=MeasureDeed.CLOSED, at=NOW)) if closed else (begun,)
    shown = (Shown(entry=1, as_at=date(2026, 5, 31), value=Decimal(34)),) if read else ()
    return MeasureTold(measure=Measure(id=number, number=number, plan="p", steps=steps), shown=shown, verdict=verdict, direction=direction)


def listed(ref: str, *why: WhyNoImpact, step: Impact | None = None, behind: tuple[MeasureTold, ...] = ()) -> NoImpact:
    on = date(2026, 6, 3) if step is not None else None
    return NoImpact(action=ref, title=f"Action {ref}", priority=1, step=step, step_on=on, why=why, behind=behind)


def week(no_impact: tuple[NoImpact, ...] = (), measures: tuple[MeasureMoved, ...] = (), red: int = 0) -> Digest:
    by_ref = {one.ref: Standing(ref=one.ref) for one in PLAN.milestones}
    said = [Update(plan="p", ref=f"1.{n}.1", id=n, status=Status.RED, by=1, by_name="A", capacity="Head", at=NOW - timedelta(days=30)) for n in range(1, red + 1)]
    stands = by_ref | {one.ref: Standing(ref=one.ref, update=one) for one in said}
    besides = rules_summary.Besides(no_impact=no_impact, measures_moved=measures)
    return rules_summary.weekly(Snapshot(plan=PLAN, policy=Policy(), standings=stands, now=NOW), stands, besides=besides)


THREE = tuple(listed(ref, WhyNoImpact.NEITHER_KNOWN) for ref in ("1.1", "1.4", "1.12"))


def test_what_is_delivered_and_has_shown_nothing_is_one_plain_line() -> None:
    assert wording_summary.lines_of(week(THREE)) == ["3 actions are delivered and nobody has shown that they helped: 1.1, 1.4, 1.12."]
    assert wording_summary.lines_of(week(THREE[:1])) == ["1 action is delivered and nobody has shown that it helped: 1.1."]
    assert wording_summary.lines_of(week()) == []


def test_it_comes_before_what_is_off_track_and_stays_one_line_however_full_the_screen_is() -> None:
    every = tuple(listed(f"1.{n}", WhyNoImpact.NEITHER_KNOWN) for n in range(1, 18))
    digest = week(every, (MeasureMoved(now=measure(1)),), red=16)
    lines = wording_summary.lines_of(digest)
    assert len(lines) == 12
    assert lines[0].startswith("17 actions are delivered and nobody has shown that they helped: 1.1, ") and lines[0].endswith("1.12, and 5 more.")
    assert "Measures that moved: 1 (m1 first reading, behind)." in lines
    order = [told.section for told in digest.in_full]
    assert order.index(Section.NO_IMPACT) < order.index(Section.OFF_TRACK)


def test_in_full_each_says_the_step_by_which_role_and_why_it_is_listed_and_names_nobody() -> None:
    behind = (measure(3), measure(5))
    found = (listed("1.1", WhyNoImpact.STEP_LOW, WhyNoImpact.MEASURE_BEHIND, step=STEP, behind=behind), listed("1.2", WhyNoImpact.NEITHER_KNOWN))
    digest = week(found)
    told = wording_summary.in_full(digest, PLAN, NOW.date()).plain()
    assert "Delivered, and nobody has shown that it helped (2)" in told
    assert (
        "1.1 Action 1.1. Step 2, activity without change yet, set by the lead of priority 1 on 3 June 2026 because Nobody waits less. "
        "No impact yet: the step is under 3, and m3, m5 are behind."
    ) in told
    assert "1.2 Action 1.2. No step is set. No impact yet: no lead has judged it, and no measure of it can tell yet." in told
    assert "Bloggs" not in told
    first, second = as_json(digest)["no_impact_yet"]  # type: ignore[misc]
    assert first == {
        "ref": "1.1", "title": "Action 1.1", "priority": 1, "step": 2.0, "step_on": "2026-06-03", "step_by": "lead of priority 1",
        "reason": "Nobody waits less", "why": ["step_low", "measure_behind"], "behind": ["m3", "m5"],
    }  # fmt: skip
    assert (second["ref"], second["step"], second["why"]) == ("1.2", None, ["neither_known"])


MOVES = {
    "its first reading": (measure(1), measure(1, Verdict.NO_READING, read=False), True, "First reading: Behind."),
    "a new measure with a reading": (measure(1), None, True, "First reading: Behind."),
    "a new measure without one": (measure(1, Verdict.NO_READING, read=False), None, False, ""),
    "nothing": (measure(1), measure(1), False, ""),
    "another verdict": (measure(1), measure(1, Verdict.ON_TRAJECTORY), True, "From On course to Behind."),
    "another direction": (measure(1, direction=Direction.WORSE), measure(1, direction=Direction.NO_CLEAR_CHANGE), True, "Behind. From No clear change yet to Getting worse."),
    "both": (measure(1, Verdict.ON_TARGET, Direction.BETTER), measure(1), True, "From Behind to On target, and from Too few readings to say to Getting better."),
    "a closed one": (measure(1, closed=True), measure(1, Verdict.ON_TARGET), False, ""),
}


@pytest.mark.parametrize("case", MOVES)
def test_a_measure_moves_by_verdict_or_direction_or_its_first_reading_and_never_by_a_value_alone(case: str) -> None:
    now, before, has_moved, sentence = MOVES[case]
    found = moved([now], {1: before} if before is not None else {})
    assert bool(found) is has_moved
    told = wording_summary.in_full(week(measures=found), PLAN, NOW.date()).plain()
    assert ("Measures that moved (1)" in told, sentence in told) == (has_moved, True)
    shape = as_json(week(measures=found))["measures_moved"]
    assert isinstance(shape, list) and len(shape) == has_moved
    assert "34" not in told
