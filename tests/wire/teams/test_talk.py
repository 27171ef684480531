"""People talk to Milepost in Teams: in their own chat, in a group chat and in a channel, by typing and by cards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path

import pytest

from tests.world.judges import teams as judges
from tests.world.teams import Fault, Seat
from tests.world.teams.milepost import ELSEWHERE, Office, opened

COMMANDS = {  # what is typed -> words of the answer
    "help": "status",
    "mine": "You hold no role",
    "status": "A small plan",
    "status 1.1": "1.1.2",
    "due": "Nothing is due",
    "overdue": "past its due date",
    "red": "red",
    "amber": "amber",
    "silent": "Nobody has been asked yet",
    "history 1.1.1": "1.1.1",
    "who 1.1.1": "Keira",
    "digest": "week",
    "seed roles": "Ben",
    "preview 7 days": "Keira",
    "blether": "help",
}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made


async def nudged(office: Office) -> Seat:
    """Keira, who has been asked about her two milestones."""
    keira = office.teams.user("keira")
    await keira.installs(answered=True)
    await office.at("2025-03-19T09:30")
    assert "1.1.1" in keira.newest() and "1.1.2" in keira.newest()
    return keira


async def test_every_command_is_answered_in_a_persons_own_chat(office: Office) -> None:
    gwen = office.teams.user("gwen")
    for command, told in list(COMMANDS.items())[:4]:
        assert told.casefold() in (await gwen.says(command)).casefold(), command


async def test_every_command_is_answered_in_a_group_chat(office: Office) -> None:
    for number, (command, told) in enumerate(COMMANDS.items()):
        gwen = office.teams.directory.people["gwen"]
        office.teams.directory.group(f"group {number}", [gwen])
        heard = await office.teams.user("gwen").at(f"group {number}").says(command)
        assert told.casefold() in heard.casefold(), (command, heard)
    assert {call.status for call in office.teams.connector.calls} <= {200, 201}


async def test_every_command_is_answered_in_a_channel(office: Office) -> None:
    gwen = office.teams.user("gwen").at("board")
    for command, told in COMMANDS.items():
        heard = await gwen.says(command)
        assert told.casefold() in heard.casefold(), (command, heard)
    assert {call.status for call in office.teams.connector.calls} <= {200, 201}


async def test_a_card_leads_through_a_form_and_its_faults_to_what_was_saved(office: Office) -> None:
    keira = await nudged(office)
    form = await keira.presses("Update 1.1.1")
    assert "Status" in form and "(required)" in form and "[Save]" in form

    fixed = await keira.fills({"Status": "Amber", "What has happened": "two left", "Evidence link": "http://x"}).presses("Save")
    assert "Path to green" in fixed and "two left" in fixed and "http://x" in fixed
    assert await office.updates("1.1.1") == []

    saved = await keira.fills({"Path to green": "Keira hires two by June", "Evidence link": "https://x.org/a"}).presses("Save")
    assert "Saved" in saved and "two left" in saved and "hires two" in saved
    assert await office.updates("1.1.1") == ["Keira: amber two left"]
    assert "Update 1.1.2" in keira.buttons()
    assert "two left" in keira.newest()


async def test_the_card_is_rewritten_for_every_client_the_person_has(office: Office) -> None:
    keira = await nudged(office)
    await keira.presses("Update 1.1.1")
    await keira.fills({"Status": "Green"}).presses("Save")
    await keira.hears("Saved")


async def test_an_old_client_gets_by_without_execute(office: Office) -> None:
    keira = await nudged(office)
    form = await keira.presses("Update 1.1.1", old_client=True)
    assert "Status" in form
    fixed = await keira.fills({"Status": "Red", "What has happened": "no money"}).presses("Save", old_client=True)
    assert "Path to green" in fixed and "no money" in fixed
    saved = await keira.fills({"Path to green": "Keira bids in June"}).presses("Save", old_client=True)
    assert "no money" in saved
    assert await office.updates("1.1.1") == ["Keira: red no money"]


async def test_one_card_answers_several_milestones_and_may_be_sent_again(office: Office) -> None:
    keira = await nudged(office)
    await keira.says("update 1.1.1 1.1.2")
    first = await keira.fills({"1.1.1.status": "Green", "1.1.1.happened": "all well"}).presses("Save")
    assert "all well" in first
    assert await office.updates("1.1.2") == []

    await keira.presses("Update 1.1.2")
    await keira.fills({"Status": "Red", "Path to green": "Keira asks the board in May"}).presses("Save")
    assert [await office.updates(ref) for ref in ("1.1.1", "1.1.2")] == [["Keira: green all well"], ["Keira: red"]]
    assert any("answered" in keira.reads(post) for post in keira.posts())


async def test_a_typed_line_is_said_back_and_saved_by_its_button(office: Office) -> None:
    keira = office.teams.user("keira")
    said = await keira.says("1.1.1 amber two left, path: hire two")
    assert "two left" in said and "hire two" in said and "[Save]" in said
    assert await office.updates("1.1.1") == []

    saved = await keira.presses("Save")
    assert "Saved" in saved
    assert await office.updates("1.1.1") == ["Keira: amber two left"]


async def test_a_typed_line_is_changed_in_a_form(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("1.1.1 amber two left, path: hire two")
    form = await keira.presses("Change")
    assert "two left" in form and "hire two" in form
    await keira.fills({"What has happened": "three left"}).presses("Save")
    assert await office.updates("1.1.1") == ["Keira: amber three left"]


async def test_pressing_twice_and_being_sent_again_record_once(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("1.1.1 green all well")
    save = keira.card("Save")
    saved = await keira.presses("Save")
    await keira.presses("Save", on=save)
    assert "Saved as" in saved
    assert keira.card("Undo").of == keira.posts()[-1].activity  # the first answer stands
    for answered in await keira.again(2):
        assert answered.status == 200
    assert await office.updates("1.1.1") == ["Keira: green all well"]


async def test_a_typed_line_sent_again_by_teams_is_still_one(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("1.1.1 green all well")
    await keira.says("yes")
    for answered in await keira.again(3):
        assert answered.status in (200, 202)
    assert await office.updates("1.1.1") == ["Keira: green all well"]


async def test_a_form_sent_twice_records_once(office: Office) -> None:
    keira = await nudged(office)
    await keira.presses("Update 1.1.1")
    keira.fills({"Status": "Green", "What has happened": "all well"})
    sent = keira.card("Save")
    await keira.presses("Save")
    await keira.again(2)
    await keira.fills({"Status": "Green", "What has happened": "all well"}).presses("Save", on=sent)
    assert await office.updates("1.1.1") == ["Keira: green all well"]


async def test_an_old_card_after_a_newer_update_adds_nothing_and_shows_what_stands(office: Office) -> None:
    keira, ben = await nudged(office), office.teams.user("ben")
    await keira.presses("Update 1.1.2")
    await ben.says("1.1.2 green nurses ready")
    await ben.presses("Save")

    late = await keira.fills({"Status": "Red", "Path to green": "Keira asks in May", "What has happened": "mine"}).presses("Save")
    assert "Ben" in late and "mine" in late
    assert await office.updates("1.1.2") == ["Ben: green nurses ready"]

    await keira.presses("Save")
    assert await office.updates("1.1.2") == ["Ben: green nurses ready", "Keira: red mine"]


async def test_an_edited_message_is_answered_once_and_never_read(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("1.1.1 green all well")
    posts = len(keira.posts())
    for text in ("yes", "1.1.1 red, path: x", "no"):
        await keira.edits(text)

    assert len(keira.posts()) == posts + 1 and "I read a message once" in keira.newest()
    assert await office.updates("1.1.1") == []
    assert "Saved" in await keira.presses("Save")


async def test_reactions_and_messages_taken_back_change_nothing(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("1.1.1 green all well")
    heard, words = len(office.teams.connector.sent()), keira.sees()
    await keira.reacts()
    await keira.deletes()
    assert (len(office.teams.connector.sent()), keira.sees()) == (heard, words)
    assert await office.updates("1.1.1") == []


async def test_a_channel_answers_only_under_what_was_asked(office: Office) -> None:
    gwen = office.teams.user("gwen").at("board")
    await gwen.says("status 1.1")
    post = gwen.posts()[-1]
    assert post.thread in {asked.id for asked in gwen.there.posted.values() if asked.by is gwen.person}


async def test_strangers_are_answered_politely_and_learn_nothing(office: Office) -> None:
    mallory = office.teams.user("mallory")
    await mallory.installs()
    for seat in (mallory, mallory.at("group"), mallory.at("board")):
        for command in ("status", "mine", "history 1.1.1", "1.1.1 green", "update 1.1.1", "board here", "who 1.1.1"):
            heard = await seat.says(command)
            assert "does not know you" in heard
            assert "Step" not in heard and "Keira" not in heard and "1.1.1" not in heard
    assert await office.updates("1.1.1") == []


async def test_a_stranger_pressing_someones_card_learns_and_changes_nothing(office: Office) -> None:
    keira, mallory = office.teams.user("keira").at("group"), office.teams.user("mallory").at("group")
    await keira.says("1.1.1 green all well")
    heard = await mallory.presses("Save", on=keira.card("Save"))
    assert "does not know you" in heard and "all well" not in heard
    assert await office.updates("1.1.1") == []


async def test_whoever_speaks_in_a_tenant_that_is_not_served_is_told_so_and_nothing_else(office: Office) -> None:
    eve = office.teams.user("eve")
    sheet, number = eve.sheet, office.teams.directory.number
    press = {"action": {"type": "Action.Execute", "verb": "say", "data": {"say": "status"}}, "trigger": "manual"}
    for activity in (
        sheet.message(number(), "status", mention=False),
        sheet.message(number(), "1.1.1 green", mention=False),
        sheet.installation("add"),
        sheet.invoke("adaptiveCard/action", press, "1"),
        sheet.invoke("task/fetch", {"data": {"say": "update 1.1.1"}}, "1"),
    ):
        answered = await office.teams.deliver(activity)
        assert answered.status < 500
        assert "Step" not in answered.text and "small plan" not in answered.text
    assert [call.method for call in office.teams.connector.calls] == ["POST", "POST"]  # an answer to each message; nobody is looked up
    assert {eve.reads(post) for post in eve.posts()} == {"Milepost is not served in this place."}
    assert await office.store.read(lambda view: [a for p in (1, 2, 3) for a in view.accounts.reachable(p) if a.tenant == ELSEWHERE]) == []


async def test_a_guest_of_the_plan_is_served_like_anyone_else(office: Office) -> None:
    carys = office.teams.user("carys")
    assert "1.1.3" in await carys.says("mine")
    await carys.says("1.1.3 green on course")
    await carys.presses("Save")
    assert await office.updates("1.1.3") == ["Carys: green on course"]


async def test_people_in_two_tenants_and_regions_keep_one_record(office: Office) -> None:
    keira, ben = office.teams.user("keira"), office.teams.user("ben")
    await ben.says("1.1.2 amber late, path: hire")
    await ben.presses("Save")
    assert "late" in await keira.says("history 1.1.2")
    assert {call.path.split("/")[1] for call in office.teams.connector.sent()} == {"emea", "uk"}


async def test_the_roster_is_asked_once_for_a_person(office: Office) -> None:
    keira = office.teams.user("keira")
    for _ in range(3):
        await keira.says("mine")
    assert len([call for call in office.teams.connector.calls if call.method == "GET"]) <= 1


async def test_a_card_pressed_by_someone_it_was_not_made_for_counts_as_theirs(office: Office) -> None:
    keira, gwen = office.teams.user("keira").at("group"), office.teams.user("gwen").at("group")
    await keira.says("status 1.1")
    await gwen.presses("Update 1.1.1")
    await gwen.fills({"Status": "Green", "What has happened": "told by phone"}).presses("Save")
    assert await office.updates("1.1.1") == ["Gwen: green told by phone"]


async def test_a_dialog_keeps_what_was_typed_and_rewrites_the_card_that_asked(office: Office) -> None:
    keira = await nudged(office)
    card = keira.posts()[-1]
    assert "Status" in await keira.opens("update 1.1.1", card)

    fixed = await keira.fills({"Status": "Red", "What has happened": "no money"}).presses("Save")
    assert "Path to green" in fixed and "no money" in fixed
    await keira.fills({"Path to green": "Keira bids by June"}).presses("Save")
    assert keira.screen.dialog is None
    await keira.hears("no money")
    assert card.versions and "no money" in keira.newest() and "Update 1.1.2" in keira.buttons()
    assert await office.updates("1.1.1") == ["Keira: red no money"]


async def test_a_team_or_group_that_adds_the_app_hears_once_how_to_use_it(office: Office) -> None:
    for place in ("board", "group"):
        gwen = office.teams.user("gwen").at(place)
        assert "Milepost" in await gwen.installs(answered=True)
        assert len(gwen.posts()) == 1
        assert "small plan" not in gwen.sees() and "1.1" not in gwen.sees()


async def test_other_members_who_come_and_go_are_none_of_its_business(office: Office) -> None:
    keira, ben = office.teams.user("keira").at("group"), office.teams.directory.people["ben"]
    for change in ("Added", "Removed"):
        answered = await office.teams.deliver(keira.sheet.members(change, [ben.account()]))
        assert answered.status == 200
    assert office.teams.connector.sent() == []


async def test_someone_whose_roster_entry_has_only_a_sign_in_name_is_known_by_it(office: Office) -> None:
    hugo = office.teams.directory.people["hugo"]
    hugo.email, hugo.upn = None, "HUGO@example.ORG"
    assert "A small plan" in await office.teams.user("hugo").says("status")


async def test_a_guests_sign_in_name_alone_makes_nobody_of_the_plan(office: Office) -> None:
    carys = office.teams.directory.people["carys"]
    carys.email = None
    assert "does not know you" in await office.teams.user("carys").says("status")


async def test_while_teams_does_not_say_who_speaks_nothing_is_told_and_nothing_recorded(office: Office) -> None:
    office.teams.connector.faults.append(Fault(502, method="GET", times=9))
    keira = office.teams.user("keira")
    heard = await keira.says("1.1.1 green all well")
    assert heard and "1.1.1" not in heard and "all well" not in heard

    office.teams.connector.faults.clear()
    assert "all well" in await keira.says("1.1.1 green all well")


async def test_every_card_of_a_tour_stands_before_the_judges(office: Office) -> None:
    keira, gwen = await nudged(office), office.teams.user("gwen")
    seen = [shown.card for post in keira.posts() for shown in keira.screen.cards(post)]
    pressed = (("Update 1.1.1", {}), ("Save", {"Status": "Red"}), ("Save", {"Path to green": "Keira hires by June"}), ("Change 1.1.1", {}))
    for button, answers in pressed:
        await keira.fills(answers).presses(button)
        seen += [deepcopy(shown.card) for post in keira.posts() for shown in keira.screen.cards(post)]
    await gwen.at("board").says("board here")
    for command in COMMANDS:
        await gwen.at("board").says(command)
    seen += [shown.card for post in gwen.at("board").posts() for shown in gwen.screen.cards(post)]
    assert len(seen) > 15
    assert [fault for card in seen for fault in judges.faults(card)] == []


# ---- quoted replies --------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["entity", "blockquote"])
async def test_a_number_said_in_a_quoted_reply_is_that_messages_line(office: Office, form: str) -> None:
    keira = await nudged(office)
    first = keira.posts()[-1]
    await keira.says("1.1.1 complete all three are here https://x.example/minutes")
    await keira.presses("Save")
    await office.at("2025-04-16T09:30")
    assert "1.1.2" in keira.newest() and "1.1.1" not in keira.newest()

    said_back = await keira.quotes(first, "2 amber slower, path: hire one more", form)
    assert "1.1.2" in said_back and "hire one more" in said_back, said_back
    await keira.presses("Save")

    assert await office.updates("1.1.2") == ["Keira: amber slower"]


@pytest.mark.parametrize("form", ["entity", "blockquote"])
async def test_a_command_said_in_a_quoted_reply_is_understood(office: Office, form: str) -> None:
    keira = await nudged(office)

    assert "1.1.2" in await keira.quotes(keira.posts()[-1], "status 1.1", form)


@pytest.mark.parametrize("form", ["entity", "blockquote"])
async def test_a_word_said_in_a_quoted_reply_answers_the_card_quoted(office: Office, form: str) -> None:
    keira = await nudged(office)
    await keira.says("1.1.1 red first, path: bid")
    first = keira.posts()[-1]
    await keira.says("yes")
    await keira.says("1.1.2 red second, path: hire")
    second = keira.posts()[-1]

    assert "Saved as" in await keira.quotes(first, "yes", form)  # the first answer again
    assert "Saved as" in await keira.quotes(first, "no", form)
    assert "Saved as" in await keira.quotes(first, "change", form)
    assert (await office.updates("1.1.1"), await office.updates("1.1.2")) == (["Keira: red first"], [])

    await keira.says("1.1.2 red third, path: borrow")
    third = keira.posts()[-1]
    assert "A newer line took its place" in await keira.quotes(second, "yes", form)
    assert await office.updates("1.1.2") == []
    assert "Saved" in await keira.quotes(third, "yes", form)
    assert await office.updates("1.1.2") == ["Keira: red third"]


async def test_a_line_that_quotes_a_card_is_not_meant_by_the_next_yes_that_quotes_it(office: Office) -> None:
    keira = await nudged(office)
    await keira.says("1.1.1 red first, path: bid")
    first = keira.posts()[-1]
    await keira.quotes(first, "1.1.2 red second, path: hire")

    assert "A newer line took its place" in await keira.quotes(first, "yes")
    assert await office.updates("1.1.2") == []


async def test_a_yes_that_quotes_no_draft_answers_the_one_that_is_open(office: Office) -> None:
    keira = await nudged(office)
    letter = keira.posts()[-1]
    await keira.says("1.1.1 red first, path: bid")

    assert "Saved" in await keira.quotes(letter, "yes")
    assert await office.updates("1.1.1") == ["Keira: red first"]


# ---- sent again ------------------------------------------------------------------------------


async def test_a_question_sent_again_by_teams_is_answered_once(office: Office) -> None:
    keira = office.teams.user("keira")
    assert "A small plan" in await keira.says("status")
    posts = len(keira.posts())
    await asyncio.gather(*(keira.again() for _ in range(3)))

    assert len(keira.posts()) == posts


async def test_a_question_sent_again_while_it_is_being_answered_is_answered_once(office: Office) -> None:
    keira = office.teams.user("keira")
    office.teams.connector.faults.append(Fault(delay=0.3, method="GET"))
    asked = asyncio.create_task(keira.says("status"))
    while not keira.last:
        await asyncio.sleep(0)
    await keira.again(2)
    await asked

    assert sum("A small plan" in keira.reads(post) for post in keira.posts()) == 1


async def test_a_call_sent_again_gets_the_same_answer(office: Office) -> None:
    keira = await nudged(office)
    await keira.opens("update 1.1.1", keira.posts()[-1])
    first, second = await keira.again(2)

    assert first.status == second.status == 200
    assert first.body == second.body
    assert first.body["task"]


# ---- the app is brought up to date -----------------------------------------------------------


@pytest.mark.parametrize("actions", [("add-upgrade", "remove-upgrade"), ("remove-upgrade", "add-upgrade")])
async def test_an_upgrade_of_the_app_says_nothing_about_the_person(office: Office, actions: tuple[str, str]) -> None:
    keira, ben = office.teams.user("keira"), office.teams.user("ben")
    await keira.installs(answered=True)
    posts = len(keira.posts())
    for action in actions:
        for one in (keira, ben):
            assert (await office.teams.deliver(one.sheet.installation(action))).status == 200
    await office.at("2025-03-19T09:30")

    assert len(keira.posts()) == posts + 1  # asked, as if nothing had been
    assert ben.posts() == []


async def test_a_line_let_go_or_replaced_loses_its_buttons_where_it_stands(office: Office) -> None:
    keira = office.teams.user("keira")
    for line, then, told in (
        ("1.1.1 green first", "no", "You let this go"),
        ("1.1.1 green second", "1.1.1 green third", "A newer line took its place"),
        ("1.1.1 green fourth", "yes", "Saved. This is what was saved."),
    ):
        await keira.says(line)
        said = keira.posts()[-1]
        await keira.says(then)
        (drawn,) = [call for call in office.teams.connector.calls if call.method == "PUT" and call.path.endswith(said.id)]
        assert told in str(drawn.body) and "save #" not in str(drawn.body)
    assert await office.updates("1.1.1") == ["Keira: green fourth"]


async def test_a_button_that_could_not_be_taken_away_tells_what_became_of_its_line(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("1.1.1 green all well")
    office.teams.connector.faults.append(Fault(403, "Forbidden", method="PUT"))
    await keira.says("no")

    assert "You let this go" in await keira.presses("Save")
    assert "save #" not in str([post.activity for post in keira.posts()])
    assert await office.updates("1.1.1") == []


async def test_a_doubtful_form_is_said_back_and_the_card_that_asked_is_drawn_anew_when_it_is_saved(office: Office) -> None:
    keira = await nudged(office)
    await keira.presses("Update 1.1.1")
    asked = await keira.fills({"Status": "Green", "Forecast": "2020-01-12"}).presses("Save")
    assert "is in the past" in asked and await office.updates("1.1.1") == []

    await keira.presses("Save")
    assert await office.updates("1.1.1") == ["Keira: green"]
    assert "Update 1.1.2" in keira.sees() and "Update 1.1.1" not in keira.sees()
