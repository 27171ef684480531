"""Whoever takes over is told once, at the first opening after it began; and nobody takes over what they held already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model.letters.nudge import Hands, Takeover
from bot.model.people import Holding, People, Person
from bot.model.plan import Named, Plan
from bot.model.policy import Policy
from bot.model.snapshot import Snapshot
from bot.rules.asking.taking_over import hands, taken_over

ANA, BEN = Person(id=1, name="Ana", email="ana@x.uk"), Person(id=2, name="Ben", email="ben@x.uk")
NINE = datetime(2025, 6, 2, 8, tzinfo=UTC)  # nine in London, on a Monday
MONDAY, TUESDAY = date(2025, 6, 2), date(2025, 6, 3)


def found(holdings: Sequence[Holding], lost: dict[int, datetime] | None = None, named: Sequence[tuple[datetime, Named]] = ()) -> Hands:
    people = People(persons=(ANA, BEN), holdings=tuple(holdings))
    snapshot = Snapshot(plan=Plan(short="p", title="P"), policy=Policy(), people=people, standings={}, now=NINE)
    return hands(snapshot, lost or {}, named)


def told(holdings: Sequence[Holding], day: date, lost: dict[int, datetime] | None = None) -> list[tuple[int, Takeover]]:
    """Who is told of a turn when that day opens, if the day before it was a round's too."""
    opens = NINE + timedelta(days=(day - MONDAY).days)
    people = People(persons=(ANA, BEN), holdings=tuple(holdings))
    turns = taken_over(found(holdings, lost).turns, people, day, opens - timedelta(days=1), opens)
    return [(turn.person, turn.how) for turn in turns]


@pytest.mark.parametrize(
    ("noted", "starts", "day"),
    [
        (NINE, None, MONDAY),  # at the very opening
        (NINE + timedelta(seconds=1), None, TUESDAY),
        (NINE - timedelta(days=9), TUESDAY, TUESDAY),
        (NINE + timedelta(hours=1), date(2025, 1, 1), TUESDAY),  # said afterwards
    ],
)
def test_a_turn_is_told_by_one_day_alone(noted: datetime, starts: date | None, day: date) -> None:
    held = [Holding(id=1, role="Head", person=1, noted=noted, starts=starts)]

    days = [MONDAY + timedelta(days=n) for n in range(-3, 5)]
    assert [one for one in days if told(held, one)] == [day]


def test_whoever_held_the_role_the_day_before_takes_nothing_over() -> None:
    before = Holding(id=1, role="Head", person=1, noted=NINE - timedelta(days=90), ends=MONDAY)
    again = Holding(id=2, role="Head", person=1, noted=NINE - timedelta(days=3), starts=TUESDAY)
    other = Holding(id=3, role="Head", person=2, noted=NINE - timedelta(days=3), starts=TUESDAY)

    assert told([before, again, other], TUESDAY) == [(2, Takeover.HOLDER)]


def test_a_deputy_takes_over_on_their_first_day_or_once_the_holder_is_lost() -> None:
    long_ago = NINE - timedelta(days=90)
    held = Holding(id=1, role="Head", person=1, noted=long_ago, deputy=2, deputy_noted=long_ago)
    dated = held.model_copy(update={"deputy_starts": TUESDAY, "deputy_ends": TUESDAY})

    assert told([held], TUESDAY) == []
    assert told([held], TUESDAY, lost={1: NINE + timedelta(hours=2)}) == [(2, Takeover.UNREACHED)]
    assert told([dated], TUESDAY) == [(2, Takeover.DEPUTY)]
    assert told([dated.model_copy(update={"ends": MONDAY})], TUESDAY) == []


def test_an_edition_names_whoever_holds_the_role_for_what_it_was_named_for() -> None:
    held = [Holding(id=1, role="Head", person=1, noted=NINE - timedelta(days=90))]
    named = [(NINE, Named(entry=7, ref=ref, role=role)) for ref, role in (("1.1.1", "Head"), ("1.1.2", "Head"), ("1.1.3", "Nurse"))]

    (turn,) = [one for one in found(held, named=named).turns if one.how is Takeover.EDITION]
    assert (turn.person, turn.refs) == (1, frozenset({"1.1.1", "1.1.2"}))
