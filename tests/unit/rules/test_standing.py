"""How a milestone stands: silence is counted as silence, complete is never overdue, the shape is exact."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.plan import Action, Milestone, Plan, Recurrence
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.status import Status
from bot.model.updates.dates import Dates
from bot.model.updates.update import Standing, Update
from bot.reports.status import status_json
from bot.rules.updates import standing

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TODAY = NOW.date()
POLICY = Policy()
MILESTONE = Milestone(ref="1.1.1", text="Train the staff", due=date(2026, 3, 9), owners=("SENCO lead",))


def update(status: Status, at: datetime = NOW) -> Update:
    return Update(
        plan="p", ref="1.1.1", status=status, path_to_green="a way", no_evidence_reason="none yet", by=1,
        by_name="Ann", capacity="owner", at=at,
    )  # fmt: skip


@pytest.mark.parametrize("status", Status)
def test_a_declared_status_is_the_face_while_nothing_is_asked(status: Status) -> None:
    it = Standing(ref="1.1.1", update=update(status))
    assert standing.face(MILESTONE, it, POLICY, NOW) == status.value
    assert standing.status_on(MILESTONE, it, POLICY, TODAY) is status


def test_never_asked_and_asked_are_told_apart() -> None:
    assert standing.face(MILESTONE, Standing(ref="1.1.1"), POLICY, NOW) == "not_yet_asked"
    assert standing.face(MILESTONE, Standing(ref="1.1.1", asked=NOW), POLICY, NOW) == "asked"


@pytest.mark.parametrize(("day", "silent"), [(9, True), (10, True), (11, False)])
def test_silence_counts_from_one_cycle_after_the_question(day: int, silent: bool) -> None:
    it = Standing(ref="1.1.1", update=update(Status.GREEN), asked=datetime(2026, 2, day, 9, tzinfo=UTC))
    assert standing.not_reported(MILESTONE, it, POLICY, TODAY) is silent
    assert standing.face(MILESTONE, it, POLICY, NOW) == ("not_reported" if silent else "green")


def test_complete_is_neither_silent_nor_overdue() -> None:
    it = Standing(ref="1.1.1", update=update(Status.COMPLETE), asked=NOW - timedelta(days=90))
    assert standing.face(MILESTONE, it, POLICY, NOW) == "complete"
    assert not standing.overdue(MILESTONE, it, POLICY, TODAY)


def test_overdue_starts_the_day_after_the_due_date() -> None:
    it = Standing(ref="1.1.1")
    assert not standing.overdue(MILESTONE, it, POLICY, date(2026, 3, 9))
    assert standing.overdue(MILESTONE, it, POLICY, date(2026, 3, 10))
    assert not standing.overdue(MILESTONE.model_copy(update={"due": None}), it, POLICY, date(2026, 3, 10))


@pytest.mark.parametrize(
    ("then", "days"),
    [(NOW - timedelta(hours=1), 0), (datetime(2026, 3, 9, 23, 30, tzinfo=UTC), 1), (NOW - timedelta(days=3, hours=23), 4)],
)
def test_age_is_in_days_of_the_calendar(then: datetime, days: int) -> None:
    assert standing.age_days(Standing(ref="1.1.1"), POLICY, TODAY) is None
    assert standing.age_days(Standing(ref="1.1.1", update=update(Status.RED, then)), POLICY, TODAY) == days


def test_the_local_day_is_the_plans() -> None:
    assert standing.local_day(datetime(2026, 6, 1, 23, 30, tzinfo=UTC), POLICY) == date(2026, 6, 2)


def test_the_status_shape() -> None:
    plan = Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=(MILESTONE,)),))
    assert status_json(Snapshot(plan=plan, policy=POLICY, standings={}, now=NOW)) == {
        "as_of": "2026-03-10",
        "as_at": None,
        "milestones": [
            {
                "ref": "1.1.1", "text": "Train the staff", "action": "1.1", "priority": 1, "status": None,
                "unreadable": None, "reported_at": None, "not_reported": False, "paused": None, "overdue": True, "baseline": None, "due": "2026-03-09",
                "forecast": None, "owners": ["SENCO lead"], "face": "not_yet_asked", "first_promised": None, "slips": 0, "update": None, "dissents": [], "snoozed": [], "assured": None, "waits_for": None, "imported": None,
            }
        ],
    }  # fmt: skip


def test_a_slip_is_a_date_put_back_by_a_forecast_or_by_the_plan() -> None:
    may, june, july = date(2026, 5, 31), date(2026, 6, 30), date(2026, 7, 31)
    assert standing.slips([], []) == 0
    assert standing.slips([may, july, june, june], [(may, june), (june, may), (None, may), (may, None)]) == 2


def dates_of(milestone: Milestone, **more: object) -> Dates:
    stands = Standing.model_validate({"ref": milestone.ref, **more})
    plan = Plan(short="p", title="P", actions=(Action(ref="1.1", priority=1, title="A", milestones=(milestone,)),))
    return standing.dates(Snapshot(plan=plan, policy=POLICY, standings={milestone.ref: stands}, now=NOW), milestone)


def test_dates_tell_the_first_promise_only_if_it_is_another_and_each_move_once() -> None:
    march, june, july = date(2026, 3, 31), date(2026, 6, 30), date(2026, 7, 31)
    kept = MILESTONE.model_copy(update={"due": march, "baseline": march})
    put_back = kept.model_copy(update={"due": june})
    said = update(Status.RED, NOW).model_copy(update={"forecast": july})

    assert dates_of(kept) == Dates(due=march)
    assert dates_of(put_back, moves=1, slips=1) == Dates(due=june, promised=march, moves=1)
    assert dates_of(put_back, moves=1, slips=3, update=said) == Dates(due=june, promised=march, moves=1, expected=july, slips=2)
    assert dates_of(MILESTONE.model_copy(update={"due": None, "baseline": None})) == Dates()


def test_nothing_is_expected_of_what_is_complete_and_no_period_was_promised_first() -> None:
    said = update(Status.COMPLETE, NOW).model_copy(update={"forecast": date(2026, 7, 31)})
    monthly = MILESTONE.model_copy(update={"due": date(2026, 1, 31), "baseline": date(2025, 12, 31), "recurrence": Recurrence.MONTHLY})

    assert dates_of(MILESTONE, update=said).expected is None
    assert dates_of(monthly, moves=1, slips=2) == Dates(due=date(2026, 3, 31), recurrence=Recurrence.MONTHLY)
