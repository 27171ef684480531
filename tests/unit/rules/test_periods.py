"""Milestones that come round: the occurrence at hand, which period an update speaks of, what is missed. As laws."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.letters.nudge import Rounds
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Milestone, Plan, Recurrence
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Face, Standing, Update
from bot.reports.status import status_json
from bot.rules import summary
from bot.rules.asking import nudges as rules_nudges
from bot.rules.calendar import occurrences, working_days
from bot.rules.updates import standing

POLICY = Policy()
WORKING = working_days(POLICY)
ANA = Person(id=1, name="Ana", email="ana@x.uk")
PEOPLE = People(persons=(ANA,), holdings=(Holding(role="Head", person=1),))
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
DAYS = st.dates(FIRST, LAST)
ROUND = st.builds(
    lambda due, again: Milestone(ref="1.1.1", text="Report", due=due, baseline=due, recurrence=again, owners=("Head",)),
    st.dates(date(2025, 1, 1), date(2026, 6, 30)),
    st.sampled_from(Recurrence),
)
QUARTERLY = Milestone(
    ref="1.1.1", text="Report", due=date(2025, 6, 30), baseline=date(2025, 6, 30), recurrence=Recurrence.QUARTERLY, owners=("Head",)
)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def said(
    at: datetime, status: Status = Status.COMPLETE, asked: datetime | None = None, answered: datetime | None = None
) -> Standing:
    update = Update(
        plan="p", ref="1.1.1", status=status, path_to_green="a way", no_evidence_reason="none yet", by=1, by_name="Ana",
        capacity="Head", at=at,
    )  # fmt: skip
    return Standing(ref="1.1.1", update=update, asked=asked, asked_last=asked, answered=answered)


def plan_of(milestone: Milestone) -> Plan:
    return Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=(milestone,)),))


def taken(milestone: Milestone, day: date, *standings: Standing) -> Snapshot:
    known = {one.ref: one for one in standings}
    return Snapshot(plan=plan_of(milestone), policy=POLICY, people=PEOPLE, standings=known, now=noon(day))


def all_dates(milestone: Milestone) -> list[date]:
    assert milestone.due is not None
    assert milestone.recurrence is not None
    return [day for day in occurrences(milestone.due, milestone.recurrence) if day <= date(2029, 12, 31)]


# ---- the occurrence at hand ------------------------------------------------------------------


@given(ROUND, DAYS)
def test_the_date_at_hand_is_the_first_occurrence_on_or_after_the_day(milestone: Milestone, day: date) -> None:
    assert standing.due(milestone, POLICY, day) == min(one for one in all_dates(milestone) if one >= day)


@given(DAYS, DAYS)
def test_any_other_milestone_has_its_one_date_at_hand(due: date, day: date) -> None:
    assert standing.due(Milestone(ref="1.1.1", text="Do", due=due), POLICY, day) == due


@given(ROUND, st.lists(DAYS, min_size=2, max_size=2), DAYS)
def test_it_is_never_overdue_and_its_first_date_stays_the_baseline(milestone: Milestone, days: list[date], today: date) -> None:
    it = said(noon(min(days)), Status.GREEN, noon(max(days)))
    (row,) = rows(milestone, it, today)
    assert not standing.overdue(milestone, it, POLICY, today)
    assert (row["overdue"], row["baseline"]) == (False, str(milestone.due))
    assert row["due"] == str(standing.due(milestone, POLICY, today))


def rows(milestone: Milestone, it: Standing, today: date) -> list[Mapping[str, object]]:
    told = status_json(taken(milestone, today, it))["milestones"]
    assert isinstance(told, list)
    return told


# ---- complete counts for its own period ------------------------------------------------------


@given(ROUND, DAYS, DAYS)
def test_complete_counts_until_its_period_ends_and_not_a_day_longer(milestone: Milestone, one: date, other: date) -> None:
    then, today = sorted((one, other))
    same_period = standing.due(milestone, POLICY, then) == standing.due(milestone, POLICY, today)
    it = said(noon(then))
    assert standing.complete(milestone, it, POLICY, today) is same_period
    assert (standing.face(milestone, it, POLICY, noon(today)) == "complete") is same_period
    (row,) = rows(milestone, it, today)
    assert row["status"] == ("complete" if same_period else None)


@given(DAYS, DAYS)
def test_any_other_milestone_stays_complete(one: date, other: date) -> None:
    then, today = sorted((one, other))
    assert standing.complete(Milestone(ref="1.1.1", text="Do", due=one), said(noon(then)), POLICY, today)


@pytest.mark.parametrize(
    ("at", "counts_for"),
    [
        (datetime(2025, 6, 25, 12, tzinfo=UTC), date(2025, 6, 30)),  # a few days before
        (datetime(2025, 6, 30, 22, 30, tzinfo=UTC), date(2025, 6, 30)),  # half past eleven at night, on the day itself
        (datetime(2025, 6, 30, 23, 30, tzinfo=UTC), date(2025, 9, 30)),  # half past midnight in London: the day after
        (datetime(2025, 7, 1, 9, tzinfo=UTC), date(2025, 9, 30)),
        (datetime(2025, 9, 30, 9, tzinfo=UTC), date(2025, 9, 30)),
        (datetime(2025, 10, 1, 9, tzinfo=UTC), date(2025, 12, 31)),
    ],
    ids=str,
)
def test_an_update_nobody_asked_for_speaks_of_the_period_its_own_local_day_falls_in(at: datetime, counts_for: date) -> None:
    it = said(at)
    assert standing.complete(QUARTERLY, it, POLICY, counts_for)
    assert not standing.complete(QUARTERLY, it, POLICY, counts_for + timedelta(days=1))


@pytest.mark.parametrize(
    ("question", "at", "counts_for"),
    [
        (date(2025, 6, 30), date(2025, 7, 1), date(2025, 6, 30)),  # a day late
        (date(2025, 6, 16), date(2025, 9, 2), date(2025, 6, 30)),  # months late, and not asked about the next one yet
        (date(2025, 8, 20), date(2025, 9, 2), date(2025, 9, 30)),
        (date(2025, 9, 30), date(2025, 9, 30), date(2025, 9, 30)),
        (date(2025, 10, 1), date(2025, 9, 30), date(2025, 9, 30)),  # the letter left after it was answered
    ],
    ids=str,
)
def test_an_answer_speaks_of_the_period_it_was_asked_about(question: date, at: date, counts_for: date) -> None:
    it = said(noon(at), answered=noon(question))
    assert standing.spoken_of(QUARTERLY, it, POLICY) == counts_for
    assert standing.complete(QUARTERLY, it, POLICY, counts_for)
    assert not standing.complete(QUARTERLY, it, POLICY, counts_for + timedelta(days=1))
    assert standing.missed_period(QUARTERLY, it, POLICY, counts_for + timedelta(days=1)) is None


@given(ROUND, DAYS, st.none() | DAYS, DAYS)
def test_what_is_named_before_an_update_is_what_it_counts_for(
    milestone: Milestone, first: date, latest: date | None, today: date
) -> None:
    latest = max(first, latest or first)
    waiting = Standing(ref="1.1.1", asked=noon(first), asked_last=noon(latest))
    named = standing.due(milestone, POLICY, standing.day_meant(waiting, POLICY, today))
    assert standing.spoken_of(milestone, said(noon(today), answered=noon(latest)), POLICY) == named


@settings(max_examples=25, deadline=None)
@given(ROUND, st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_it_is_asked_again_in_the_next_period_and_never_while_it_is_complete(milestone: Milestone, then: date) -> None:
    it = said(noon(then))
    ends = standing.due(milestone, POLICY, then)
    assert ends is not None
    following = standing.due(milestone, POLICY, ends + timedelta(days=1))
    assert following is not None
    ran = Rounds(first=date(2024, 12, 2), last=then)
    days = (following - then).days + 7
    nudges = rules_nudges.preview(taken(milestone, then + timedelta(days=1), it), (), lambda _: ran, days)
    asked = [nudge.day for nudge in nudges]
    assert [day for day in asked if day <= ends] == []
    assert [day for day in asked if ends < day <= following] != []
    assert {reason.kind for nudge in nudges for reason in nudge.reasons} == {"recurring"}


# ---- missed ------------------------------------------------------------------------------------


@given(ROUND, st.none() | DAYS, st.none() | DAYS, DAYS, DAYS)
def test_a_period_is_missed_if_it_was_asked_about_and_nothing_was_said_of_it_or_since(
    milestone: Milestone, spoke: date | None, answered: date | None, asked: date, today: date
) -> None:
    if asked > today or (spoke is not None and spoke > asked):
        return  # `asked` is a question since the last update
    it = Standing(ref="1.1.1", asked=noon(asked))
    if spoke:
        it = said(noon(spoke), Status.GREEN, noon(asked), noon(answered) if answered else None)
        spoke = min(spoke, answered or spoke)
    periods = [*pairwise([date.min, *all_dates(milestone)])]
    over = [(before, ends) for before, ends in periods if ends < today]
    before, ends = over[-1] if over else (None, None)
    silent = ends is not None and asked <= ends and not (spoke is not None and before is not None and spoke > before)
    assert standing.missed_period(milestone, it, POLICY, today) == (ends if silent else None)
    if silent:
        assert standing.face(milestone, it, POLICY, noon(today)) == Face.NOT_REPORTED


@given(ROUND, st.sampled_from(Status), DAYS, st.none() | DAYS, DAYS)
def test_every_count_and_list_shows_the_same_face(
    milestone: Milestone, status: Status, spoke: date, asked: date | None, today: date
) -> None:
    if spoke > today or (asked is not None and not spoke <= asked <= today):
        return
    it = said(noon(spoke), status, noon(asked) if asked else None)
    face = standing.face(milestone, it, POLICY, noon(today))
    (row,) = rows(milestone, it, today)
    week = summary.weekly(taken(milestone, today, it), {})
    assert (row["face"], row["not_reported"]) == (face, face == Face.NOT_REPORTED)
    assert week.totals == ((1, ((face, 1),)),)
    assert [entry.face for entry in week.not_reported] == ([face] if face == Face.NOT_REPORTED else [])
    assert [entry.face for entry in week.awaiting_assurance] == ([face] if face == "complete" else [])
    assert {entry.face for entry in (*week.red, *week.amber, *week.due_soon)} <= {face}
    assert {entry.dates.due for entry in (*week.red, *week.amber)} <= {standing.due(milestone, POLICY, today)}
    assert week.overdue == ()


@given(ROUND, st.booleans(), DAYS, st.integers(0, 60))
def test_what_falls_due_soon_is_an_occurrence_not_complete_yet(milestone: Milestone, done: bool, today: date, days: int) -> None:
    last = today + timedelta(days=days)
    it = said(noon(today)) if done else Standing(ref="1.1.1")
    coming = [day for day in all_dates(milestone) if today <= day <= last]
    if done:
        coming = [day for day in coming if day != standing.due(milestone, POLICY, today)]
    assert standing.falls_due(taken(milestone, today, it), milestone, today, last) == (coming[0] if coming else None)


def test_only_an_occurrence_to_come_falls_due() -> None:
    then = taken(QUARTERLY, date(2025, 12, 1))
    spring = (date(2026, 3, 1), date(2026, 3, 31))
    assert standing.falls_due(then, QUARTERLY, *spring) == date(2026, 3, 31)
    assert standing.falls_due(then, QUARTERLY, date(2025, 6, 1), date(2025, 9, 30)) is None


# ---- what a question names ---------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(ROUND)
def test_a_question_names_the_occurrence_it_is_asked_for(milestone: Milestone) -> None:
    nudges = rules_nudges.preview(taken(milestone, date(2025, 1, 2)), (), lambda _: Rounds(), 700)
    for nudge in nudges:
        for reason in nudge.reasons:
            named = rules_nudges.date_named(milestone, POLICY, reason.kind, reason.working_days, nudge.day)
            assert named is not None
            assert reason.working_days == WORKING.index(named) - WORKING.index(nudge.day)
            assert named == (standing.due(milestone, POLICY, nudge.day) if reason.working_days >= 0 else milestone.due)
