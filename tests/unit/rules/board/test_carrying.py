"""Carrying: once for each meeting that a thing came to unanswered, however many rounds ran and whenever they did."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.board.business import BusinessKind, Deed, Item, Step
from bot.model.board.settings import Cycle, Meeting
from bot.model.policy import Policy
from bot.rules.board.carrying import carries
from tests.laws import tried

BEGAN = date(2025, 9, 1)
MEETINGS = (date(2025, 9, 25), date(2025, 10, 30), date(2025, 12, 11))  # papers on 18 September, 23 October and 4 December
POLICY = Policy(board=Cycle(meetings=tuple(Meeting(on=day) for day in MEETINGS)))
NO_MEETINGS = Policy()
Told = list[tuple[date, date]]


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def item(raised: date, wanted_by: date | None, *steps: Step) -> Item:
    return Item(id=1, number=1, plan="p", kind=BusinessKind.CHALLENGE, text="Why", wanted_by=wanted_by, at=at(raised), steps=steps)


def lived(one: Item, days: list[date], policy: Policy, later: tuple[Step, ...] = ()) -> Told:
    """Run a round on each of some days, while other things are done, and return what was carried."""
    steps: list[Step] = []
    told: Told = []
    for day in days:
        known = (*steps, *(step for step in later if step.at <= at(day, 9)))
        now = one.model_copy(update={"steps": tuple(sorted(known, key=lambda step: step.at))})
        for carry in carries([now], policy, at(day, 9)):
            steps.append(Step(id=99, deed=Deed.CARRIED, meeting=carry.meeting, wanted_by=carry.wanted_by, at=at(day, 9)))
            told.append((carry.meeting, carry.wanted_by))
    return told


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


ALL = days(BEGAN, date(2026, 1, 10))


def test_what_comes_to_two_meetings_unanswered_is_carried_from_each_to_the_next_papers_day() -> None:
    assert lived(item(BEGAN, date(2025, 9, 18)), ALL, POLICY)[:2] == [
        (date(2025, 9, 25), date(2025, 10, 23)),
        (date(2025, 10, 30), date(2025, 12, 4)),
    ]


def test_on_the_day_of_the_meeting_itself_nothing_is_carried() -> None:
    assert lived(item(BEGAN, date(2025, 9, 18)), days(BEGAN, MEETINGS[0]), POLICY) == []


def test_what_is_wanted_after_the_meeting_or_was_raised_after_it_is_not_carried_from_it() -> None:
    assert lived(item(BEGAN, date(2025, 9, 26)), days(BEGAN, date(2025, 10, 30)), POLICY) == []
    assert lived(item(date(2025, 9, 26), date(2025, 9, 26)), days(BEGAN, date(2025, 10, 30)), POLICY) == []


def test_an_answer_in_time_is_not_carried_and_one_sent_back_is_from_the_next_meeting() -> None:
    answered = Step(id=2, deed=Deed.ANSWERED, at=at(date(2025, 9, 25), 12))
    back = Step(id=3, deed=Deed.NOT_ACCEPTED, at=at(date(2025, 10, 1)))

    assert lived(item(BEGAN, date(2025, 9, 18)), ALL, POLICY, (answered,)) == []
    told = lived(item(BEGAN, date(2025, 9, 18)), ALL, POLICY, (answered, back))
    assert told[0] == (date(2025, 10, 30), date(2025, 12, 4))


def test_with_no_meetings_set_the_end_of_a_month_stands_for_one() -> None:
    told = lived(item(BEGAN, date(2025, 9, 20)), days(BEGAN, date(2025, 10, 31)), NO_MEETINGS)
    assert [meeting for meeting, _ in told] == [date(2025, 9, 30)]


@given(
    wanted=st.sampled_from(ALL),
    answered=st.none() | st.sampled_from(ALL),
    back=st.none() | st.sampled_from(ALL),
    ran=st.sets(st.sampled_from(ALL)),
    policy=st.sampled_from([POLICY, NO_MEETINGS]),
)
@tried(200)
def test_after_an_outage_the_same_is_carried_as_if_a_round_had_run_each_day(
    wanted: date, answered: date | None, back: date | None, ran: set[date], policy: Policy
) -> None:
    done = [Step(id=2, deed=Deed.ANSWERED, at=at(answered, 8))] if answered else []
    done += [Step(id=3, deed=Deed.NOT_ACCEPTED, at=at(max(back, answered), 8) + timedelta(hours=1))] if answered and back else []
    one = item(BEGAN, wanted)

    daily = lived(one, ALL, policy, tuple(done))
    assert lived(one, sorted({*ran, ALL[-1]}), policy, tuple(done)) == daily
    assert len({meeting for meeting, _ in daily}) == len(daily)  # once for each meeting
