"""An undo that is delivered twice undoes once, and says the same of whatever subject it was."""

from __future__ import annotations

import pytest

from tests.world.story import Story


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("hugo", "risk 1.1.1: if the provider leaves then children wait longer"),
        ("hugo", "challenge 1.1.1 why has nobody been told"),
        ("gwen", "heard from survey: the bus comes too late for school"),
    ],
)
async def test_an_undo_that_comes_twice_is_one_and_says_the_same(story: Story, name: str, line: str) -> None:
    person = story.person(name)
    assert "Saved" in await person.says(line)

    told = await person.says("undo")

    assert "1 Undone: " in told
    assert await person.again() in ("", told)
