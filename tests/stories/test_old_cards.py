"""Old cards: whichever way a question was answered, the card that asked it shows so, and asks it no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.delivery.rewriting import rewrite_posted
from tests.world import story as stories
from tests.world.plan import record
from tests.world.story import Story
from tests.world.wires import Seat


async def asked(story: Story) -> Seat:
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")
    assert {"Update 1.1.1", "Update 1.1.2"} <= set(keira.buttons())
    return keira


async def types(keira: Seat) -> None:
    await keira.says("1.1.1 green all well")
    await keira.says("yes")


async def fills_in(keira: Seat) -> None:
    await keira.opens("update 1.1.1")
    await keira.fills({"Status": "Green", "What has happened": "all well"})
    await keira.presses("Save")
    if "Save" in keira.buttons():
        await keira.presses("Save")


@pytest.mark.parametrize("answers", [types, fills_in])
async def test_a_card_that_was_answered_elsewhere_in_the_chat_asks_no_more(story: Story, answers) -> None:  # type: ignore[no-untyped-def]
    keira = await asked(story)
    card = next(at for at, message in enumerate(keira.messages()) if "1.1.2" in message)
    await answers(keira)

    assert "all well" in keira.messages()[card]
    assert "Update 1.1.1" not in keira.buttons() and "Update 1.1.2" in keira.buttons()
    await keira.says("undo")
    assert "all well" not in keira.messages()[card] and "Update 1.1.1" in keira.buttons()


async def test_a_card_answered_on_another_platform_asks_no_more(tmp_path: Path) -> None:
    clock = stories.Clock()
    store = await record(tmp_path / "record.db")
    slack, teams = (stories.wire(name, clock, tmp_path) for name in ("slack", "teams"))
    async with stories.told(store, clock, [slack, teams]) as story:
        story.seat(teams)
        story.seat(slack)
        on_slack, on_teams = slack.seat("keira"), teams.seat("keira")
        await on_slack.says("help")
        await story.round()
        await on_teams.presses("It is me")
        await story.at("2025-03-19T09:30")
        first, other = (on_slack, on_teams) if "Update 1.1.1" in on_slack.buttons() else (on_teams, on_slack)
        await types(other)
        await rewrite_posted(store, [slack.channel, teams.channel])
        await first.wire.refresh()

        assert "Update 1.1.1" not in first.buttons() and "Update 1.1.2" in first.buttons()


async def test_a_button_of_an_older_card_opens_what_stands_now(story: Story) -> None:
    keira = await asked(story)
    await types(keira)
    await keira.presses("Change 1.1.1")
    assert "Green" in keira.holds("Status")
    await keira.presses("Save")
    assert await story.said_of("1.1.1") == ["green all well", "green"]
