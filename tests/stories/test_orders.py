"""Orders of the plan office: what they would change is said first, they are done at a yes, and can be undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.model.letters.talk import Say
from tests.records import paused
from tests.world.plan import SMALL
from tests.world.story import Story
from tests.world.wires.recorder import RecorderSeat

GIVES = "holder Head of Inclusion ben@example.org from 1 April 2025"


async def holders(story: Story, role: str, day: str) -> list[str]:
    """Who holds a role on a day, by name."""
    people = await story.store.read(lambda view: view.people.of(SMALL))
    names = {person.id: person.name for person in people.persons}
    return [names[one.person] for one in people.holdings if one.role == role and one.covers(date.fromisoformat(day))]


async def head(story: Story) -> int:
    """The number of the plan's last entry."""
    return (await story.store.read(lambda view: view.entries.head(SMALL))).entry


async def test_giving_a_role_says_how_many_milestones_move_and_waits_for_a_yes(story: Story) -> None:
    gwen = story.person("gwen")

    told = await gwen.says(GIVES)
    assert "2 milestones of Head of Inclusion move from Keira to Ben from 1 April 2025." in told
    assert await holders(story, "Head of Inclusion", "2025-04-01") == ["Keira"]
    assert "Nothing was saved" in await gwen.says("no")
    await gwen.says(GIVES)

    assert "From 1 April 2025, Head of Inclusion is held by Ben." in await gwen.presses("Yes")
    assert await holders(story, "Head of Inclusion", "2025-03-31") == ["Keira"]
    assert await holders(story, "Head of Inclusion", "2025-04-01") == ["Ben"]
    assert "already. Nothing was changed" in await gwen.says(GIVES)


async def test_giving_a_role_names_whoever_was_to_hold_it_later_and_then_would_not(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says(GIVES)
    await gwen.says("yes")

    told = await gwen.says("holder Head of Inclusion hugo@example.org from 20 March 2025")
    assert "move from Keira to Hugo from 20 March 2025." in told
    assert "Ben was to hold it from 1 April 2025, and then would not." in told


@pytest.mark.parametrize("undo", ["says", "presses"])
async def test_whoever_held_a_role_holds_it_again_once_that_is_undone(story: Story, undo: str) -> None:
    gwen, before = story.person("gwen"), (await story.store.read(lambda view: view.people.of(SMALL)))
    await gwen.says(GIVES)
    await gwen.says("yes")

    told = await (gwen.says("undo") if undo == "says" else gwen.presses("Undo"))

    assert "Undone. From 1 April 2025, Head of Inclusion is held by Keira." in told
    assert (await story.store.read(lambda view: view.people.of(SMALL))) == before
    assert "undone already" in await gwen.says("undo")


async def test_pausing_says_how_many_questions_would_not_be_asked_and_is_undone(story: Story) -> None:
    gwen = story.person("gwen")

    assert "3 questions of the coming week would not be asked." in await gwen.says("pause all")
    assert "Paused: all questions and summaries of A small plan." in await gwen.presses("Yes")
    assert "Paused already: all questions and summaries of A small plan. Nothing was changed." in await gwen.says("pause all")
    assert "Undone. Resumed: all questions and summaries of A small plan." in await gwen.says("undo")
    assert "Not paused" in await gwen.says("resume all")


async def test_an_order_is_undone_for_ten_minutes_and_by_whoever_gave_it(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("pause all")
    await gwen.says("yes")

    assert "nothing to undo" in await story.person("keira").says("undo")
    story.clock.moment += timedelta(minutes=11)
    assert "nothing to undo" in await gwen.says("undo")
    assert await story.store.read(lambda view: paused(view, SMALL))


async def test_a_yes_to_an_order_of_days_ago_is_asked_about_again_with_the_words_of_its_button(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("pause all")
    story.clock.moment += timedelta(days=7)

    assert "Is it still right? Press Yes again if it is." in await gwen.says("yes")
    assert not await story.store.read(lambda view: paused(view, SMALL))
    await gwen.presses("Yes")
    assert await story.store.read(lambda view: paused(view, SMALL))


async def test_there_is_no_form_for_an_order(story: Story) -> None:
    await story.person("gwen").says("pause all")

    assert "There is no form for this" in await story.person("gwen").says("change")


@pytest.mark.parametrize("wire", ["recorder"])
@pytest.mark.parametrize("line", ["pause all", GIVES, "1.1.1 green"])
async def test_a_yes_and_an_undo_delivered_again_get_their_first_answer_and_write_nothing(story: Story, line: str) -> None:
    gwen = story.person("gwen")
    assert isinstance(gwen, RecorderSeat)

    async def told(said: str, number: str) -> str:
        reply = await gwen.ask(said, number=number)
        assert isinstance(reply, Say)
        return reply.message.plain()

    await told(line, "1")
    done = await told("yes", "2")
    after = await head(story)
    assert (await told("yes", "2")).splitlines()[0] in (done.splitlines()[0], "That was saved already.")
    assert await head(story) == after
    undone = await told("undo", "3")
    after = await head(story)
    assert await told("undo", "3") == undone
    assert await head(story) == after
