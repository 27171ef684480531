"""Did it help? One action from its first reading to the board's first list, its risk, its families, and an inspector who looks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.model.board.settings import Cycle, Meeting
from bot.model.page.place import Place, Room
from bot.model.people import PersonRow
from bot.model.policy import Policy
from bot.ports.record import Tx
from tests.world import plan
from tests.world import story as stories
from tests.world.plan import PEOPLE, SMALL, STEPS, email, record, small
from tests.world.sheets import opened, read, rows, tiles
from tests.world.story import Story

pytestmark = pytest.mark.parametrize("wire", ["recorder"])
MEETING = date(2025, 5, 15)
SHARE = (
    "measure new: Plans issued within 20 weeks; about: 1.1; unit: %; baseline: 17 on 31 December 2024;"
    " target: 60 by 31 March 2025; owner: Chief Nursing Officer"
)


def load(tx: Tx) -> None:
    """Put in the small plan with one milestone alone, a forum of one, an assurer, and a meeting of the board."""
    plan.load(tx, small(STEPS[:1]), PEOPLE)
    tx.plans.keep_settings(SMALL, Policy(board=Cycle(meetings=(Meeting(on=MEETING),))))
    more = (("fern", "forum"), ("asif", "assurer"), ("ines", "observer"))
    tx.people.save(SMALL, [PersonRow(role=None, name=n.title(), email=email(n), rights=(right,)) for n, right in more])


@pytest.fixture
async def story(wire: str, tmp_path: Path) -> AsyncIterator[Story]:
    clock = stories.Clock()
    async with stories.told(await record(tmp_path / "m.db", load), clock, [stories.wire(wire, clock, tmp_path)]) as told:
        told.seat(told.wire, (*PEOPLE, "fern", "asif", "ines"))
        yield told


async def saves(story: Story, name: str, line: str) -> None:
    person = story.person(name)
    await person.says(line)
    assert "Saved" in await person.says("yes")


async def test_completion_is_not_impact_and_everybody_can_see_which_it_was(story: Story) -> None:
    gwen, ben, leo, keira, fern = (story.person(one) for one in ("gwen", "ben", "leo", "keira", "fern"))
    await story.bind_board()
    await gwen.says(SHARE)

    # An amber becomes a risk, and is scored.
    await story.at("2025-03-25T09:30")
    await saves(story, "keira", "1.1.1 amber two posts are empty, path: agency cover until June")
    await keira.opens("raise 1.1.1")
    await keira.fills({"follows": "children wait longer", "likelihood": "3", "impact": "4", "why": "two posts are empty"})
    assert "r1 Saved: a risk about 1.1.1" in await keira.presses("Save")
    assert "r1 Saved: Very high, 20" in await leo.says("score r1 4 5 because a third person leaves")

    # A data owner is asked once the month is over, and answers by one line.
    await story.at("2025-04-01T09:30")
    await story.round()
    assert any("m1" in letter and "March 2025" in letter for letter in ben.messages())
    for asked in ("mine", "home"):
        told = await ben.says(asked)
        assert "You are asked for the readings of: m1. To give one, say for example: reading m1 34% for October." in told
        assert "You hold no role" not in told
    assert "m1 Saved: 18% for March 2025" in await ben.says("reading m1 18% for March")

    # Families are heard, and the forum alone says what changed.
    assert "v1 Saved" in await fern.says("heard nobody rings back; count: 12; about: 1.1")
    await leo.says("we did v1: a second line is open")
    assert "Only the forum says what changed" in await leo.says("changed v1: all is well")
    assert "It is closed" in await fern.says("changed v1: most calls are answered within a day")

    # It is delivered, checked and frozen for the papers; the measure is where it was.
    await story.at("2025-04-24T09:30")
    await saves(story, "keira", "1.1.1 complete both posts are filled https://example.org/minutes")
    assert "Signed off" in await story.person("asif").says("assure 1.1.1 reasonable because the minutes show both names")
    assert "step 2" in await leo.says("impact 1.1 2 because the posts are filled and nothing has changed for children yet")
    await story.at("2025-05-19T09:30")
    await story.round()
    summary = story.boards[story.wire.channel.platform].newest
    assert "1 action is delivered and nobody has shown that it helped: 1.1" in summary

    # An inspector looks at it as at the meeting.
    then = Place(as_at="15 May 2025")
    count, listed = tiles(await opened(story, "ines", then))["assured"]
    (row,) = rows(await opened(story, "ines", listed))
    (there,) = [cell.to for cell in row if cell.to is not None]
    said = await read(story, "ines", there.room, ref=there.ref, as_at=there.as_at)
    assert (count, there.room, there.ref, there.as_at) == (1, Room.MILESTONE, "1.1.1", "15 May 2025")
    told = ("two posts are empty", "agency cover until June", "both posts are filled", "★ Assured. Checked and signed off")
    assert sorted(told, key=said.index) == list(told) and "Because: the minutes show both names." in said
    assert "delivered, no impact shown" in await read(story, "ines", as_at="15 May 2025")
