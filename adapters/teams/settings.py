"""The way to reach Microsoft Teams, as the environment says it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import Field

from adapters.web.environment import Files, fault, files_in, is_on
from bot.model.noun import Noun
from bot.model.tenants import Listed, Tenant, tenants_in

LOOPBACK = ("127.0.0.1", "::1", "localhost")
TEAMS = ("MICROSOFT_APP_ID", "MICROSOFT_APP_PASSWORD", "MICROSOFT_APP_TENANT_ID", "MICROSOFT_APP_TYPE")
TEAMS_ELSEWHERE = ("MICROSOFT_OPENID_URL", "MICROSOFT_LOGIN_URL", "MILEPOST_TEAMS_TENANTS")
OTHER_CLOUDS = {"cn": "cloud_china", "de": "cloud_germany"}  # how their hosts end
TEAMS_TYPES = ("SingleTenant", "UserAssignedMSI", "MultiTenant")


class TeamsSettings(Noun):
    """The way to reach Microsoft Teams. `tenants` are those served, empty for any; `anonymous` accepts unsigned activities,
    `reads_files` says that a plan may be sent as a file, `sends_files` that papers are."""

    app_id: str = ""
    password: str = Field(default="", repr=False)
    tenant_id: str = ""
    app_type: str = "SingleTenant"
    openid_url: str = ""
    login_url: str = ""
    tenants: tuple[Listed, ...] = ()
    anonymous: bool = False
    reads_files: bool = False
    sends_files: bool = False


def teams_settings(environment: Mapping[str, str]) -> TeamsSettings:
    """Read how to reach Microsoft Teams."""
    home = environment.get("MICROSOFT_APP_TENANT_ID", "")
    tenants, _ = tenants_in(environment.get("MILEPOST_TEAMS_TENANTS", ""))
    own = home.strip().casefold()
    if own and not anonymous(environment) and own not in (one.id for one in tenants):
        tenants = (*tenants, Tenant(id=own))
    return TeamsSettings(
        app_id=environment.get("MICROSOFT_APP_ID", ""),
        password=environment.get("MICROSOFT_APP_PASSWORD", ""),
        tenant_id=home,
        app_type=environment.get("MICROSOFT_APP_TYPE") or "SingleTenant",
        openid_url=environment.get("MICROSOFT_OPENID_URL", ""),
        login_url=environment.get("MICROSOFT_LOGIN_URL", ""),
        tenants=tenants,
        anonymous=anonymous(environment),
        reads_files=Files.READ in files_in(environment),
        sends_files=Files.SEND in files_in(environment),
    )


def anonymous(environment: Mapping[str, str]) -> bool:
    """Say if unsigned activities are accepted."""
    return environment.get("MILEPOST_TEAMS_ANONYMOUS") == "1"


def teams_faults(environment: Mapping[str, str]) -> list[str]:
    """Name every variable of Microsoft Teams' that is missing or wrong."""
    faults = []
    if anonymous(environment):
        if environment.get("HOST", "127.0.0.1") not in LOOPBACK:
            faults.append(fault("loopback", "MILEPOST_TEAMS_ANONYMOUS"))
        return faults
    if not is_on(environment, (*TEAMS, *TEAMS_ELSEWHERE)):
        return faults
    faults += _cloud_faults(environment)
    kind = environment.get("MICROSOFT_APP_TYPE") or "SingleTenant"
    if kind not in TEAMS_TYPES:
        faults.append(fault("app_type", "MICROSOFT_APP_TYPE"))
    needed = ["MICROSOFT_APP_ID", "MICROSOFT_APP_TENANT_ID"]
    if kind != "UserAssignedMSI":
        needed.append("MICROSOFT_APP_PASSWORD")
    return faults + [fault("missing", name) for name in needed if not environment.get(name)]


def _cloud_faults(environment: Mapping[str, str]) -> list[str]:
    """Name each address of a Microsoft cloud that has other issuers and scopes than those served."""
    faults = []
    for name in ("MICROSOFT_OPENID_URL", "MICROSOFT_LOGIN_URL"):
        end = host_of(environment.get(name, "")).rpartition(".")[2]
        faults += [fault(OTHER_CLOUDS[end], name)] if end in OTHER_CLOUDS else []
    return faults


def host_of(url: str) -> str:
    """Return the host of an address. Empty if it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
