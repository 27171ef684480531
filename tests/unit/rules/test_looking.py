"""Who may look at the page: whoever has a right, or a role that they hold, stand in for, or will hold."""

from datetime import date

import pytest

from bot.model.people import Holding, People, Person
from bot.rules.page.looking import may_look

DAY = date(2026, 3, 2)
ENDED, LAST, COMES = date(2026, 3, 1), DAY, date(2026, 4, 1)


@pytest.mark.parametrize(
    ("rights", "holdings", "may"),
    [
        ((), (), False),
        (("observer",), (), True),
        (("forum",), (), True),
        (("lead:2",), (), True),
        ((), (Holding(role="Head", person=1),), True),
        ((), (Holding(role="Head", person=1, ends=LAST),), True),
        ((), (Holding(role="Head", person=1, ends=ENDED),), False),
        (("member",), (Holding(role="Head", person=1, ends=ENDED),), True),
        ((), (Holding(role="Head", person=1, starts=COMES),), True),
        ((), (Holding(role="Head", person=2, deputy=1),), True),
        ((), (Holding(role="Head", person=2, deputy=1, ends=ENDED),), False),
        ((), (Holding(role="Head", person=2, deputy=1, deputy_ends=ENDED),), False),
        ((), (Holding(role="Head", person=2),), False),
    ],
)
def test_a_part_in_the_plan_is_what_lets_somebody_look(rights: tuple[str, ...], holdings: tuple[Holding, ...], may: bool) -> None:
    ann = Person(id=1, name="Ann", email="ann@a.org", rights=rights)
    assert may_look(People(persons=(ann,), holdings=holdings), ann, DAY) is may
