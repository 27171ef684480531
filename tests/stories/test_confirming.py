"""No change: what may stay as it was is saved, and one question or one button goes on with the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.letters.talk import Say
from tests.world.story import Story
from tests.world.wires import Seat
from tests.world.wires.recorder import RecorderSeat


async def saves(seat: Seat, line: str) -> str:
    """Type a line and save it; what is then said."""
    await seat.says(line)
    return await seat.says("yes")


async def test_no_change_after_the_expected_date_asks_one_new_forecast_for_all(story: Story) -> None:
    keira = story.person("keira")
    await saves(keira, "1.1.1 green all well")
    await saves(keira, "1.1.2 amber late, path: hire")
    story.clock.moment += timedelta(days=50)  # both were due on 30 April

    asked = await keira.says("all same")
    assert "Asked: when do you now expect 1.1.1, 1.1.2?" in asked and "have passed (30 April 2025)" in asked
    assert "has passed already" in await keira.says("1 May 2025")
    told = await keira.says("30 June")
    assert "1.1.1" in told and "all well" in told and "30 June 2025" in told
    saved = await keira.says("yes")

    (*_, one), (*_, two) = [await story.history(ref) for ref in ("1.1.1", "1.1.2")]
    assert f"Saved as u{one.id}, u{two.id}" in saved
    assert [(u.confirms, str(u.forecast)) for u in (one, two)] == [(None, "2025-06-30")] * 2
    assert (one.narrative, two.narrative, two.path_to_green) == ("all well", "late", "hire")


async def test_all_as_before_saves_what_may_be_saved_and_goes_on_with_the_rest(story: Story) -> None:
    keira = story.person("keira")
    await saves(keira, "1.1.1 green all well")
    await saves(keira, "1.1.2 green fine, forecast 30 June")
    story.clock.moment += timedelta(days=50)

    told = await keira.says("all as before")
    assert "fine" in told and "1.1.1: the date it was expected by has passed" in told
    saved = await keira.says("yes")

    *_, confirmed = await story.history("1.1.2")
    assert f"Saved as u{confirmed.id}" in saved and confirmed.confirms is not None
    assert "Asked: when do you now expect 1.1.1?" in saved and "The next question about it comes on" in saved
    assert "Go on with 1.1.1" in keira.buttons() and "Undo" in keira.buttons()
    assert "30 June 2025" in await keira.says("end of June")
    assert "Saved" in await keira.says("yes")
    assert len(await story.history("1.1.1")) == 2


async def test_an_amber_said_twice_again_is_then_asked_for_new_words(story: Story) -> None:
    keira = story.person("keira")
    await saves(keira, "1.1.1 amber late, path: hire")
    for _ in range(2):
        story.clock.moment += timedelta(days=1)
        assert "Saved" in await saves(keira, "1.1.1 same")

    assert "Asked: how is 1.1.1 now?" in await keira.says("1.1.1 no change")
    assert "Those are the words that stand already" in await keira.says("late")
    assert "two interviews held" in await keira.says("two interviews held")
    assert "Saved" in await keira.says("yes")
    assert (await story.said_of("1.1.1"))[-1] == "amber two interviews held"
    assert "Asked" not in await keira.says("1.1.1 same")  # counted anew


async def test_a_form_judges_no_change_as_a_line_does(story: Story) -> None:
    keira = story.person("keira")
    await saves(keira, "1.1.1 amber, path: hire")
    story.clock.moment += timedelta(days=50)

    await keira.opens("update 1.1.1")
    shown = await keira.presses("Save")
    assert "The date this was expected by has passed (30 April 2025)" in shown
    await keira.fills({"Forecast": "2025-07-31"})
    assert "Saved" in await keira.presses("Save")
    assert str((await story.history("1.1.1"))[-1].forecast) == "2025-07-31"


async def test_of_what_nobody_has_declared_it_is_said_that_there_is_nothing_to_confirm(story: Story) -> None:
    keira = story.person("keira")
    told = await keira.says("no change")
    assert "Not saved yet: 1.1.1, 1.1.2" in told and "nobody has given a status yet" in told
    assert "Go on with these 2" in keira.buttons()
    await saves(keira, "1.1.1 green fine")
    assert "1.1.2: nobody has given a status yet" in await keira.says("rest same; 1.1.1 green")


async def test_a_contributor_who_differs_says_their_own_words_again(story: Story) -> None:
    await saves(story.person("keira"), "1.1.2 green all well")
    ben = story.person("ben")
    await saves(ben, "1.1.2 amber no nurses, path: agency cover")
    story.clock.moment += timedelta(days=1)

    assert "Saved" in await saves(ben, "no change")
    *_, own, again = await story.history("1.1.2")
    assert (again.confirms, again.status) == (own.id, own.status)


async def test_no_change_is_one_press_on_a_card_that_asked_and_undo_another(story: Story) -> None:
    keira = story.person("keira")
    await saves(keira, "1.1.1 green all well")
    await story.at("2025-03-31T09:30")  # a month before both are due
    card = next(at for at, message in enumerate(keira.messages()) if "1.1.2" in message and "1.1.1" in message)

    await keira.presses("No change", times=2)
    first, again = await story.history("1.1.1")
    shown = keira.messages()[card]
    assert again.confirms == first.id and f"Saved 1.1.1 as u{again.id}." in shown and "The next question about it" in shown
    assert "Update 1.1.2" in keira.buttons()  # its question is still open

    await keira.presses("Undo")
    assert f"Undone: u{again.id}" in keira.messages()[card]
    assert await story.history("1.1.1") == (first,) and {"Update 1.1.1", "No change"} <= set(keira.buttons())


async def test_no_change_is_not_said_over_what_was_said_since(story: Story) -> None:
    keira = story.person("keira")
    await saves(keira, "1.1.2 green all well")
    await keira.says("status 1.1.2")
    await saves(story.person("ben"), "1.1.2 green hired")

    assert "somebody has said something new since this was shown" in await keira.presses("No change")
    assert len(await story.history("1.1.2")) == 2


async def test_undo_lets_go_of_the_question_that_the_save_asked(story: Story) -> None:
    keira = story.person("keira")
    await saves(keira, "1.1.1 green all well")
    await saves(keira, "1.1.2 green fine, forecast 30 June")
    story.clock.moment += timedelta(days=50)
    assert "Asked: when do you now expect 1.1.1?" in await saves(keira, "no change")

    await keira.says("undo")
    assert "30 June 2025" not in await keira.says("30 June")
    assert len(await story.history("1.1.1")) == 1 and len(await story.history("1.1.2")) == 1


async def test_a_list_that_was_asked_for_is_answered_by_its_numbers(story: Story) -> None:
    keira = story.person("keira")
    await story.at("2025-03-19T09:30")
    assert "1." in story.letters["keira"][-1]
    told = await keira.says("due next month")
    assert "1." in told and "1.1.1" in told and "2." in told
    assert "1.1.2" in await keira.says("2 green fine")
    await keira.says("yes")
    await keira.says("mine")
    assert "1.1.1" in await keira.says("rest green going on")
    await keira.says("yes")
    assert (await story.said_of("1.1.1"), await story.said_of("1.1.2")) == (["green going on"], ["green fine", "green going on"])


async def test_a_form_of_several_saves_what_may_stay_and_asks_about_the_rest(story: Story) -> None:
    keira = story.person("keira")
    await saves(keira, "1.1.1 green all well")
    await saves(keira, "1.1.2 amber late, path: hire, forecast 30 June")
    story.clock.moment += timedelta(days=50)

    await keira.opens("update 1.1.1 1.1.2")
    still = {"1.1.1": "Green", "1.1.2": "Amber"}
    await keira.fills({f"{ref}.status": f"No change: still {one} (18 March 2025, Keira)" for ref, one in still.items()})
    said = await keira.presses("Save")

    assert len(await story.history("1.1.2")) == 2 and len(await story.history("1.1.1")) == 1
    assert "Asked: when do you now expect 1.1.1?" in said
    assert "30 June 2025" in await keira.says("30 June")


@pytest.mark.parametrize("wire", ["recorder"])
async def test_no_change_in_the_thread_of_a_card_means_what_that_card_asked(story: Story) -> None:
    keira = story.person("keira")
    assert isinstance(keira, RecorderSeat)
    for ref in ("1.1.1", "1.1.2"):
        await saves(keira, f"{ref} green all well")
    await story.at("2025-03-31T09:30")
    card = keira.wire.channel.rooms[keira.room][-1].reference
    story.clock.moment += timedelta(hours=1)
    assert "1. " in await keira.says("mine")

    told = await keira.ask("no change", quoted=card)
    assert isinstance(told, Say) and "1.1.1, 1.1.2" in told.message.plain()
    again = await keira.ask("mine")
    assert isinstance(again, Say) and again.listed is None  # that is the last list already


async def test_what_does_not_fit_is_asked_about_before_a_press_is_saved(story: Story) -> None:
    keira = story.person("keira")
    await saves(keira, "1.1.2 green fine, forecast 30 June")
    story.clock.moment += timedelta(days=50)
    await keira.says("status 1.1.2")

    assert "1.1.2 is green, but its due date (30 April 2025) has passed" in await keira.presses("No change")
    assert len(await story.history("1.1.2")) == 1
    assert "Saved as u" in await keira.says("yes")
    assert len(await story.history("1.1.2")) == 2
