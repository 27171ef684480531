"""The way to reach Slack, as the environment says it."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from pydantic import Field

from adapters.web.environment import Files, fault, files_in, is_on
from bot.model.noun import Noun
from bot.model.tenants import Listed, tenants_in

SLACK = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
SLACK_ELSEWHERE = ("SLACK_API_URL", "MILEPOST_SLACK_WORKSPACES")
KEYS = "MILEPOST_SECRET_KEY"


class SlackSettings(Noun):
    """The way to reach Slack: one workspace by its bot token, or several through the client's id and secret.

    `secret_keys` are what the tokens of several are kept encrypted with: the first encrypts, each decrypts. `workspaces`
    are those served besides the bot token's own. `reads_files` says that a plan may be sent as a file, and `sends_files` that
    papers are.
    """

    bot_token: str = Field(default="", repr=False)
    signing_secret: str = Field(default="", repr=False)
    app_token: str = Field(default="", repr=False)
    client_id: str = ""
    client_secret: str = Field(default="", repr=False)
    secret_keys: tuple[str, ...] = Field(default=(), repr=False)
    api_url: str = "https://slack.com/api/"
    workspaces: tuple[Listed, ...] = ()
    reads_files: bool = False
    sends_files: bool = False


def slack_settings(environment: Mapping[str, str]) -> SlackSettings:
    """Read how to reach Slack."""
    given = {name.removeprefix("SLACK_").lower(): environment[name] for name in SLACK if environment.get(name)}
    api_url = environment.get("SLACK_API_URL") or SlackSettings().api_url
    workspaces, _ = tenants_in(environment.get("MILEPOST_SLACK_WORKSPACES", ""))
    keys = tuple(_keys(environment)) if environment.get("SLACK_CLIENT_ID") else ()
    files = {"reads_files": Files.READ in files_in(environment), "sends_files": Files.SEND in files_in(environment)}
    base = api_url if api_url.endswith("/") else f"{api_url}/"
    return SlackSettings(**given, secret_keys=keys, api_url=base, workspaces=workspaces, **files)


def slack_faults(environment: Mapping[str, str]) -> list[str]:
    """Name every variable of Slack's that is missing or wrong."""
    if not is_on(environment, (*SLACK, *SLACK_ELSEWHERE)):
        return []
    several = "SLACK_CLIENT_ID" in environment or "SLACK_CLIENT_SECRET" in environment
    needed = ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"] if several else ["SLACK_BOT_TOKEN"]
    faults = [fault("missing", name) for name in needed if not environment.get(name)]
    if not environment.get("SLACK_APP_TOKEN") and not environment.get("SLACK_SIGNING_SECRET"):
        faults.append(fault("missing" if several else "secret_or_socket", "SLACK_SIGNING_SECRET"))
    return faults + (_secret_key_faults(environment) if several else [])


def _keys(environment: Mapping[str, str]) -> list[str]:
    return [key.strip() for key in environment.get(KEYS, "").split(",") if key.strip()]


def _secret_key_faults(environment: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the keys, without a word of what they are."""
    keys = _keys(environment)
    if not keys:
        return [fault("secret_key_missing", KEYS)]
    return [] if all(map(_is_key, keys)) else [fault("secret_key", KEYS)]


def _is_key(text: str) -> bool:
    """Say if it is a Fernet key: 32 bytes, written in the letters that are safe in an address."""
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == 32
    except ValueError:
        return False
