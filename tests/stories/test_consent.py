"""Consent in sight: nothing is on the record that a person did not see just before they agreed to it.

What a client cannot do (press a button that is gone, send a form it was never shown) is on the recorder alone: the ports
promise it.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.letters.talk import Ask, Chat, Fix, Inbound, Say, Silence
from bot.ports.record import Tx
from tests.world.plan import due, small
from tests.world.story import Story
from tests.world.wires import Seat
from tests.world.wires.plain import buttons
from tests.world.wires.recorder import RecorderSeat

on_the_ports = pytest.mark.parametrize("wire", ["recorder"])
IN_PASSING = "slack commands"  # what is shown to a person alone there cannot be drawn anew before it is pressed
GREEN, RED = (f"No change: still {status} (18 March 2025, Ben)" for status in ("Green", "Red"))
LINE = "1.1.1 red stuck, path: the board decides"


def recorder(seat: Seat) -> RecorderSeat:
    """The seat, on the ports."""
    assert isinstance(seat, RecorderSeat)
    return seat


async def gone(story: Story, seat: Seat, wire: str, told: str) -> None:
    """There is no Save left to press, or pressing it tells what became of its line, and takes it away."""
    if wire == IN_PASSING:
        assert told in await seat.presses("Save")
    assert not {"Save", "Change", "Let go"} & set(seat.buttons())
    assert told in seat.sees()


# ---- let go, replaced, saved --------------------------------------------------------------------


async def test_no_takes_save_away(story: Story, wire: str) -> None:
    keira = story.person("keira")
    await keira.says(LINE)
    await keira.says("no")

    await gone(story, keira, wire, "You let this go. Nothing was saved.")
    assert await story.said_of("1.1.1") == []


async def test_let_go_stands_beside_save_and_change(story: Story) -> None:
    keira = story.person("keira")
    await keira.says(LINE)
    assert {"Save", "Change", "Let go"} <= set(keira.buttons())

    assert "You let this go" in await keira.presses("Let go")
    assert not {"Save", "Change", "Let go"} & set(keira.buttons())
    assert "Nothing is waiting" in await keira.says("yes")
    assert await story.said_of("1.1.1") == []


async def test_a_newer_line_takes_the_buttons_of_the_older_one(story: Story, wire: str) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green first")
    await keira.says("1.1.1 green second")
    if wire != IN_PASSING:
        assert keira.buttons().count("Save") == 1
        assert "A newer line took its place" in keira.sees()
    assert "second" in await keira.presses("Save")
    if wire == IN_PASSING:
        assert "A newer line took its place" in await keira.presses("Save")
    assert await story.said_of("1.1.1") == ["green second"]


async def test_a_typed_yes_takes_save_away(story: Story, wire: str) -> None:
    keira = story.person("keira")
    await keira.says(LINE)
    await keira.says("yes")

    if wire == IN_PASSING:
        assert "Saved as u" in await keira.presses("Save") and "Undo" in keira.buttons()
    else:
        await gone(story, keira, wire, "Saved. This is what was saved.")
    assert await story.said_of("1.1.1") == ["red stuck"]


@on_the_ports
@pytest.mark.parametrize("verb", ["save", "change", "no"])
@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("no", "You let this go. Nothing was saved."),
        ("1.1.2 green", "A newer line took its place."),
        ("yes", "That was saved already. This is what was saved."),
    ],
)
async def test_a_press_a_week_later_says_what_became_of_the_line(story: Story, verb: str, end: str, told: str) -> None:
    keira = recorder(story.person("keira"))
    await keira.says(LINE)
    command = buttons(keira.shown()[-1].message)[0].command.replace("save", verb)
    card = keira.shown()[-1].reference
    await keira.says(end)
    before = await story.said_of("1.1.1")
    story.clock.moment += timedelta(days=7)

    late = await keira.ask(command, card=card)

    assert isinstance(late, Say) and late.in_place and told in late.message.plain() and "stuck" in late.message.plain()
    assert buttons(late.message) == []
    assert await story.said_of("1.1.1") == before and await story.said_of("1.1.2") == []


@on_the_ports
async def test_what_was_saved_is_told_with_what_came_after(story: Story) -> None:
    keira, ben = recorder(story.person("keira")), story.person("ben")
    await keira.says("1.1.2 green fine")
    command = buttons(keira.shown()[-1].message)[0].command
    await keira.says("yes")
    await ben.says("1.1.2 red broken, path: mend it")
    await ben.says("yes")

    late = await keira.ask(command)

    assert isinstance(late, Say) and "Green" in late.message.plain()
    assert "Ben has said Red for 1.1.2 since then, and that stands now." in late.message.plain()


@on_the_ports
async def test_nobody_lets_go_of_what_another_said(story: Story) -> None:
    keira, ben = recorder(story.person("keira")), recorder(story.person("ben"))
    await keira.says("1.1.2 green fine")
    token = buttons(keira.shown()[-1].message)[0].command.partition("#")[2]

    for verb in ("no", "save", "change"):
        assert "That line is not yours." in await ben.says(f"{verb} #{token}")
    assert "Saved" in await keira.says("yes")


# ---- out of sight -------------------------------------------------------------------------------


async def test_a_yes_after_two_days_says_the_line_back_again(story: Story) -> None:
    keira = story.person("keira")
    await keira.says(LINE)
    story.clock.moment += timedelta(days=2)

    again = await keira.says("yes")
    assert "You said this on 18 March 2025" in again and "stuck" in again
    assert await story.said_of("1.1.1") == []
    assert "Saved" in await keira.says("yes")


async def test_a_yes_after_another_letter_says_the_line_back_again(story: Story) -> None:
    keira = story.person("keira")
    await keira.says(LINE)
    await story.at("2025-03-19T09:30")
    assert len(story.letters["keira"]) == 1

    again = await keira.says("yes")
    assert "A message came to you after you said this" in again and "stuck" in again
    assert await story.said_of("1.1.1") == []
    assert "Saved" in await keira.says("yes")


async def test_a_day_is_worked_out_when_it_is_said(story: Story) -> None:
    keira = story.person("keira")
    assert "19 March 2025" in await keira.says("1.1.1 amber late, forecast 19 March, path: two weeks more")
    story.clock.moment = story.clock.moment.replace(day=20, hour=8)

    again = await keira.says("yes")  # by now the nineteenth has passed, which nobody was asked about
    assert "19 March 2025" in again and "is in the past" in again
    assert "Saved" in await keira.says("yes")
    assert [str(update.forecast) for update in await story.history("1.1.1")] == ["2025-03-19"]


async def test_change_keeps_the_day_that_was_said(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 amber late, forecast 19 March, path: two weeks more")
    story.clock.moment = story.clock.moment.replace(day=20, hour=8)
    await keira.presses("Change")

    assert keira.holds("Forecast") == "2025-03-19"


# ---- asked before it is saved ---------------------------------------------------------------------


async def test_a_form_with_a_doubt_is_said_back_before_it_is_saved(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Amber", "What has happened": "two left", "Forecast": "2020-01-12"})
    await keira.fills({"Path to green": "hire two"})

    asked = await keira.presses("Save")
    assert "The forecast for 1.1.1 (12 January 2020) is in the past" in asked and "two left" in asked
    assert await story.said_of("1.1.1") == []
    assert {"Save", "Change", "Let go"} <= set(keira.buttons())

    await keira.presses("Save")
    assert await story.said_of("1.1.1") == ["amber two left"]
    assert "Update 1.1.1" not in keira.buttons() and "Update 1.1.2" in keira.buttons()


async def test_a_doubt_can_be_mended_with_all_that_was_typed(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Amber", "What has happened": "two left", "Forecast": "2020-01-12"})
    await keira.fills({"Path to green": "hire two"})
    await keira.presses("Save")
    await keira.presses("Change")
    assert keira.holds("What has happened") == "two left" and keira.holds("Path to green") == "hire two"
    await keira.fills({"Forecast": "2025-06-12"})
    await keira.presses("Save")

    (update,) = await story.history("1.1.1")
    assert str(update.forecast) == "2025-06-12" and update.narrative == "two left"
    assert "Save" not in keira.buttons()


@on_the_ports
async def test_save_saves_the_words_it_stands_under(story: Story) -> None:
    keira = recorder(story.person("keira"))
    await keira.says("1.1.1 amber first, path: x")
    old = keira.shown()[-1]
    story.clock.moment += timedelta(days=2)
    await keira.says("yes")  # said back again, so that two cards carry buttons
    await keira.presses("Change")
    await keira.fills({"What has happened": "second", "Forecast": "2020-01-12"})
    await keira.presses("Save")

    late = await keira.ask(buttons(old.message)[0].command, card=old.reference)
    assert isinstance(late, Say) and "A newer line took its place" in late.message.plain()
    assert keira.buttons().count("Save") == 1 and await story.said_of("1.1.1") == []
    await keira.presses("Save")
    assert await story.said_of("1.1.1") == ["amber second"]


async def test_a_form_of_several_asks_one_question_about_all_its_doubts(story: Story) -> None:
    await story.at("2025-05-07T09:30")
    keira = story.person("keira")
    await keira.opens("update 1.1.1 1.1.2")
    await keira.fills({"1.1.1.status": "Green", "1.1.2.status": "Green"})
    before = keira.count()

    asked = await keira.presses("Save")
    assert "1.1.1, 1.1.2 are green, but their due dates have passed." in asked
    assert keira.count() == before + 1
    assert (await story.said_of("1.1.1"), await story.said_of("1.1.2")) == ([], [])

    await keira.presses("Let go")
    assert (await story.said_of("1.1.1"), await story.said_of("1.1.2")) == ([], [])


async def test_a_form_without_a_doubt_is_saved_at_once(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    keira = story.person("keira")
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Green", "Forecast": "2025-04-12"})
    await keira.presses("Save")

    assert [str(update.forecast) for update in await story.history("1.1.1")] == ["2025-04-12"]


@on_the_ports
async def test_a_doubtful_form_sent_twice_is_one_question(story: Story) -> None:
    keira = recorder(story.person("keira"))
    form = await keira.ask("update 1.1.1")
    assert isinstance(form, Ask)
    given = {"status": "amber", "path": "x", "forecast": "2020-01-12"}
    first = await keira.ask(form.form.command, given, number="a")
    for number in ("a", "b"):
        again = await keira.ask(form.form.command, given, number=number)
        assert isinstance(again, Say) and "You sent this already" in again.message.plain() and not again.draft
    story.clock.moment += timedelta(minutes=1)
    assert first == await keira.ask(form.form.command, given)
    assert isinstance(first, Say)
    await keira.ask(f"save #{first.draft}")

    again = await keira.ask(form.form.command, given)
    assert isinstance(again, Say) and "saved already" in again.message.title
    assert len(await story.history("1.1.1")) == 1


# ---- "no change" -----------------------------------------------------------------------------------


async def declares(seat: Seat, line: str) -> None:
    """Say how something stands, and agree."""
    await seat.says(line)
    assert "Saved" in await seat.says("yes")


async def test_no_change_is_of_what_the_form_showed(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await declares(ben, "1.1.2 green nurses ready")
    await keira.opens("update 1.1.1 1.1.2")
    assert GREEN in keira.offers("1.1.2.status")
    await declares(ben, "1.1.2 red all gone, path: hire")
    await keira.fills({"1.1.1.status": "Green", "1.1.2.status": GREEN, "1.1.2.happened": "mine"})
    await keira.presses("Save")

    stopped = keira.form()
    assert stopped is not None and "Ben said Red for 1.1.2" in stopped
    assert keira.holds("1.1.2.happened") == "mine" and RED in keira.offers("1.1.2.status")
    assert (await story.said_of("1.1.1"), await story.said_of("1.1.2")) == ([], ["green nurses ready", "red all gone"])

    await keira.fills({"1.1.2.status": RED})
    await keira.presses("Save")
    assert await story.said_of("1.1.1") == ["green"]
    assert await story.said_of("1.1.2") == ["green nurses ready", "red all gone", "red mine"]


async def test_same_says_whose_words_it_repeats(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await declares(ben, "1.1.2 red all gone, path: hire")
    story.clock.moment += timedelta(days=2)

    repeats = "1.1.2 repeats what Ben said on 18 March 2025."
    assert repeats in await keira.says("1.1.2 same")
    await keira.presses("Let go")
    await keira.opens("update 1.1.1 1.1.2")
    await keira.fills({"1.1.1.status": "Green", "1.1.1.forecast": "2020-01-12", "1.1.2.status": RED})
    assert repeats in await keira.presses("Save")


async def test_no_change_put_back_to_no_answer_is_told(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await declares(ben, "1.1.2 green nurses ready")
    await keira.opens("update 1.1.1 1.1.2")
    await declares(ben, "1.1.2 red all gone, path: hire")
    await keira.fills({"1.1.1.status": "Green", "1.1.2.status": GREEN})
    await keira.presses("Save")
    stopped = keira.form()
    assert stopped is not None and "please choose again" in stopped and "Send again" not in stopped

    await keira.fills({"1.1.2.status": "No answer now"})
    saved = await keira.presses("Save")
    assert "Saved" in saved and "No answer now, so still open: 1.1.2." in saved
    assert await story.said_of("1.1.2") == ["green nurses ready", "red all gone"]


@on_the_ports
async def test_a_later_page_says_what_an_earlier_one_left_to_be_saved_and_counts_no_answer_as_missing(story: Story) -> None:
    steps = [due(n, "2025-04-30", "Head of Inclusion") for n in range(1, 18)]

    def load(tx: Tx) -> None:
        tx.plans.save(small(steps))

    await story.store.transact(load)
    keira = recorder(story.person("keira"))
    await keira.says("1.1.4 green all well")
    await keira.says("yes")
    form = await keira.ask(f"update {' '.join(one.ref for one in steps)}")
    assert isinstance(form, Ask)
    await keira.ask(form.form.command, {"1.1.1.status": "green", "1.1.1.forecast": "2020-01-12"})
    again = await keira.ask(form.form.command)
    assert isinstance(again, Ask) and "Not saved yet: 1.1.1." in again.form.intro
    page = await keira.ask(form.form.command, {"1.1.2.status": "green"})

    assert isinstance(page, Say)
    said = page.message.plain()
    assert "Not saved yet: 1.1.1." in said
    assert "still open: 1.1.3, 1.1.5," in said and "1.1.15 and 2 more." in said


async def test_a_form_sent_four_times_at_once_is_said_back_once(story: Story) -> None:
    keira = story.person("keira")
    await keira.opens("update 1.1.1")
    await keira.fills({"Status": "Green", "Forecast": "2025-12-24"})
    await keira.presses("Save", times=4)

    assert sum("Save it?" in message for message in keira.messages()) == 1
    await keira.presses("Save")
    assert await story.said_of("1.1.1") == ["green"]


async def test_a_form_of_several_does_not_write_over_a_co_owner(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await keira.opens("update 1.1.1 1.1.2")
    await declares(ben, "1.1.2 red all gone, path: hire")
    await keira.fills({"1.1.1.status": "Green", "1.1.2.status": "Green"})
    await keira.presses("Save")

    stopped = keira.form()
    assert stopped is not None and "Ben said Red for 1.1.2" in stopped and "Ben said Red for 1.1.1" not in stopped
    assert (await story.said_of("1.1.1"), await story.said_of("1.1.2")) == ([], ["red all gone"])
    await keira.presses("Save")
    assert (await story.said_of("1.1.1"), await story.said_of("1.1.2")) == (["green"], ["red all gone", "green"])


async def test_what_was_never_said_cannot_stay_the_same(story: Story) -> None:
    keira = story.person("keira")
    refused = await keira.says("1.1.1 same")
    assert "nobody has given a status yet" in refused and "green, amber, red, not started or complete" in refused

    await keira.opens("update 1.1.1 1.1.2")
    assert not [choice for choice in keira.offers("1.1.2.status") if choice.startswith("No change")]


@on_the_ports
async def test_no_change_of_a_form_drawn_before_anything_was_said_is_asked_again(story: Story) -> None:
    keira, ben = recorder(story.person("keira")), story.person("ben")
    form = await keira.ask("update 1.1.1 1.1.2")
    assert isinstance(form, Ask)
    refused = await keira.ask(form.form.command, {"1.1.2.status": "same"})
    assert isinstance(refused, Fix) and set(refused.faults) == {"1.1.2.status"}

    await declares(ben, "1.1.2 red all gone, path: hire")
    for command in (form.form.command, "update 1.1.1 1.1.2", "update 1.1.1 1.1.2 #u0"):
        again = await keira.ask(command, {"1.1.2.status": "same"})
        assert isinstance(again, Fix) and "Ben said Red" in again.faults["1.1.2.status"]
        assert again.answers["1.1.2.status"] == ""
    assert await story.said_of("1.1.2") == ["red all gone"]


async def test_no_change_keeps_what_was_said_of_a_link(story: Story) -> None:
    keira = story.person("keira")
    await declares(keira, "1.1.1 green")
    await keira.says("evidence 1.1.1 https://x.org/a minutes of May")
    await declares(keira, "1.1.1 same")

    (evidence,) = (await story.history("1.1.1"))[-1].evidence
    assert evidence.shows == "minutes of May"


async def test_a_change_form_does_not_write_over_a_co_owner(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await keira.says("1.1.2 green fine")
    await keira.presses("Change")
    await declares(ben, "1.1.2 red all gone, path: hire")
    await keira.presses("Save")

    stopped = keira.form()
    assert stopped is not None and "Ben said Red for 1.1.2" in stopped
    assert await story.said_of("1.1.2") == ["red all gone"]
    await keira.presses("Save")
    assert await story.said_of("1.1.2") == ["red all gone", "green fine"]


# ---- the record's order ---------------------------------------------------------------------------


async def test_what_is_newer_is_not_the_clocks_to_say(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await declares(keira, "1.1.2 green fine")
    await keira.says("1.1.2 green better")
    story.clock.moment -= timedelta(minutes=3)
    await declares(ben, "1.1.2 red broken, path: mend it")

    assert "Ben said Red for 1.1.2" in await keira.says("yes")
    await keira.says("no")
    assert "broken" in await story.person("hugo").says("red")
    assert await story.said_of("1.1.2") == ["green fine", "red broken"]


async def test_a_card_shows_what_was_saved_though_the_clock_was_set_back(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    story.clock.moment -= timedelta(minutes=3)
    keira = story.person("keira")
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Green", "What has happened": "all in post"})
    await keira.presses("Save")

    assert "Saved" in keira.newest and "all in post" in keira.newest
    assert "Update 1.1.1" not in keira.buttons()


async def test_where_the_clock_stands_a_newer_update_still_stops_an_older_line(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await keira.says("1.1.2 green fine")
    await declares(ben, "1.1.2 red broken, path: mend it")

    assert "Ben said Red for 1.1.2 after you typed this" in await keira.says("yes")
    assert await story.said_of("1.1.2") == ["red broken"]


async def test_an_answer_reaches_who_asked_though_the_clock_was_set_back(story: Story) -> None:
    keira, carys = story.person("keira"), story.person("carys")
    await story.at("2025-03-19T09:30")
    await declares(keira, "1.1.2 green fine")
    await carys.says("ask 1.1.1")
    story.clock.moment -= timedelta(minutes=40)
    await declares(keira, "1.1.1 green on course")
    await story.at("2025-03-20T09:30")

    assert "You asked about 1.1.1" in story.letters["carys"][-1]


# ---- edited messages --------------------------------------------------------------------------------


@on_the_ports
async def test_an_edited_message_is_answered_once_and_never_read(story: Story) -> None:
    keira = recorder(story.person("keira"))
    await keira.says("1.1.1 green")

    def edited(number: str) -> Inbound:
        chat = Chat(id=keira.room)
        return Inbound(id=number, sender=keira.sender, chat=chat, said="yes", edited=True)

    first, second = [await keira.wire.handle(edited("one:edited")) for _ in range(2)]
    assert isinstance(first, Say) and "I read a message once" in first.message.title
    assert isinstance(second, Silence)
    assert await story.said_of("1.1.1") == []
