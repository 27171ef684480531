"""The settings: sound defaults, platforms off until named, every fault told at once."""

import pytest

from adapters.slack.settings import SlackSettings
from adapters.teams.settings import TeamsSettings
from bot.model.tenants import Tenant
from bot.ports.refusals import ConfigError
from bot.program.serving.settings import Settings, read_settings

TEAMS = {"MICROSOFT_APP_ID": "app", "MICROSOFT_APP_PASSWORD": "secret", "MICROSOFT_APP_TENANT_ID": "tenant"}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret"}


def faults(environment: dict[str, str]) -> str:
    with pytest.raises(ConfigError) as raised:
        read_settings(environment)
    return str(raised.value)


def test_an_empty_environment_gives_sqlite_on_loopback_and_no_platform() -> None:
    assert read_settings({}) == Settings(
        database_url="sqlite:///milepost.db", host="127.0.0.1", port=8080, slack=None, teams=None, log_format="text"
    )


def test_what_the_operator_sets_is_taken() -> None:
    given = {"DATABASE_URL": "sqlite:///x.db", "HOST": "0.0.0.0", "PORT": "0", "MILEPOST_LOG_FORMAT": "json"}

    assert read_settings(given) == Settings(database_url="sqlite:///x.db", host="0.0.0.0", port=0, log_format="json")


def test_all_faults_are_named_at_once() -> None:
    told = faults({"PORT": "x", "MILEPOST_LOG_FORMAT": "xml", "SLACK_BOT_TOKEN": "", "MICROSOFT_APP_TYPE": "Odd"})

    for name in ("PORT", "MILEPOST_LOG_FORMAT", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "MICROSOFT_APP_TYPE", *TEAMS):
        assert name in told
    assert "\n" not in told


@pytest.mark.parametrize("port", ["", "-1", "65536", "80.5", "٨٠", "eighty"])
def test_a_port_is_a_number_up_to_65535(port: str) -> None:
    assert "PORT" in faults({"PORT": port})


@pytest.mark.parametrize(
    "given",
    [
        SLACK,
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"},
        {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_SIGNING_SECRET": "3", "MILEPOST_SECRET_KEY": f"{'a' * 43}="},
    ],
)
def test_slack_is_on_with_what_it_needs(given: dict[str, str]) -> None:
    chosen = read_settings(given)

    assert chosen.slack is not None
    assert chosen.teams is None


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ["SLACK_SIGNING_SECRET"]),
        ({"SLACK_SIGNING_SECRET": ""}, ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]),
        ({"SLACK_APP_TOKEN": "xapp-1"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_CLIENT_ID": "1", "MILEPOST_SECRET_KEY": f"{'a' * 43}="}, ["SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"]),
        ({"MILEPOST_TEAMS_TENANTS": "a"}, ["MICROSOFT_APP_ID", "MICROSOFT_APP_TENANT_ID", "MICROSOFT_APP_PASSWORD"]),
        ({"SLACK_API_URL": "http://127.0.0.1:9/"}, ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]),
        ({"MICROSOFT_APP_ID": ""}, ["MICROSOFT_APP_ID", "MICROSOFT_APP_TENANT_ID", "MICROSOFT_APP_PASSWORD"]),
        ({"MICROSOFT_APP_TYPE": "UserAssignedMSI"}, ["MICROSOFT_APP_ID", "MICROSOFT_APP_TENANT_ID"]),
    ],
)
def test_one_variable_of_a_platform_even_empty_makes_the_others_required(given: dict[str, str], missing: list[str]) -> None:
    told = faults(given).replace(" (or SLACK_APP_TOKEN, for Socket Mode)", "")
    assert told == " ".join(f"{name} is missing." for name in missing)


SEVERAL = {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2", "SLACK_SIGNING_SECRET": "3"}
KEY, OLDER = f"{'Kept_secret-1' * 3}abcd=", f"{'0lder_secret-' * 3}abcd="


def test_several_workspaces_take_their_keys_in_order() -> None:
    chosen = read_settings({**SEVERAL, "MILEPOST_SECRET_KEY": f" {KEY} , {OLDER},"}).slack

    assert chosen is not None and chosen.secret_keys == (KEY, OLDER)
    assert KEY not in repr(chosen)


@pytest.mark.parametrize("given", ["", " , ", "short", f"{KEY},x", KEY[1:], KEY.replace("-", "%"), f"{KEY}{KEY}", "é" * 44])
def test_several_workspaces_need_keys_and_a_wrong_one_is_never_said(given: str) -> None:
    told = faults({**SEVERAL, "MILEPOST_SECRET_KEY": given})

    assert "MILEPOST_SECRET_KEY" in told and "milepost secret-key" in told
    assert KEY not in told and "short" not in told
    assert faults(SEVERAL).startswith("MILEPOST_SECRET_KEY is missing")


def test_one_workspace_needs_no_key() -> None:
    chosen = read_settings({**SLACK, "MILEPOST_SECRET_KEY": "whatever"}).slack

    assert chosen is not None and chosen.secret_keys == ()


def test_teams_is_on_with_what_it_needs() -> None:
    chosen = read_settings(TEAMS)

    assert chosen.slack is None
    assert chosen.teams == TeamsSettings(app_id="app", password="secret", tenant_id="tenant", tenants=("tenant",))


@pytest.mark.parametrize(
    ("name", "url", "cloud"),
    [
        ("MICROSOFT_LOGIN_URL", "https://login.partner.microsoftonline.cn", "China"),
        ("MICROSOFT_OPENID_URL", "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration", "China"),
        ("MICROSOFT_LOGIN_URL", "https://login.microsoftonline.de/", "Germany"),
    ],
)
def test_a_cloud_that_is_not_served_is_refused_by_name(name: str, url: str, cloud: str) -> None:
    told = faults({**TEAMS, name: url})

    assert told.startswith(name) and f"Microsoft's cloud in {cloud}" in told
    assert read_settings({**TEAMS, name: "https://login.microsoftonline.us"}).teams


def test_a_managed_identity_needs_no_password() -> None:
    given = {"MICROSOFT_APP_TYPE": "UserAssignedMSI", "MICROSOFT_APP_ID": "app", "MICROSOFT_APP_TENANT_ID": "tenant"}

    assert read_settings(given).teams


def test_anonymous_teams_needs_nothing_else_and_is_refused_beyond_loopback() -> None:
    assert read_settings({"MILEPOST_TEAMS_ANONYMOUS": "1"}).teams
    assert "MILEPOST_TEAMS_ANONYMOUS" in faults({"MILEPOST_TEAMS_ANONYMOUS": "1", "HOST": "0.0.0.0"})


def test_a_base_address_for_slack_ends_with_a_stroke_and_secrets_are_not_shown() -> None:
    chosen = read_settings({**SLACK, "SLACK_API_URL": "http://127.0.0.1:9/api"})

    assert chosen.slack == SlackSettings(bot_token="xoxb-1", signing_secret="secret", api_url="http://127.0.0.1:9/api/")
    assert "xoxb" not in repr(chosen)
    assert "secret" not in repr(chosen).replace("client_secret", "")


def test_the_tenants_served_are_those_named_and_the_apps_own_and_any_when_anonymous() -> None:
    named = read_settings({**TEAMS, "MILEPOST_TEAMS_TENANTS": " A = Example.org | nhs.example , b,"}).teams
    anonymous = read_settings({"MILEPOST_TEAMS_ANONYMOUS": "1"}).teams

    assert named is not None and anonymous is not None
    assert named.tenants == (Tenant(id="a", domains=("example.org", "nhs.example")), Tenant(id="b"), Tenant(id="tenant"))
    assert (anonymous.tenants, anonymous.anonymous) == ((), True)


def test_the_apps_own_tenant_may_be_listed_with_its_domains() -> None:
    named = read_settings({**TEAMS, "MILEPOST_TEAMS_TENANTS": "Tenant=council.example"}).teams

    assert named is not None and named.tenants == (Tenant(id="tenant", domains=("council.example",)),)


def test_the_workspaces_served_are_those_named() -> None:
    named = read_settings({**SLACK, "MILEPOST_SLACK_WORKSPACES": "T0A=example.org,E0B"}).slack

    assert named is not None
    assert named.workspaces == (Tenant(id="t0a", domains=("example.org",)), Tenant(id="e0b"))
    assert "MILEPOST_SLACK_WORKSPACES" not in faults({"MILEPOST_SLACK_WORKSPACES": ""})  # but it switches Slack on


@pytest.mark.parametrize("item", ["=example.org", "T1=", "T1=a.org|", "T1=@a.org", "T1=example", "T1=a.org=b.org", "T1|T2", "T1=a b@c"])
@pytest.mark.parametrize("name", ["MILEPOST_SLACK_WORKSPACES", "MILEPOST_TEAMS_TENANTS"])
def test_an_item_of_a_list_that_cannot_be_used_is_named(name: str, item: str) -> None:
    told = faults({**SLACK, **TEAMS, name: f"T0, {item}"})

    assert name in told and item in told and "T0," not in told


def test_an_id_listed_twice_is_named() -> None:
    assert "t1=a.org" in faults({**SLACK, "MILEPOST_SLACK_WORKSPACES": "T1, t1=a.org"})


def test_a_person_may_say_120_things_a_minute_unless_the_operator_says_otherwise() -> None:
    assert read_settings({}).commands_per_minute == 120
    assert read_settings({"MILEPOST_COMMANDS_PER_MINUTE": "0"}).commands_per_minute == 0


@pytest.mark.parametrize("given", ["", "-1", "1.5", "many", "٥", "1234567"])
def test_a_limit_that_is_no_number_is_named_with_the_other_faults(given: str) -> None:
    told = faults({"MILEPOST_COMMANDS_PER_MINUTE": given, "PORT": "x"})

    assert "MILEPOST_COMMANDS_PER_MINUTE" in told
    assert "PORT" in told


def test_the_figures_are_told_beside_the_rest_or_at_an_address_of_their_own() -> None:
    assert read_settings({}).metrics is None
    assert read_settings({"METRICS_PORT": "9100"}).metrics == ("127.0.0.1", 9100)
    assert read_settings({"METRICS_HOST": "10.0.0.7", "METRICS_PORT": "0"}).metrics == ("10.0.0.7", 0)
    for wrong in ({"METRICS_PORT": "x"}, {"METRICS_HOST": "10.0.0.7"}):
        assert "METRICS_PORT" in faults(wrong)
