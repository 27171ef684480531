"""A milestone on the page: how it stands, and the chain behind it, from the first word to the second key."""

from __future__ import annotations

import pytest

from bot.model.page.place import Colour, Place, Room
from bot.model.people import PersonRow
from bot.ports.record import Tx
from bot.ports.refusals import Refusal
from tests.world.plan import SMALL, email
from tests.world.sheets import opened, read, rows, tiles
from tests.world.story import Story

pytestmark = pytest.mark.parametrize("wire", ["recorder"])
LINK = "https://example.org/minutes"


async def saved(story: Story, name: str, line: str) -> None:
    person = story.person(name)
    await person.says(line)
    assert "Saved" in await person.says("yes")


async def assured(story: Story) -> None:
    """Amber, then complete with minutes, then signed off by the chair, who is made an assurer."""

    def add(tx: Tx) -> None:
        tx.people.save(SMALL, [PersonRow(role=None, name="Hugo", email=email("hugo"), rights=("board", "assurer"))])

    await story.store.transact(add)
    await story.at("2025-04-23T09:30")
    await saved(story, "keira", "1.1.1 amber two posts are empty, path: agency cover until June")
    await story.at("2025-04-25T09:30")
    await saved(story, "keira", f"1.1.1 complete both posts are filled {LINK}")
    await story.at("2025-04-28T09:30")
    hugo = story.person("hugo")
    assert "Signed off" in await hugo.says("assure 1.1.1 reasonable because the minutes show both names")


async def test_the_chain_behind_a_blue_milestone_is_two_taps_from_the_overview(story: Story) -> None:
    await assured(story)
    count, listed = tiles(await opened(story, "carys", Place()))["assured"]
    (row,) = rows(await opened(story, "carys", listed))
    (there,) = [cell.to for cell in row if cell.to is not None]
    said = await read(story, "carys", there.room, ref=there.ref)

    assert count == 1 and there == Place(room=Room.MILESTONE, ref="1.1.1")
    assert said.index("Path to green: agency cover until June.") < said.index("both posts are filled.")
    assert said.index("both posts are filled.") < said.index("★ Assured. Checked and signed off, level: reasonable. Assurer (Hugo).")
    assert "Head of Inclusion (Keira). 25 April 2025 at 10:30" in said  # summer time
    assert "Because: the minutes show both names." in said
    assert "★ Assured: Assurer (Hugo) checked it and signed it off on 28 April 2025." in said
    assert "✔ Complete: Head of Inclusion (Keira) said so on 25 April 2025, 3 days ago." in said  # assured was not her word
    assert LINK in said and "Rests on this evidence: e" in said


async def test_as_at_the_past_the_milestone_is_not_blue_yet_and_says_of_when_it_tells(story: Story) -> None:
    await assured(story)
    then = await read(story, "carys", Room.MILESTONE, ref="1.1.1", as_at="24 April 2025")
    places = tiles(await opened(story, "carys", Place(as_at="24 April 2025")))

    assert "As it was known at the end of 24 April 2025. Nothing later is counted here." in then
    assert "▲ Amber" in then and "both posts are filled" not in then and "Assured" not in then
    assert places["assured"] == (0, Place(room=Room.PLAN, colour=Colour.ASSURED, as_at="24 April 2025"))


async def test_a_pause_is_not_told_as_what_the_owner_said_and_a_request_is_named_once(story: Story) -> None:
    await story.at("2025-04-23T09:30")
    await saved(story, "keira", "1.1.1 green all is well")
    await story.person("keira").says("move 1.1.1 to 30 June 2025 because the room is closed")
    await story.person("keira").says("yes")
    for day in ("2025-05-01", "2025-06-20"):
        await story.at(f"{day}T09:30")
    await story.person("gwen").says("pause 1 until 30 July 2025 because the council is in purdah")
    await story.person("gwen").says("yes")
    said = await read(story, "hugo", Room.MILESTONE, ref="1.1.1")

    assert "Paused: Head of Inclusion (Keira) said Green, on 23 April 2025" in said
    assert "x1 to move 1.1.1" in said and "x1: x1" not in said


async def test_a_withdrawn_and_a_corrected_statement_stay_and_say_so(story: Story) -> None:
    await story.at("2025-04-23T09:30")
    await saved(story, "keira", "1.1.1 green all is well")
    first = (await story.history("1.1.1"))[0].id
    await story.person("keira").says(f"correct u{first} 1.1.1 amber a post is empty, path: cover until June")
    await story.person("keira").says("yes")
    said = await read(story, "hugo", Room.MILESTONE, ref="1.1.1")

    assert f"Correction of u{first}" in said and "all is well." in said
    assert "(gone)" in said and "Corrected since by u" in said


async def test_what_milepost_asked_about_is_read_by_admins_and_leads_alone(story: Story) -> None:
    await story.at("2025-04-23T09:30")
    keira = story.person("keira")
    await keira.says("1.1.1 green all is well, forecast 1 March 2031")
    await keira.says("yes")
    await keira.says("yes")
    asked = "What Milepost asked about"

    assert asked in await read(story, "gwen", Room.MILESTONE, ref="1.1.1")
    assert asked in await read(story, "leo", Room.MILESTONE, ref="1.1.1")
    assert asked not in await read(story, "hugo", Room.MILESTONE, ref="1.1.1")


async def test_a_milestone_and_an_action_that_are_not_there_are_a_sentence(story: Story) -> None:
    for room, ref in ((Room.MILESTONE, "9.9.9"), (Room.ACTION, "9.9"), (Room.MILESTONE, "<b>")):
        with pytest.raises(Refusal, match="fault"):
            await opened(story, "hugo", Place(room=room, ref=ref))


async def test_a_moment_that_cannot_be_shown_is_a_sentence(story: Story) -> None:
    for said, why in (("the day of the storm", "no_day"), ("2031-01-01", "as_at_future"), ("2019-01-01", "as_at_before")):
        with pytest.raises(Refusal, match=why):
            await opened(story, "hugo", Place(as_at=said))
