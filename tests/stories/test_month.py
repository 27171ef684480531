"""The owner's month: one card of all that somebody answers for, chosen line by line or kept as it was. Over every wire."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.letters.talk import MONTH, Chat, Inbound, Reply, Say
from bot.ports.record import Tx, View
from tests.world.plan import PLAN, SMALL, due, email, row, small
from tests.world.story import Story
from tests.world.wires import Seat
from tests.world.wires.recorder import RecorderSeat

on_the_ports = pytest.mark.parametrize("wire", ["recorder"])


async def nudged(story: Story) -> Seat:
    """Keira, just asked about her two milestones."""
    await story.at("2025-03-19T09:30")
    return story.person("keira")


async def declares(person: Seat, *lines: str) -> None:
    for line in lines:
        await person.says(line)
        assert "Saved" in await person.says("yes")


async def in_april(story: Story) -> Seat:
    """Keira on the second of April, having said in March how both of hers stand."""
    keira = await nudged(story)
    await declares(keira, "1.1.1 green all in post", "1.1.2 amber two left, path: agency, forecast 30 June")
    await story.at("2025-04-02T09:30")
    return keira


async def test_one_press_of_the_nudge_leads_to_the_card_and_choices_are_kept_until_they_are_saved(story: Story) -> None:
    keira = await nudged(story)
    card = await keira.presses("Update all 2")
    assert "0 of 2 confirmed" in card and "All as before" not in keira.buttons()[:10], "there is nothing yet to keep"

    pressed = await keira.presses("1.1.1 Green")
    assert "1 chosen and not saved yet" in pressed and await story.said_of("1.1.1") == []
    again = await keira.says("month")
    assert "1 chosen and not saved yet" in again, "the choice is kept whatever card it is looked at on"

    saved = await keira.presses("Save this one", times=2)
    assert "1 of 2 confirmed" in saved and "Green: 1.1.1." in saved
    assert await story.said_of("1.1.1") == ["green"]


async def test_all_as_before_confirms_what_stands_and_undo_takes_all_of_it_back(story: Story) -> None:
    keira = await in_april(story)
    await keira.says("month")

    saved = await keira.presses("All as before", times=2)
    assert "2 of 2 confirmed" in saved and "No change: 1.1.1, 1.1.2." in saved and "next question" in saved
    assert await story.said_of("1.1.1") == ["green all in post"] * 2
    assert [str(update.forecast) for update in await story.history("1.1.2")] == ["2025-06-30"] * 2

    undone = await keira.presses("Undo")
    assert "Undone: u" in undone and "0 of 2 confirmed" in undone
    assert len(await story.history("1.1.1")) == len(await story.history("1.1.2")) == 1
    assert "0 of 2 confirmed" in await keira.says("month")


async def test_what_is_past_its_date_is_asked_for_one_new_forecast_and_the_rest_is_saved(story: Story) -> None:
    keira = await nudged(story)
    await declares(keira, "1.1.1 green all in post", "1.1.2 amber two left, path: agency, forecast 30 June")
    await story.at("2025-05-02T09:30")
    await keira.says("month")

    saved = await keira.presses("All as before")
    assert "No change: 1.1.2." in saved and "when do you now expect 1.1.1?" in saved and "1 of 2 confirmed" in saved
    await keira.says("12 July")
    await keira.says("yes")
    assert str((await story.history("1.1.1"))[-1].forecast) == "2025-07-12"
    assert "2 of 2 confirmed" in await keira.says("month")


async def test_one_that_moved_asks_its_questions_and_all_others_stay_as_they_were(story: Story) -> None:
    keira = await in_april(story)
    await keira.says("month")
    await keira.presses("All as before but")
    assert "Choose at least one" in await keira.presses("Save the others")
    await keira.fills({"moved-1.1": "1.1.2"})
    saved = await keira.presses("Save the others")
    assert "No change: 1.1.1." in saved and "Now say how these stand: 1.1.2." in saved

    await keira.presses("1.1.2 Red")
    assert keira.holds("Path to green") == "agency"
    await keira.fills({"Path to green": "  "})
    await keira.presses("Save")
    assert "needs" in (keira.form() or "") and await story.said_of("1.1.2") == ["amber two left"]
    await keira.fills({"Path to green": "Head of Inclusion bids by 1 June", "What has happened": "the bid failed"})
    saved = await keira.presses("Save")
    assert "2 of 2 confirmed" in saved and "the bid failed" in saved
    assert await story.said_of("1.1.2") == ["amber two left", "red the bid failed"]


async def test_a_colour_whose_questions_were_not_answered_stays_open_and_is_told(story: Story) -> None:
    keira = await in_april(story)
    await keira.says("month")
    await keira.presses("1.1.1 Amber")
    await keira.closes()
    card = await keira.says("month")
    assert "Chosen: Amber. Its questions are still to be answered" in card

    saved = await keira.presses("All as before")
    assert "No change: 1.1.2." in saved and "has questions still to be answered: 1.1.1." in saved
    assert await story.said_of("1.1.1") == ["green all in post"]


async def test_what_does_not_fit_is_not_saved_by_the_way_and_what_tells_who_a_child_is_is_sent_back(story: Story) -> None:
    keira = await nudged(story)
    await declares(keira, "1.1.1 green all in post, forecast 30 April", "1.1.2 amber two left, path: agency by 1 May, forecast 30 June")
    await story.at("2025-05-02T09:30")
    await keira.says("month")

    await keira.presses("1.1.1 Green")
    assert "What has happened" in (keira.form() or ""), "its date has passed, so green alone does not do"
    await keira.fills({"What has happened": "NHS 943 476 5919 was seen"})
    await keira.presses("Save")
    assert "NHS number" in keira.sees() and "943 476 5919" in keira.holds("What has happened")
    assert await story.said_of("1.1.1") == ["green all in post"]
    await keira.closes()


async def test_a_press_on_a_line_of_which_somebody_has_spoken_since_says_what_stands(story: Story) -> None:
    keira = await in_april(story)
    await keira.says("month")
    await declares(story.person("ben"), "1.1.2 red the agency went, path: ask the board")

    told = await keira.presses("1.1.2 Red")
    assert "Ben said Red for 1.1.2" in told and "Nothing was changed" in told

    await declares(story.person("ben"), "1.1.2 red the agency went and so did the bank, path: ask the board")
    saved = await keira.presses("All as before")
    assert "No change: 1.1.1." in saved and "1.1.2: somebody has said something new since this was shown" in saved


async def test_a_deputys_own_month_is_apart_from_what_they_do_for_the_holder(story: Story) -> None:
    named = row("keira").model_copy(update={"deputy_email": email("ben")})
    await story.store.transact(lambda tx: tx.people.save(SMALL, [named]))
    await in_april(story)
    ben = story.person("ben")

    card = await ben.says("month")
    assert "of 1 confirmed" in card and "1.1.1 " not in card
    acting = await ben.presses("Next: as deputy for Head of Inclusion")
    assert "You answer here as deputy for Head of Inclusion" in acting and "1.1.1 " in acting and "1.1.2 " not in acting
    await ben.presses("All as before")
    assert [update.capacity for update in await story.history("1.1.1")][-1] == "deputy for Head of Inclusion"


async def test_whoever_is_in_two_plans_has_a_page_for_each_that_names_it(story: Story) -> None:
    def second(tx: Tx) -> None:
        tx.plans.save(PLAN.model_copy(update={"short": "other", "title": "The other plan"}))
        tx.people.save("other", [row("keira")])

    await story.store.transact(second)
    keira = story.person("keira")
    assert "Plan: A small plan." in await keira.says("month")
    await keira.presses("1.1.1 Green")
    assert "Plan: The other plan." in await keira.presses("Your next plan")
    await keira.presses("1.1.1 Green")
    assert "0 of 2 confirmed, 1 chosen" in await keira.says("in other: month")
    await keira.presses("Save this one")
    assert await story.said_of("1.1.1") == [], "the other plan's was saved"
    assert "0 of 2 confirmed, 1 chosen" in await keira.says("in small: month")


async def test_what_somebody_has_snoozed_is_named_and_not_confirmed_by_the_way(story: Story) -> None:
    keira = await in_april(story)
    await keira.says("snooze 1.1.1 until 11 April")
    card = await keira.says("month")
    assert "0 of 2 confirmed" in card and "Snoozed by you, and not asked about now: 1.1.1." in card

    saved = await keira.presses("All as before")
    assert "No change: 1.1.2." in saved and "1 of 2 confirmed" in saved
    assert await story.said_of("1.1.1") == ["green all in post"]


async def test_pages_are_turned_in_place_and_begin_with_the_most_urgent(story: Story) -> None:
    steps = [due(n, f"2025-{3 + n % 7:02}-28", "Head of Inclusion") for n in range(1, 24)]
    await story.store.transact(lambda tx: tx.plans.save(small(steps)))
    keira = story.person("keira")

    card = await keira.says("month")
    assert "Page 1 of 3, 23 left to answer" in card
    assert card.index("1.1.7 ") < card.index("1.1.14 ") < card.index("1.1.1 "), "March is due before April"
    count = keira.count()
    assert "Page 2 of 3" in await keira.presses("Next page")
    assert "Page 1 of 3" in await keira.presses("Page before")
    if story.wire.platform != "slack" or not getattr(story.wire, "commands", False):
        assert keira.count() == count


async def test_whoever_answers_for_nothing_is_told_so_and_another_owners_line_is_no_ones_to_choose(story: Story) -> None:
    hugo = story.person("hugo")
    assert "nothing for you to answer" in await hugo.says("month")
    assert "1.1.1" in await hugo.says("month 1.1.1 green")
    assert await story.said_of("1.1.1") == []


async def test_a_choice_is_nothing_that_a_typed_yes_would_save(story: Story) -> None:
    keira = await in_april(story)
    await keira.says("month")
    await keira.presses("1.1.1 No change")
    await keira.says("yes")

    def kept(view: View) -> str:
        person = next(one.id for one in view.people.of(SMALL).persons if one.name == "Keira")
        draft = view.talk.open_draft(person, f"{MONTH}{SMALL}")
        assert draft is not None
        return draft.token

    token = await story.store.read(kept)
    for verb in ("save", "change", "no"):
        await keira.says(f"{verb} #{token}")
    assert await story.said_of("1.1.1") == ["green all in post"]
    assert "1 chosen and not saved yet" in await keira.says("month")


@on_the_ports
async def test_a_choice_survives_another_chat_and_a_redelivered_save_adds_nothing(story: Story) -> None:
    keira = await in_april(story)
    assert isinstance(keira, RecorderSeat)
    sender = keira.sender

    async def says(said: str, chat: str, number: str) -> Reply:
        return await story.desk.handle(Inbound(id=number, sender=sender, chat=Chat(id=chat), said=said))

    await keira.says("month")
    await keira.presses("1.1.1 No change")
    there = await says("month", "a phone", "one")
    assert isinstance(there, Say) and "1 chosen and not saved yet" in there.message.title
    for _ in range(2):
        saved = await says("month save", "a phone", "two")
        assert isinstance(saved, Say)
    assert await story.said_of("1.1.1") == ["green all in post"] * 2
    story.clock.moment += timedelta(days=40)
    later = await says("month", "a phone", "three")
    assert isinstance(later, Say) and "0 of 2 confirmed" in later.message.title, "a new month has begun"


async def overdue(story: Story) -> Seat:
    """Keira in May, when both of hers are overdue: of one her forecast has passed, of the other it has not."""
    keira = await nudged(story)
    await declares(keira, "1.1.1 green all in post", "1.1.2 green two left, forecast 30 June")
    await story.at("2025-05-02T09:30")
    await keira.says("month")
    return keira


async def test_what_does_not_fit_is_asked_about_after_the_forecast_and_once_answered_it_stays_as_it_is(story: Story) -> None:
    keira = await overdue(story)
    asked = await keira.presses("All as before")
    assert "when do you now expect 1.1.1?" in asked and "asked about it next: 1.1.2" in asked
    back = await keira.says("12 July")
    assert "1.1.1, 1.1.2" in back and "due dates" in back and "repeat" not in back, "one question about both, and her own words"
    assert "Saved" in await keira.says("The panel is on 3 July")
    assert any("2 of 2 confirmed" in message for message in keira.messages()), "the card shows it without a press"
    assert not any("when do you now expect" in message for message in keira.messages())

    await story.at("2025-06-02T09:30")
    await keira.says("month")
    assert "No change: 1.1.1, 1.1.2." in await keira.presses("All as before")
    found = await story.store.read(lambda view: view.doubts.of(SMALL, "1.1.2"))
    assert [(one.asked is not None, one.answer) for one in found][-2:] == [(True, "The panel is on 3 July"), (False, "")]


async def test_a_card_pressed_twice_shows_what_the_first_press_saved_and_asked(story: Story) -> None:
    keira = await nudged(story)
    await declares(keira, "1.1.1 green all in post", "1.1.2 amber two left, path: agency by 1 May, forecast 30 June")
    await story.at("2025-05-02T09:30")
    await keira.says("month")

    shown = await keira.presses("All as before", times=2)
    assert "Saved as u" in shown and "No change: 1.1.2." in shown and "when do you now expect 1.1.1?" in shown
    assert "Undo" in keira.buttons() and len(await story.history("1.1.2")) == 2


async def test_a_line_that_does_not_fit_is_chosen_as_before_and_asked_about_when_it_is_saved(story: Story) -> None:
    keira = await overdue(story)
    assert "Chosen: No change" in await keira.presses("1.1.2 No change")
    asked = await keira.presses("Save this one")
    assert "due date" in asked and "0 of 2 confirmed" in asked and "two left" in asked
    saved = await keira.presses("Save")
    assert "Saved" in saved and "1 of 2 confirmed" in saved
    *_, confirmed = await story.history("1.1.2")
    assert confirmed.confirms is not None


async def test_what_does_not_fit_in_one_that_moved_is_asked_about_on_the_card(story: Story) -> None:
    keira = await in_april(story)
    await keira.says("month")
    await keira.presses("1.1.1 Amber")
    await keira.fills({"What has happened": "one left", "Path to green": "agency cover"})
    count = keira.count()
    asked = await keira.presses("Save")
    assert "names no date" in asked and "0 of 2 confirmed" in asked
    saved = await keira.presses("Save")
    assert "Saved" in saved and "1 of 2 confirmed" in saved
    assert keira.count() <= count or story.wire.platform == "slack"
    found = await story.store.read(lambda view: view.doubts.of(SMALL, "1.1.1"))
    assert len(found) == 1


async def test_what_is_let_go_of_on_the_card_leaves_the_card(story: Story) -> None:
    keira = await overdue(story)
    await keira.presses("1.1.2 No change")
    await keira.presses("Save this one")
    left = await keira.presses("Let go")
    assert "0 of 2 confirmed" in left and len(await story.history("1.1.2")) == 1


async def test_what_was_answered_on_the_card_stays_there_while_others_are_chosen_and_is_saved_from_there(story: Story) -> None:
    keira = await in_april(story)
    await keira.says("month")
    await keira.presses("1.1.1 Amber")
    await keira.fills({"What has happened": "one left", "Path to green": "agency cover"})
    assert "names no date" in await keira.presses("Save")

    both = await keira.presses("1.1.2 No change")
    assert "names no date" in both and "Chosen for 1.1.2: No change" in both
    saved = await keira.presses("Save")
    assert "Saved" in saved and await story.said_of("1.1.1") == ["green all in post", "amber one left"]
    assert "1.1.2" in await keira.presses("Save this one")


@on_the_ports
async def test_a_press_of_an_admin_on_the_card_of_another_asks_about_the_colour_that_was_pressed(story: Story) -> None:
    await in_april(story)
    gwen = story.person("gwen")
    assert isinstance(gwen, RecorderSeat)
    newest = (await story.history("1.1.1"))[-1].id
    await gwen.says(f"month 1.1.1 amber #u{newest}")
    form = gwen.form() or ""
    assert "1.1.1 Amber" in form and "Path to green" in form and "Green" not in form

    await gwen.fills({"What has happened": "one left", "Path to green": "agency cover by 4 July 2025"})
    await gwen.presses("Save")
    assert "Saved" in await gwen.says("yes")
    assert "Nothing was changed" in await gwen.says(f"month 1.1.1 amber #u{newest}")


@pytest.mark.parametrize("wire", ["teams"])
async def test_a_form_that_takes_the_place_of_the_card_leads_back_to_its_page_without_an_answer(story: Story) -> None:
    keira = await in_april(story)
    await keira.says("month")
    count = keira.count()
    await keira.presses("1.1.1 Amber")
    await keira.fills({"What has happened": "the wrong line"})
    page = await keira.presses("Back without an answer")
    assert "0 of 2 confirmed" in page and keira.form() is None and keira.count() == count
    await keira.presses("All as before but")
    assert "0 of 2 confirmed" in await keira.presses("Back without an answer")
    assert await story.said_of("1.1.1") == ["green all in post"]
