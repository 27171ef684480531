"""Second thoughts: lines let go, overtaken, contradicted or half understood. Nothing is kept or lost without a word.

The overtaken form and the late letter are on the recorder alone: they are promises of the ports.
"""

from __future__ import annotations

import pytest

from bot.model.letters.talk import Ask, Fix, Say
from tests.world.story import Story
from tests.world.wires.plain import buttons
from tests.world.wires.recorder import RecorderSeat, RecorderWire

on_the_ports = pytest.mark.parametrize("wire", ["recorder"])


async def test_no_lets_a_line_go_and_a_later_yes_saves_nothing(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 red stuck, path: the board decides")

    assert "Nothing was saved" in await keira.says("no")
    assert "Nothing is waiting" in await keira.says("yes")
    assert await story.said_of("1.1.1") == []


async def test_two_statuses_for_one_milestone_in_one_line_are_refused(story: Story) -> None:
    keira = story.person("keira")

    assert "two statuses" in await keira.says("1.1.1 green, 1.1.1 red: x, path: y")
    assert "Nothing is waiting" in await keira.says("yes")


async def test_a_line_overtaken_by_an_update_is_saved_only_when_asked_for_again(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await keira.says("1.1.2 green fine")
    story.clock.moment = story.clock.moment.replace(minute=45)
    await ben.says("1.1.2 red broken, path: mend it")
    await ben.says("yes")
    story.clock.moment = story.clock.moment.replace(minute=50)

    assert "Ben said Red for 1.1.2 after you typed this" in await keira.says("yes")
    assert await story.said_of("1.1.2") == ["red broken"]
    assert "Saved" in await keira.says("yes")
    assert await story.said_of("1.1.2") == ["red broken", "green fine"]


@on_the_ports
async def test_ones_own_newer_statement_is_told_before_an_older_form_is_saved(story: Story) -> None:
    keira = story.person("keira")
    assert isinstance(keira, RecorderSeat)
    form = await keira.ask("update 1.1.1")
    assert isinstance(form, Ask)
    await keira.says("1.1.1 red stuck, path: the board decides")
    await keira.says("yes")

    asked = await keira.ask(form.form.command, {"status": "green", "happened": "fine"})
    assert isinstance(asked, Fix) and "You said Red for 1.1.1 on 18 March 2025, after this form was opened." in asked.faults["status"]
    assert await story.said_of("1.1.1") == ["red stuck"]
    await keira.ask(asked.form.command, {"status": "green", "happened": "fine"})
    assert await story.said_of("1.1.1") == ["red stuck", "green fine"]


@on_the_ports
async def test_save_pressed_twice_is_answered_alike_and_keeps_undo(story: Story) -> None:
    keira = story.person("keira")
    assert isinstance(keira, RecorderSeat)
    await keira.says("1.1.1 green fine")
    save = buttons(keira.shown()[-1].message)[0].command
    first, again = await keira.ask(save, number="a"), await keira.ask(save, number="b")
    assert isinstance(first, Say) and isinstance(again, Say) and again.message == first.message
    assert [one.label for one in buttons(again.message)] == ["Undo"]

    form = await keira.ask("update 1.1.2")
    assert isinstance(form, Ask)
    answers = {"status": "green", "happened": "good"}
    await keira.ask(form.form.command, answers)
    again = await keira.ask(form.form.command, answers)
    assert isinstance(again, Say) and [one.label for one in buttons(again.message)] == ["Undo"]
    await keira.ask(buttons(again.message)[0].command)
    late = await keira.ask(save)
    assert isinstance(late, Say) and "Undo" not in late.message.plain() and buttons(late.message) == []


async def test_a_link_that_cannot_be_kept_is_asked_for_again_and_the_rest_is_kept(story: Story) -> None:
    keira = story.person("keira")

    said = await keira.says("1.1.1 amber agreed, see http://intranet/x and https://x.org/a, path: hire two")
    assert "This link was not kept: http://intranet/x." in said and "https://" in said

    said = await keira.says("it is https://intranet/x")
    assert "hire two" in said and "https://intranet/x" in said and "https://x.org/a" in said and "http://" not in said
    await keira.says("no")
    await keira.says("1.1.1 amber agreed, http://intranet/x, path: hire two")
    assert "hire two" in await keira.says("None.")
    assert "Saved" in await keira.says("yes")
    assert [update.evidence for update in await story.history("1.1.1")] == [()]


async def test_a_time_that_is_not_understood_is_said_to_be_so(story: Story) -> None:
    keira = story.person("keira")

    assert "That time was not understood: banana" in await keira.says("due banana")
    assert "Nothing is due from 18 March 2025 to 18 March 2025" in await keira.says("due today")
    assert "1.1.1" in await keira.says("due in April")


async def test_a_forecast_in_the_past_is_asked_about(story: Story) -> None:
    assert "is in the past" in await story.person("keira").says("1.1.1 amber late, forecast 12 January 2020, path: x")


async def test_a_forecast_many_years_away_is_asked_about(story: Story) -> None:
    keira = story.person("keira")
    assert "is more than 3 years away" in await keira.says("1.1.1 amber late, forecast 30 April 2099, path: x")
    await keira.says("no")
    assert "years away" not in await keira.says("1.1.1 amber late, forecast 29 April 2028, path: x")
    await keira.says("no")

    await keira.opens("update 1.1.1")
    await keira.fills({"Status": "Green", "Forecast": "2099-04-30"})
    assert "is more than 3 years away" in await keira.presses("Save")
    assert await story.said_of("1.1.1") == []
    await keira.presses("Save")
    assert [str(update.forecast) for update in await story.history("1.1.1")] == ["2099-04-30"]


async def test_a_forecast_that_a_form_must_guess_is_said_back(story: Story) -> None:
    if story.wires[0].calendar:
        return  # nothing is guessed of a day that was picked
    keira = story.person("keira")
    await keira.opens("update 1.1.1")
    await keira.fills({"Status": "Green", "Forecast": "1/2"})

    assert "you wrote 1/2 as the forecast. It is read as 1 February 2026." in await keira.presses("Save")
    assert await story.said_of("1.1.1") == []
    await keira.presses("Save")
    assert [str(update.forecast) for update in await story.history("1.1.1")] == ["2026-02-01"]


async def test_a_forecast_that_was_not_understood_is_asked_for_and_everything_else_is_kept(story: Story) -> None:
    keira = story.person("keira")

    said = await keira.says("1.1.1 amber late, forecast when they are hired, path: hire")
    assert "No date was read in: when they are hired." in said and "12 March 2026" in said
    assert "No date was read in: soon." in await keira.says("forecast soon")
    said = await keira.says("by 12 April")
    assert "Expected by 12 April 2025" in said and "late" in said and "hire" in said and "soon" not in said
    await keira.says("no")

    await keira.says("1.1.1 red stuck")
    assert "No date was read in: once they start." in await keira.says("hire two, forecast: once they start")
    said = await keira.says("none")
    assert "stuck, once they start" in said and "hire two" in said and "Expected" not in said


async def test_a_forecast_told_in_passing_is_said_not_to_count(story: Story) -> None:
    keira = story.person("keira")
    missed = "No forecast was understood for 1.1.1."

    said = await keira.says("1.1.1 amber late and the forecast is bad, path: hire")
    assert missed in said and "forecast 12 March 2026" in said
    await keira.says("no")
    assert missed not in await keira.says("1.1.1 amber late, forecast tomorrow, path: hire")
    await keira.says("no")
    await keira.says("1.1.1 red stuck")
    assert missed in await keira.says("hire two, no forecast")


@on_the_ports
async def test_a_used_form_adds_nothing_once_something_newer_stands(story: Story) -> None:
    keira = story.person("keira")
    assert isinstance(keira, RecorderSeat)
    asked = await keira.ask("update 1.1.1")
    assert isinstance(asked, Ask)
    await keira.ask(asked.form.command, {"status": "amber", "path": "Keira hires by June", "happened": "first"})
    story.clock.moment = story.clock.moment.replace(minute=45)
    await keira.says("1.1.1 green better")
    await keira.says("yes")

    again = await keira.ask(asked.form.command, {"status": "red", "path": "late", "happened": "third"})

    assert isinstance(again, Say) and "A newer update stands" in again.message.plain()
    assert await story.said_of("1.1.1") == ["amber first", "green better"]


@on_the_ports
async def test_a_question_its_platform_could_not_take_all_day_is_asked_the_next_working_day(story: Story) -> None:
    assert isinstance(story.wire, RecorderWire)
    story.wire.channel.busy = True
    await story.at("2025-03-19T09:30")
    assert story.letters["keira"] == []

    story.wire.channel.busy = False
    await story.at("2025-03-20T09:30")
    assert "1.1.1" in story.letters["keira"][0]
