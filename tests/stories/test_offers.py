"""Evidence offered without saying for what, and the first page a person opens."""

from __future__ import annotations

from bot.forms import Choice
from bot.ports import Ask, Fix, Say
from tests.stories.conftest import Story, buttons, plain

LINK = "https://chat.example.org/archives/c1/p1"


async def test_a_link_offered_as_evidence_is_added_to_the_milestone_chosen(story: Story) -> None:
    await story.say("head of inclusion", "1.1.1 green all well")
    await story.say("head of inclusion", "yes")
    asked = await story.say("head of inclusion", f"evidence {LINK}")
    assert isinstance(asked, Ask)
    (which,) = [question for question in asked.form.questions if question.id == "milestone"]
    assert isinstance(which, Choice) and [option.value for option in which.options] == ["1.1.1", "1.1.2"]

    fixed = await story.say("head of inclusion", asked.form.command, {"milestone": "1.1.2", "shows": "minutes"})
    assert isinstance(fixed, Fix) and "Nobody has given an update on 1.1.2" in fixed.faults["milestone"]

    added = await story.say("head of inclusion", asked.form.command, {"milestone": "1.1.1", "type": "minutes", "shows": "agreed"})
    assert isinstance(added, Say) and added.recorded and LINK in added.message.plain()
    await story.say("head of inclusion", asked.form.command, {"milestone": "1.1.1", "type": "minutes", "shows": "agreed"})
    assert (await story.told("chair", "history 1.1.1")).count(LINK) == 1


async def test_a_bad_link_and_a_person_with_no_milestones_are_refused(story: Story) -> None:
    assert "starts with https" in await story.told("head of inclusion", "evidence http://x.org")
    assert "You hold no role" in await story.told("board member", f"evidence {LINK}")


async def test_home_shows_my_milestones_what_comes_next_and_the_board_its_totals(story: Story) -> None:
    mine = await story.say("head of inclusion", "home")
    assert isinstance(mine, Say)
    text = mine.message.plain()
    assert "Your milestones in A small plan" in text and "Next question on 19 March 2025." in text
    assert {button.label for button in buttons(mine.message)} == {"Update 1.1.1", "Update 1.1.2"}
    assert "Priority 1" not in text
    assert "Priority 1: 3" in await story.told("board member", "home")


async def test_the_same_question_is_answered_anew_once_something_was_recorded(story: Story) -> None:
    await story.told("chair", "status 1.1.1")
    before = await story.told("chair", "status 1.1.1")
    assert await story.told("chair", "status 1.1.1") == before
    await story.say("head of inclusion", "1.1.1 red no money, path: ask the board")
    await story.say("head of inclusion", "yes")

    assert "no money" in await story.told("chair", "status 1.1.1")


async def test_what_is_heard_twice_is_recorded_once_and_answered_sensibly(story: Story) -> None:
    await story.say("head of inclusion", "mine")
    first = await story.say("head of inclusion", "1.1.1 green", inbound="a")
    again = await story.say("head of inclusion", "1.1.1 green", inbound="a")
    assert first == again
    assert plain(await story.say("head of inclusion", "yes", inbound="b")).startswith("Saved")
    assert plain(await story.say("head of inclusion", "yes", inbound="b")) == "That was saved already."
    assert (await story.told("chair", "history 1.1.1")).count("Keira") == 1
