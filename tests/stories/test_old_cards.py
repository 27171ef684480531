"""Old cards: whichever way a question was answered, the card that asked it shows so, and asks it no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.delivery.rewriting import rewrite_posted
from bot.ports.record import Tx
from tests.world import story as stories
from tests.world.plan import due, record, small
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


async def test_a_card_that_hid_some_counts_them_still_once_one_is_answered(story: Story) -> None:
    steps = [due(n, "2025-04-30" if n % 2 else "2025-02-28", "Head of Inclusion") for n in range(1, 16)]

    def load(tx: Tx) -> None:
        tx.plans.save(small(steps))

    await story.store.transact(load)
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")
    card = next(at for at, message in enumerate(keira.messages()) if "Update all 15" in message or "3 more" in message)
    before = keira.messages()[card]
    (coming,) = re.findall(r"the next question comes on ([^.]*)\.", before)
    assert "15 milestones to report on" in before and "You are asked about 3 more." in before

    await keira.says("1.1.1 green all well")
    await keira.says("yes")
    after = keira.messages()[card]
    assert "all well" in after and "14 milestones to report on" in after
    assert "You are asked about 3 more." in after and f"the next question comes on {coming}." in after
    assert coming in await keira.says("home")

    month = await keira.presses("Update all 14")
    assert "1 of 15 confirmed" in month and "1.1.2 " in month and "1.1.1 " not in month


async def test_a_card_is_without_buttons_once_a_newer_one_has_come(story: Story) -> None:
    keira = await asked(story)
    card = next(at for at, message in enumerate(keira.messages()) if "1.1.2" in message)
    await types(keira)
    await story.at("2025-04-16T09:30")
    assert "1.1.2" in keira.newest and keira.count() > card + 1

    old = keira.messages()[card]
    assert "A newer message has come to you since" in old
    assert "all well" in old and "the next question comes" not in old
    assert sum(label == "Update 1.1.2" for label in keira.buttons()) == 1 and "Change 1.1.1" not in keira.buttons()
    await keira.says("1.1.2 green signed")
    await keira.says("yes")
    assert "A newer message has come to you since" in keira.messages()[card]
