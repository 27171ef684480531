"""The owner's month: one card of all that somebody answers for, chosen line by line or kept as it was. Over every wire."""

from __future__ import annotations

from tests.world.story import Story
from tests.world.wires import Seat


async def nudged(story: Story) -> Seat:
    """Keira, just asked about her two milestones."""
    await story.at("2025-03-19T09:30")
    return story.person("keira")


async def test_one_press_of_the_nudge_leads_to_the_card_and_choices_are_kept_until_they_are_saved(story: Story) -> None:
    keira = await nudged(story)
    card = await keira.presses("Update all 2")
    assert "0 of 2 confirmed" in card

    pressed = await keira.presses("Green")
    assert "1 chosen and not saved yet" in pressed and await story.said_of("1.1.1") == []
    again = await keira.says("month")
    assert "1 chosen and not saved yet" in again, "the choice is kept whatever card it is looked at on"

    saved = await keira.presses("Save this one")
    assert "Saved as u" in saved and "1 of 2 confirmed" in saved
    assert await story.said_of("1.1.1") == ["green"]
