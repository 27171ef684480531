"""Whom nothing reaches: the admins are told once, then weekly, and of all whom the same befell in one line."""

from __future__ import annotations

import pytest

from bot.model.people import PersonRow
from bot.ports.record import Tx
from tests.world.plan import SMALL, due, email, small
from tests.world.story import Story

NAMES = tuple(f"Nobody {number}" for number in range(1, 16))


@pytest.mark.parametrize("wire", ["slack"])
async def test_many_who_have_no_address_are_named_in_one_line_and_not_again_on_the_next_day(story: Story) -> None:
    roles = [f"Post {number}" for number in range(1, 16)]
    steps = [due(n, "2025-02-28", role) for n, role in enumerate(roles, 1)]
    rows = [PersonRow(role=role, name=name, email=email(name.replace(" ", "."))) for role, name in zip(roles, NAMES, strict=True)]

    def load(tx: Tx) -> None:
        tx.plans.save(small(steps, roles))
        tx.people.save(SMALL, rows)

    await story.store.transact(load)
    told: dict[str, list[str]] = {}
    for day in ("2025-03-21", "2025-03-24", "2025-03-25", "2025-03-31"):  # a Friday, a Monday, a Tuesday, a Monday
        before = len(story.letters["gwen"])
        await story.at(f"{day}T09:30")
        lines = [line for letter in story.letters["gwen"][before:] for line in letter.splitlines()]
        told[day] = [line for line in lines if "could not be reached" in line]

    (first,) = told["2025-03-21"]
    (alone,) = [name for name in NAMES if f"{name} could not be reached" in first]
    (rest,) = told["2025-03-24"]
    assert "14 people could not be reached (no address" in rest
    assert named(rest) == set(NAMES) - {alone}
    assert told["2025-03-25"] == []
    (again,) = told["2025-03-31"]
    assert named(again) == set(NAMES)


def named(line: str) -> set[str]:
    """The names at the end of a line."""
    return set(line.rpartition(": ")[2].removesuffix(".").split(", "))
