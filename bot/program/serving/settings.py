"""The settings of the environment: read once at start, all faults named at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from adapters.slack.settings import SLACK, SLACK_ELSEWHERE, SlackSettings, slack_faults, slack_settings
from adapters.teams.settings import TEAMS, TEAMS_ELSEWHERE, TeamsSettings, anonymous, teams_faults, teams_settings
from adapters.web.address import Public, public_faults, public_in
from adapters.web.environment import fault, files_faults, is_on, tenant_faults
from bot.model.noun import Noun
from bot.ports.refusals import ConfigError


class Settings(Noun):
    """The operator's settings. A platform that is not switched on has none."""

    database_url: str = "sqlite:///milepost.db"
    owner_database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    metrics: tuple[str, int] | None = None  # where the figures are told, if not beside the rest
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None
    log_format: Literal["text", "json"] = "text"
    commands_per_minute: int = 120
    public: Public | None = None  # where people reach it; without it pages are off


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises ConfigError, which names every variable that is missing or wrong."""
    faults: list[str] = []
    port, metrics_port = environment.get("PORT", "8080"), environment.get("METRICS_PORT", "")
    if not _is_port(port):
        faults.append(fault("port", "PORT"))
    if metrics_port and not _is_port(metrics_port):
        faults.append(fault("port", "METRICS_PORT"))
    if environment.get("METRICS_HOST") and not metrics_port:
        faults.append(fault("missing", "METRICS_PORT"))
    log_format = environment.get("MILEPOST_LOG_FORMAT", "text")
    if log_format not in ("text", "json"):
        faults.append(fault("log_format", "MILEPOST_LOG_FORMAT"))
    pace = environment.get("MILEPOST_COMMANDS_PER_MINUTE", "120")
    if not (pace.isascii() and pace.isdigit() and len(pace) <= 6):
        faults.append(fault("commands_per_minute", "MILEPOST_COMMANDS_PER_MINUTE"))
    faults += slack_faults(environment) + teams_faults(environment) + tenant_faults(environment)
    faults += files_faults(environment) + public_faults(environment)
    if faults:
        raise ConfigError(" ".join(faults))
    return Settings(
        database_url=environment.get("DATABASE_URL") or "sqlite:///milepost.db",
        owner_database_url=environment.get("MILEPOST_OWNER_DATABASE_URL") or None,
        host=environment.get("HOST") or "127.0.0.1",
        port=int(port),
        metrics=(environment.get("METRICS_HOST") or "127.0.0.1", int(metrics_port)) if metrics_port else None,
        slack=slack_settings(environment) if is_on(environment, (*SLACK, *SLACK_ELSEWHERE)) else None,
        teams=teams_settings(environment) if is_on(environment, (*TEAMS, *TEAMS_ELSEWHERE)) or anonymous(environment) else None,
        log_format="json" if log_format == "json" else "text",
        commands_per_minute=int(pace),
        public=public_in(environment),
    )


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= 65535
