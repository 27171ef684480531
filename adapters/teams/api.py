"""The connector's API, spoken on the shared session: one call, its errors told apart by what may have happened."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import aiohttp
from yarl import URL

from adapters.teams.inbound import Json, text_at
from adapters.teams.net import Net, readable
from adapters.teams.pace import later
from adapters.teams.settings import LOOPBACK
from adapters.teams.tokens import Tokens

log = logging.getLogger("milepost.teams")

PASSING = frozenset({429, 412, 502, 503, 504})  # answers that may be another one in a moment
TRIES = 3  # of a call that somebody waits for
PATIENCE = aiohttp.ClientTimeout(total=10.0, sock_connect=4.0)
MOST_ADDRESS = 500
MOST_WAIT = 3600.0


class Answered(Exception):
    """The connector said no."""

    def __init__(self, status: int, code: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.retry_after = retry_after


class Unreached(Exception):
    """The connector did not answer. `taken` says that it may have taken the call all the same."""

    def __init__(self, why: str, taken: bool) -> None:
        super().__init__(why)
        self.taken = taken


class Service:
    """Calls the connector at whatever service address a conversation has."""

    def __init__(self, net: Net, tokens: Tokens, local: bool, only_local: bool) -> None:
        self._net = net
        self._tokens = tokens
        self._local = local or only_local
        self._only_local = only_local

    def serves(self, service_url: str) -> bool:
        """Say if the app's token, or an unsigned call, may be sent to this address."""
        try:
            parts = urlsplit(service_url)
            here, _ = parts.hostname in LOOPBACK, parts.port
        except ValueError:
            return False
        if not parts.hostname or parts.username is not None or parts.query or parts.fragment or len(service_url) > MOST_ADDRESS:
            return False
        return parts.scheme in ("https", "http") and self._local if here else parts.scheme == "https" and not self._only_local

    async def call(self, method: str, service_url: str, path: tuple[str, ...], body: Json | None = None, query: str = "") -> Json:
        """Make one call, once. A token that is refused is renewed first. Raises Answered or Unreached if it came to nothing."""
        if not self.serves(service_url):
            raise Unreached("service address", taken=False)
        data = json.dumps(body).encode() if body is not None else None
        url = _url(service_url, path, query)
        token = await self._tokens.get()
        try:
            return await self._once(method, url, data, token)
        except Answered as answered:
            if answered.status != 401:
                raise
        return await self._once(method, url, data, await self._tokens.renewed(token))

    async def insist(
        self, method: str, service_url: str, path: tuple[str, ...], body: Json | None = None, query: str = ""
    ) -> Json:
        """Make a call that a person waits for. It is tried a few times, briefly, if nothing can have been done twice.
        Raises as `call` does."""
        for tried in range(TRIES):
            try:
                return await self.call(method, service_url, path, body, query)
            except Answered as answered:
                pause = answered.retry_after if answered.retry_after is not None else later(tried, 0.4, 2.0)
                if answered.status not in PASSING or tried + 1 == TRIES or pause > 4.0:
                    raise
            except Unreached as unreached:
                pause = later(tried, 0.2, 1.0)
                if unreached.taken or tried + 1 == TRIES:
                    raise
            await asyncio.sleep(pause)
        raise AssertionError("the last try returns or raises")

    async def _once(self, method: str, url: URL, data: bytes | None, token: str) -> Json:
        headers = {"Content-Type": "application/json"} if data is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            async with self._net.session.request(
                method, url, data=data, headers=headers, timeout=PATIENCE, allow_redirects=False
            ) as answer:
                told = _object(await answer.read())
                if answer.status < 300:
                    return told
                raise Answered(answer.status, text_at(told, "error", "code") or text_at(told, "code"), _after(answer.headers))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as wrong:
            raise Unreached(readable(wrong), taken=False) from wrong
        except (aiohttp.ClientError, TimeoutError, OSError) as wrong:
            raise Unreached(readable(wrong), taken=method != "GET") from wrong
        except ValueError as wrong:  # a host name that no resolver takes
            raise Unreached(readable(wrong), taken=False) from wrong


def activities(conversation: str, *activity: str) -> tuple[str, ...]:
    """Return the path of a conversation's activities, or of one of them."""
    return ("v3", "conversations", conversation, "activities", *activity)


def _url(service_url: str, path: tuple[str, ...], query: str) -> URL:
    """Return the address of a call. Every part of the path is quoted whole: an id holds colons, and whatever somebody else
    puts in it."""
    try:
        return URL("/".join([service_url.rstrip("/"), *(quote(part, safe="") for part in path)]) + query, encoded=True)
    except ValueError as wrong:
        raise Unreached("service address", taken=False) from wrong


def _object(body: bytes) -> Json:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _after(headers: Mapping[str, str]) -> float | None:
    told = headers.get("Retry-After", "").strip()
    return min(float(told), MOST_WAIT) if told.isascii() and told.replace(".", "", 1).isdigit() else None
