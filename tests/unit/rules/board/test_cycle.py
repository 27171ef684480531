"""The board's cycle: the days towards each meeting, and the state of a period."""

from datetime import UTC, date, datetime

import pytest

from bot.model.board.period import Freeze, PeriodState
from bot.model.board.settings import Cycle, Meeting
from bot.model.policy import Calendar, Closure, Policy
from bot.rules.board.cycle import awaits_freeze, current, freeze_moment, last_freeze, periods, second_moment, state

DECEMBER = date(2025, 12, 11)


def meeting_on(*days: date, **others: object) -> Policy:
    meetings = tuple(Meeting(on=day) for day in days)
    return Policy.model_validate({"board": Cycle(meetings=meetings), **others})


def frozen(meeting: date, as_at: datetime, void: bool = False, number: int = 7) -> Freeze:
    return Freeze(id=number, plan="send", meeting=meeting, as_at=as_at, upto=3, at=as_at, void=void)


def test_the_days_towards_a_meeting_are_counted_back_in_working_days() -> None:
    period = current(meeting_on(DECEMBER), date(2025, 11, 1))
    assert (period.number, period.meeting, period.is_set) == (1, DECEMBER, True)
    assert period.opens == date(2025, 11, 21)
    assert period.again == date(2025, 11, 26)
    assert period.owners_by == date(2025, 11, 28)
    assert period.leads_by == date(2025, 12, 2)
    assert period.freezes == date(2025, 12, 4)


def test_days_on_which_offices_are_closed_do_not_count() -> None:
    closed = Closure.model_validate({"from": date(2025, 12, 3), "to": date(2025, 12, 5)})
    period = current(meeting_on(DECEMBER, calendar=Calendar(closures=(closed,))), date(2025, 11, 1))
    assert period.freezes == date(2025, 12, 1)


def test_a_meeting_on_a_day_off_is_counted_back_from_the_last_working_day_before_it() -> None:
    sunday = current(meeting_on(date(2025, 12, 14)), date(2025, 11, 1))
    friday = current(meeting_on(date(2025, 12, 12)), date(2025, 11, 1))
    assert sunday.meeting == date(2025, 12, 14)
    assert (sunday.opens, sunday.freezes) == (friday.opens, friday.freezes)


def test_meetings_of_others_open_no_window() -> None:
    both = (Meeting(on=date(2025, 11, 20), audience="operations"), Meeting(on=DECEMBER))
    policy = Policy(board=Cycle(meetings=both))
    assert current(policy, date(2025, 11, 1)).meeting == DECEMBER
    assert current(policy, date(2025, 11, 1)).number == 1


def test_without_a_meeting_the_last_working_day_of_each_month_stands_for_one() -> None:
    found = periods(Policy(), date(2025, 11, 10), began=date(2025, 8, 20))
    ends = [date(2025, 8, 29), date(2025, 9, 30), date(2025, 10, 31), date(2025, 11, 28), date(2025, 12, 31), date(2026, 1, 30)]
    assert [one.meeting for one in found] == ends
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6]
    assert not any(one.is_set for one in found)


def test_after_the_last_meeting_that_is_set_month_ends_stand_in_from_the_month_after_it() -> None:
    after = current(meeting_on(DECEMBER), date(2025, 12, 12))
    assert (after.number, after.meeting, after.is_set) == (2, date(2026, 1, 30), False)


@pytest.mark.parametrize("today", [date(1999, 1, 1), date(2025, 8, 31), date(2070, 1, 31), date(2070, 12, 31), date(2150, 6, 1)])
@pytest.mark.parametrize("policy", [Policy(), meeting_on(date(2025, 5, 1)), meeting_on(date(9999, 12, 31))])
def test_there_is_a_period_on_any_day_before_the_plans_first_entry_too(policy: Policy, today: date) -> None:
    period = current(policy, today, began=date(2026, 11, 27))
    assert period.number >= 1
    assert period.meeting >= today


def test_the_meetings_own_day_belongs_to_its_period() -> None:
    policy = meeting_on(DECEMBER, date(2026, 1, 15))
    assert current(policy, DECEMBER).meeting == DECEMBER
    assert current(policy, date(2025, 12, 12)).meeting == date(2026, 1, 15)
    assert current(policy, date(2025, 12, 12)).number == 2


def test_the_record_is_frozen_at_the_closing_hour_in_the_plans_zone() -> None:
    summer = current(meeting_on(date(2025, 7, 10)), date(2025, 7, 1))
    assert freeze_moment(summer, meeting_on(date(2025, 7, 10))) == datetime(2025, 7, 3, 16, 0, tzinfo=UTC)


def test_a_freeze_taken_back_is_made_again_on_the_working_day_before_the_meeting() -> None:
    policy = meeting_on(date(2025, 12, 15))
    assert second_moment(current(policy, date(2025, 12, 1)), policy) == datetime(2025, 12, 12, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2025, 11, 20, 23, tzinfo=UTC), PeriodState.BEFORE),
        (datetime(2025, 11, 21, 0, tzinfo=UTC), PeriodState.OPEN),
        (datetime(2025, 11, 27, 23, tzinfo=UTC), PeriodState.OPEN),
        (datetime(2025, 11, 28, 0, tzinfo=UTC), PeriodState.LEADS),
        (datetime(2025, 12, 4, 16, 59, tzinfo=UTC), PeriodState.LEADS),
        (datetime(2025, 12, 4, 17, 0, tzinfo=UTC), PeriodState.LEADS),
        (datetime(2025, 12, 11, 23, tzinfo=UTC), PeriodState.LEADS),
        (datetime(2025, 12, 12, 0, tzinfo=UTC), PeriodState.AFTER),
    ],
)
def test_a_period_goes_from_state_to_state_by_its_days(now: datetime, expected: PeriodState) -> None:
    policy = meeting_on(DECEMBER)
    assert state(current(policy, date(2025, 11, 1)), now, policy, ()) is expected


def test_the_papers_hour_alone_freezes_nothing_until_a_round_has_written_it() -> None:
    policy, on_time = meeting_on(DECEMBER), datetime(2025, 12, 4, 17, tzinfo=UTC)
    period, before = current(policy, date(2025, 12, 1)), datetime(2025, 12, 4, 16, 59, tzinfo=UTC)

    assert [awaits_freeze(period, now, policy, ()) for now in (before, on_time)] == [False, True]
    written = [frozen(DECEMBER, on_time)]
    assert state(period, on_time, policy, written) is PeriodState.FROZEN and not awaits_freeze(period, on_time, policy, written)
    assert not awaits_freeze(period, on_time, policy, [frozen(DECEMBER, before, void=True)])


def test_an_admins_early_freeze_is_one_and_a_freeze_taken_back_is_none() -> None:
    policy = meeting_on(DECEMBER)
    period, early, late = current(policy, date(2025, 12, 1)), datetime(2025, 12, 1, 9, tzinfo=UTC), datetime(2025, 12, 5, 9, tzinfo=UTC)
    assert state(period, early, policy, [frozen(DECEMBER, early)]) is PeriodState.FROZEN
    assert state(period, late, policy, [frozen(DECEMBER, early, void=True)]) is PeriodState.LEADS


def test_the_last_freeze_is_of_the_audience_and_was_not_taken_back() -> None:
    first, second = datetime(2025, 11, 1, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)
    freezes = (frozen(date(2025, 11, 5), first, number=1), frozen(DECEMBER, second, number=2))
    taken_back = (freezes[0], freezes[1].model_copy(update={"void": True}))
    assert last_freeze(freezes) == freezes[1]
    assert last_freeze(freezes, before=second) == freezes[0]
    assert last_freeze(taken_back) == freezes[0]
    assert last_freeze(freezes, "families") is None
