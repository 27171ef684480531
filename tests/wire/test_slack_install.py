"""Milepost put into several workspaces, and into a whole organisation, by Slack's own installation flow."""

import re
import sqlite3
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from tests.slack_platform import Slack, Team
from tests.slack_platform.office import Office

pytest_plugins = ["tests.slack_platform.fixtures"]
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # what slack_sdk itself calls aiohttp with


async def opened(office: Office) -> Slack:
    office.token.revoked = True
    world = office.slack.world
    await office.open(bot_token="", client_id=world.client_id, client_secret=world.client_secret)
    return office.slack


async def install(slack: Slack, team: Team, user: str, org: bool = False, tamper: str = "") -> tuple[int, str]:
    """What an administrator does in a browser: press the button, allow, come back."""
    app = slack.courier.app_url
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        async with browser.get(f"{app}/slack/install", allow_redirects=False) as page:
            cookies = [value.split(";")[0] for value in page.headers.getall("Set-Cookie", [])]
            html = await page.text()
            link = page.headers.get("Location") or re.search(r'href="([^"]*oauth/v2/authorize[^"]*)"', html)[1]  # type: ignore[index]
        asked = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
        assert asked["client_id"] == [slack.world.client_id]
        code = f"code-{len(slack.world.codes)}"
        slack.world.codes[code] = {"team": team.id, "org": org, "user": user, "scopes": asked["scope"][0]}
        state = tamper or asked["state"][0]
        back = {"code": code, "state": state}
        url = f"{app}/slack/oauth_redirect"
        async with browser.get(url, params=back, headers={"Cookie": "; ".join(cookies)}, allow_redirects=False) as done:
            return done.status, await done.text()


async def test_each_workspace_that_installs_is_served_with_its_own_token(closed_office: Office) -> None:
    slack = await opened(closed_office)
    other = slack.team("Health Board")
    ben = slack.join("ben at health", other, "ben@example.org")
    keira = closed_office.person("keira")
    assert (await install(slack, closed_office.team, keira.user.id))[0] == 200
    assert (await install(slack, other, ben.user.id))[0] == 200
    await keira.types("mine")
    await keira.hears("Recruit three coordinators")
    await ben.types("mine")
    await ben.hears("Agree one front door")

    tokens = {call.token.team for call in slack.calls("chat.postMessage") if call.token}
    assert tokens == {closed_office.team.id, other.id}


async def test_a_workspace_that_has_not_installed_gets_nothing(closed_office: Office) -> None:
    slack = await opened(closed_office)
    await install(slack, closed_office.team, closed_office.person("keira").user.id)
    spy = slack.join("spy", slack.team("Elsewhere"), "keira@example.org")
    await spy.types("/milepost mine")
    await slack.quiet()

    assert "Recruit" not in spy.sees().text


async def test_a_forged_return_from_the_browser_installs_nothing(closed_office: Office) -> None:
    slack = await opened(closed_office)
    status, text = await install(slack, closed_office.team, closed_office.person("keira").user.id, tamper="forged")

    assert 400 <= status < 500
    assert "Traceback" not in text
    assert slack.calls("oauth.v2.access") == []


async def test_a_code_slack_does_not_know_installs_nothing_and_says_so(closed_office: Office) -> None:
    slack = await opened(closed_office)
    slack.world.client_secret = "changed at Slack"
    status, text = await install(slack, closed_office.team, closed_office.person("keira").user.id)

    assert 400 <= status < 600 and "Traceback" not in text
    await slack.quiet()


async def test_an_organisation_installs_once_for_all_its_workspaces(closed_office: Office) -> None:
    slack = await opened(closed_office)
    closed_office.team.enterprise = "E0ORG"
    second = slack.team("Second", "E0ORG")
    ben = slack.join("ben at second", second, "ben@example.org")
    assert (await install(slack, closed_office.team, closed_office.person("keira").user.id, org=True))[0] == 200
    keira = closed_office.person("keira")
    await keira.types("mine")
    await keira.hears("Recruit three coordinators")
    await ben.types("/milepost 1.1.2 green agreed")
    await ben.presses("Save")
    await ben.hears("Saved")

    assert await closed_office.narratives("1.1.2") == ["agreed"]


async def test_an_uninstalled_workspace_is_no_longer_served(closed_office: Office) -> None:
    slack = await opened(closed_office)
    keira = closed_office.person("keira")
    await install(slack, closed_office.team, keira.user.id)
    await keira.types("mine")
    await keira.hears("Recruit three coordinators")
    await slack.event(closed_office.team, {"type": "app_uninstalled"})
    before = len(keira.sees().messages)
    await keira.types("mine")
    await slack.quiet()

    assert len(keira.sees().messages) == before


@pytest.mark.parametrize("path", ["/slack/oauth_redirect", "/slack/oauth_redirect?error=access_denied&state=x", "/slack/oauth_redirect?code=1"])
async def test_a_return_without_what_it_needs_is_refused_politely(closed_office: Office, path: str) -> None:
    slack = await opened(closed_office)
    async with aiohttp.ClientSession() as browser, browser.get(f"{slack.courier.app_url}{path}") as answer:
        assert answer.status < 500
        assert "Traceback" not in await answer.text()
    assert slack.calls("oauth.v2.access") == []


async def test_no_file_of_the_record_holds_a_token_after_an_installation(closed_office: Office) -> None:
    slack = await opened(closed_office)
    keira = closed_office.person("keira")
    await install(slack, closed_office.team, keira.user.id)
    await keira.types("mine")
    await keira.hears("Recruit three coordinators")

    given = {call.token.value for call in slack.calls("chat.postMessage") if call.token}
    files = [file for file in closed_office.file.parent.iterdir() if file.name.startswith(closed_office.file.name)]
    assert given and [file.name for file in files] != [closed_office.file.name]
    assert [file.name for file in files if b"xox" in file.read_bytes()] == []


async def test_the_state_of_an_installation_ends_and_is_cleared(closed_office: Office) -> None:
    slack = await opened(closed_office)
    app = f"{slack.courier.app_url}/slack"
    with closing(sqlite3.connect(closed_office.file)) as record:

        def states() -> list[str]:
            return [state for (state,) in record.execute("SELECT state FROM slack_oauth_states")]

        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            async with browser.get(f"{app}/install", allow_redirects=False) as page:
                cookies = [value.split(";")[0] for value in page.headers.getall("Set-Cookie", [])]
            [late] = states()
            with record:
                record.execute("UPDATE slack_oauth_states SET expire_at = datetime(expire_at, '-601 seconds')")
            back = {"code": "1", "state": late}
            async with browser.get(f"{app}/oauth_redirect", params=back, headers={"Cookie": "; ".join(cookies)}) as done:
                assert 400 <= done.status < 500
        assert slack.calls("oauth.v2.access") == []
        await install(slack, closed_office.team, closed_office.person("keira").user.id)

        assert states() == []
