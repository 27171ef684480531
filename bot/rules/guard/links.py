"""Links that are open to too many, or lie where only one person can look after them. Each is kept, with a warning."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bot.model.updates.guard import LinkRisk

_PERSONAL_HOSTS = (
    "onedrive.live.com", "1drv.ms", "drive.google.com", "dropbox.com", "icloud.com", "mega.nz", "wetransfer.com", "we.tl",
)  # fmt: skip
_TENANTS_OWN = re.compile(r"-my\.sharepoint\.(?:com|us|de|cn)\Z")
_SHARED_PATH = re.compile(r"/:[a-z]:/[gu]/(?!personal/)|guestaccess\.aspx|/(?:scl|s|sh)/|/shared_invite/", re.IGNORECASE)
_KEYS = frozenset({"guestaccesstoken", "sig", "authkey", "access_token", "sharekey"})  # whoever has one need not say who they are


def risks(link: str) -> tuple[LinkRisk, ...]:
    """Return what to warn of about a link. Nothing is fetched."""
    try:
        parts = urlsplit(link)
        host, query = (parts.hostname or "").lower(), parse_qs(parts.query, max_num_fields=100)
    except ValueError:
        return ()
    found = []
    if _is_personal(host, parts.path):
        found.append(LinkRisk.PERSONAL_DRIVE)
    if _is_shared(host, parts.path, {name.lower(): values for name, values in query.items()}):
        found.append(LinkRisk.ANYONE)
    return tuple(found)


def _is_personal(host: str, path: str) -> bool:
    named = any(host == one or host.endswith(f".{one}") for one in _PERSONAL_HOSTS)
    return named or _TENANTS_OWN.search(host) is not None or "/personal/" in path.lower()


def _is_shared(host: str, path: str, query: dict[str, list[str]]) -> bool:
    """Say if whoever has the link may open it."""
    stored = host.endswith((".sharepoint.com", "dropbox.com", "slack.com"))
    if stored and _SHARED_PATH.search(path) is not None:
        return True
    by_anyone = "sharing" in query.get("usp", ()) or ("dl" in query and host.endswith("dropbox.com"))
    return by_anyone or not _KEYS.isdisjoint(query)
