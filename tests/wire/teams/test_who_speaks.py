"""Who speaks: Teams is asked once about an account. After that nobody waits for it, unless it says that somebody has left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world.teams import Fault
from tests.world.teams.milepost import Office, furnished, opened, served


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made


@pytest.fixture
async def forgetful(tmp_path: Path) -> AsyncIterator[Office]:
    """An office in which whatever Teams said of somebody is at once some minutes old."""
    async with furnished(tmp_path) as (store, teams):
        office = Office(store, teams, fresh=0.0)
        async with served(office):
            yield office


def asked(office: Office) -> int:
    return len(office.teams.connector.sent("GET"))


async def test_teams_is_asked_about_a_speaker_once(office: Office) -> None:
    keira = office.teams.user("keira")
    for _ in range(5):
        assert "1.1.1" in await keira.says("status 1.1")

    assert asked(office) == 1


async def test_somebody_known_is_answered_while_teams_does_not_say_who_they_are(forgetful: Office) -> None:
    keira = forgetful.teams.user("keira")
    await keira.says("mine")
    forgetful.teams.connector.faults.append(Fault(method="GET", delay=1.0))

    assert "1.1.1" in await keira.says("status 1.1")
    assert asked(forgetful) == 1


async def test_what_is_some_minutes_old_is_answered_from_and_asked_anew_behind_it(forgetful: Office) -> None:
    keira = forgetful.teams.user("keira")
    await keira.says("mine")
    forgetful.teams.directory.people["keira"].email = "nobody@example.org"
    await keira.says("mine")
    await forgetful.teams.until(lambda: asked(forgetful) == 2)

    assert asked(forgetful) == 2


async def test_somebody_who_has_left_a_room_is_asked_about_anew(office: Office) -> None:
    keira = office.teams.user("keira").at("group")
    await keira.says("mine")
    await office.teams.deliver(keira.sheet.members("Removed", [office.teams.directory.people["keira"].account()]))
    await keira.says("mine")

    assert asked(office) == 2
