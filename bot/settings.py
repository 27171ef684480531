"""The settings of the environment: read once at start, all faults named at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.model import Noun
from bot.ports import ConfigError
from bot.wording import words

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SLACK = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
TEAMS = ("MICROSOFT_APP_ID", "MICROSOFT_APP_PASSWORD", "MICROSOFT_APP_TENANT_ID", "MICROSOFT_APP_TYPE")
TEAMS_TYPES = ("SingleTenant", "UserAssignedMSI", "MultiTenant")


class Settings(Noun):
    """What the operator set. `slack` and `teams` say which platforms are switched on."""

    database_url: str = "sqlite:///milepost.db"
    host: str = "127.0.0.1"
    port: int = 8080
    slack: bool = False
    teams: bool = False
    log_format: Literal["text", "json"] = "text"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings, or raise ConfigError naming every variable that is missing or wrong."""
    faults: list[str] = []
    port = environment.get("PORT", "8080")
    if not (port.isascii() and port.isdigit() and int(port) <= 65535):
        faults.append(_fault("port", "PORT"))
    log_format = environment.get("MILEPOST_LOG_FORMAT", "text")
    if log_format not in ("text", "json"):
        faults.append(_fault("log_format", "MILEPOST_LOG_FORMAT"))
    faults += _slack_faults(environment) + _teams_faults(environment)
    if faults:
        raise ConfigError(" ".join(faults))
    return Settings(
        database_url=environment.get("DATABASE_URL") or "sqlite:///milepost.db",
        host=environment.get("HOST") or "127.0.0.1",
        port=int(port),
        slack=_on(environment, SLACK),
        teams=_on(environment, TEAMS) or environment.get("MILEPOST_TEAMS_ANONYMOUS") == "1",
        log_format="json" if log_format == "json" else "text",
    )


def _on(environment: Mapping[str, str], names: tuple[str, ...]) -> bool:
    """A platform is on when one of its variables is set, even to nothing."""
    return any(name in environment for name in names)


def _fault(kind: str, name: str) -> str:
    return words(f"program.setting.{kind}", {"name": name})


def _slack_faults(environment: Mapping[str, str]) -> list[str]:
    if not _on(environment, SLACK):
        return []
    several = "SLACK_CLIENT_ID" in environment or "SLACK_CLIENT_SECRET" in environment
    needed = ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"] if several else ["SLACK_BOT_TOKEN"]
    if not environment.get("SLACK_APP_TOKEN"):
        needed.append("SLACK_SIGNING_SECRET")
    return [_fault("missing", name) for name in needed if not environment.get(name)]


def _teams_faults(environment: Mapping[str, str]) -> list[str]:
    faults = []
    if environment.get("MILEPOST_TEAMS_ANONYMOUS") == "1":
        if environment.get("HOST", "127.0.0.1") not in LOOPBACK:
            faults.append(_fault("loopback", "MILEPOST_TEAMS_ANONYMOUS"))
        return faults
    if not _on(environment, TEAMS):
        return faults
    kind = environment.get("MICROSOFT_APP_TYPE") or "SingleTenant"
    if kind not in TEAMS_TYPES:
        faults.append(_fault("app_type", "MICROSOFT_APP_TYPE"))
    needed = ["MICROSOFT_APP_ID", "MICROSOFT_APP_TENANT_ID"]
    if kind != "UserAssignedMSI":
        needed.append("MICROSOFT_APP_PASSWORD")
    return faults + [_fault("missing", name) for name in needed if not environment.get(name)]
