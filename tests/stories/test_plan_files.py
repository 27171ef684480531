"""A plan's file brought in chat: shown as it will be asked, every question settled, loaded; the next one asks only what is new."""

from __future__ import annotations

from bot.model.letters.talk import MOST_FILE
from tests.world.story import Story

FIRST = b"""Step 1 done. | Head of Inclusion | ?year-one 2025-06-30
Step 2 done. | Head of Inclusion | ?year-one 2025-07-31
Write to families | Head of Inclusion | ?year-two 2025-09-30
Train the staff | Chief Nursing Officer | ?year-three 2025-10-31
Report to the board | Independent Chair | ?year-four 2025-12-31
!There is a cell that fits no column.
"""
SECOND = FIRST.replace(b"2025-10-31", b"2025-11-28") + b"Ask the families again | Chief Nursing Officer | ?year-five 2026-03-31\n"


async def test_an_admin_brings_a_plan_settles_what_is_open_loads_it_and_the_next_asks_only_what_is_new(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("help")

    shown = await gwen.brings("small.docx", FIRST)
    assert "small.docx, read for A small plan" in shown
    assert "1 priority, 1 action, 5 milestones." in shown
    assert "Question 1 of 4: The dates of year-one have no year. Is it this one?" in shown
    assert "It settles 2 milestones, such as 1.1.1: Step 1 done." in shown

    assert "Question 1 of 3" in await gwen.presses("Yes (suggested)")
    assert "Question 1 of 2" in await gwen.presses("No")
    assert "Question 1 of 1: The dates of year-four" in await gwen.presses("Yes (suggested)")
    settled = await gwen.says("settle year-four: yes")
    assert "There is no question left." in settled
    assert "4 will be asked about, the first on " in settled

    assert "small.docx was read and is not loaded yet." in await gwen.opens_home()
    await gwen.says("plan")
    asked = await gwen.presses("Load")
    assert "Load small.docx as a new edition of small?" in asked
    assert "1.1.4" in asked
    assert "Saved. small is loaded: 1 priority, 1 action, 5 milestones." in await gwen.presses("Yes, load it")
    assert "What would be sent in the next 14 days" in await gwen.presses("What will be sent")

    again = await gwen.brings("small.docx", SECOND)
    assert "Question 1 of 1: The dates of year-five" in again
    await gwen.presses("Later")
    assert "1 question is open." in await gwen.says("load")
    assert "Saved. small is loaded" in await gwen.says("load yes")
    assert "1 question about small.docx is open." in await gwen.opens_home()
    dues = {one.text: one.due and f"{one.due}" for one in (await story.plan()).milestones}
    assert dues["Ask the families again"] is None
    assert dues["Step 2 done."] == "2025-07-31"


async def test_all_questions_are_answered_in_one_form_and_one_is_left_open(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("help")
    await gwen.brings("small.docx", FIRST)

    form = await gwen.opens("plan form")
    assert "The dates of year-one have no year. Is it this one?" in form
    await gwen.fills({"The dates of year-two": "No", "The dates of year-three": "Leave open"})
    shown = await gwen.presses("Save answers")
    assert "3 questions settled." in shown
    assert "Question 1 of 1: The dates of year-three" in shown


async def test_words_that_are_no_answer_leave_the_question_open_typed_or_in_the_form(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("help")
    await gwen.brings("small.docx", b"Step 1 done. | Head of Inclusion | ?day-one 2025-06-30")

    assert "potato was not understood as a day, so the question is open still." in await gwen.says("settle day-one: potato")
    assert "Question 1 of 1" in await gwen.says("plan")

    await gwen.opens("plan form")
    await gwen.fills({"The dates of day-one": "next potato"})
    assert "next potato was not understood as a day" in await gwen.presses("Save answers")
    await gwen.fills({"The dates of day-one": "2025-07-31"})
    assert "1 question settled." in await gwen.presses("Save answers")
    await gwen.says("load")
    await gwen.says("load yes")
    assert [f"{one.due}" for one in (await story.plan()).milestones] == ["2025-07-31"]


async def test_a_file_that_is_too_large_is_said_to_be(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("help")

    assert "big.docx is larger than 10 MB" in await gwen.brings("big.docx", bytes(MOST_FILE + 1))


async def test_whoever_is_no_admin_brings_nothing_and_what_is_no_plan_is_said_to_be_none(story: Story) -> None:
    keira, gwen = story.person("keira"), story.person("gwen")

    assert "Only an admin of the plan may send a plan as a file" in await keira.brings("small.docx", FIRST)
    await gwen.says("help")
    assert "There is no milestone in it." in await gwen.brings("small.docx", b"!nothing")
    assert "No plan's file is waiting here." in await gwen.says("plan")
