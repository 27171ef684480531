"""The ladder: who is asked, about what, on which day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.letters.letter import LetterState
from bot.model.letters.nudge import Escalation, Nudge, Rounds
from bot.model.people import Holding, People, Person
from bot.model.plan import Action, Milestone, Plan, Recurrence
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.update import Evidence, Standing, Update
from bot.rules.asking.ahead import next_asked
from bot.rules.asking.nudges import nudges_due, preview, undated_milestones, undeliverable
from bot.rules.asking.unheard import unheard_since
from bot.rules.calendar import working_days
from tests.laws import tried

ANA = Person(id=1, name="Ana", email="ana@x.uk")
BEN = Person(id=2, name="Ben", email="ben@x.uk")
LEAD = Person(id=3, name="Lea", email="lea@x.uk", rights=("lead:1",))
ADMIN = Person(id=4, name="Adi", email="adi@x.uk", rights=("admin",))
HELD = (Holding(role="Head", person=1), Holding(role="Nurse", person=2))
PEOPLE = People(persons=(ANA, BEN, LEAD, ADMIN), holdings=HELD)
POLICY = Policy()
DAYS = working_days(POLICY)
APRIL = date(2025, 4, 30)


def milestone(due: date | None, number: int = 1, **more: object) -> Milestone:
    return Milestone.model_validate({"ref": f"1.1.{number}", "text": "Do", "due": due, "owners": ("Head",), **more})


def plan_of(*milestones: Milestone) -> Plan:
    return Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=milestones),))


def told(on: date, status: Status = Status.GREEN, forecast: date | None = None) -> dict[str, Standing]:
    at = datetime.combine(on, time(12), UTC)
    evidence = (Evidence(url="https://x.uk"),) if status is Status.COMPLETE else ()
    update = Update(plan="p", ref="1.1.1", status=status, forecast=forecast, evidence=evidence, by=1, by_name="A", capacity="Head", at=at)
    return {"1.1.1": Standing(ref="1.1.1", update=update)}


def taken(plan: Plan, day: date, standings: dict[str, Standing] | None = None, people: People = PEOPLE) -> Snapshot:
    now = datetime.combine(day, time(12), UTC)
    return Snapshot(plan=plan, policy=POLICY, people=people, standings=standings or {}, now=now)


def run(
    plan: Plan, first: date, days: int, standings: dict[str, Standing] | None = None, people: People = PEOPLE, ran: Rounds | None = None
) -> tuple[Nudge, ...]:
    known = ran or Rounds()
    return preview(taken(plan, first, standings, people), (), lambda _: known, days)


def asked(nudges: Iterable[Nudge], person: int = 1) -> list[tuple[date, str]]:
    return [(n.day, reason.kind) for n in nudges if n.person == person for reason in n.reasons]


def after(day: date, *counts: int) -> list[date]:
    return [DAYS.numbered(DAYS.index(day) + count) for count in counts]


def test_the_ladder_counts_working_days_back_over_easter() -> None:
    days = [date(2025, 3, 19), date(2025, 4, 8), date(2025, 4, 17), date(2025, 4, 28), APRIL]
    assert [day for day, _ in asked(run(plan_of(milestone(APRIL)), date(2025, 3, 3), 60))] == days


def test_the_ladder_counts_working_days_back_over_christmas() -> None:
    nudges = run(plan_of(milestone(date(2025, 12, 31))), date(2025, 11, 3), 59)
    days = [date(2025, 11, 19), date(2025, 12, 9), date(2025, 12, 18), date(2025, 12, 29), date(2025, 12, 31)]
    assert [day for day, _ in asked(nudges)] == days


def test_what_is_past_at_the_first_round_is_caught_up_then_chased_then_escalated_once_then_left() -> None:
    first = date(2025, 6, 2)
    nudges = run(plan_of(milestone(APRIL)), first, 120)
    kinds = ["catch_up", "overdue", "overdue", "overdue"]
    assert asked(nudges) == list(zip(after(first, 0, 5, 10, 15), kinds, strict=True))
    assert asked(nudges, 3) == [(*after(first, 20), "escalation")]
    assert asked(nudges, 4) == [(*after(first, 25), "escalation")]
    told_as = [reason.above for nudge in nudges for reason in nudge.reasons if nudge.person in (3, 4)]
    assert told_as == [Escalation.LEAD, Escalation.ADMIN]


def test_an_outage_over_both_days_tells_the_lead_and_the_admin() -> None:
    ran = Rounds(first=date(2025, 3, 3), last=APRIL)
    nudges = run(plan_of(milestone(APRIL)), *after(APRIL, 26), 1, ran=ran)
    assert (asked(nudges, 3), asked(nudges, 4)) == ([(*after(APRIL, 26), "escalation")],) * 2


def test_an_admin_gets_the_escalation_where_nobody_leads() -> None:
    people = People(persons=(ANA, ADMIN), holdings=HELD)
    assert asked(run(plan_of(milestone(APRIL)), APRIL, 120, people=people), 4) == [(*after(APRIL, 20), "escalation")]


def test_an_update_answers_earlier_rungs_for_all_owners_and_later_ones_are_still_asked() -> None:
    plan = plan_of(milestone(APRIL, owners=("Head", "Nurse")))
    nudges = run(plan, date(2025, 4, 22), 9, told(date(2025, 4, 17)), ran=Rounds(first=date(2025, 3, 3), last=date(2025, 4, 16)))
    assert asked(nudges) == asked(nudges, 2) == [(date(2025, 4, 28), "upcoming"), (APRIL, "due")]


def test_an_update_restarts_the_overdue_count_from_its_day_or_its_forecast() -> None:
    said, forecast = date(2025, 5, 12), date(2025, 6, 30)
    ran = Rounds(first=date(2025, 3, 3), last=said)
    plan = plan_of(milestone(APRIL))
    for start, standings in ((said, told(said)), (forecast, told(said, forecast=forecast))):
        nudges = run(plan, date(2025, 5, 13), 120, standings, ran=ran)
        assert [day for day, _ in asked(nudges)] == after(start, 5, 10, 15)
        assert [day for day, _ in asked(nudges, 3)] == after(start, 20)


SAID = st.none() | st.tuples(st.integers(-60, 1), st.sampled_from((Status.GREEN, Status.COMPLETE)), st.none() | st.integers(-30, 60))


@tried(300)
@given(st.integers(0, 400), st.integers(0, 60), st.lists(st.tuples(st.integers(-60, 60), SAID), min_size=1, max_size=12))
def test_milestones_asked_together_are_each_asked_next_as_if_it_were_alone(
    ahead: int, before: int, ones: list[tuple[int, tuple[int, Status, int | None] | None]]
) -> None:
    day = DAYS.next(date(2025, 1, 1) + timedelta(days=ahead))
    ran = Rounds(first=day - timedelta(days=before), last=None)
    steps = [milestone(day + timedelta(days=due), number) for number, (due, _) in enumerate(ones, 1)]
    standings = {}
    for step, (_, said) in zip(steps, ones, strict=True):
        if said is not None:
            forecast = None if said[2] is None or said[1] is Status.COMPLETE else day + timedelta(days=said[2])
            standings[step.ref] = told(day + timedelta(days=said[0]), said[1], forecast)["1.1.1"]
    snapshot = taken(plan_of(*steps), day, standings)
    first = {reason.ref: reason.next_at for nudge in nudges_due(snapshot, (), lambda _: ran) for reason in nudge.reasons}
    for step in steps:
        if step.ref in first:
            assert first[step.ref] == next_asked(snapshot, step, ran.first, day)


def test_complete_stops_everything() -> None:
    done = told(date(2025, 4, 10), Status.COMPLETE)
    assert run(plan_of(milestone(APRIL)), date(2025, 4, 11), 120, done) == ()
    onwards = milestone(None, open_ended=True, start=date(2025, 1, 1))
    assert next_asked(taken(plan_of(onwards), APRIL, done), onwards, None, APRIL) is None


def test_after_an_outage_only_the_latest_rung_is_asked() -> None:
    ran = Rounds(first=date(2025, 3, 3), last=date(2025, 4, 7))
    assert asked(run(plan_of(milestone(APRIL)), date(2025, 4, 29), 1, ran=ran)) == [(date(2025, 4, 29), "upcoming")]


def test_a_quarterly_milestone_is_asked_each_period_also_after_complete() -> None:
    quarterly = milestone(date(2025, 9, 30), recurrence=Recurrence.QUARTERLY)
    done = told(date(2025, 9, 30), Status.COMPLETE)
    nudges = run(plan_of(quarterly), date(2025, 10, 1), 185, done, ran=Rounds(first=date(2025, 8, 1), last=date(2025, 9, 30)))
    days = after(date(2025, 12, 31), -28, -14, -7, -2, 0) + after(date(2026, 3, 31), -28, -14, -7, -2, 0)
    assert asked(nudges) == [(day, "recurring") for day in days]
    assert next_asked(taken(plan_of(quarterly), APRIL, done), quarterly, date(2025, 8, 1), date(2025, 10, 1)) == days[0]


def test_a_weekly_milestone_is_asked_on_its_day_and_chased_for_its_first_date_only() -> None:
    friday = date(2025, 5, 2)
    weekly = milestone(friday, recurrence=Recurrence.WEEKLY)
    assert next_asked(taken(plan_of(weekly), friday, told(friday)), weekly, friday, friday) == date(2025, 5, 9)
    later = date(2025, 6, 13)
    nudges = run(plan_of(weekly), date(2025, 6, 16), 60, told(later), ran=Rounds(first=friday, last=later))
    assert {kind for _, kind in asked(nudges)} == {"recurring"}
    assert all(day.weekday() == 4 for day, _ in asked(nudges))
    assert asked(nudges, 3) == []


def test_an_open_ended_milestone_is_asked_on_each_months_first_working_day_from_its_start() -> None:
    nudges = run(plan_of(milestone(None, open_ended=True, start=date(2025, 5, 1))), date(2025, 4, 1), 100)
    assert asked(nudges) == [(day, "open_ended") for day in (date(2025, 5, 1), date(2025, 6, 2), date(2025, 7, 1))]


def test_an_undated_milestone_is_listed_and_never_asked() -> None:
    plan = plan_of(milestone(None))
    assert run(plan, APRIL, 100) == ()
    assert undated_milestones(plan) == ("1.1.1",)


def test_two_roles_make_one_nudge() -> None:
    people = People(persons=(ANA,), holdings=(*HELD, Holding(role="Nurse", person=1)))
    plan = plan_of(milestone(APRIL, owners=("Head", "Nurse")), milestone(APRIL, 2, owners=("Nurse",)))
    (nudge,) = run(plan, APRIL, 1, people=people)
    assert [reason.ref for reason in nudge.reasons] == ["1.1.1", "1.1.2"]


def test_a_role_nobody_holds_is_listed() -> None:
    (vacancy,) = undeliverable(taken(plan_of(milestone(APRIL, owners=("Ghost", "Head"))), APRIL), APRIL)
    assert (vacancy.role, vacancy.milestones) == ("Ghost", ("1.1.1",))


def with_settings(plan: Plan, day: date, days: int, **sections: object) -> tuple[Nudge, ...]:
    policy = Policy.model_validate(sections)
    return preview(taken(plan, day).model_copy(update={"policy": policy}), (), lambda _: Rounds(), days)


def test_an_action_has_rungs_of_its_own_and_all_others_those_of_their_priority_or_of_the_plan() -> None:
    def action(ref: str) -> Action:
        one = milestone(APRIL).model_copy(update={"ref": f"{ref}.1"})
        return Action(ref=ref, priority=int(ref[0]), title="A", milestones=(one,))

    plan = Plan(short="p", title="P", actions=(action("1.1"), action("2.1"), action("2.2")))
    only = {"2": {"rungs": (7, 0)}, "2.1": {"rungs": (3,), "overdue_after": (4,)}}
    nudges = with_settings(plan, date(2025, 3, 3), 80, asking={"only": only})
    days = {ref: [n.day for n in nudges for r in n.reasons if (n.person, r.ref) == (1, ref)] for ref in ("1.1.1", "2.1.1", "2.2.1")}

    assert days["1.1.1"] == after(APRIL, -28, -14, -7, -2, 0, 5, 10)
    assert days["2.1.1"] == after(APRIL, -3, 4)
    assert days["2.2.1"] == after(APRIL, -7, 0, 5, 10)
    shown = {(n.day, r.ref): r.next_at for n in nudges for r in n.reasons}
    assert shown[(*after(APRIL, -3), "2.1.1")] == after(APRIL, 4)[0]


def test_a_cycle_of_three_months_asks_every_third_month() -> None:
    onwards = milestone(None, open_ended=True, start=date(2025, 1, 1))
    nudges = with_settings(plan_of(onwards), date(2025, 1, 1), 365, asking={"cycle_months": 3})
    assert [day for day, _ in asked(nudges)] == [date(2025, 1, 2), date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1)]


def test_a_closure_moves_the_rungs_before_it_and_nobody_is_asked_in_it() -> None:
    closed = {"from": date(2025, 4, 22), "to": date(2025, 4, 25)}
    nudges = with_settings(plan_of(milestone(APRIL)), date(2025, 3, 3), 60, calendar={"closures": [closed]})
    days = [date(2025, 3, 13), date(2025, 4, 2), date(2025, 4, 11), date(2025, 4, 28), APRIL]
    assert [day for day, _ in asked(nudges)] == days


def test_a_termly_milestone_falls_due_on_the_last_day_of_each_term_that_is_given() -> None:
    terms = [
        {"name": "Autumn", "from": date(2025, 9, 2), "to": date(2025, 12, 19)},
        {"name": "Spring", "from": date(2026, 1, 5), "to": date(2026, 3, 27)},
    ]
    termly = milestone(date(2025, 11, 28), recurrence=Recurrence.TERMLY)
    nudges = with_settings(plan_of(termly), date(2025, 9, 1), 210, calendar={"terms": terms}, asking={"rungs": (0,)})
    recurring = [day for day, kind in asked(nudges) if kind == "recurring"]
    assert recurring == [date(2025, 11, 28), date(2026, 3, 27)]


PLANS = st.lists(
    st.tuples(st.dates(date(2025, 1, 1), date(2025, 9, 30)), st.sampled_from([None, *Recurrence])), min_size=1, max_size=4
).map(lambda rows: plan_of(*(milestone(due, n, recurrence=again) for n, (due, again) in enumerate(rows, 1))))


@tried(25)
@given(PLANS, st.datetimes(datetime(2025, 1, 1), datetime(2025, 12, 31)))
def test_more_ticks_in_a_day_never_add_a_key_and_none_falls_outside_the_window(plan: Plan, moment: datetime) -> None:
    start = moment.replace(hour=0, minute=0, tzinfo=UTC)
    keys = set()
    for hour in range(24):
        now = start + timedelta(hours=hour)
        nudges = nudges_due(taken(plan, APRIL).at(now), (), lambda _: Rounds())
        assert all(n.opens <= now < n.closes and n.day in DAYS for n in nudges)
        assert len({n.person for n in nudges}) == len(nudges)
        keys |= {(n.person, n.key) for n in nudges}
    assert len(keys) == len({person for person, _ in keys})


@tried(25)
@given(PLANS)
def test_nobody_is_chased_more_than_thrice_or_escalated_more_than_once(plan: Plan) -> None:
    nudges = run(plan, date(2025, 3, 3), 365)
    for each in plan.milestones:
        kinds = [(n.person, r.kind) for n in nudges for r in n.reasons if r.ref == each.ref]
        assert kinds.count((1, "overdue")) <= 3
        assert kinds.count((3, "escalation")) <= 1


def test_rounds_count_as_missed_from_the_first_question_that_failed_since_one_arrived() -> None:
    days = [date(2025, 4, n) for n in (1, 2, 3, 4)]
    sent, failed, late = LetterState.SENT, LetterState.FAILED, LetterState.WITHDRAWN
    assert unheard_since(zip(days, (failed, sent, failed, failed), strict=True)) == days[2]
    assert unheard_since(zip(days, (failed, failed, failed, late), strict=True)) == days[0]
    assert unheard_since(zip(days, (failed, failed, late, sent), strict=True)) is None
    assert unheard_since([]) is None
