"""A priority or a role is not asked about for a while: who says so, why and until when, and what becomes of silence."""

from __future__ import annotations

import pytest

from tests.world.story import Story

ALONE = pytest.mark.parametrize("wire", ["recorder"])


async def test_a_pause_says_who_why_and_until_when_and_is_undone(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")

    assert "Only an admin" in await keira.says("pause 1 until 10 June because x")
    assert "Say until when and why" in await gwen.says("pause 1")
    assert "no priority and no role" in await gwen.says("pause Head of Nothing until 10 June because x")
    assert "not after today" in await gwen.says("pause 1 until 1 March 2025 because x")
    would = await gwen.says("pause priority 1 until 10 June 2025 because of the inspection")
    assert "This would pause all questions about priority 1 until 10 June 2025. 3 questions of the coming week" in would
    done = await gwen.presses("Yes")
    assert "Paused: all questions about priority 1 until 10 June 2025, because of the inspection." in done
    assert "Paused already" in await gwen.says("pause 1 until 10 June 2025 because of the inspection")
    told = await keira.says("status 1.1.1")
    assert "Paused until 10 June 2025 by Gwen, because of the inspection" in told and "Paused: Step 1" in told
    assert "3 paused" in await gwen.says("digest")
    assert "Not asked. Paused until 10 June 2025" in await story.person("carys").says("ask 1.1.1")
    assert "Undone. Resumed: all questions about priority 1." in await gwen.says("undo")
    assert "Paused" not in await keira.says("status 1.1.1")


@ALONE
async def test_nobody_is_asked_about_what_is_paused_nor_silent_and_the_chase_counts_anew(story: Story) -> None:
    gwen, keira = story.person("gwen"), story.person("keira")
    await story.at("2025-03-20T09:30")
    asked = len(story.letters["keira"])
    await gwen.says("pause 1 until 10 June 2025 because inspection")
    await gwen.says("yes")
    for day in ("2025-04-30", "2025-05-02", "2025-05-07", "2025-05-14", "2025-05-21", "2025-05-29", "2025-06-05"):
        await story.at(f"{day}T09:30")

    assert len(story.letters["keira"]) == asked and not story.letters["leo"]
    reminders = [one for one in story.letters["gwen"] if "You paused all questions about priority 1 on 20 March 2025" in one]
    assert len(reminders) == 6  # one a week in which a round came
    assert "Not reported" not in await gwen.says("silent")
    assert "not reported" not in (await keira.says("status 1.1.1")).lower()

    await story.at("2025-06-10T09:30")
    assert len(story.letters["keira"]) == asked  # not at once
    await story.at("2025-06-17T09:30")
    assert "1.1.1" in story.letters["keira"][-1] and len(story.letters["keira"]) == asked + 1
    assert not story.letters["leo"]
    await story.at("2025-07-08T09:30")
    assert "1.1.1" in story.letters["leo"][-1]


@ALONE
async def test_a_paused_role_is_asked_nothing_and_the_others_are(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("pause Chief Nursing Officer until 10 June 2025 because of sick leave")
    await gwen.says("yes")

    await story.at("2025-03-20T09:30")
    assert not story.letters["ben"] and "1.1.2" in story.letters["keira"][-1]
    assert "The role Chief Nursing Officer is paused until 10 June 2025" in await gwen.says("digest")
    await gwen.says("resume all")
    assert "Resumed" in await gwen.presses("Yes")


@ALONE
async def test_a_reminder_ends_a_pause_with_one_press_and_leaves_the_card(story: Story) -> None:
    gwen = story.person("gwen")
    await story.at("2025-03-20T09:30")
    await gwen.says("pause 1 until 10 June 2025 because inspection")
    await gwen.says("yes")
    await story.at("2025-03-31T09:30")

    assert any("You paused" in one for one in gwen.messages())
    assert "This would start all questions about priority 1 again." in await gwen.presses("Resume")
    await gwen.presses("Yes")
    assert not any("You paused" in one for one in gwen.messages())


@ALONE
async def test_whoever_paused_the_whole_plan_is_reminded_each_week_and_nobody_else_hears_anything(story: Story) -> None:
    gwen = story.person("gwen")
    await story.at("2025-03-20T09:30")
    before = {name: len(letters) for name, letters in story.letters.items()}
    await gwen.says("pause all until 1 May 2025 because of the inspection")
    await gwen.says("yes")
    await story.advance(days=20)

    told = [one for one in story.letters["gwen"][before["gwen"] :] if "You paused all questions and summaries" in one]
    assert len(told) == len(story.letters["gwen"]) - before["gwen"] == 3  # Mondays 24 and 31 March, and 7 April
    assert {name: len(letters) for name, letters in story.letters.items() if name != "gwen"} | {"gwen": before["gwen"]} == before
    await story.at("2025-05-01T09:30")
    assert "1.1.1" in story.letters["keira"][-1]
