"""Which tenants are served in Teams, whose e-mail each may vouch for, and what a new account of somebody known must wait for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model.letters.message import Message
from bot.model.people import Address
from bot.ports.record import Tx
from bot.ports.refusals import DeliveryFailed
from tests.world.teams import HOME
from tests.world.teams.milepost import ELSEWHERE, NHS, PLAN, Office, opened

SAID = ("status", "mine", "digest", "1.1.1 green all well", "history 1.1.1", "board here", "seed roles")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made


@pytest.mark.parametrize("upn", ["keira_x#EXT#@home.onmicrosoft.com", "keira@example.org"])
@pytest.mark.parametrize("guest", [True, False])
async def test_an_account_that_a_foreign_tenant_keeps_is_nobody_whatever_its_name_and_role(office: Office, upn: str, guest: bool) -> None:
    """Its tenant may give it any e-mail. It speaks in a team of a tenant that is served."""
    spy = office.teams.person("spy", HOME, email="gwen@example.org", upn=upn, guest=guest)
    spy.kept_by = ELSEWHERE
    office.teams.directory.group("with the spy", [spy, office.teams.directory.people["keira"]])
    for place in (None, "with the spy"):
        seat = office.teams.user("spy") if place is None else office.teams.user("spy").at(place)
        for said in SAID:
            told = await seat.says(said)
            assert "does not know you" in told and "1.1" not in told and "small plan" not in told
    assert "does not know you" in await office.teams.user("spy").installs()
    assert await office.updates("1.1.1") == []
    assert await office.store.read(lambda view: view.plans.board(PLAN.short)) == ()


async def test_two_tenants_without_domains_introduce_nobody(tmp_path: Path) -> None:
    async with opened(tmp_path, HOME, NHS) as office:
        for name in ("keira", "ben", "gwen"):
            assert "does not know you" in await office.teams.user(name).says("mine")
            assert "does not know you" in await office.teams.user(name).installs()


async def test_one_tenant_alone_introduces_anybody(tmp_path: Path) -> None:
    async with opened(tmp_path, HOME) as office:
        assert "1.1.1" in await office.teams.user("keira").says("mine")


async def test_a_tenant_introduces_people_of_its_own_domains_alone(tmp_path: Path) -> None:
    async with opened(tmp_path, f"{HOME}=council.example", f"{NHS}=example.org") as office:
        assert "does not know you" in await office.teams.user("gwen").says("seed roles")
        assert "1.1.2" in await office.teams.user("ben").says("mine")


async def test_whoever_was_known_before_the_domains_were_listed_stays_known(tmp_path: Path) -> None:
    async with opened(tmp_path, f"{HOME}=council.example", f"{NHS}=nhs.example") as office:
        here = Address(platform="teams", tenant=HOME, id=office.teams.directory.people["keira"].aad)

        def before(tx: Tx) -> None:
            keira = tx.people.by_email("keira@example.org")
            assert keira is not None
            tx.accounts.reach(keira, here, office.now)

        await office.store.transact(before)
        assert "1.1.1" in await office.teams.user("keira").says("mine")


async def test_an_unserved_tenants_button_is_told_that_nobody_is_served_there(office: Office) -> None:
    eve = office.teams.user("eve")
    press = {"action": {"type": "Action.Execute", "verb": "say", "data": {"say": "status"}}, "trigger": "manual"}
    for name, value in (("adaptiveCard/action", press), ("task/fetch", {"data": {"say": "update 1.1.1"}})):
        answered = await office.teams.deliver(eve.sheet.invoke(name, value, "1"))
        assert "Milepost is not served in this place." in answered.text and "Step" not in answered.text
    assert office.teams.connector.calls == []


async def test_no_letter_goes_to_a_tenant_that_is_not_served(office: Office) -> None:
    eve = office.teams.directory.people["eve"]
    there = Address(platform="teams", tenant=ELSEWHERE, id=eve.aad)
    for deed in (office.adapter.open(there), office.adapter.send(there, _words(), "nudge:1:2025-03-19")):
        with pytest.raises(DeliveryFailed, match="MILEPOST_TEAMS_TENANTS") as failed:
            await deed
        assert failed.value.retry_in is None
    assert "not served" in str(await office.adapter.barred(there))
    assert office.teams.connector.calls == []


def _words() -> Message:
    return Message(title="Words of the plan")


async def test_a_new_account_in_teams_waits_until_it_is_confirmed_on_the_old_one(office: Office) -> None:
    office.teams.person("twin", NHS, email="keira@example.org", region="uk")
    keira, twin = office.teams.user("keira"), office.teams.user("twin")
    await keira.installs(answered=True)
    assert "waiting to be confirmed" in await twin.installs()
    for said in SAID:
        told = await twin.says(said)
        assert "waiting to be confirmed" in told and "1.1" not in told and "small plan" not in told
    opened_ = await office.teams.deliver(twin.sheet.invoke("task/fetch", {"data": {"say": "update 1.1.1"}}, None))
    assert "waiting to be confirmed" in opened_.text and "Step" not in opened_.text
    assert await office.updates("1.1.1") == []

    await office.carry()
    assert "Is this new account yours?" in keira.newest()
    assert "Confirmed" in await keira.presses("It is me")
    assert "1.1.1" in await twin.says("mine")


async def test_the_doctor_names_the_tenants_served(office: Office) -> None:
    (told,) = [finding.sentence for finding in await office.adapter.examine(()) if "are served" in finding.sentence]
    assert HOME in told and NHS in told
