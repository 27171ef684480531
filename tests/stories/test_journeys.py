"""The journeys of the people: asked, answered, chased, escalated, told. Each over every wire.

On the recorder alone: a connection lost after accepting and what no client can send (blank words, halves of characters),
which are promises of the ports.
"""

from __future__ import annotations

import pytest

from bot.model.letters.talk import Ask, Fix, Say
from tests.world.plan import BOARD, SMALL, STEPS, due, small
from tests.world.story import Story
from tests.world.wires import Seat
from tests.world.wires.recorder import RecorderSeat, RecorderWire

on_the_ports = pytest.mark.parametrize("wire", ["recorder"])


async def nudged(story: Story) -> Seat:
    """Keira, just asked about her two milestones."""
    await story.at("2025-03-19T09:30")
    return story.person("keira")


async def declares(person: Seat, line: str) -> str:
    """Say how a milestone stands, and that it was understood."""
    await person.says(line)
    saved = await person.says("yes")
    assert "Saved" in saved
    return saved


async def test_a_holder_is_asked_once_about_all_that_is_due(story: Story) -> None:
    keira = await nudged(story)
    await story.round()

    (letter,) = story.letters["keira"]
    assert "2 milestones to report on" in letter
    assert "1.1.1" in letter and "1.1.2" in letter and "in 28 working days" in letter
    assert "You are asked because you hold Head of Inclusion." in letter
    assert "If nothing is answered, the next question comes on" in letter
    assert set(keira.buttons()) >= {"Update 1.1.1", "Update 1.1.2", "Update all 2"}


async def test_the_first_contact_says_what_is_asked_kept_and_seen_once(story: Story) -> None:
    keira = await nudged(story)
    await keira.says("mine")

    seen = keira.sees()
    assert seen.count("Milepost asks you") == seen.count("It keeps your answers") == seen.count("can see what you answer") == 1


async def test_a_typed_line_is_said_back_and_saved_only_after_yes(story: Story) -> None:
    keira = story.person("keira")
    assert "path to green" in await keira.says("1.1.1 amber recruitment slipped, forecast 12 May https://x.org/a")

    said = await keira.says("agency cover by June")
    assert "recruitment slipped" in said and "agency cover by June" in said and "12 May 2025" in said
    assert "Nobody has given an update" in await keira.says("history 1.1.1")

    again = await keira.says("yes")  # which may be meant for what was looked up
    assert "Save it?" in again and "agency cover by June" in again
    assert "Nobody has given an update" in await keira.says("history 1.1.1")
    await keira.says("yes")
    assert "Saved" in await keira.says("yes")
    history = await story.person("hugo").says("history 1.1.1")
    assert history.count("recruitment slipped") == 1 and "https://x.org/a" in history


async def test_numbers_mean_the_lines_of_the_last_card(story: Story) -> None:
    keira = await nudged(story)
    await keira.says("1 green, 2 red: no money, path: bid by June")
    assert "1.1.2" in await keira.presses("Save")

    assert "no money" in await story.person("ben").says("red")
    assert (await story.said_of("1.1.1"), await story.said_of("1.1.2")) == (["green"], ["red no money"])


async def test_a_double_press_of_save_records_once(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green all well")
    await keira.presses("Save", times=2)

    assert await story.said_of("1.1.1") == ["green all well"]


async def test_a_form_shows_what_is_wrong_keeps_what_was_typed_and_then_rewrites_the_card_that_asked(story: Story) -> None:
    keira = await nudged(story)
    before = keira.count()
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Amber", "What has happened": "two left", "Evidence link": "http://x.org"})
    await keira.fills({"Path to green": "Keira hires two by June"})
    await keira.presses("Save")
    wrong = keira.form()
    assert wrong is not None and "start with https" in wrong
    assert keira.holds("What has happened") == "two left" and keira.holds("Evidence link") == "http://x.org"
    assert await story.said_of("1.1.1") == []

    await keira.fills({"Evidence link": "https://x.org/a"})
    await keira.presses("Save")
    assert keira.form() is None and keira.count() == before
    assert "Saved" in keira.newest and "two left" in keira.newest and "hires two" in keira.newest
    assert "Update 1.1.2" in keira.buttons() and "Update 1.1.1" not in keira.buttons()
    assert await story.said_of("1.1.1") == ["amber two left"]
    assert [update.letter[-10:] for update in await story.history("1.1.1")] == ["2025-03-19"], "it does not name the letter"


async def test_a_form_sent_in_twice_records_once(story: Story) -> None:
    keira = await nudged(story)
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Green", "What has happened": "all in post"})
    await keira.presses("Save", times=2)
    await keira.again()

    assert await story.said_of("1.1.1") == ["green all in post"]


async def test_one_form_answers_several_milestones(story: Story) -> None:
    keira = await nudged(story)
    await keira.opens("update 1.1.1 1.1.2")
    await keira.fills({"1.1.1.status": "Green", "1.1.2.status": "Red"})
    await keira.fills({"1.1.2.path": "the Independent Chair asks the board in May"})
    await keira.presses("Save")

    assert any("Everything on this card is answered" in message for message in keira.messages())
    assert (await story.said_of("1.1.1"), await story.said_of("1.1.2")) == (["green"], ["red"])


async def test_a_co_owners_newer_update_stops_a_stale_form_and_keeps_what_was_typed(story: Story) -> None:
    keira, ben = story.person("keira"), story.person("ben")
    await keira.opens("update 1.1.2")
    await declares(ben, "1.1.2 green nurses ready")
    await keira.fills({"Status": "Red", "Path to green": "Ben asks by June", "What has happened": "mine"})
    await keira.presses("Save")
    stopped = keira.form()
    assert stopped is not None and "Ben" in stopped and keira.holds("What has happened") == "mine"
    assert await story.said_of("1.1.2") == ["green nurses ready"]

    await keira.presses("Save")
    assert await story.said_of("1.1.2") == ["green nurses ready", "red mine"]


async def test_change_opens_the_form_with_all_that_was_typed(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 red no money, path: bid by June")
    await keira.presses("Change")
    assert keira.holds("What has happened") == "no money" and keira.holds("Path to green") == "bid by June"
    await keira.fills({"Status": "Amber"})
    await keira.presses("Save")

    assert await story.said_of("1.1.1") == ["amber no money"]


async def test_what_no_role_owns_is_for_an_admin_alone(story: Story) -> None:
    await story.store.transact(lambda tx: tx.plans.save(small((*STEPS, due(4, "2025-12-31")))))

    assert "No role owns 1.1.4 yet" in await story.person("ben").says("1.1.4 green")
    assert "1.1.4" in await story.person("gwen").says("1.1.4 green") and await story.said_of("1.1.4") == []


async def test_only_owners_and_admins_update_and_strangers_get_no_data(story: Story) -> None:
    assert "Only the holder" in await story.person("hugo").opens("update 1.1.1")
    assert "Only the holder" in await story.person("ben").says("1.1.1 green")
    assert "the role Head of Inclusion or Chief Nursing Officer, a deputy" in await story.person("hugo").says("1.1.2 green")
    assert "Only the holder" in await story.person("ben").says("evidence 1.1.1 https://example.org/a")
    assert "There is no milestone 9.9.9" in await story.person("gwen").says("9.9.9 green")
    assert await story.said_of("1.1.1") == []
    assert "What has happened" in await story.person("gwen").opens("update 1.1.1")
    stranger = await story.person("mallory").says("status")
    assert "does not know you" in stranger and "Step" not in stranger


async def test_silence_is_chased_then_escalated_once_then_left_to_the_board(story: Story) -> None:
    await nudged(story)
    await story.advance(days=80)

    assert len(story.letters["keira"]) == 8  # four before, the day itself, three after
    assert len([letter for letter in story.letters["leo"] if "You are asked once as lead" in letter]) == 1
    assert "Not reported" in await story.person("hugo").says("silent")


async def test_an_update_stops_the_rungs_before_it_and_complete_stops_all(story: Story) -> None:
    keira = await nudged(story)
    for ref in ("1.1.1", "1.1.2"):
        await declares(keira, f"{ref} complete https://x.org/done")
    await story.advance(days=80)

    assert len(story.letters["keira"]) == 1
    assert any("Ben" not in letter and "Keira" in letter for letter in story.letters["ben"])


@on_the_ports
async def test_a_connection_lost_after_accepting_sends_nothing_twice(story: Story) -> None:
    assert isinstance(story.wire, RecorderWire)
    recorder = story.wire.channel
    recorder.drops = 1
    await nudged(story)
    await story.round()

    assert len(recorder.keys) == len(set(recorder.keys)) > 1


async def test_the_chair_asks_and_is_answered(story: Story) -> None:
    keira, carys = await nudged(story), story.person("carys")
    assert "will be asked" in await carys.says("ask 1.1.1")
    assert "Only the chair" in await story.person("hugo").says("ask 1.1.1")
    await story.advance(days=1)
    assert "Carys asked for an update" in story.letters["keira"][-1]

    await declares(keira, "1.1.1 green on course")
    await story.advance(days=1)
    assert "You asked about 1.1.1" in story.letters["carys"][-1]


async def test_pausing_holds_all_letters_until_resumed(story: Story) -> None:
    gwen = story.person("gwen")
    await gwen.says("pause all")
    await gwen.says("yes")
    await nudged(story)
    assert not any(story.letters.values())

    await gwen.says("resume all")
    await gwen.says("yes")
    await story.round()
    assert len(story.letters["keira"]) == 1


async def test_evidence_is_added_to_the_standing_update(story: Story) -> None:
    keira = story.person("keira")
    assert "Nobody has given an update" in await keira.says("evidence 1.1.1 https://x.org/a")
    await declares(keira, "1.1.1 green")
    assert "added" in await keira.says("evidence 1.1.1 https://x.org/a minutes of May")
    assert "starts with https" in await keira.says("evidence 1.1.1 http://x.org/a")
    assert "https://x.org/a" in await keira.says("history 1.1.1")


async def test_a_new_holder_is_asked_from_their_day(story: Story) -> None:
    gwen = story.person("gwen")
    told = await gwen.says("holder Head of SEND Finance ben@example.org from 1 April 2025")
    assert "1 milestone of Head of SEND Finance moves from nobody to Ben from 1 April 2025." in told
    assert "held by Ben" in await gwen.says("yes")
    assert "Head of SEND Finance (answers for it): Ben from 1 April 2025" in await gwen.says("who 1.1.3")
    await story.at("2025-11-20T09:30")
    assert "Ben" in await gwen.says("who 1.1.3")
    assert any("1.1.3" in letter for letter in story.letters["ben"])
    assert "Only an admin" in await story.person("hugo").says("seed roles")


async def test_the_board_reads_the_week_in_its_channel(story: Story) -> None:
    assert "A small plan" in await story.bind_board()
    await declares(story.person("keira"), "1.1.1 red no staff, path: agency by June, decision: fund two posts")
    await story.at("2025-03-24T09:30")
    await story.at("2025-03-25T09:30")

    week, *in_full = story.posts[story.wire.platform]
    assert len(in_full) == (story.wire.platform in ("slack", "teams"))
    assert "fund two posts" in week and "■ Red" in week
    told = "\n".join([week, *in_full])
    assert "no staff" in told and "agency by June" in told


async def test_nonsense_gets_the_nearest_usage(story: Story) -> None:
    gwen = story.person("gwen")
    assert "history 2.1.3" in await gwen.says("histroy 1.1.1")
    for text in ("#", "update", "1", "\u202e" * 50, "x" * 3_000, "<!channel> *bold* [a](http://b.org)"):
        assert "Save" not in await gwen.says(text)
        assert gwen.newest


@on_the_ports
async def test_what_nobody_can_type_gets_the_nearest_usage_too(story: Story) -> None:
    for text in ("", " ", "\x00", "\ud800", "x" * 40_000):
        assert await story.person("gwen").says(text)


async def test_a_newer_line_takes_the_place_of_the_older_one(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green first")
    await keira.says("1.1.1 green second")
    assert "second" in await keira.says("save")
    assert "Nothing is waiting" in await keira.says("save")
    assert await story.said_of("1.1.1") == ["green second"]


async def test_what_is_delivered_again_under_its_id_records_once(story: Story) -> None:
    keira = story.person("keira")
    await keira.says("1.1.1 green all well")
    await keira.again()
    await keira.says("yes")
    await keira.again()
    assert await story.said_of("1.1.1") == ["green all well"]

    assert "Nothing is waiting" in await keira.says("save")


@on_the_ports
async def test_one_id_records_once_whatever_it_carries(story: Story) -> None:
    keira = story.person("keira")
    assert isinstance(keira, RecorderSeat)
    form = await keira.ask("update 1.1.1")
    assert isinstance(form, Ask)
    await keira.ask(form.form.command, {"status": "green", "happened": "one"}, number="dup")
    await keira.ask(form.form.command, {"status": "green", "happened": "two"}, number="dup")

    assert await story.said_of("1.1.1") == ["green one"]


@on_the_ports
async def test_what_is_heard_twice_is_answered_alike(story: Story) -> None:
    keira = story.person("keira")
    assert isinstance(keira, RecorderSeat)
    await keira.says("mine")
    assert await keira.ask("1.1.1 green", number="a") == await keira.ask("1.1.1 green", number="a")
    saved, again = await keira.ask("yes", number="b"), await keira.ask("yes", number="b")
    assert isinstance(saved, Say) and saved.message.title.startswith("Saved")
    assert isinstance(again, Say) and again.message.title == "That was saved already."


@on_the_ports
async def test_what_cannot_be_read_is_no_path_to_green(story: Story) -> None:
    keira = story.person("keira")
    assert isinstance(keira, RecorderSeat)
    form = await keira.ask("update 1.1.1")
    assert isinstance(form, Ask)
    fixed = await keira.ask(form.form.command, {"status": "red", "path": "\x00", "happened": "\ud800"})
    assert isinstance(fixed, Fix) and set(fixed.faults) == {"path"}


@on_the_ports
async def test_an_order_that_changes_nothing_says_so_and_one_delivered_again_gets_its_first_answer(story: Story) -> None:
    gwen = story.person("gwen")
    room = gwen.at(BOARD)

    async def told(seat: Seat, line: str, number: str) -> str:
        assert isinstance(seat, RecorderSeat)
        reply = await seat.ask(line, number=number)
        assert isinstance(reply, Say)
        return reply.message.title

    for seat, line, undo, done, so_already in (
        (room, "board here", "board gone", "now gets", "already. Nothing was changed."),
        (room, "board gone", "board here", "no longer gets", "does not get"),
    ):
        await told(seat, undo, f"before {line}")
        first = await told(seat, line, line)
        second = await told(seat, line, f"{line} once more")
        await told(seat, undo, f"after {line}")
        before = (await story.store.read(lambda view: view.entries.head(SMALL))).entry

        assert (done in first, so_already in second) == (True, True)
        assert await told(seat, line, line) == first
        assert await told(seat, line, f"{line} once more") == second
        assert (await story.store.read(lambda view: view.entries.head(SMALL))).entry == before


async def test_the_question_and_any_answer_come_before_the_notice_of_what_is_kept(story: Story) -> None:
    keira, hugo = story.person("keira"), story.person("hugo")
    notice = "It keeps your answers"
    told = await hugo.says("digest")
    assert told.index("Nobody has been asked yet") < told.index(notice)

    await story.at("2025-03-19T09:30")
    (letter,) = story.letters["keira"]
    assert letter.index("Step 1 done") < letter.index(notice)
    assert notice not in await keira.says("mine")
