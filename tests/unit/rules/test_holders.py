"""Who holds what, who may update, who leads."""

from datetime import date

import pytest

from bot.model.people import Holding, People, Person
from bot.model.plan import Milestone, Plan, Role
from bot.rules import holders as who

ANA = Person(id=1, name="Ana", email="ana@x.uk")
BEN = Person(id=2, name="Ben", email="ben@x.uk", rights=("lead:2",))
CAT = Person(id=3, name="Cat", email="cat@x.uk", rights=("admin", "board"))
DAY = date(2025, 5, 1)
PEOPLE = People(persons=(ANA, BEN, CAT), holdings=(Holding(role="Head", person=1, ends=DAY, deputy=2),))
MILESTONE = Milestone(ref="1.1.1", text="Do it", owners=("Head",))


@pytest.mark.parametrize(
    ("starts", "ends", "left"),
    [
        (None, None, date(2025, 4, 30)),
        (date(2024, 9, 1), DAY, date(2025, 4, 30)),
        (date(2024, 9, 1), date(2025, 4, 29), date(2025, 4, 29)),  # over before
        (DAY, None, None),  # to begin that day or later: nothing is left of it
        (date(2025, 6, 1), None, None),
    ],
    ids=str,
)
def test_a_role_given_to_somebody_ends_the_day_before_for_whoever_held_it(
    starts: date | None, ends: date | None, left: date | None
) -> None:
    held = Holding(role="Head", person=1, starts=starts, ends=ends, deputy=2)
    expected = None if left is None else held.model_copy(update={"ends": left})
    assert who.handed_over(held, DAY) == expected


def test_a_role_is_held_to_its_last_day_inclusive() -> None:
    assert who.holders(PEOPLE, "Head", DAY) == (ANA,)
    assert who.holders(PEOPLE, "Head", date(2025, 5, 2)) == ()


def test_an_owner_a_deputy_and_an_admin_may_update_each_in_their_capacity() -> None:
    assert [who.capacity(PEOPLE, p, MILESTONE, DAY) for p in (ANA, BEN, CAT)] == ["Head", "deputy for Head", "admin"]
    assert who.capacity(PEOPLE, BEN, MILESTONE, date(2025, 5, 2)) is None


def test_an_admin_stands_in_where_nobody_leads() -> None:
    assert who.leads(PEOPLE, 2, DAY) == (BEN,)
    assert who.leads(PEOPLE, 1, DAY) == (CAT,)


def test_the_chair_has_the_right_or_the_post_and_a_name_makes_nobody_the_chair() -> None:
    chair = Person(id=4, name="Dee", email="dee@x.uk", rights=("chair",))
    namesake = Person(id=5, name="Dee", email="other@x.uk", rights=("board",))
    known = People(persons=(chair, namesake, BEN), holdings=(Holding(role="Independent Chair", person=2, ends=DAY),))

    assert [who.is_chair(known, one, DAY) for one in (chair, namesake, BEN)] == [True, False, True]
    assert not who.is_chair(known, BEN, date(2025, 5, 2))


@pytest.mark.parametrize("said", ["director of children\u2019s services", "DIRECTOR OF CHILDREN'S\u00a0SERVICES", "children`s", "Zoe\u0308's team"])
def test_a_role_is_found_however_a_phone_or_a_mac_writes_it(said: str) -> None:
    roles = (Role(name="Director of Children's Services"), Role(name="Partnership board", aliases=("Zoë's team",)))
    found = who.find_role(Plan(short="p", title="P", roles=roles), said)

    assert found in roles
