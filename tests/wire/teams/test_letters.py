"""Milepost writes first: to people however they are reached, to the board's channel, through whatever Teams answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.model.status import Status
from bot.model.updates.update import Update
from bot.planning.arrivals import meet
from tests.world.teams import AIM, Fault, Seat
from tests.world.teams.milepost import HOME, MORNING, NHS, Office, opened, served

FIRST = "2025-03-19T09:30"  # Keira and Ben are asked for the first time
MONDAY = "2025-03-24T09:30"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made


async def until(office: Office, seat: Seat, heard: int) -> None:
    """Let letters wait as long as they are told to, until this person has heard so many."""
    async with asyncio.timeout(60):
        while len(seat.posts()) < heard:
            await asyncio.sleep(0.1)
            await office.later()


async def lost(office: Office) -> set[str]:
    """Who cannot be reached."""
    gone = {one.person for one in await office.store.read(lambda view: view.accounts.unreachable("small"))}
    known = await office.store.read(lambda view: view.people.of("small"))
    return {person.name.lower() for person in known.persons if person.id in gone}


def opened_chats(office: Office) -> int:
    """How often a chat was opened."""
    return len([call for call in office.teams.connector.sent() if call.path.endswith("/v3/conversations")])


async def test_whoever_installs_the_app_is_welcomed_and_then_asked(office: Office) -> None:
    keira = office.teams.user("keira")
    welcome = await keira.installs(answered=True)
    assert "Milepost" in welcome and "A small plan" in welcome

    await office.at(FIRST)
    await office.round()
    assert len(keira.posts()) == 2
    assert "1.1.1" in keira.newest() and "1.1.2" in keira.newest()
    assert opened_chats(office) == 0


async def test_a_stranger_who_installs_the_app_learns_nothing(office: Office) -> None:
    mallory = office.teams.user("mallory")
    await mallory.installs()
    await office.at(FIRST)
    assert "small plan" not in mallory.sees() and "1.1" not in mallory.sees()


async def test_the_first_word_is_enough_to_be_reached(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("help")
    await office.at(FIRST)
    assert "1.1.1" in keira.newest()
    assert opened_chats(office) == 0


async def test_someone_who_only_ever_spoke_in_a_channel_is_asked_privately_and_the_chat_is_opened_once(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.at("board").says("mine")
    await office.at(FIRST)
    assert "1.1.1" in keira.newest()
    assert "reported" not in keira.at("board").newest()

    await office.at("2025-04-16T09:30")
    assert len(keira.posts()) == 2
    assert opened_chats(office) == 1


async def test_each_person_is_asked_in_their_own_tenant_and_region(office: Office) -> None:
    await office.everyone_installs()
    office.teams.connector.calls.clear()
    await office.at(FIRST)
    asked = {call.path.split("/")[1]: call for call in office.teams.connector.sent()}
    assert set(asked) == {"emea", "uk"}
    assert "1.1.2" in office.teams.user("ben").newest() and "1.1.1 " not in office.teams.user("ben").newest()


async def test_the_boards_channel_is_bound_by_an_admin_and_gets_the_summary_as_a_new_thread(office: Office) -> None:
    board = office.teams.user("gwen").at("board")
    assert "A small plan" in await board.says("board here")
    await office.at(MONDAY)
    summary = board.posts()[-1]
    assert summary.thread is None
    assert "A small plan" in board.newest() or "week" in board.newest()

    await office.at("2025-03-31T09:30")
    *_, newer = [post for post in board.posts() if post.thread is None]
    assert newer.id != summary.id


async def test_all_of_a_summary_and_what_changed_since_are_in_its_thread(office: Office) -> None:
    board, keira = office.teams.user("gwen").at("board"), office.teams.user("keira")
    await board.says("board here")
    await keira.says("1.1.1 green fine")
    await keira.says("yes")
    await office.at(MONDAY)
    await office.post.note_sent()
    summary, in_full = board.posts()[-2:]
    assert (summary.thread, in_full.thread) == (None, summary.id)
    assert "In full: the week of 24 March 2025" in board.newest()
    (update,) = await office.store.read(lambda view: view.updates.history("small", "1.1.1"))
    await office.teams.user("gwen").says(f"withdraw u{update.id} because of a mistake")
    await office.at("2025-03-25T09:30")

    assert board.posts()[-1].thread == summary.id
    assert f"u{update.id} was taken back" in board.newest()


async def test_the_board_is_not_bound_by_others_nor_in_a_private_chat(office: Office) -> None:
    await office.teams.user("keira").at("board").says("board here")
    await office.teams.user("gwen").says("board here")
    await office.at(MONDAY)
    assert await office.store.read(lambda view: view.plans.board("small")) == ()


@pytest.mark.parametrize("status", [429, 412, 500, 502, 503, 504])
async def test_what_teams_cannot_take_now_is_sent_once_a_little_later(office: Office, status: int) -> None:
    keira = office.teams.user("keira")
    await keira.installs(answered=True)
    own = keira.there
    office.teams.connector.faults.append(Fault(status, retry_after="1" if status == 429 else None, times=2, where=own))
    await office.at(FIRST)
    assert len(keira.posts()) == 1

    await until(office, keira, 2)
    await office.later()
    assert len(keira.posts()) == 2
    assert "1.1.1" in keira.newest()


async def test_a_reply_is_tried_again_while_the_person_waits(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("help")
    office.teams.connector.faults.append(Fault(502, where=keira.there))
    await keira.says("mine")
    await until(office, keira, 2)
    assert "1.1.1" in keira.newest()


async def test_the_published_limits_of_a_chat_are_kept(office: Office) -> None:
    patient = Office(office.store, office.teams, haste=1.0)
    async with served(patient):
        keira = office.teams.user("keira")
        await keira.says("help")
        await office.store.transact(lambda tx: [tx.updates.record(_long(number)) for number in range(30)])
        office.teams.connector.throttles = True
        await keira.says("history 1.1.1")
        await keira.hears("reason 29:")
        await patient.at(FIRST)
    assert len(keira.posts()) > 4
    assert {call.status for call in office.teams.connector.calls} <= {200, 201}


async def test_someone_who_types_faster_than_teams_allows_is_answered_all_the_same(office: Office) -> None:
    office.teams.connector.throttles = True
    keira = office.teams.user("keira")
    await asyncio.gather(*(keira.says("mine") for _ in range(9)))
    assert len(keira.posts()) == 9


@pytest.mark.parametrize("way", ["blocked", "removed", "gone"])
async def test_whoever_can_no_longer_be_written_to_is_named_to_the_admin_and_served_again_when_they_speak(
    office: Office, way: str
) -> None:
    keira, gwen = office.teams.user("keira"), office.teams.user("gwen")
    await keira.installs(answered=True)
    await gwen.installs(answered=True)
    own = keira.there
    if way == "blocked":
        keira.person.blocked = True
    elif way == "removed":
        own.installed = False
    else:
        del office.teams.directory.conversations[own.id]
    await office.at(FIRST)
    await office.later(3600)
    await office.at("2025-03-20T09:30")
    assert "Keira" in gwen.sees()
    assert keira.person.name in await lost(office)

    keira.person.blocked, own.installed = False, True
    office.teams.directory.conversations[own.id] = own
    assert "1.1.1" in await keira.says("mine")
    assert keira.person.name not in await lost(office)


async def test_an_uninstalled_app_is_told_to_the_admin_by_the_next_working_days_round(office: Office) -> None:
    keira, gwen = office.teams.user("keira"), office.teams.user("gwen")
    await keira.installs(answered=True)
    await gwen.installs(answered=True)
    await keira.uninstalls()
    heard = len(gwen.posts())
    await office.at(FIRST)
    await office.at("2025-03-20T09:30")
    assert "Keira" in "".join(gwen.reads(post) for post in gwen.posts()[heard:])
    assert len(keira.posts()) == 1


async def test_a_person_whose_chat_teams_will_not_open_is_named_to_the_admin(office: Office) -> None:
    keira, gwen = office.teams.user("keira"), office.teams.user("gwen")
    await gwen.installs(answered=True)
    await keira.at("group").says("mine")
    for there in office.teams.directory.conversations.values():
        there.installed = there.kind == "personal"
    await office.at(FIRST)
    await office.at("2025-03-20T09:30")
    assert keira.posts() == []
    assert "Keira" in gwen.sees()


async def test_a_board_channel_that_lost_the_app_is_told_to_the_admin(office: Office) -> None:
    await office.everyone_installs()
    gwen = office.teams.user("gwen")
    board = gwen.at("board")
    await board.says("board here")
    board.there.installed = False
    heard = len(gwen.posts())
    await office.at(MONDAY)
    await office.later()
    await office.at("2025-03-25T09:30")
    assert len(gwen.posts()) > heard
    assert "not installed" in gwen.sees()


async def test_a_connection_lost_after_the_message_was_taken_repeats_a_question_at_most_once(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.installs(answered=True)
    office.teams.connector.faults.append(Fault(dropped=True, where=keira.there))
    await office.at(FIRST)
    await until(office, keira, 3)
    for _ in range(3):
        await office.later()
    assert len(keira.posts()) == 3
    assert keira.newest() == keira.reads(keira.posts()[1])


async def test_a_question_that_may_have_come_is_not_repeated_before_teams_answers_again(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.installs(answered=True)
    faults = office.teams.connector.faults
    faults += [Fault(dropped=True, where=keira.there, times=1000), Fault(503, method="GET", where=keira.there, times=1000)]
    await office.at(FIRST)
    for _ in range(5):
        await office.later()
    assert len(keira.posts()) == 2  # its welcome, and the question once
    assert await office.store.read(lambda view: view.letters.still_waiting(office.now))

    faults.clear()
    await until(office, keira, 3)
    for _ in range(3):
        await office.later()
    assert len(keira.posts()) == 3
    assert not await office.store.read(lambda view: view.letters.still_waiting(office.now))


async def test_a_summary_that_may_have_been_posted_is_held_and_the_admin_told(office: Office) -> None:
    await office.everyone_installs()
    gwen = office.teams.user("gwen")
    board = gwen.at("board")
    await board.says("board here")
    heard = len(board.posts())
    office.teams.connector.faults.append(Fault(dropped=True, where=board.there, times=1))
    await office.at(MONDAY)
    for _ in range(3):
        await office.later()
    assert len(board.posts()) == heard + 1
    assert "posted" in gwen.newest() or "delivered" in gwen.newest()


async def test_what_is_too_long_for_one_message_comes_whole_in_numbered_parts(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("help")
    await office.store.transact(lambda tx: [tx.updates.record(_long(number)) for number in range(24)])
    heard = len(keira.posts())
    await keira.says("history 1.1.1")
    await until(office, keira, heard + 2)
    told = keira.sees()
    assert all(f"reason {number}:" in told for number in range(24))
    assert office.teams.connector.largest < AIM


def _long(number: int) -> Update:
    words = " ".join([f"reason {number}:", *["snagged"] * 330])
    moment = MORNING - timedelta(days=60 - number)
    return Update(
        plan="small", ref="1.1.1", status=Status.GREEN, narrative=words, by=1, by_name="Keira", capacity="owner", at=moment,
        drawn_from=f"d{number}",
    )  # fmt: skip


# ---- refusals that are nobody's doing --------------------------------------------------------


@pytest.mark.parametrize(("status", "code"), [(403, "InvalidBotApiHost"), (404, ""), (403, "NotEnoughPermissions"), (403, "")])
async def test_a_refusal_that_is_not_the_persons_doing_is_tried_again_the_next_working_day(
    office: Office, status: int, code: str
) -> None:
    await office.everyone_installs()
    keira = office.teams.user("keira")
    heard = len(keira.posts())
    office.teams.connector.faults.append(Fault(status=status, code=code, where=keira.there))
    await office.at(FIRST)
    await office.later(3600)
    assert len(keira.posts()) == heard
    assert await lost(office) == set()

    await office.at("2025-03-20T09:30")
    assert "1.1.1" in keira.newest()
    assert len(keira.posts()) == heard + 1


async def test_an_app_switched_off_for_a_tenant_loses_nobody_in_it_and_one_of_them_tries(office: Office) -> None:
    await office.everyone_installs()
    office.teams.connector.faults.append(Fault(status=403, code="BotDisabledByAdmin", times=1000))
    calls = len(office.teams.connector.calls)
    await office.at(FIRST)
    await office.later(3600)
    tenants = 2  # the council's and the health service's
    assert len(office.teams.connector.calls) - calls == tenants
    await office.at("2025-03-20T09:30")
    assert len(office.teams.connector.calls) - calls == 2 * tenants
    assert await lost(office) == set()

    office.teams.connector.faults.clear()
    await office.at("2025-03-21T09:30")
    for name in ("keira", "ben"):
        assert "1.1.2" in office.teams.user(name).sees()


# ---- arrivals whose person Teams does not tell yet -------------------------------------------


async def arrivals(office: Office) -> int:
    """How many wait to be met."""
    ever = office.now + timedelta(days=400)
    return len(await office.store.read(lambda view: view.newcomers.expected(ever, 1000)))


@pytest.mark.parametrize("fault", [{"status": 429, "retry_after": "30"}, {"status": 503}, {"status": 403, "code": "Odd"}])
async def test_an_installation_outlives_a_member_look_up_that_fails(office: Office, fault: dict[str, object]) -> None:
    """By a setup policy everybody installs within minutes, and the look-ups share one limit."""
    names = ("keira", "ben", "carys", "gwen")
    office.teams.connector.faults.append(Fault(method="GET", times=1000, **fault))  # type: ignore[arg-type]
    for name in names:
        await office.teams.user(name).installs()
    assert all(office.teams.user(name).posts() == [] for name in names)
    assert await arrivals(office) == len(names)

    await office.round()
    office.teams.connector.faults.clear()
    for _ in names:
        await office.later(40)
        await office.round()
    assert await arrivals(office) == 0
    assert all("A small plan" in office.teams.user(name).newest() for name in names)

    await office.at(FIRST)
    assert "1.1.1" in office.teams.user("keira").newest()


async def test_an_installation_outlives_a_member_look_up_that_is_slow_and_a_new_process(office: Office) -> None:
    keira = office.teams.user("keira")
    office.teams.connector.faults.append(Fault(method="GET", delay=5.0))
    await keira.installs()
    assert keira.posts() == []

    other = Office(office.store, office.teams)
    other.now = datetime.fromisoformat(FIRST).replace(tzinfo=UTC)
    await other.adapter.start()
    await other.round()
    await other.adapter.close()
    assert "A small plan" in keira.reads(keira.posts()[0])
    assert "1.1.1" in keira.newest()


async def test_an_arrival_who_speaks_first_is_met_then_and_not_welcomed_twice(office: Office) -> None:
    keira = office.teams.user("keira")
    office.teams.connector.faults.append(Fault(method="GET", status=503, times=3))
    await keira.installs()
    office.teams.connector.faults.clear()
    assert "1.1.1" in await keira.says("mine")
    posts = len(keira.posts())

    await office.later(60)
    await office.round()
    assert await arrivals(office) == 0
    assert len(keira.posts()) == posts


async def test_a_stranger_or_someone_who_left_waits_to_be_met_by_nobody(office: Office) -> None:
    office.teams.connector.faults.append(Fault(method="GET", status=503, times=1000))
    for name in ("mallory", "keira"):
        await office.teams.user(name).installs()
    await office.teams.user("keira").uninstalls()
    office.teams.connector.faults.clear()
    await office.round()

    assert await arrivals(office) == 0
    assert "does not know you" in office.teams.user("mallory").newest()
    assert office.teams.user("keira").posts() == []


async def test_a_tenant_that_does_not_answer_is_asked_ever_more_seldom(office: Office) -> None:
    office.teams.connector.faults.append(Fault(method="GET", status=503, times=1000))
    await office.teams.user("keira").installs()
    before = len(office.teams.connector.calls)
    for _ in range(120):  # an hour of looking every half minute
        office.now += timedelta(seconds=30)
        await meet(office.store, [office.adapter], office.desk.heed, office.now)

    assert 5 <= len(office.teams.connector.calls) - before <= 9


async def test_a_dead_secret_holds_up_each_tenant_with_one_letter_and_blames_nobody(office: Office) -> None:
    keira, ben = office.teams.user("keira"), office.teams.user("ben")
    for seat in (keira, ben):
        await seat.installs(answered=True)
    before = len(office.teams.connector.sent())
    login = office.teams.login
    known, login._known = login._known, {**login._known, "client_secret": "the next one"}
    login.forget()
    await office.at(FIRST)
    await office.round()

    stopped = await office.store.read(lambda view: view.watching.refusing())
    assert {one.tenant for one in stopped} == {HOME, NHS} and all("gives Milepost's app no token" in one.reason for one in stopped)
    assert await lost(office) == set()
    assert len(office.teams.connector.sent()) - before <= len(stopped)
    login._known = known
    await until(office, keira, 2)
    await until(office, ben, 2)
    assert await office.store.read(lambda view: view.watching.refusing()) == ()
