"""Calls to Slack: one shared session, each call bounded in time, and every way to fail told apart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.web.files import held_of, origin_of
from adapters.web.outgoing import Outgoing

ANSWERING = 2.5  # seconds: somebody waits, and Slack itself waits for three
SENDING = 30.0
_JSON = {"Content-Type": "application/json"}
_BYTES = {"Content-Type": "application/octet-stream"}
HOSTS = ("slack.com", "slack-gov.com")
FILES_HOST = "files.slack.com"
READS = frozenset(  # methods that take no JSON
    {
        *("users.info", "users.list", "users.lookupByEmail", "chat.getPermalink"),
        *("conversations.info", "conversations.history", "conversations.replies"),
        "files.info",
    }
)
AS_PARAMETERS = frozenset({"files.getUploadURLExternal", "files.completeUploadExternal"})  # Slack's SDK sends these so


class NotSent(Exception):
    """No connection came about: nothing reached Slack."""


class Lost(Exception):
    """Slack may have taken the call, but no answer came that can be read."""


class Refused(Exception):
    """Slack said no. `error` is its own word for it, or `http_503` if it said only that."""

    def __init__(self, error: str, status: int = 200, retry_after: float | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.retry_after = retry_after


CallFailed = (NotSent, Lost, Refused)


class Answer(NamedTuple):
    """Slack's answer: the body, and the scopes the token has if it says so."""

    body: dict[str, object]
    scopes: frozenset[str] = frozenset()


class Api:
    """Slack's Web API and response urls at one base address."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._host = urlsplit(base_url).hostname or ""
        self._out = Outgoing(seconds=SENDING, kept_open=30.0)
        # A connection that dropped may have delivered: what is to be sent again is decided by the post alone.
        self.client = AsyncWebClient(
            base_url=base_url, retry_handlers=[], timeout=int(SENDING), ssl=self._out.trusted, logger=_discreet()
        )
        # The session reads the proxy from the environment itself, and NO_PROXY with it, of which the client knows nothing.
        self.client.proxy = None

    def start(self) -> aiohttp.ClientSession:
        """Give the client the one session, opened if it is not open."""
        session = self.client.session = self._out.session
        return session

    async def close(self) -> None:
        """Close every connection."""
        self.client.session = None
        await self._out.close()

    async def call(
        self, token: str, method: str, arguments: Mapping[str, object], seconds: float = ANSWERING
    ) -> dict[str, object]:
        """Return what Slack answers to one call. Raises NotSent, Lost or Refused."""
        return (await self.ask(token, method, arguments, seconds)).body

    async def ask(self, token: str, method: str, arguments: Mapping[str, object], seconds: float = ANSWERING) -> Answer:
        """Do as `call`. Returns also the scopes that came in the answer's headers."""
        given = {**arguments, "token": token}
        self.start()
        try:
            async with asyncio.timeout(max(seconds, 0.05)):
                if method in READS:
                    response = await self.client.api_call(method, http_verb="GET", params=given)
                elif method in AS_PARAMETERS:
                    response = await self.client.api_call(method, params=given)
                else:
                    response = await self.client.api_call(method, json=given)
        except SlackApiError as failed:
            raise _refused(failed) from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError) as failed:
            raise NotSent(type(failed).__name__) from failed
        except (aiohttp.ClientError, TimeoutError, OSError) as failed:
            raise Lost(type(failed).__name__) from failed
        except (ValueError, TypeError, AttributeError) as failed:  # the SDK's own ways to meet an answer that is no object
            raise Lost("unreadable") from failed
        return _answer(response)

    async def respond(self, url: str, body: str, seconds: float = ANSWERING) -> None:
        """Answer over a response url with a body of JSON. Raises as `call` does. An address that is not Slack's is refused
        unseen."""
        if not self.is_slack(url):
            raise Refused("foreign_response_url")
        try:
            posted = self.start().post(url, data=body, headers=_JSON, allow_redirects=False)
            async with asyncio.timeout(max(seconds, 0.05)), posted as response:
                told = await response.text(errors="replace")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError) as failed:
            raise NotSent(type(failed).__name__) from failed
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as failed:
            raise Lost(type(failed).__name__) from failed
        if response.status != 200 or '"ok":false' in told.replace(" ", ""):
            raise Refused(f"http_{response.status}", response.status, _seconds(response.headers.get("Retry-After")))

    async def download(self, token: str, url: str, most: int, seconds: float) -> bytes:
        """Return a file that Slack keeps, or a little more than `most` bytes of one that is larger. Raises as `call` does.

        The token goes to Slack's own host for files, or to the base address set by the operator, and nothing is followed from
        there. Without the right to read files Slack answers with a page to sign in on.
        """
        if not self.is_for_files(url):
            raise Refused("foreign_file_address")
        try:
            asked = self.start().get(url, headers={"Authorization": f"Bearer {token}"}, allow_redirects=False)
            async with asyncio.timeout(seconds), asked as response:
                if response.status in (301, 302, 303, 401, 403) or _is_page(response.headers):
                    raise Refused("missing_scope", response.status)
                if response.status != 200:
                    raise Refused(f"http_{response.status}", response.status, _seconds(response.headers.get("Retry-After")))
                return await held_of(response, most)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError) as failed:
            raise NotSent(type(failed).__name__) from failed
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as failed:
            raise Lost(type(failed).__name__) from failed

    async def upload(self, url: str, held: bytes, seconds: float) -> None:
        """Put a file where Slack said that it takes one. Raises as `call` does.

        That address holds its own key: no token goes with it, to no host but those of Slack's files, and nothing is followed.
        """
        if not self.is_for_files(url):
            raise Refused("foreign_file_address")
        try:
            sent = self.start().post(url, data=held, headers=_BYTES, allow_redirects=False)
            async with asyncio.timeout(seconds), sent as response:
                await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError) as failed:
            raise NotSent(type(failed).__name__) from failed
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as failed:
            raise Lost(type(failed).__name__) from failed
        if response.status != 200:
            raise Refused(f"http_{response.status}", response.status, _seconds(response.headers.get("Retry-After")))

    def is_for_files(self, url: str) -> bool:
        """Say if an address is that of Slack's files, or of the base address set by the operator."""
        origin = origin_of(url)
        if origin is None:
            return False
        if origin.host == self._host:
            base = urlsplit(self._base_url)
            return origin.scheme == base.scheme and origin.port == base.port
        return origin.host == FILES_HOST and origin.scheme == "https" and origin.port in (None, 443)

    def is_slack(self, url: str) -> bool:
        """Say if an address is one of Slack's, or of the base address set by the operator."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").lower()
        except ValueError:
            return False
        if host and host == self._host:
            return parts.scheme == urlsplit(self._base_url).scheme
        ours = any(host == known or host.endswith(f".{known}") for known in HOSTS)
        return ours and parts.scheme == "https" and parts.port in (None, 443)


def _discreet() -> logging.Logger:
    """Return a log for the SDK that is quiet. On its lowest level it would tell every message and argument."""
    logger = logging.getLogger("milepost.slack.api")
    logger.setLevel(logging.INFO)
    return logger


def _is_page(headers: Mapping[str, str]) -> bool:
    """Say if an answer is a page of Slack's own, and no file: a page that somebody sent comes as a file to keep."""
    return headers.get("Content-Type", "").startswith("text/html") and "attachment" not in headers.get("Content-Disposition", "")


def _answer(response: AsyncSlackResponse) -> Answer:
    body: object = response.data
    if not isinstance(body, dict):
        raise Lost("unreadable")
    scopes = response.headers.get("x-oauth-scopes", "") or ""
    return Answer(body, frozenset(scope.strip() for scope in str(scopes).split(",") if scope.strip()))


def _refused(failed: SlackApiError) -> Refused | Lost:
    """Read the SDK's exception. On a 5xx or on junk its response holds no dict, or is none of the SDK's at all."""
    response: object = failed.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)
    headers = getattr(response, "headers", None) or {}
    body = getattr(response, "data", None)
    error = body.get("error") if isinstance(body, dict) else None
    retry_after = _seconds(headers.get("Retry-After"))
    if isinstance(error, str) and error:
        return Refused(error, status, retry_after)
    if status == 429:
        return Refused("ratelimited", 429, retry_after)
    if status == 200:
        return Lost("unreadable")
    return Refused(f"http_{status}", status, retry_after)


def _seconds(value: object) -> float | None:
    text = str(value or "").strip()
    return float(text) if text.isascii() and text.replace(".", "", 1).isdigit() else None
