"""What is done with somebody's message, in a conversation where Milepost need not be; and calls that take longer than a client waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world.teams import Fault, Seat
from tests.world.teams.milepost import PLAN, Office, furnished, opened, served

LINK = "https://teams.microsoft.com/l/message/19:a@thread.v2/1700?context=%7B%7D"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made


async def in_a_chat(office: Office, name: str, installed: bool = False) -> Seat:
    """Somebody in a group chat; Milepost is not in it unless said so."""
    person = office.teams.directory.people[name]
    office.teams.directory.group("elsewhere", [person]).installed = installed
    return office.teams.user(name).at("elsewhere")


@pytest.mark.parametrize("installed", [False, True])
async def test_a_message_becomes_evidence_of_the_milestone_that_is_chosen(office: Office, installed: bool) -> None:
    keira = office.teams.user("keira")
    await keira.installs(answered=True)
    await keira.says("1.1.1 green all well")
    await keira.presses("Save")
    chat = await in_a_chat(office, "keira", installed)

    form = await chat.uses(LINK)
    assert "Use as evidence" in form and LINK in form
    wrong = await chat.fills({"Milestone": "1.1.2"}).presses("Add")
    assert "Nobody has given an update on 1.1.2 yet" in wrong
    assert "Saved as e" in await chat.fills({"Milestone": "1.1.1"}).presses("Add")

    (update,) = await office.store.read(lambda view: view.updates.history(PLAN.short, "1.1.1"))
    assert [one.url for one in update.evidence] == [LINK]
    assert chat.posts() == []
    await office.at("2025-03-19T09:30")
    assert "1.1.2" in keira.newest()  # letters go where they went


async def test_after_a_start_anew_whoever_was_met_is_known_by_their_account_alone(tmp_path: Path) -> None:
    async with furnished(tmp_path) as (store, teams):
        async with served(Office(store, teams)):
            await teams.user("keira").installs(answered=True)
        again = Office(store, teams)
        async with served(again):
            assert "Use as evidence" in await (await in_a_chat(again, "keira")).uses(LINK)


async def test_without_a_link_to_the_message_it_says_what_to_do(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.installs(answered=True)

    assert "Copy the message's link" in await (await in_a_chat(office, "keira")).uses(None)


async def test_whoever_milepost_does_not_know_is_told_so_and_nothing_is_posted(office: Office) -> None:
    mallory = await in_a_chat(office, "mallory")
    assert "does not know you" in await mallory.uses(LINK)
    eve = office.teams.directory.people["eve"]
    office.teams.directory.group("foreign", [eve])
    assert "not served" in await office.teams.user("eve").at("foreign").uses(LINK)

    assert mallory.posts() == []


# ---- calls that take long ------------------------------------------------------------------------


async def test_a_press_that_takes_long_is_answered_in_time_and_its_answer_is_posted(tmp_path: Path) -> None:
    async with furnished(tmp_path) as (store, teams):
        office, keira = Office(store, teams), teams.user("keira")
        async with served(office):
            await keira.installs(answered=True)
            await office.at("2025-03-19T09:30")
        hasty = Office(store, teams, patience=0.2)
        hasty.now = office.now
        async with served(hasty):
            teams.connector.faults.append(Fault(delay=0.6, method="GET"))
            assert "This takes longer than usual" in await keira.presses("Update 1.1.1")
            await keira.hears("Status")

            saved = await keira.fills({"Status": "Green"}).presses("Save")
            assert "Saved" in saved
            assert await hasty.updates("1.1.1") == ["Keira: green"]
