"""Cards that several people see, links that Teams hides, and callers who are not in Teams at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world.teams.milepost import Office, opened

WITH_PATH = {"Status": "Amber", "What has happened": "two left", "Path to green": "Keira hires two by June"}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made


@pytest.mark.parametrize("old_client", [False, True])
@pytest.mark.parametrize("place", ["group", "board"])
async def test_a_form_among_others_becomes_what_was_saved_for_everyone(office: Office, place: str, old_client: bool) -> None:
    keira, gwen = office.teams.user("keira").at(place), office.teams.user("gwen").at(place)
    await keira.says("update 1.1.1")
    form = keira.posts()[-1]
    faulty = await keira.fills({**WITH_PATH, "Path to green": ""}).presses("Save", old_client=old_client)
    assert "path to green" in faulty and "two left" in faulty

    saved = await keira.fills({"Path to green": "Keira hires two by June"}).presses("Save", old_client=old_client)

    assert "hires two" in saved
    assert gwen.posts()[-1] is form
    assert "hires two" in gwen.newest()
    assert await office.updates("1.1.1") == ["Keira: amber two left"]


@pytest.mark.parametrize("old_client", [False, True])
async def test_a_form_of_its_own_that_is_saved_is_no_more_there_to_be_saved_again(office: Office, old_client: bool) -> None:
    hugo = office.teams.user("hugo")
    await hugo.says("challenge 1.1.1")
    form, count = hugo.posts()[-1], len(hugo.posts())

    saved = await hugo.fills({"text": "Why is it late?"}).presses("Save", old_client=old_client)

    assert "c1 Saved" in saved
    assert hugo.posts()[-1] is form and "Save" not in hugo.buttons()
    assert "Why is it late?" in hugo.newest() and len(hugo.posts()) == count


async def test_a_short_refusal_among_others_is_for_the_presser_alone(office: Office) -> None:
    keira, mallory = office.teams.user("keira").at("group"), office.teams.user("mallory").at("group")
    await keira.says("1.1.1 green all well")
    before = len(keira.posts())

    told = await mallory.presses("Save", on=keira.card("Save"))

    assert "does not know you" in told
    assert len(keira.posts()) == before


async def test_a_pasted_link_that_teams_shows_by_its_title_is_kept_as_evidence(office: Office) -> None:
    keira = office.teams.user("keira")
    sheet = keira.sheet
    activity = sheet.message(office.teams.directory.number(), "1.1.1 complete, see Minutes of May.docx", mention=False)
    link = '<a href="https://council.sharepoint.example/m?a=1&amp;b=2">Minutes of May.docx</a>'
    activity["attachments"] = [{"contentType": "text/html", "content": f"<p>1.1.1 complete, see {link}</p>"}]

    assert (await office.teams.deliver(activity)).status == 200
    await keira.presses("Save")

    (update,) = await office.store.read(lambda view: view.updates.history("small", "1.1.1"))
    assert [evidence.url for evidence in update.evidence] == ["https://council.sharepoint.example/m?a=1&b=2"]


@pytest.mark.parametrize("channel", ["webchat", "directline", "emulator", "", None])
async def test_a_caller_on_another_channel_may_not_claim_to_be_anyone(office: Office, channel: str | None) -> None:
    activity = {**office.teams.user("keira").sheet.message("1", "status", mention=False), "channelId": channel}

    assert (await office.teams.deliver(activity)).status == 401
    assert office.teams.connector.calls == []


async def test_a_button_that_means_nothing_any_more_is_answered_in_words(office: Office) -> None:
    value = {"action": {"type": "Action.Execute", "verb": "old", "data": {"was": "something"}}, "trigger": "manual"}

    answered = await office.teams.deliver(office.teams.user("keira").sheet.invoke("adaptiveCard/action", value, "1"))

    assert (answered.status, answered.body["statusCode"]) == (200, 200)
    assert "does not know this button" in str(answered.body["value"])


async def test_what_another_bot_says_is_left_alone(office: Office) -> None:
    activity = office.teams.user("keira").sheet.message("1", "status", mention=False)
    there = {**activity, "from": {"id": "28:another", "name": "Another bot"}}

    assert (await office.teams.deliver(there)).status == 200
    assert office.teams.connector.calls == []
