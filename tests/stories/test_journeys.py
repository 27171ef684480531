"""The journeys of the people: asked, answered, chased, escalated, told."""

from __future__ import annotations

from bot.ports import Ask, Fix, Say
from tests.stories.conftest import Story, buttons, plain


async def first_nudge(story: Story) -> tuple[Say | object, str]:
    await story.at("2025-03-19T09:30")
    message, reference = next((m, r) for m, r in story.heard("head of inclusion"))
    return message, reference


async def test_a_holder_is_asked_once_about_all_that_is_due(story: Story) -> None:
    await first_nudge(story)
    await story.round()

    ((message, _),) = story.heard("head of inclusion")
    text = message.plain()
    assert message.title == "2 milestones to report on"
    assert "1.1.1" in text and "1.1.2" in text and "in 28 working days" in text
    assert "You are asked because you hold Head of Inclusion." in text
    assert "If nothing is answered, the next question comes on" in text


async def test_the_first_contact_says_what_is_asked_kept_and_seen(story: Story) -> None:
    await first_nudge(story)
    text = story.heard("head of inclusion")[0][0].plain()
    assert "Milepost asks you" in text and "It keeps your answers" in text and "can see what you answer" in text

    again = await story.told("head of inclusion", "mine")
    assert "It keeps your answers" not in again


async def test_a_typed_line_is_said_back_and_saved_only_after_yes(story: Story) -> None:
    said = await story.told("head of inclusion", "1.1.1 amber recruitment slipped, forecast 12 May https://x.org/a")
    assert "path to green" in said

    said = await story.told("head of inclusion", "agency cover by June")
    assert "recruitment slipped" in said and "agency cover by June" in said and "12 May 2025" in said
    assert "Nobody has given an update" in await story.told("head of inclusion", "history 1.1.1")

    assert (await story.told("head of inclusion", "yes")).startswith("Saved")
    history = await story.told("board member", "history 1.1.1")
    assert history.count("recruitment slipped") == 1 and "https://x.org/a" in history


async def test_numbers_mean_the_lines_of_the_last_card(story: Story) -> None:
    await first_nudge(story)
    reply = await story.say("head of inclusion", "1 green, 2 red: no money, path: bid by June")
    assert isinstance(reply, Say)
    save = next(b for b in buttons(reply.message) if b.label == "Save")

    assert "1.1.2" in plain(await story.say("head of inclusion", save.command))
    assert "no money" in await story.told("chief nurse", "red")


async def test_a_double_press_of_save_records_once(story: Story) -> None:
    reply = await story.say("head of inclusion", "1.1.1 green all well")
    assert isinstance(reply, Say)
    save = next(b for b in buttons(reply.message) if b.label == "Save")
    await story.say("head of inclusion", save.command)
    assert "saved already" in await story.told("head of inclusion", save.command)
    assert (await story.told("head of inclusion", "history 1.1.1")).count("all well") == 1


async def test_a_form_rewrites_the_card_that_asked(story: Story) -> None:
    message, reference = await first_nudge(story)
    press = next(b for b in buttons(message) if b.label == "Update 1.1.1")  # type: ignore[arg-type]
    form = await story.say("head of inclusion", press.command, card=reference)
    assert isinstance(form, Ask)

    fixed = await story.say("head of inclusion", form.form.command, {"status": "amber", "link": "http://x"}, reference)
    assert isinstance(fixed, Fix) and set(fixed.faults) == {"path", "link"} and fixed.answers["link"] == "http://x"

    good = {"status": "amber", "path": "hire two", "happened": "two left"}
    saved = await story.say("head of inclusion", form.form.command, good, reference)
    assert isinstance(saved, Say) and saved.in_place and "Saved" in saved.message.plain()
    assert any(b.label == "Update 1.1.2" for b in buttons(saved.message))

    await story.say("head of inclusion", form.form.command, good, reference)
    assert (await story.told("manager", "history 1.1.1")).count("two left") == 1


async def test_one_form_answers_several_milestones(story: Story) -> None:
    message, reference = await first_nudge(story)
    press = next(b for b in buttons(message) if b.label.startswith("Update all"))  # type: ignore[arg-type]
    form = await story.say("head of inclusion", press.command, card=reference)
    assert isinstance(form, Ask)
    answers = {"1.1.1.status": "green", "1.1.2.status": "red", "1.1.2.path": "ask the board"}
    saved = await story.say("head of inclusion", form.form.command, answers, reference)
    assert isinstance(saved, Say) and "Everything on this card is answered" in saved.message.title


async def test_a_co_owners_newer_update_stops_a_stale_form_and_keeps_what_was_typed(story: Story) -> None:
    form = await story.say("head of inclusion", "update 1.1.2")
    assert isinstance(form, Ask)
    await story.say("chief nurse", "1.1.2 green nurses ready")
    await story.say("chief nurse", "yes")
    fixed = await story.say("head of inclusion", form.form.command, {"status": "red", "path": "x", "happened": "mine"})
    assert isinstance(fixed, Fix) and fixed.answers["happened"] == "mine" and "Ben" in fixed.faults["status"]
    assert isinstance(await story.say("head of inclusion", fixed.form.command, dict(fixed.answers)), Say)


async def test_only_owners_and_admins_update_and_strangers_get_no_data(story: Story) -> None:
    assert "Only the holder" in await story.told("board member", "update 1.1.1")
    assert "Only the holder" in await story.told("chief nurse", "1.1.1 green")
    assert isinstance(await story.say("manager", "update 1.1.1"), Ask)
    stranger = await story.told("nobody@example.com", "status")
    assert "does not know you" in stranger and "Step" not in stranger


async def test_silence_is_chased_then_escalated_once_then_left_to_the_board(story: Story) -> None:
    await first_nudge(story)
    await story.advance(days=100)

    kinds = [m.plain() for m, _ in story.heard("head of inclusion")]
    assert len(kinds) == 8  # four before, the day itself, three after
    assert len([m for m, _ in story.heard("lead") if "You are asked once as lead" in m.plain()]) == 1
    assert "Not reported" in await story.told("board member", "silent")


async def test_an_update_stops_the_rungs_before_it_and_complete_stops_all(story: Story) -> None:
    await first_nudge(story)
    for ref in ("1.1.1", "1.1.2"):
        await story.say("head of inclusion", f"{ref} complete https://x.org/done")
        await story.say("head of inclusion", "yes")
    await story.advance(days=100)
    assert len(story.heard("head of inclusion")) == 1
    assert any("Ben" not in m.plain() and "Keira" in m.plain() for m, _ in story.heard("chief nurse"))


async def test_a_connection_lost_after_accepting_sends_nothing_twice(story: Story) -> None:
    story.channel.drops = 1
    await story.at("2025-03-19T09:30")
    await story.round()
    keys = [key for _, _, key in story.channel.sent]
    assert len(keys) == len(set(keys))


async def test_the_chair_asks_and_is_answered(story: Story) -> None:
    await story.at("2025-03-19T09:30")
    assert "will be asked" in await story.told("chair", "ask 1.1.1")
    assert "Only the chair" in await story.told("board member", "ask 1.1.1")
    await story.advance(days=1)
    assert "Carys asked for an update" in story.heard("head of inclusion")[-1][0].plain()
    await story.say("head of inclusion", "1.1.1 green on course")
    await story.say("head of inclusion", "yes")
    await story.advance(days=1)
    assert "You asked about 1.1.1" in story.heard("chair")[-1][0].plain()


async def test_pausing_holds_all_letters_until_resumed(story: Story) -> None:
    await story.told("manager", "pause all")
    await story.at("2025-03-19T09:30")
    assert story.channel.sent == []
    await story.told("manager", "resume all")
    await story.round()
    assert story.heard("head of inclusion")


async def test_evidence_is_added_to_the_standing_update(story: Story) -> None:
    assert "Nobody has given an update" in await story.told("head of inclusion", "evidence 1.1.1 https://x.org/a")
    await story.say("head of inclusion", "1.1.1 green")
    await story.say("head of inclusion", "yes")
    assert "added" in await story.told("head of inclusion", "evidence 1.1.1 https://x.org/a minutes of May")
    assert "starts with https" in await story.told("head of inclusion", "evidence 1.1.1 http://x.org/a")
    assert "https://x.org/a" in await story.told("head of inclusion", "history 1.1.1")


async def test_a_new_holder_is_asked_from_their_day(story: Story) -> None:
    said = await story.told("manager", "holder Head of SEND Finance ben@example.org from 1 April 2025")
    assert "held by Ben" in said
    assert "nobody holds" in await story.told("manager", "who 1.1.3")
    await story.at("2025-11-20T09:30")
    assert "Ben" in await story.told("manager", "who 1.1.3")
    assert "Only an admin" in await story.told("board member", "seed roles")


async def test_the_board_reads_the_week_in_its_channel(story: Story) -> None:
    await story.say("head of inclusion", "1.1.1 red no staff, path: agency by June, decision: fund two posts")
    await story.say("head of inclusion", "yes")
    await story.at("2025-03-24T09:30")
    await story.at("2025-03-25T09:30")
    posts = [m.plain() for to, m, _ in story.channel.sent if to == "board"]
    assert len(posts) == 1
    assert "no staff" in posts[0] and "agency by June" in posts[0] and "fund two posts" in posts[0] and "■ Red" in posts[0]


async def test_nonsense_gets_the_nearest_usage(story: Story) -> None:
    assert "history 2.1.3" in await story.told("manager", "histroy 1.1.1")
    for text in ("", " ", "#", "update", "1", "\u202e" * 50, "x" * 40_000, "<!channel> *bold*"):
        assert plain(await story.say("manager", text))


async def test_a_newer_line_takes_the_place_of_the_older_one(story: Story) -> None:
    await story.say("head of inclusion", "1.1.1 green first")
    await story.say("head of inclusion", "1.1.1 green second")
    assert "second" in await story.told("head of inclusion", "save")
    assert "nothing waiting" in await story.told("head of inclusion", "save")
    assert "first" not in await story.told("manager", "history 1.1.1")


async def test_a_form_delivered_twice_under_one_id_records_once(story: Story) -> None:
    form = await story.say("head of inclusion", "update 1.1.1")
    assert isinstance(form, Ask)
    await story.say("head of inclusion", form.form.command, {"status": "green", "happened": "one"}, inbound="dup")
    await story.say("head of inclusion", form.form.command, {"status": "green", "happened": "two"}, inbound="dup")
    history = await story.told("manager", "history 1.1.1")
    assert "one" in history
    assert "two" not in history


async def test_what_cannot_be_read_is_no_path_to_green(story: Story) -> None:
    form = await story.say("head of inclusion", "update 1.1.1")
    assert isinstance(form, Ask)
    fixed = await story.say("head of inclusion", form.form.command, {"status": "red", "path": "\x00", "happened": "\ud800"})
    assert isinstance(fixed, Fix)
    assert set(fixed.faults) == {"path"}
