"""The public address of Milepost, as the operator gives it in MILEPOST_URL: links to the page begin with it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from adapters.web.environment import fault
from bot.model.noun import Noun

URL = "MILEPOST_URL"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST = 500  # letters
_ODD = frozenset(' "<>\\^`{|}?#')


class Public(Noun):
    """The public address in its parts. `begins` is all of it, with no slash at its end, and `path` what follows its host."""

    begins: str
    origin: str
    path: str
    host: str

    @property
    def is_secure(self) -> bool:
        """Say if what is sent there is encrypted on the way. A request is not asked for that: anybody may say it."""
        return self.origin.startswith("https:")

    @property
    def is_local(self) -> bool:
        """Say if it leads to this machine alone."""
        return self.host in LOOPBACK


def public(url: str) -> Public | None:
    """Read an address. None if it is none that links can begin with."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    odd = parts.username is not None or not url.isascii() or not url.isprintable() or any(sign in url for sign in _ODD)
    if parts.scheme not in ("http", "https") or not host or odd or len(url) > LONGEST:
        return None
    named = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    origin = f"{parts.scheme}://{named}" + (f":{port}" if port not in (None, usual) else "")
    path = parts.path.rstrip("/")
    return Public(begins=f"{origin}{path}", origin=origin, path=path, host=host)


def public_in(environment: Mapping[str, str]) -> Public | None:
    """Return the public address that the environment gives. None if it gives none."""
    return public(environment.get(URL, "").strip())


def public_faults(environment: Mapping[str, str]) -> list[str]:
    """Name the variable if it is set to anything but an address that links can begin with."""
    given = environment.get(URL, "").strip()
    return [fault("url", URL)] if given and public(given) is None else []
