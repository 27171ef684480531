"""How much a person may say in a minute."""

from datetime import UTC, datetime, timedelta

from bot.conversation import pace
from bot.conversation.pace import Pace, Turn

NOON = datetime(2026, 2, 2, 12, tzinfo=UTC)


def turns(limit: Pace, count: int, person: int = 1, now: datetime = NOON) -> list[Turn]:
    return [limit.turn(person, now) for _ in range(count)]


def test_past_the_limit_it_is_said_once_and_then_nothing() -> None:
    assert turns(Pace(2), 5) == [Turn.ANSWERED, Turn.ANSWERED, Turn.SLOWED, Turn.UNHEARD, Turn.UNHEARD]


def test_the_next_minute_begins_anew_and_says_it_once_again() -> None:
    limit = Pace(1)
    turns(limit, 3)

    assert turns(limit, 1, now=NOON + timedelta(seconds=59)) == [Turn.UNHEARD]
    assert turns(limit, 3, now=NOON + timedelta(seconds=60)) == [Turn.ANSWERED, Turn.SLOWED, Turn.UNHEARD]


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    limit = Pace(1)
    turns(limit, 2)

    assert turns(limit, 1, now=NOON - timedelta(hours=1)) == [Turn.ANSWERED]


def test_one_person_slows_no_other() -> None:
    limit = Pace(1)
    turns(limit, 5)

    assert turns(limit, 1, person=2) == [Turn.ANSWERED]


def test_nought_is_no_limit() -> None:
    assert set(turns(Pace(0), 1000)) == {Turn.ANSWERED}


def test_those_heard_longest_ago_are_forgotten() -> None:
    limit = Pace(1)
    for person in range(pace.MOST_KEPT + 1):
        limit.turn(person, NOON)

    assert turns(limit, 1, person=pace.MOST_KEPT) == [Turn.SLOWED]
    assert turns(limit, 1, person=0) == [Turn.ANSWERED]
