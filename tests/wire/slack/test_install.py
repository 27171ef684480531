"""Milepost put into several workspaces, and into a whole organisation, by Slack's own installation flow."""

import re
import sqlite3
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from cryptography.fernet import Fernet

from adapters.slack.channel import Slack as Adapter
from bot.model.people import Address
from bot.ports.record import Tx
from tests import records
from tests.world.slack import Person, Slack, Team
from tests.world.slack.office import Office

pytest_plugins = ["tests.world.slack.fixtures"]
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # what slack_sdk itself calls aiohttp with


async def opened(office: Office, *listed: str) -> Slack:
    """Milepost by installation, serving the plan's own workspace or those listed."""
    office.token.revoked = True
    world = office.slack.world
    workspaces = listed or (office.team.id,)
    await office.open(bot_token="", client_id=world.client_id, client_secret=world.client_secret, workspaces=workspaces)
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
    other = closed_office.slack.team("Health Board")
    slack = await opened(closed_office, f"{closed_office.team.id} = example.org", f"{other.id}=example.org")
    ben = slack.join("ben at health", other, "ben@example.org")
    keira = closed_office.person("keira")
    assert (await install(slack, closed_office.team, keira.user.id))[0] == 200
    assert (await install(slack, other, ben.user.id))[0] == 200
    await keira.types("mine")
    await keira.hears("Step 1 done")
    await ben.types("mine")
    await ben.hears("Step 2 done")

    tokens = {call.token.team for call in slack.calls("chat.postMessage") if call.token}
    assert tokens == {closed_office.team.id, other.id}


async def test_a_workspace_that_has_not_installed_gets_nothing(closed_office: Office) -> None:
    slack = await opened(closed_office)
    await install(slack, closed_office.team, closed_office.person("keira").user.id)
    spy = slack.join("spy", slack.team("Elsewhere"), "keira@example.org")
    await spy.types("/milepost mine")
    await slack.quiet()

    assert "Recruit" not in spy.sees().text


async def test_an_installation_in_a_workspace_that_is_not_listed_is_inert(closed_office: Office) -> None:
    """Anyone may install the app, and give an account there the admin's e-mail."""
    slack = await opened(closed_office)
    away = slack.team("Elsewhere")
    spy = slack.join("spy", away, "gwen@example.org")
    slack.channel("board there", away, ["spy"])
    await install(slack, closed_office.team, closed_office.person("keira").user.id)
    status, page = await install(slack, away, spy.user.id)
    assert status == 200 and away.id in page and "MILEPOST_SLACK_WORKSPACES" in page and "nobody here yet" in page

    for said in ("mine", "status 1.1", "digest", "update 1.1.1", "1.1.1 green all well", "seed roles", "pause all"):
        before = len(spy.sees().messages)
        await spy.types(said)
        await spy.types(f"/milepost {said}")
        await spy.until(lambda s, before=before: len(s.messages) >= before + 2)
    await spy.types("@Milepost board here", channel="board there")
    await spy.opens_home()
    await slack.quiet()

    told = {line for message in spy.sees().messages for line in message.splitlines() if line.strip() and "Milepost" in line}
    assert told == {"Milepost is not served in this place."}, told
    assert "not served" in (spy.sees().home or "")
    assert await closed_office.store.read(lambda view: (view.plans.board("small"), records.paused(view, "small"))) == ((), False)
    asked = [call.method for call in slack.world.calls if call.token and call.token.team == away.id]
    assert not {"users.info", "users.lookupByEmail", "conversations.open", "chat.getPermalink"} & set(asked), asked


async def test_no_letter_goes_to_a_workspace_that_is_not_listed(closed_office: Office) -> None:
    """Neither the first nudge of somebody who has not spoken yet, nor what was bound there before it was not listed."""
    slack = await opened(closed_office)
    away = slack.team("Elsewhere")
    spy = slack.join("spy", away, "keira@example.org")
    there = slack.channel("board there", away, ["spy"])
    await install(slack, closed_office.team, closed_office.person("keira").user.id)
    await install(slack, away, spy.user.id)  # the newest installation

    def before(tx: Tx) -> None:
        ben = tx.people.by_email("ben@example.org")
        assert ben is not None
        tx.accounts.reach(ben, Address(platform="slack", tenant=away.id, id=spy.user.id), closed_office.now)
        tx.plans.bind_board("small", Address(platform="slack", tenant=away.id, id=there.id))

    await closed_office.store.transact(before)
    for _ in range(6):
        await closed_office.round()
        await closed_office.tomorrow()
    await slack.quiet()

    assert spy.sees().messages == () and not [post for post in slack.world.posts if post.channel == there.id]
    assert "Step 1 done" in closed_office.person("keira").sees().text
    assert "is not served: list it in MILEPOST_SLACK_WORKSPACES" in closed_office.person("gwen").sees().text


async def test_the_first_nudge_goes_only_to_a_workspace_that_may_introduce_that_e_mail(closed_office: Office) -> None:
    away = closed_office.slack.team("Health Board")
    slack = await opened(closed_office, f"{closed_office.team.id}=example.org", f"{away.id}=nhs.example")
    twin = slack.join("twin", away, "keira@example.org")
    await install(slack, closed_office.team, closed_office.person("keira").user.id)
    await install(slack, away, twin.user.id)
    await closed_office.round()
    await slack.quiet()

    assert "Step 1 done" in closed_office.person("keira").sees().text
    assert twin.sees().messages == ()
    assert "does not know you" in await _told(twin, "mine")


async def test_a_new_account_on_slack_waits_until_it_is_confirmed_on_the_old_one(closed_office: Office) -> None:
    away = closed_office.slack.team("Health Board")
    slack = await opened(closed_office, f"{closed_office.team.id}=example.org", f"{away.id}=example.org")
    keira, twin = closed_office.person("keira"), slack.join("twin", away, "keira@example.org")
    await install(slack, closed_office.team, keira.user.id)
    await install(slack, away, twin.user.id)
    await keira.types("mine")
    await keira.hears("Step 1 done")
    assert "waiting to be confirmed" in await _told(twin, "mine")
    assert "waiting to be confirmed" in await _told(twin, "/milepost 1.1.1 green all well")
    await twin.opens_home()
    await slack.quiet()
    assert "waiting to be confirmed" in (twin.sees().home or "") and "Recruit" not in twin.sees().text

    await closed_office.carry()
    await keira.presses("It is me")
    await keira.hears("Confirmed")
    assert "Step 1 done" in await _told(twin, "mine")


async def _told(person: Person, said: str) -> str:
    before = len(person.sees().messages)
    await person.types(said)
    await person.until(lambda s: len(s.messages) > before)
    return person.sees().last


async def test_with_nothing_listed_milepost_refuses_to_start_and_names_where_it_is_installed(closed_office: Office) -> None:
    slack = await opened(closed_office)
    await install(slack, closed_office.team, closed_office.person("keira").user.id)
    settings = closed_office.settings(bot_token="", client_id=slack.world.client_id, client_secret=slack.world.client_secret)
    adapter = Adapter(settings, closed_office.clock, closed_office.url)
    await adapter.start()
    told = await adapter.refusal()
    findings = [finding.sentence for finding in await adapter.examine(()) if not finding.ok]
    await adapter.close()

    assert told is not None and closed_office.team.id in told and "MILEPOST_SLACK_WORKSPACES" in told
    assert any(f"installed in {closed_office.team.id}, which is not listed" in one for one in findings)


async def test_a_forged_return_from_the_browser_installs_nothing(closed_office: Office) -> None:
    slack = await opened(closed_office)
    status, text = await install(slack, closed_office.team, closed_office.person("keira").user.id, tamper="forged")

    assert 400 <= status < 500
    assert "begun in another browser" in text and "begin again at /slack/install" in text
    assert "Slack says" not in text and "Traceback" not in text
    assert slack.calls("oauth.v2.access") == []


async def test_a_code_slack_does_not_know_installs_nothing_and_says_so(closed_office: Office) -> None:
    slack = await opened(closed_office)
    slack.world.client_secret = "changed at Slack"
    status, text = await install(slack, closed_office.team, closed_office.person("keira").user.id)

    assert 400 <= status < 600 and "Traceback" not in text
    await slack.quiet()


async def test_an_organisation_installs_once_for_all_its_workspaces(closed_office: Office) -> None:
    slack = await opened(closed_office, "E0ORG")
    closed_office.team.enterprise = "E0ORG"
    second = slack.team("Second", "E0ORG")
    ben = slack.join("ben at second", second, "ben@example.org")
    assert (await install(slack, closed_office.team, closed_office.person("keira").user.id, org=True))[0] == 200
    keira = closed_office.person("keira")
    await keira.types("mine")
    await keira.hears("Step 1 done")
    await ben.types("/milepost 1.1.2 green agreed")
    await ben.presses("Save")
    await ben.hears("Saved")

    assert await closed_office.narratives("1.1.2") == ["agreed"]


async def test_an_uninstalled_workspace_is_no_longer_served(closed_office: Office) -> None:
    slack = await opened(closed_office)
    keira = closed_office.person("keira")
    await install(slack, closed_office.team, keira.user.id)
    await keira.types("mine")
    await keira.hears("Step 1 done")
    await slack.event(closed_office.team, {"type": "app_uninstalled"})
    before = len(keira.sees().messages)
    await keira.types("mine")
    await slack.quiet()

    assert len(keira.sees().messages) == before


@pytest.mark.parametrize(
    ("path", "why"),
    [("", "begun in another browser"), ("?error=access_denied&state=x", "Slack says: access_denied."), ("?code=1", "begun in another browser")],
)
async def test_a_return_without_what_it_needs_is_refused_politely(closed_office: Office, path: str, why: str) -> None:
    slack = await opened(closed_office)
    async with aiohttp.ClientSession() as browser, browser.get(f"{slack.courier.app_url}/slack/oauth_redirect{path}") as answer:
        assert answer.status < 500
        text = await answer.text()
        assert why in text and ("Slack says" in text) == ("error" in path)
    assert slack.calls("oauth.v2.access") == []


async def test_no_file_of_the_record_holds_a_token_after_an_installation(closed_office: Office) -> None:
    slack = await opened(closed_office)
    keira = closed_office.person("keira")
    await install(slack, closed_office.team, keira.user.id)
    await keira.types("mine")
    await keira.hears("Step 1 done")

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


async def test_a_token_that_expires_is_renewed_before_its_end(closed_office: Office) -> None:
    slack = await opened(closed_office)
    slack.world.expires_in = 600
    keira = closed_office.person("keira")
    assert (await install(slack, closed_office.team, keira.user.id))[0] == 200
    slack.world.expires_in = 43_200
    (first,) = slack.world.refreshes.values()
    await keira.types("mine")
    await keira.hears("Step 1 done")
    await slack.quiet()

    renewed = [call for call in slack.calls("oauth.v2.access") if call.args.get("grant_type") == "refresh_token"]
    assert len(renewed) == 1
    used = {call.token.value for call in slack.calls("chat.postMessage") if call.token}
    assert used and first.value not in used
    with closing(sqlite3.connect(closed_office.file)) as db:
        ((kept, refresh),) = db.execute("SELECT bot_token, bot_refresh_token FROM slack_bots").fetchall()
    assert not kept.startswith("xox") and not refresh.startswith("xox")


async def test_a_token_that_slack_does_not_renew_now_goes_on_serving(closed_office: Office) -> None:
    slack = await opened(closed_office)
    slack.world.expires_in = 600
    keira = closed_office.person("keira")
    await install(slack, closed_office.team, keira.user.id)
    slack.world.refreshes.clear()
    await keira.types("mine")
    await keira.hears("Step 1 done")


async def test_why_no_secret_works_in_a_workspace_is_known_without_a_letter(closed_office: Office) -> None:
    slack = await opened(closed_office)
    keira = closed_office.person("keira").user.id
    here = Address(platform="slack", tenant=closed_office.team.id, id=keira)
    assert "not installed" in (await closed_office.adapter.secret_refused(here) or "")

    await install(slack, closed_office.team, keira)
    assert await closed_office.adapter.secret_refused(here) is None
    slack.world.expires_in = 600
    await install(slack, closed_office.team, keira)
    slack.world.client_secret = "another"
    assert "SLACK_CLIENT_SECRET" in (await closed_office.adapter.secret_refused(here) or "")


async def test_a_token_that_no_key_opens_is_a_dead_secret_and_not_a_workspace_without_milepost(closed_office: Office) -> None:
    slack = await opened(closed_office)
    keira = closed_office.person("keira").user.id
    await install(slack, closed_office.team, keira)
    world, team = slack.world, closed_office.team.id
    closed_office.secret_keys = (Fernet.generate_key().decode(),)
    settings = closed_office.settings(bot_token="", client_id=world.client_id, client_secret=world.client_secret, workspaces=closed_office.adapter._settings.workspaces)
    other = Adapter(settings, closed_office.clock, closed_office.url)
    await other.start()
    why = await other.secret_refused(Address(platform="slack", tenant=team, id=keira))
    await other.close()

    assert "cannot be read with MILEPOST_SECRET_KEY" in (why or "")
