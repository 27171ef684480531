"""Socket Mode: one line to Slack, kept up for as long as the process lives.

Whoever keeps it up stands outside the line and has all the patience: each try asks for a new address and ends by itself.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from typing import NamedTuple

import aiohttp
from prometheus_client import Gauge
from slack_bolt.async_app import AsyncApp

from adapters.slack.api import Api, Refused
from adapters.slack.bolt.app import dispatch
from adapters.slack.errors import is_operators
from adapters.slack.inbound import Json, text
from adapters.slack.people import PLATFORM
from adapters.web.background import Errands
from adapters.web.outgoing import proxy_for
from adapters.web.refused import secret_refused
from bot.wording.sentences import words

log = logging.getLogger("milepost.slack")
LIVE = Gauge("milepost_slack_sockets", "Live sockets to Slack (Socket Mode).")
SOME = 0.25  # of a pause is by chance, so that no two machines try together


class Pauses(NamedTuple):
    """The patience of a line, in seconds."""

    first: float = 1.0  # before the second try
    longest: float = 90.0  # before any
    burst: int = 12  # addresses that may be asked for at once; Slack allows one a minute, and sometimes more
    each: float = 75.0  # after which it may be one more: never over sixty in an hour
    connecting: float = 20.0  # for an address, the connection and Slack's first word
    silence: float = 10.0  # after which Slack is asked if it is still there
    steady: float = 10.0  # that a socket stands until its end is no failure; one that brought anything is none either
    grace: float = 60.0  # that no socket may live before Milepost calls itself not ready


USUAL = Pauses()


class Line:
    """Slack's socket: at most one at a time, and a new one whenever it ends."""

    def __init__(self, api: Api, token: str, errands: Errands, pauses: Pauses) -> None:
        self._api, self._token, self._errands, self._pauses = api, token, errands, pauses
        self._since: float | None = None  # when it was last heard of, in the loop's time
        self._failed = 0  # tries since a socket last lived
        self._counted = 0.0  # until when the addresses asked for fill their allowance, in the loop's time
        self._complained = ""  # Slack's word for the token it refused, as it was logged last
        self.live = 0

    def deaf(self) -> str | None:
        """Return why nothing said in Slack can be heard. None if it can, or has failed for a moment only."""
        if self.live or self._since is None:
            return None
        deaf = asyncio.get_running_loop().time() - self._since
        return words("slack.reach.deaf", {"seconds": int(deaf)}) if deaf > self._pauses.grace else None

    def refused(self) -> str | None:
        """Return that Slack refuses the app token, if it did when it was last asked for a socket."""
        return words("slack.reach.app_token", {"error": self._complained}) if self._complained else None

    async def keep(self, app: AsyncApp) -> None:
        """Hear Slack until cancelled."""
        loop = asyncio.get_running_loop()
        self._since = loop.time()
        # a session of its own: what is asked of Slack goes on being asked while the line is down
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=self._api.client.ssl or True)) as session:
            while True:
                self._failed += 1
                self._counted = max(self._counted, loop.time()) + self._pauses.each
                asked = await self._once(session, app)
                await asyncio.sleep(max(self._pause(), asked, self._allowed(loop.time())))

    def _pause(self) -> float:
        longest = min(self._pauses.first * 2.0 ** min(self._failed - 1, 16), self._pauses.longest)
        return longest * (1 - SOME * random.random())  # noqa: S311 (chance is no secret)

    def _allowed(self, now: float) -> float:
        """Return the seconds until one more address may be asked for."""
        return self._counted - (self._pauses.burst - 1) * self._pauses.each - now

    def _lived(self) -> None:
        """Note that a socket stood for a while, or brought something. Whatever ends it, the next try need not wait for long."""
        self._failed = 0

    async def _once(self, session: aiohttp.ClientSession, app: AsyncApp) -> float:
        """Keep one socket from its address to its end. Returns the seconds for which Slack then asks to be left alone."""
        socket = steady = None
        try:
            async with asyncio.timeout(self._pauses.connecting):
                socket = await self._opened(session)
                await self._greeted(socket)
            steady = asyncio.get_running_loop().call_later(self._pauses.steady, self._lived)
            await self._heard(socket, app)
        except Refused as why:
            if is_operators(why):
                self._complain(why)
            else:
                log.warning("no connection to Slack's socket yet (%s)", why)
            return why.retry_after or 0.0
        except Exception as why:  # whatever it is, the line is opened again; its words may hold the address
            log.warning("no connection to Slack's socket yet (%s)", type(why).__name__)
        finally:
            self._is_live(False)
            if steady is not None:
                steady.cancel()
            if socket is not None:
                await socket.close()
        return 0.0

    def _complain(self, why: Refused) -> None:
        """Log once that the operator must replace the token, however often it is tried."""
        secret_refused(PLATFORM)
        if self._complained != why.error:
            log.error("%s", words("slack.start.app_token", {"error": why.error}))
        self._complained = why.error

    async def _opened(self, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        """Open a socket at a new address: an old one leads nowhere."""
        told = await self._api.call(self._token, "apps.connections.open", {}, self._pauses.connecting)
        url = text(told, "url")
        return await session.ws_connect(url, heartbeat=self._pauses.silence, proxy=proxy_for(url))

    async def _greeted(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Wait for Slack's first word. Without it an open socket is not a live one. Raises Refused if it is another word."""
        told = _read(await socket.receive())
        if text(told, "type") != "hello":
            raise Refused(text(told, "reason") or "no_hello")
        self._is_live(True)
        self._complained = ""
        log.info("connected to Slack's socket")

    async def _heard(self, socket: aiohttp.ClientWebSocketResponse, app: AsyncApp) -> None:
        """Take what is delivered, until the socket ends, falls silent, or Slack asks for another one."""
        async for frame in socket:
            told = _read(frame)
            if text(told, "type") == "disconnect":
                log.info("Slack asks for a new socket (%s)", text(told, "reason"))
                return
            payload = told.get("payload")
            if isinstance(payload, dict) and (envelope := text(told, "envelope_id")):
                self._errands.start(self._answered(socket, app, envelope, payload), envelope)
        log.info("Slack's socket has ended")

    async def _answered(self, socket: aiohttp.ClientWebSocketResponse, app: AsyncApp, envelope: str, payload: Json) -> None:
        """Put one delivery to the app, and acknowledge it over the socket it came by."""
        response = await dispatch(app, payload)
        if response is None or response.status != 200:
            return
        acknowledged: Json = {"envelope_id": envelope}
        if response.body:
            acknowledged["payload"] = json.loads(response.body) if response.body.startswith("{") else {"text": response.body}
        try:
            await socket.send_json(acknowledged)
            self._lived()
        except (aiohttp.ClientError, OSError):
            log.info("Slack's socket ended before a delivery could be acknowledged")  # it comes again over the next one

    def _is_live(self, live: bool) -> None:
        if live or self.live:
            self._since = asyncio.get_running_loop().time()
        self.live = int(live)
        LIVE.set(self.live)


def _read(frame: aiohttp.WSMessage) -> Json:
    """Read a frame's JSON object. Empty if it holds none."""
    try:
        told = json.loads(frame.data) if frame.type is aiohttp.WSMsgType.TEXT else None
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
