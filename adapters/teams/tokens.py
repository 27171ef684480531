"""The app's own token for the connector: fetched once a lifetime, once for all who wait, never on the event loop's time."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

import aiohttp
import msal  # type: ignore[import-untyped]
import requests

from adapters.teams.inbound import PLATFORM
from adapters.teams.net import Net, readable
from adapters.teams.settings import TeamsSettings
from adapters.web.ask_once import AskOnce
from adapters.web.refused import secret_refused

log = logging.getLogger("milepost.teams")

EARLY = 300.0  # seconds before its end that a token is fetched anew; a tenth of its life if that is shorter
RETRY = 2.0  # seconds between two fetches that fail
PROVEN = 10.0  # seconds for which a token that came proves that the secret works
ANSWERING = 8.0  # seconds
PATIENCE = aiohttp.ClientTimeout(total=ANSWERING)
Fetch = Callable[[], Awaitable[tuple[str, float]]]


class TokenRefused(Exception):
    """Microsoft will not give the app a token: its id, secret or tenant is wrong. Carries Microsoft's error code."""


class TokenDown(Exception):
    """The login server does not answer."""


class Tokens:
    """Keeps the token until shortly before its end."""

    def __init__(self, fetch: Fetch, net: Net) -> None:
        self._fetch = fetch
        self._asking: AskOnce[str, str] = AskOnce(net.errands)
        self._token = ""
        self._until = 0.0
        self._got = float("-inf")  # when the last one came
        self._failure: tuple[float, Exception] | None = None

    async def get(self) -> str:
        """Return the token. Raises TokenRefused or TokenDown if there is none."""
        if self._now() < self._until:
            return self._token
        if self._failure is not None and self._now() - self._failure[0] < RETRY:
            raise self._failure[1]
        return await self._asking.ask("token", self._fetched)

    async def prove(self) -> None:
        """Ask for a token anew, if the last one is not quite new: a secret that ran out is seen before its last token ends.
        Raises as `get` does."""
        if self._now() - self._got >= PROVEN:
            await self._asking.ask("token", self._fetched)

    async def renewed(self, refused: str) -> str:
        """Return a token other than the one the connector has just refused."""
        if self._token == refused:
            self._until = 0.0
        return await self.get()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    async def _fetched(self) -> str:
        began = self._now()
        try:
            token, lifetime = await self._fetch()
        except (TokenRefused, TokenDown) as wrong:
            self._failure = (self._now(), wrong)
            if isinstance(wrong, TokenRefused):
                secret_refused(PLATFORM)
            log.warning("no token for the app (%s %s)", readable(wrong), wrong)
            raise
        else:
            self._token, self._failure, self._got = token, None, self._now()
            self._until = began + lifetime - min(EARLY, lifetime / 10)
            return token


def tokens(settings: TeamsSettings, urls: Sequence[str], scope: str, net: Net) -> Tokens:
    """Return the tokens of this app, by its secret or by the machine's own identity. Empty ones if nothing is signed."""
    if settings.anonymous:
        return Tokens(_nothing, net)
    if settings.app_type == "UserAssignedMSI":
        return Tokens(lambda: by_identity(settings.app_id, scope), net)
    return Tokens(lambda: _by_secret(settings, urls, scope, net), net)


def token_urls(login_url: str, tenant: str) -> tuple[str, ...]:
    """Return the addresses to ask for tokens, the likeliest first. The login address may be the server's, a tenant's on it,
    or the whole one."""
    base = login_url.rstrip("/")
    path = urlsplit(base).path.strip("/").split("/")
    if path[-1] == "token":
        return (base,)
    of_tenant, as_given = f"{base}/{tenant}/oauth2/v2.0/token", f"{base}/oauth2/v2.0/token"
    if tenant in path:
        return (as_given,)
    return (of_tenant, as_given) if path[0] else (of_tenant,)


async def _nothing() -> tuple[str, float]:
    return "", float("inf")


async def _by_secret(settings: TeamsSettings, urls: Sequence[str], scope: str, net: Net) -> tuple[str, float]:
    asked = {
        "grant_type": "client_credentials",
        "client_id": settings.app_id,
        "client_secret": settings.password,
        "scope": f"{scope}/.default",
    }
    status, told = 404, None
    for url in urls:
        if status == 404:
            status, told = await _asked(url, asked, net)
    return _judged(told, status)


async def _asked(url: str, asked: dict[str, str], net: Net) -> tuple[int, object]:
    try:
        async with net.session.post(url, data=asked, timeout=PATIENCE, allow_redirects=False) as answer:
            body = await answer.read()
    except (aiohttp.ClientError, TimeoutError, ValueError) as wrong:
        raise TokenDown(readable(wrong)) from wrong
    try:
        return answer.status, json.loads(body)
    except ValueError:
        return answer.status, None


async def by_identity(app_id: str, scope: str, seconds: float = ANSWERING) -> tuple[str, float]:
    """Return the token of the machine's own identity and its lifetime. Raises as `Tokens.get` does."""
    try:
        told = await asyncio.to_thread(_ask_machine, app_id, scope, seconds)
    except (requests.RequestException, msal.ManagedIdentityError, ValueError) as wrong:
        raise TokenDown(readable(wrong)) from wrong
    return _judged(told, 200 if "access_token" in told else 400)


class _Patient(requests.Session):
    """Waits n seconds for an answer, and no longer: Microsoft's library itself would wait for ever."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def send(self, request: requests.PreparedRequest, **named: object) -> requests.Response:
        """Send as a session does, with the patience of this one."""
        return super().send(request, **{**named, "timeout": self._seconds})


def _ask_machine(app_id: str, scope: str, seconds: float) -> dict[str, object]:
    """Ask the machine's identity service, by Microsoft's own library, and block. Each fetch has its own client."""
    with _Patient(seconds) as session:
        client = msal.ManagedIdentityClient(msal.UserAssignedManagedIdentity(client_id=app_id), http_client=session)
        return dict(client.acquire_token_for_client(resource=scope))


def _judged(told: object, status: int) -> tuple[str, float]:
    found = told if isinstance(told, dict) else {}
    token = found.get("access_token")
    if status == 200 and isinstance(token, str) and token:
        return token, _seconds(found.get("expires_in"))
    if status == 429 or status >= 500 or not found:
        raise TokenDown(str(status))
    raise TokenRefused(str(found.get("error", status)))


def _seconds(told: object) -> float:
    return float(told) if isinstance(told, int | float) or (isinstance(told, str) and told.isdigit()) else 3600.0
