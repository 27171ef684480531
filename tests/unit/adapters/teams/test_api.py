"""How Teams is written to: only where it is safe, no faster than published, and as whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.api import Service
from adapters.teams.inbound import turn
from adapters.teams.net import Net
from adapters.teams.pace import Pace, conversations, later, tenants
from adapters.teams.people import Member, account, read
from adapters.teams.settings import TeamsSettings
from adapters.teams.tokens import token_urls, tokens
from adapters.teams.turns.auth import cloud

TENANT = "7e9a4700-0000-4000-8000-000000000001"
NET = Net()


def service(local: bool = False, only_local: bool = False) -> Service:
    return Service(NET, tokens(TeamsSettings(anonymous=True), (), "", NET), local, only_local)


# ---- where to -----------------------------------------------------------------------------------

GOOD = ["https://smba.trafficmanager.net/emea/", "https://smba.infra.gov.teams.microsoft.us/teams", "https://x.example:8443/"]
ODD = [
    "",
    "x",
    "http://smba.trafficmanager.net/emea/",
    "ftp://smba.trafficmanager.net/",
    "file:///etc/passwd",
    "https://",
    "https://u:p@smba.trafficmanager.net/",
    "https://x.example/?a=b",
    "https://x.example/#a",
    "https://[::1",
    "https://x.example:99999/",
    "https://x.example:port/",
    "//x.example/",
    "javascript:alert(1)",
    f"https://x.example/{'a' * 600}",
]
HERE = ["http://127.0.0.1:9/", "https://localhost:9/emea", "http://[::1]:9/"]


@pytest.mark.parametrize("url", GOOD)
def test_a_token_goes_to_any_https_address_that_microsoft_vouches_for(url: str) -> None:
    assert service().serves(url)


@pytest.mark.parametrize("url", ODD + HERE)
def test_a_token_goes_to_no_odd_address_and_not_to_this_machine(url: str) -> None:
    assert not service().serves(url)


@pytest.mark.parametrize("url", HERE)
def test_this_machine_is_an_address_where_microsoft_is_played_on_it(url: str) -> None:
    assert service(local=True).serves(url)
    assert service(only_local=True).serves(url)


@pytest.mark.parametrize("url", GOOD + ODD)
def test_unsigned_requests_are_answered_on_this_machine_alone(url: str) -> None:
    assert not service(only_local=True).serves(url)


@given(st.text())
def test_no_address_at_all_breaks_the_check(url: str) -> None:
    service().serves(url)
    service().serves(f"https://{url}")


@pytest.mark.parametrize(
    ("login", "urls"),
    [
        ("https://login.microsoftonline.com/", f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"),
        ("https://login.microsoftonline.us", f"https://login.microsoftonline.us/{TENANT}/oauth2/v2.0/token"),
        (f"https://login.example/{TENANT}", f"https://login.example/{TENANT}/oauth2/v2.0/token"),
        (f"https://login.example/{TENANT}/oauth2/v2.0/token", f"https://login.example/{TENANT}/oauth2/v2.0/token"),
        (
            "http://127.0.0.1:9/login",
            f"http://127.0.0.1:9/login/{TENANT}/oauth2/v2.0/token http://127.0.0.1:9/login/oauth2/v2.0/token",
        ),
    ],
)
def test_the_login_address_may_be_the_servers_the_tenants_or_the_whole_one(login: str, urls: str) -> None:
    assert " ".join(token_urls(login, TENANT)) == urls


def test_the_governments_cloud_has_its_own_issuer_and_scope() -> None:
    public = cloud(TeamsSettings(app_id="a"))
    government = cloud(TeamsSettings(app_id="a", login_url="https://login.microsoftonline.us/"))
    played = cloud(TeamsSettings(app_id="a", openid_url="http://127.0.0.1:9/openid", login_url="http://127.0.0.1:9/"))

    assert (public.issuer, public.scope) == ("https://api.botframework.com", "https://api.botframework.com")
    assert (government.issuer, government.scope) == ("https://api.botframework.us", "https://api.botframework.us")
    assert (played.issuer, played.openid_url) == (public.issuer, "http://127.0.0.1:9/openid")


# ---- how fast -----------------------------------------------------------------------------------


def departures(pace: Pace, count: int, name: str = "a") -> list[float]:
    """When so many calls that all arrive at once would go."""
    went = []
    for _ in range(count):
        went.append(pace.wait(name, 100.0))
        pace.take(name, 100.0)
    return went


@pytest.mark.parametrize(("most", "seconds"), [(7, 1.0), (8, 2.0), (60, 30.0)])
def test_a_conversation_gets_no_more_than_is_published(most: int, seconds: float) -> None:
    went = departures(conversations(), 200)

    assert all(sum(start <= moment < start + seconds for moment in went) <= most for start in went)


def test_a_tenant_waits_for_nothing_until_teams_complains() -> None:
    pace = tenants()
    assert departures(pace, 500) == [0.0] * 500
    pace.hold("a", 100.0, 0.0)

    assert max(departures(pace, 500)) > 15.0
    assert departures(pace, 500, "b") == [0.0] * 500
    assert pace.wait("a", 1000.0) == 0.0


def test_a_tenant_that_complained_gets_no_more_than_is_published() -> None:
    pace = tenants()
    pace.hold("a", 100.0, 0.0)
    went = departures(pace, 500)

    assert all(sum(start <= moment < start + 1.0 for moment in went) <= 50 for start in went)


def test_one_conversation_never_waits_for_another() -> None:
    pace = conversations()
    departures(pace, 50, "busy")

    assert pace.wait("quiet", 100.0) == 0.0


def test_somebody_who_types_without_end_does_not_keep_a_letter_from_going() -> None:
    pace = conversations()
    for _ in range(500):
        pace.note("a", 100.0)

    assert 0.0 < pace.wait("a", 100.0) < 1.0


def test_a_conversation_that_teams_holds_waits_as_long_as_teams_says() -> None:
    pace = conversations()
    pace.hold("a", 100.0, 17.0)

    assert pace.wait("a", 100.0) == pytest.approx(17.0)
    assert pace.wait("a", 118.0) == 0.0


@given(st.integers(0, 1_000))
def test_pauses_grow_to_a_limit_and_are_never_nothing(tried: int) -> None:
    assert 1.5 <= later(tried, 2.0, 120.0) <= 150.0


# ---- as whom ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "email"),
    [
        ({"email": "Ana@Council.example"}, "Ana@Council.example"),
        ({"userPrincipalName": "ana@council.example"}, "ana@council.example"),
        ({"email": "sam@partner.example", "userPrincipalName": "sam_partner.example#EXT#@c.example"}, "sam@partner.example"),
        ({"userPrincipalName": "sam_partner.example#EXT#@council.example"}, None),
        ({"email": "", "userPrincipalName": "no address"}, None),
        ({"email": None, "userPrincipalName": 7}, None),
        ({"email": "two words@x.example"}, None),
        ({}, None),
    ],
)
def test_a_members_address_is_the_one_they_read(told: dict[str, object], email: str | None) -> None:
    assert read(told).email == email


@pytest.mark.parametrize("told", [{}, {"userRole": "guest"}, {"userPrincipalName": "sam_x.example#EXT#@council.example"}])
def test_an_account_is_of_the_tenant_that_keeps_it_whatever_its_name_or_role_says(told: dict[str, object]) -> None:
    assert read({"tenantId": "of another tenant", **told}).tenant == "of another tenant"


def test_somebody_anonymous_in_a_meeting_is_nobody() -> None:
    assert not read({"userRole": "anonymous", "email": "ana@council.example"}).known


def test_an_account_is_known_by_the_directorys_id_else_by_teams_own() -> None:
    told = turn({"from": {"id": "29:ana", "aadObjectId": "aad-ana"}})
    silent = turn({"from": {"id": "29:ana"}})

    assert account(told) == "aad-ana"
    assert account(silent, Member(account="aad-ana")) == "aad-ana"
    assert account(silent) == "29:ana"
