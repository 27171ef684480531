"""A short name can be said: after "in" it is read as it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording.commands import Mine
from bot.wording.documents.plan_name import MOST, short_name
from bot.wording.parse import parse
from tests.laws import tried


@pytest.mark.parametrize(
    ("given", "name"),
    [("my plan 2025", "my-plan-2025"), ("a, b", "a-b"), ("Économie_verte", "economie-verte"), ("--", "plan"), ("計画", "plan"),
     ("x" * 39 + " y", "x" * 39), ("lancs", "lancs"), ("ﬁnal", "final")],
)  # fmt: skip
def test_a_name_is_folded(given: str, name: str) -> None:
    assert short_name(given) == name


@tried(200)
@given(st.text())
def test_whatever_is_given_can_be_said_and_folds_to_itself(given: str) -> None:
    name = short_name(given)

    assert 0 < len(name) <= MOST
    assert short_name(name) == name
    assert parse(f"in {name}: mine", date(2026, 2, 2)) == Mine(plan=name)
