"""From the question to the record and back: cards, threads, forms, typed lines; each thing recorded once."""

import asyncio
from datetime import timedelta

import pytest

from tests.world.slack import Impossible, Person
from tests.world.slack.office import Office
from tests.world.slack.world import Posted

pytest_plugins = ["tests.world.slack.fixtures"]


async def asked(office: Office) -> Person:
    """Keira, with her first card."""
    await office.round()
    keira = office.person("keira")
    await keira.hears("2 milestones to report on")
    return keira


async def opened(keira: Person, label: str = "Update 1.1.1") -> None:
    await keira.presses(label)
    await keira.until(lambda s: s.modal is not None)


async def test_a_person_is_asked_once_in_their_own_direct_message(office: Office) -> None:
    keira = await asked(office)
    await office.round()

    assert len(keira.sees().messages) == 1
    card = keira.posts()[0]
    assert card.channel == keira.dm.id
    assert card.metadata == {"event_type": "milepost_letter", "event_payload": {"key": office.slack.world.letters()[0]}}
    assert office.slack.world.letters()[0].startswith("nudge:") and "2025-03-19" in office.slack.world.letters()[0]
    assert "Step 1 done" in card.text and "Step 2 done" in card.text
    assert keira.buttons() == ["Update 1.1.1", "Not now", "Update 1.1.2", "Not now", "Update all 2"]


async def test_a_reply_in_the_thread_answers_by_the_cards_numbers(office: Office) -> None:
    keira = await asked(office)
    await keira.replies("1 green: all in post, 2 red: no money, path: bid by June", to="2 milestones")
    await keira.hears("This is how I understood you")
    await keira.presses("Save")
    await keira.hears("Saved")

    assert await office.narratives("1.1.1") == ["all in post"]
    assert await office.narratives("1.1.2") == ["no money"]
    said = [p for p in keira.posts() if "This is how I understood you" in p.text or p.versions]
    assert all(p.thread_ts is not None for p in said if p.ts != keira.posts()[0].ts)


async def said_back(office: Office, keira: Person, text: str, thread: Posted | None = None) -> Posted:
    """The card that says a line back."""
    before = len(keira.posts())
    await keira.types(text, thread=thread)
    await keira.until(lambda _: len(keira.posts()) > before and "This is how I understood you" in keira.posts()[-1].text)
    await office.slack.quiet()
    return keira.posts()[-1]


async def test_a_word_in_a_cards_thread_answers_that_card(office: Office) -> None:
    keira = await asked(office)
    first = await said_back(office, keira, "1.1.1 red first, path: bid")
    await keira.types("yes")
    await keira.hears("Saved")
    second = await said_back(office, keira, "1.1.2 red second, path: hire")

    for word in ("yes", "no", "change"):
        await keira.types(word, thread=first)
        await office.slack.quiet()
        assert "Saved as" in keira.posts()[-1].text and keira.posts()[-1].thread_ts == first.ts
    assert (await office.narratives("1.1.1"), await office.narratives("1.1.2")) == (["first"], [])

    third = await said_back(office, keira, "1.1.2 red third, path: borrow")
    await keira.types("yes", thread=second)
    await keira.hears("A newer line took its place")
    assert await office.narratives("1.1.2") == []
    await keira.types("yes", thread=third)
    await office.slack.quiet()
    assert await office.narratives("1.1.2") == ["third"]


async def test_a_line_said_in_a_cards_thread_is_what_a_yes_there_means(office: Office) -> None:
    keira = await asked(office)
    first = await said_back(office, keira, "1.1.1 red first, path: bid")
    office.now += timedelta(minutes=1)
    await said_back(office, keira, "1.1.2 red second, path: hire", first)

    await keira.types("yes", thread=first)
    await office.slack.quiet()

    assert (await office.narratives("1.1.1"), await office.narratives("1.1.2")) == ([], ["second"])
    await keira.types("yes", thread=first)
    await office.slack.quiet()
    assert "Saved as" in keira.posts()[-1].text  # the first answer again
    assert await office.narratives("1.1.2") == ["second"]


async def test_a_form_shows_its_faults_beside_the_fields_and_then_rewrites_the_card(office: Office) -> None:
    keira = await asked(office)
    await opened(keira)
    typed = {"Status": "Amber", "What has happened": "two left", "Path to green": "Keira gets agency cover by June"}
    await keira.fills({**typed, "Forecast": "2025-05-11", "Evidence link": "http://x.org"}).submits()
    assert {str(keira.field(name)[0]["block_id"]) for name in ("Evidence link",)} == set(keira.faults)
    assert {name: keira.value(name) for name in typed} == typed and keira.value("Forecast") == "2025-05-11"

    await keira.fills({"Forecast": "2025-05-12", "Evidence link": "https://x.org/minutes"}).submits()
    await keira.until(lambda s: s.modal is None)
    (update,) = await office.history("1.1.1")
    assert (update.status.value, update.narrative, update.path_to_green) == ("amber", "two left", "Keira gets agency cover by June")
    await keira.hears("Saved")
    card = keira.posts()[0]
    assert card.versions and "two left" in keira.sees().messages[0]
    assert card.metadata is not None
    assert "Update 1.1.2" in keira.buttons() and "Update 1.1.1" not in keira.buttons()


async def test_choosing_amber_shows_path_to_green_and_green_hides_it(office: Office) -> None:
    keira = await asked(office)
    await opened(keira)
    with pytest.raises(Impossible):
        keira.field("Path to green")
    await keira.fills({"What has happened": "kept", "Status": "Amber", "Path to green": "hire two"})
    await keira.fills({"Status": "Green"})
    with pytest.raises(Impossible):
        keira.field("Path to green")
    await keira.fills({"Status": "Red"})

    assert keira.value("Path to green") == "hire two"
    assert keira.value("What has happened") == "kept"


async def test_all_milestones_are_answered_in_one_form(office: Office) -> None:
    keira = await asked(office)
    await keira.types("/milepost update 1.1.1 1.1.2")
    await keira.until(lambda s: s.modal is not None)
    await keira.fills({"1.1.1.status": "Green", "1.1.1.happened": "one", "1.1.2.status": "Green", "1.1.2.happened": "two"}).submits()
    await keira.hears("Everything on this card is answered")

    assert (await office.narratives("1.1.1"), await office.narratives("1.1.2")) == (["one"], ["two"])


async def test_a_typed_line_is_said_back_and_saved_when_pressed(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("1.1.1 amber recruitment slipped, forecast 12 May")
    await keira.hears("path to green")
    await keira.types("Keira gets agency cover by June")
    await keira.hears("This is how I understood you")
    assert await office.history("1.1.1") == ()
    await keira.presses("Save")
    await keira.hears("Saved")

    (update,) = await office.history("1.1.1")
    assert update.path_to_green == "Keira gets agency cover by June" and str(update.forecast) == "2025-05-12"
    assert update.platform == "slack"


async def test_change_opens_the_form_with_what_was_typed(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("/milepost 1.1.1 red no money, path: bid by June")
    await keira.presses("Change")
    await keira.until(lambda s: s.modal is not None)
    assert keira.value("What has happened") == "no money" and keira.value("Path to green") == "bid by June"
    await keira.fills({"Status": "Amber"}).submits()

    assert [u.status.value for u in await office.history("1.1.1")] == ["amber"]


async def test_a_double_press_of_save_records_once(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("1.1.1 green all well")
    await keira.hears("Save")
    await keira.presses("Save", times=3)
    await office.slack.quiet()

    assert await office.narratives("1.1.1") == ["all well"]


async def test_a_redelivered_event_records_once_and_is_answered_once(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("1.1.1 green all well")
    await keira.presses("Save")
    before = len(keira.sees().messages)
    made = await keira.types("yes")
    assert made is not None
    await office.slack.again(made)
    await office.slack.again(made, 2)
    await office.slack.quiet()

    assert await office.narratives("1.1.1") == ["all well"]
    assert len(keira.sees().messages) == before + 1


async def test_a_line_delivered_again_while_the_first_is_under_way_is_one_draft(office: Office) -> None:
    keira = office.person("keira")
    office.slack.order("users.info", "slow", seconds=0.15)
    made = await keira.types("1.1.1 green all well")
    assert made is not None
    await office.slack.again(made)
    await office.slack.quiet()
    await keira.presses("Save")
    await office.slack.quiet()

    assert await office.narratives("1.1.1") == ["all well"]
    assert sum("This is how I understood you" in m for m in keira.sees().messages) <= 1


async def test_a_form_sent_twice_records_once(office: Office) -> None:
    keira = await asked(office)
    await opened(keira)
    await keira.fills({"Status": "Green", "What has happened": "all in post"})
    await keira.submits(times=3)
    made = next(d for d in reversed(office.slack.sent) if d.payload.get("type") == "view_submission")
    again = await office.slack.deliver(made.kind, made.payload)
    await office.slack.quiet()

    assert again.good
    assert await office.narratives("1.1.1") == ["all in post"]


async def test_a_form_from_an_old_card_does_not_hide_a_newer_update(office: Office) -> None:
    await office.round()
    keira, ben = office.person("keira"), office.person("ben")
    await opened(keira, "Update 1.1.2")
    await ben.types("1.1.2 red money gone, path: none yet")
    await ben.presses("Save")
    await keira.fills({"Status": "Green", "What has happened": "fine"}).submits()
    assert [u.by_name for u in await office.history("1.1.2")] == ["Ben"]
    assert "Ben" in " ".join(keira.faults.values()) + (keira.sees().modal or "")
    assert keira.value("What has happened") == "fine"

    await keira.submits()
    assert [u.by_name for u in await office.history("1.1.2")] == ["Ben", "Keira"]


async def test_a_co_owner_hears_of_it_the_next_working_day(office: Office) -> None:
    await office.round()
    keira, ben = office.person("keira"), office.person("ben")
    await keira.types("1.1.2 green front door agreed")
    await keira.presses("Save")
    await office.tomorrow()

    assert "front door agreed" in ben.sees().last
    assert len(ben.sees().messages) == 2


async def test_a_form_answered_after_its_card_was_deleted_is_saved_all_the_same(office: Office) -> None:
    keira = await asked(office)
    await opened(keira)
    keira.posts()[0].deleted = True
    await keira.fills({"Status": "Green", "What has happened": "all in post"}).submits()
    await office.slack.quiet()

    assert await office.narratives("1.1.1") == ["all in post"]
    assert keira.modal is None


async def test_a_form_whose_window_was_lost_can_be_asked_for_again(office: Office) -> None:
    keira = await asked(office)
    office.slack.order("views.open", "error", error="expired_trigger_id")
    await keira.presses("Update 1.1.1")
    await office.slack.quiet()
    assert keira.modal is None
    await opened(keira)

    assert "Step 1 done" in (keira.sees().modal or "")


async def test_slack_being_down_when_a_line_is_typed_loses_nothing(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("1.1.1 green all well")
    await keira.hears("Save")
    office.slack.order("response_url", "html", times=5)
    office.slack.order("chat.update", "html", times=5)
    office.slack.order("chat.postMessage", "html", times=5, accept=False)
    await keira.presses("Save")
    await office.slack.quiet()

    assert await office.narratives("1.1.1") == ["all well"]


async def test_a_question_delivered_again_is_answered_once(office: Office) -> None:
    keira = office.person("keira")
    office.slack.order("users.info", "slow", seconds=0.15)
    made = await keira.types("help")
    assert made is not None
    await asyncio.gather(*(office.slack.again(made, number) for number in (1, 2, 3)))
    await office.slack.quiet()

    assert sum("What you can say" in m for m in keira.sees().messages) == 1


async def test_a_line_let_go_or_replaced_loses_its_buttons_where_it_stands(office: Office) -> None:
    keira = office.person("keira")
    for line, then, told in (
        ("1.1.1 green first", "no", "You let this go"),
        ("1.1.1 green second", "1.1.1 green third", "A newer line took its place"),
        ("1.1.1 green fourth", "yes", "Saved. This is what was saved."),
    ):
        await keira.types(line)
        await keira.hears(line.removeprefix("1.1.1 green "))
        said = keira.posts()[-1]
        await keira.types(then)
        await office.slack.quiet()
        (drawn,) = [call for call in office.slack.calls("chat.update") if call.args["ts"] == said.ts]
        assert told in str(drawn.args["text"]) and "save #" not in str(drawn.args)
        assert len(said.versions) == 1
    assert [update.narrative for update in await office.history("1.1.1")] == ["fourth"]


async def test_a_button_that_could_not_be_taken_away_tells_what_became_of_its_line(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("1.1.1 green all well")
    await keira.hears("Save")
    office.slack.order("chat.update", "error", error="internal_error", status=200, times=4)
    await keira.types("no")
    await keira.hears("You let this go")
    await office.slack.quiet()
    assert "Save" in keira.buttons()
    office.slack.world.orders.clear()

    await keira.presses("Save")
    await office.slack.quiet()
    assert "Save" not in keira.buttons()
    assert await office.history("1.1.1") == ()


async def test_a_line_said_back_to_a_command_tells_what_became_of_it_when_pressed(office: Office) -> None:
    keira = office.person("keira")
    await keira.types("/milepost 1.1.1 green all well")
    await keira.types("/milepost no")
    await keira.presses("Save")
    await office.slack.quiet()

    assert "Save" not in keira.buttons() and "You let this go" in "".join(keira.sees().messages)
    assert office.slack.calls("chat.update") == []
    assert await office.history("1.1.1") == ()


async def test_a_doubtful_form_is_said_back_in_the_chat_and_the_card_that_asked_is_drawn_anew_when_it_is_saved(office: Office) -> None:
    keira = await asked(office)
    card = keira.posts()[0]
    await opened(keira)
    await keira.fills({"Status": "Green", "Forecast": "2020-01-12"}).submits()
    await keira.hears("is in the past")
    assert keira.modal is None and len(keira.posts()) == 2 and card.versions == []

    await keira.presses("Save")
    await office.slack.quiet()
    assert [str(update.forecast) for update in await office.history("1.1.1")] == ["2020-01-12"]
    assert len(card.versions) == 1 and "Save" not in keira.buttons()
