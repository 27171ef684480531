"""The settings of the environment: read once at start, all faults named at once."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from bot.model.noun import Noun
from bot.model.tenants import Listed, Tenant, tenants_in
from bot.ports import ConfigError
from bot.wording.sentences import words

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SLACK = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
SLACK_ELSEWHERE = ("SLACK_API_URL", "MILEPOST_SLACK_WORKSPACES")
KEYS = "MILEPOST_SECRET_KEY"
TEAMS = ("MICROSOFT_APP_ID", "MICROSOFT_APP_PASSWORD", "MICROSOFT_APP_TENANT_ID", "MICROSOFT_APP_TYPE")
TEAMS_ELSEWHERE = ("MICROSOFT_OPENID_URL", "MICROSOFT_LOGIN_URL", "MILEPOST_TEAMS_TENANTS")
TEAMS_TYPES = ("SingleTenant", "UserAssignedMSI", "MultiTenant")


class SlackSettings(Noun):
    """How to reach Slack: one workspace by its bot token, or several through the client's id and secret.

    `secret_keys` are what the tokens of several are kept encrypted with: the first encrypts, each decrypts. `workspaces`
    are those served besides the bot token's own.
    """

    bot_token: str = Field(default="", repr=False)
    signing_secret: str = Field(default="", repr=False)
    app_token: str = Field(default="", repr=False)
    client_id: str = ""
    client_secret: str = Field(default="", repr=False)
    secret_keys: tuple[str, ...] = Field(default=(), repr=False)
    api_url: str = "https://slack.com/api/"
    workspaces: tuple[Listed, ...] = ()


class TeamsSettings(Noun):
    """How to reach Microsoft Teams. `tenants` are those served, empty for any; `anonymous` accepts unsigned activities."""

    app_id: str = ""
    password: str = Field(default="", repr=False)
    tenant_id: str = ""
    app_type: str = "SingleTenant"
    openid_url: str = ""
    login_url: str = ""
    tenants: tuple[Listed, ...] = ()
    anonymous: bool = False


class Settings(Noun):
    """What the operator set. A platform that is not switched on has no settings."""

    database_url: str = "sqlite:///milepost.db"
    host: str = "127.0.0.1"
    port: int = 8080
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None
    log_format: Literal["text", "json"] = "text"
    commands_per_minute: int = 120


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings, or raise ConfigError naming every variable that is missing or wrong."""
    faults: list[str] = []
    port = environment.get("PORT", "8080")
    if not (port.isascii() and port.isdigit() and int(port) <= 65535):
        faults.append(_fault("port", "PORT"))
    log_format = environment.get("MILEPOST_LOG_FORMAT", "text")
    if log_format not in ("text", "json"):
        faults.append(_fault("log_format", "MILEPOST_LOG_FORMAT"))
    pace = environment.get("MILEPOST_COMMANDS_PER_MINUTE", "120")
    if not (pace.isascii() and pace.isdigit() and len(pace) <= 6):
        faults.append(_fault("commands_per_minute", "MILEPOST_COMMANDS_PER_MINUTE"))
    faults += _slack_faults(environment) + _teams_faults(environment) + _tenant_faults(environment)
    if faults:
        raise ConfigError(" ".join(faults))
    return Settings(
        database_url=environment.get("DATABASE_URL") or "sqlite:///milepost.db",
        host=environment.get("HOST") or "127.0.0.1",
        port=int(port),
        slack=_slack(environment) if _on(environment, (*SLACK, *SLACK_ELSEWHERE)) else None,
        teams=_teams(environment) if _on(environment, (*TEAMS, *TEAMS_ELSEWHERE)) or _anonymous(environment) else None,
        log_format="json" if log_format == "json" else "text",
        commands_per_minute=int(pace),
    )


def _slack(environment: Mapping[str, str]) -> SlackSettings:
    given = {name.removeprefix("SLACK_").lower(): environment[name] for name in SLACK if environment.get(name)}
    api_url = environment.get("SLACK_API_URL") or SlackSettings().api_url
    workspaces, _ = tenants_in(environment.get("MILEPOST_SLACK_WORKSPACES", ""))
    keys = tuple(_keys(environment)) if environment.get("SLACK_CLIENT_ID") else ()
    base = api_url if api_url.endswith("/") else f"{api_url}/"
    return SlackSettings(**given, secret_keys=keys, api_url=base, workspaces=workspaces)


def _teams(environment: Mapping[str, str]) -> TeamsSettings:
    home = environment.get("MICROSOFT_APP_TENANT_ID", "")
    tenants, _ = tenants_in(environment.get("MILEPOST_TEAMS_TENANTS", ""))
    own = home.strip().casefold()
    if own and not _anonymous(environment) and own not in (one.id for one in tenants):
        tenants = (*tenants, Tenant(id=own))
    return TeamsSettings(
        app_id=environment.get("MICROSOFT_APP_ID", ""),
        password=environment.get("MICROSOFT_APP_PASSWORD", ""),
        tenant_id=home,
        app_type=environment.get("MICROSOFT_APP_TYPE") or "SingleTenant",
        openid_url=environment.get("MICROSOFT_OPENID_URL", ""),
        login_url=environment.get("MICROSOFT_LOGIN_URL", ""),
        tenants=tenants,
        anonymous=_anonymous(environment),
    )


def _anonymous(environment: Mapping[str, str]) -> bool:
    return environment.get("MILEPOST_TEAMS_ANONYMOUS") == "1"


def _on(environment: Mapping[str, str], names: tuple[str, ...]) -> bool:
    """A platform is on when one of its variables is set, even to nothing."""
    return any(name in environment for name in names)


def _fault(kind: str, name: str) -> str:
    return words(f"program.setting.{kind}", {"name": name})


def _tenant_faults(environment: Mapping[str, str]) -> list[str]:
    """The items of the lists of tenants that are wrong, each named."""
    listed = {name: tenants_in(environment.get(name, ""))[1] for name in ("MILEPOST_SLACK_WORKSPACES", "MILEPOST_TEAMS_TENANTS")}
    return [words("program.setting.tenant", {"name": name, "item": item}) for name, wrong in listed.items() for item in wrong]


def _slack_faults(environment: Mapping[str, str]) -> list[str]:
    if not _on(environment, (*SLACK, *SLACK_ELSEWHERE)):
        return []
    several = "SLACK_CLIENT_ID" in environment or "SLACK_CLIENT_SECRET" in environment
    needed = ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"] if several else ["SLACK_BOT_TOKEN"]
    faults = [_fault("missing", name) for name in needed if not environment.get(name)]
    if not environment.get("SLACK_APP_TOKEN") and not environment.get("SLACK_SIGNING_SECRET"):
        faults.append(_fault("missing" if several else "secret_or_socket", "SLACK_SIGNING_SECRET"))
    return faults + (_secret_key_faults(environment) if several else [])


def _keys(environment: Mapping[str, str]) -> list[str]:
    return [key.strip() for key in environment.get(KEYS, "").split(",") if key.strip()]


def _secret_key_faults(environment: Mapping[str, str]) -> list[str]:
    """What is wrong with the keys, without a word of what they are."""
    keys = _keys(environment)
    if not keys:
        return [_fault("secret_key_missing", KEYS)]
    return [] if all(map(_is_key, keys)) else [_fault("secret_key", KEYS)]


def _is_key(text: str) -> bool:
    """Whether it is a Fernet key: 32 bytes, written in the letters that are safe in an address."""
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == 32
    except ValueError:
        return False


def _teams_faults(environment: Mapping[str, str]) -> list[str]:
    faults = []
    if _anonymous(environment):
        if environment.get("HOST", "127.0.0.1") not in LOOPBACK:
            faults.append(_fault("loopback", "MILEPOST_TEAMS_ANONYMOUS"))
        return faults
    if not _on(environment, (*TEAMS, *TEAMS_ELSEWHERE)):
        return faults
    kind = environment.get("MICROSOFT_APP_TYPE") or "SingleTenant"
    if kind not in TEAMS_TYPES:
        faults.append(_fault("app_type", "MICROSOFT_APP_TYPE"))
    needed = ["MICROSOFT_APP_ID", "MICROSOFT_APP_TENANT_ID"]
    if kind != "UserAssignedMSI":
        needed.append("MICROSOFT_APP_PASSWORD")
    return faults + [_fault("missing", name) for name in needed if not environment.get(name)]
