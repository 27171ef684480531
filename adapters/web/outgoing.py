"""The way out: one session that trusts the operator's certificates and takes the operator's proxy."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

CONNECTING = 10.0  # seconds
DISTRUSTED = ("ClientConnectorCertificateError", "ClientConnectorSSLError")  # as aiohttp calls a certificate it does not trust


class Outgoing:
    """A session for every call of one platform, opened when first used: `most` connections, 0 for any number, each kept open
    for some seconds after a call."""

    def __init__(self, most: int = 0, seconds: float = 30.0, kept_open: float = 15.0) -> None:
        self.trusted = trusted_certificates()
        self._most, self._kept_open = most, kept_open
        self._patience = aiohttp.ClientTimeout(total=seconds, connect=CONNECTING)
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """Return the session that all calls share."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(ssl=self.trusted, limit=self._most, keepalive_timeout=self._kept_open)
            # Asking the environment costs each call a trip to another thread: only if it names a proxy.
            self._session = aiohttp.ClientSession(connector=connector, timeout=self._patience, trust_env=bool(getproxies()))
        return self._session

    async def close(self) -> None:
        """Close every connection. The session is opened again if it is asked for."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()


def trusted_certificates() -> ssl.SSLContext:
    """Trust the system's certificates (SSL_CERT_FILE is OpenSSL's own), and those that REQUESTS_CA_BUNDLE names."""
    context = ssl.create_default_context()
    bundle = os.environ.get("REQUESTS_CA_BUNDLE", "")
    if bundle and Path(bundle).is_dir():
        context.load_verify_locations(capath=bundle)
    elif bundle:
        context.load_verify_locations(cafile=bundle)
    return context


def proxy_for(url: str) -> str | None:
    """Return the proxy that the environment names for an address. A session asks by itself, but not for a web socket."""
    parts = urlsplit(url)
    scheme = {"wss": "https", "ws": "http"}.get(parts.scheme, parts.scheme)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    return getproxies().get(scheme)
