"""Who may speak to Milepost as Teams: the real token check, against keys and an OpenID document served on this machine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from tests.world.teams import keys
from tests.world.teams.directory import Json
from tests.world.teams.milepost import Office, opened, served

EMULATOR = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as made:
        yield made


def typed(office: Office, text: str = "help") -> Json:
    """Something Keira types."""
    keira = office.teams.user("keira")
    return keira.sheet.message(office.teams.directory.number(), text, mention=False)


def headers(office: Office, service_url: str) -> dict[str, str | None]:
    """Every header that must be refused, by what is wrong with it."""
    token, now = office.teams.token, int(time.time())
    good = keys.claims(office.teams.app_id, service_url)
    return {
        "wrong key": f"Bearer {token(service_url, keys.IMPOSTOR)}",
        "unknown key id": f"Bearer {token(service_url, keys.STRANGE)}",
        "key not endorsed for Teams": f"Bearer {token(service_url, keys.UNENDORSED)}",
        "wrong audience": f"Bearer {token(service_url, aud='another-app')}",
        "no audience": f"Bearer {token(service_url, aud=None)}",
        "audiences": f"Bearer {token(service_url, aud=['another-app'])}",
        "wrong issuer": f"Bearer {token(service_url, iss='https://api.botframework.example')}",
        "no issuer": f"Bearer {token(service_url, iss=None)}",
        "emulator's issuer": f"Bearer {token(service_url, iss=EMULATOR, ver='1.0', appid=office.teams.app_id)}",
        "expired": f"Bearer {token(service_url, nbf=now - 4000, exp=now - 400)}",
        "never expires": f"Bearer {token(service_url, exp=None)}",
        "not yet valid": f"Bearer {token(service_url, nbf=now + 400, exp=now + 4000)}",
        "no algorithm": f"Bearer {keys.unsigned(good)}",
        "HS256 with the public key": f"Bearer {keys.signed_with_the_public_key(good)}",
        "another service address": f"Bearer {token('https://smba.trafficmanager.net/emea/')}",
        "no service address": f"Bearer {token(service_url, serviceurl=None)}",
        "no header": None,
        "an empty header": "",
        "junk": "Bearer junk",
        "junk in three pieces": "Bearer a.b.c",
        "only the scheme": "Bearer",
        "two tokens": f"Bearer {token(service_url)} {token(service_url)}",
        "another scheme": f"Basic {token(service_url)}",
        "letters of no alphabet": "Bearer é.ü.ß",
    }


async def test_the_right_key_is_let_in_and_nothing_else(office: Office) -> None:
    activity = typed(office)
    url = str(activity["serviceUrl"])
    answered = {wrong: (await office.teams.post(activity, header)).status for wrong, header in headers(office, url).items()}
    assert answered == dict.fromkeys(answered, 401)
    assert office.teams.connector.calls == []

    assert (await office.teams.post(activity, f"Bearer {office.teams.token(url)}")).status in (200, 202)
    await office.teams.quiet(0)
    assert office.teams.connector.sent()


REASONS = {
    "wrong key": "signature",
    "unknown key id": "unknown_key",
    "wrong audience": "wrong_app",
    "wrong issuer": "issuer",
    "expired": "late",
    "not yet valid": "early",
    "never expires": "no_expiry",
    "another service address": "service_address",
    "no header": "unsigned",
    "another scheme": "unsigned",
    "junk": "token",
}


async def test_each_refusal_is_counted_by_its_reason_and_told_once(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    activity = typed(office, "something secret")
    every = headers(office, str(activity["serviceUrl"]))

    def counted(reason: str) -> float:
        return REGISTRY.get_sample_value("milepost_refused_total", {"platform": "teams", "reason": reason}) or 0.0

    for wrong, reason in REASONS.items():
        before = counted(reason)
        await office.teams.post(activity, every[wrong])
        assert counted(reason) - before == 1, wrong
    told = [one.getMessage() for one in caplog.records if "refused" in one.getMessage()]
    assert sorted(line.split()[2] for line in told) == sorted(set(REASONS.values()))
    assert "secret" not in "".join(told)


async def test_a_token_a_little_past_its_time_is_still_good(office: Office) -> None:
    activity, now = typed(office), int(time.time())
    token = office.teams.token(str(activity["serviceUrl"]), exp=now - 60, nbf=now - 3600)
    assert (await office.teams.post(activity, f"Bearer {token}")).status in (200, 202)


async def test_a_channel_the_key_is_not_endorsed_for_is_refused(office: Office) -> None:
    activity = {**typed(office), "channelId": "slack"}
    token = office.teams.token(str(activity["serviceUrl"]))
    assert (await office.teams.post(activity, f"Bearer {token}")).status == 401


async def test_an_unauthenticated_body_is_refused_before_it_is_understood(office: Office) -> None:
    for body in (b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}"):
        assert (await office.teams.post(body, "Bearer junk")).status in (400, 401)
        assert (await office.teams.post(body, None)).status in (400, 401)


async def test_junk_with_a_good_token_is_a_bad_request(office: Office) -> None:
    good = f"Bearer {office.teams.token(str(typed(office)['serviceUrl']))}"
    for body in (b"", b"{", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b"[" * 5000):
        assert (await office.teams.post(body, good)).status == 400


async def test_while_the_key_server_is_down_teams_is_asked_to_come_again_and_then_let_in(tmp_path: Path) -> None:
    async with opened(tmp_path) as office:
        fresh = Office(office.store, office.teams)
        office.teams.keys.down = True
        async with served(fresh):
            activity = typed(fresh)
            good = f"Bearer {fresh.teams.token(str(activity['serviceUrl']))}"
            assert (await fresh.teams.post(activity, good)).status == 503
            fresh.teams.keys.down = False
            assert "status" in await fresh.teams.user("keira").says("help")  # Teams comes again as long as it is asked to


async def test_keys_once_fetched_outlive_an_outage_and_are_not_fetched_every_time(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("help")
    fetched = office.teams.keys.fetches
    office.teams.keys.down = True
    assert "status" in await keira.says("help")
    assert office.teams.keys.fetches == fetched


async def test_a_slow_key_server_or_login_keeps_nobody_else_waiting(tmp_path: Path) -> None:
    async with opened(tmp_path) as office:
        fresh = Office(office.store, office.teams)
        for held in (office.teams.keys, office.teams.login):
            held.answering.clear()
            held.asked.clear()
        async with served(fresh):
            talking = asyncio.create_task(fresh.teams.user("keira").says("help"))
            for held in (office.teams.keys, office.teams.login):
                await asyncio.wait_for(held.asked.wait(), 60)  # and meanwhile this loop, which Milepost shares, goes on
                assert not talking.done()
                held.answering.set()
            assert "status" in await talking


async def test_one_token_serves_many_turns_and_many_at_once(office: Office) -> None:
    keira, gwen = office.teams.user("keira"), office.teams.user("gwen")
    await asyncio.gather(*(seat.says("help") for seat in (keira, gwen) for _ in range(5)))
    for _ in range(5):
        await keira.says("mine")
    assert office.teams.login.fetches == 1


async def test_a_token_taken_back_is_asked_for_anew(office: Office) -> None:
    keira = office.teams.user("keira")
    await keira.says("help")
    office.teams.login.forget()
    assert "status" in await keira.says("help")
    assert office.teams.login.fetches == 2
