"""Too long, or too often: refused in a sentence, whatever it was said with, and what is to be saved is saved. Over every wire."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.letters.talk import Chat, Inbound, Sender, Silence
from bot.model.people import Address
from bot.wording.commands import MOST_TYPED
from tests.world.story import Story


@pytest.mark.parametrize("filling", [" ", "a", "<at>", "1,", "\n"])
async def test_a_message_that_is_too_long_is_refused_whole_with_its_count(story: Story, filling: str) -> None:
    keira = story.person("keira")
    said = f"1.1.1 green {filling * MOST_TYPED}"[:MOST_TYPED] + "end"

    assert "12003 characters, and the most is 12000" in await keira.says(said)
    assert "Nothing is waiting to be saved" in await keira.says("yes")


async def test_an_answer_that_is_too_long_is_refused_with_its_count_and_kept_to_be_shortened(story: Story) -> None:
    keira = story.person("keira")
    assert "3001 characters long, and the most is 3000" in await keira.says(f"1.1.1 green {'a' * 3001}")
    assert "path to green" in await keira.says("1.1.1 amber late")
    assert "3002 characters long" in await keira.says("b" * 3002)
    await keira.says("agency cover")

    assert "agency cover" in await keira.says("yes")


async def test_words_about_a_link_that_are_too_long_are_refused(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green all well")
    await keira.says("yes")

    assert "301 characters long, and the most is 300" in await keira.says(f"evidence 1.1.1 https://a.org {'s' * 301}")


async def test_a_link_that_may_not_be_kept_answers_no_question(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 complete")

    assert "https" in await keira.says("https://name:word@a.org")
    await keira.says("yes")
    assert "Nobody has given an update" in await keira.says("history 1.1.1")


async def test_whoever_says_too_much_in_a_minute_hears_so_once_and_can_still_save(story: Story) -> None:
    story.pace.most = 4
    keira, carys = story.person("keira"), story.person("carys")
    await keira.says("mine")
    await keira.says("due")
    await keira.says("status")
    assert "Save it?" in await keira.says("1.1.1 green all well")

    assert "more than 4 commands in a minute" in await keira.says("mine")
    sender = Sender(platform="recorder", tenant="t", id="other account", email="keira@example.org", name="Keira")
    known = Address(platform="recorder", tenant="t", id="other account")
    await story.store.transact(lambda tx: tx.accounts.reach(tx.people.by_email("keira@example.org"), known, story.clock()))
    unheard = Inbound(id="5", sender=sender, chat=Chat(id="c", private=True), said="mine")
    assert await story.desk.handle(unheard) == Silence()
    assert "all well" in await keira.says("yes")
    assert "all well" in await carys.says("status 1.1.1")
    story.clock.moment += timedelta(minutes=1)
    assert "Your milestones" in await keira.says("mine")


async def test_whoever_said_too_much_can_still_say_no(story: Story) -> None:
    story.pace.most = 1
    keira = story.person("keira")
    await keira.says("1.1.1 green all well")
    assert "more than 1 commands in a minute" in await keira.says("who 1.1.1")

    assert "Nothing was saved" in await keira.says("no")
    await keira.says("yes")
    assert await story.said_of("1.1.1") == []


async def test_whoever_said_too_much_can_still_let_go(story: Story) -> None:
    story.pace.most = 1
    keira = story.person("keira")
    await keira.says("1.1.1 green all well")
    await keira.says("who 1.1.1")

    assert "You let this go" in await keira.presses("Let go")
    await keira.says("yes")
    assert await story.said_of("1.1.1") == []


async def test_whoever_said_too_much_can_still_change_a_line(story: Story) -> None:
    story.pace.most = 1
    keira = story.person("keira")
    await keira.says("1.1.1 green all well")
    await keira.says("who 1.1.1")

    await keira.presses("Change")
    await keira.fills({"What has happened": "nearly"})
    await keira.presses("Save")
    assert await story.said_of("1.1.1") == ["green nearly"]


async def test_whoever_said_too_much_can_still_open_a_form(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    story.pace.most = 1
    keira = story.person("keira")
    await keira.says("mine")
    await keira.says("who 1.1.1")

    assert "Forecast" in await keira.opens("update 1.1.1 1.1.2")
    await keira.closes()
    assert "Forecast" in await keira.opens("update 1.1.1 1.1.2")  # the same in one minute is kept, and not counted
    await keira.closes()
    assert "Use as evidence" in await keira.opens("evidence https://a.org")


async def test_whoever_is_slowed_down_is_answered_once_their_minute_is_over(story: Story) -> None:
    story.pace.most = 1
    story.clock.moment = story.clock.moment.replace(second=40)
    keira = story.person("keira")
    assert "Your milestones" in await keira.says("mine")
    story.clock.moment += timedelta(seconds=30)
    assert "more than 1 commands in a minute" in await keira.says("mine")

    story.clock.moment += timedelta(seconds=35)
    assert "Your milestones" in await keira.says("mine")
    assert "more than 1 commands in a minute" in await keira.says("mine")
