"""Socket Mode: one line to Slack, kept up for as long as the process lives."""

from __future__ import annotations

import asyncio
import logging

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from adapters.slack_api import Api, proxy_for
from bot.settings import SlackSettings

log = logging.getLogger("milepost.slack")
LOOK = 1.0  # seconds between two looks at a line that is up
LONGEST = 30.0  # seconds between two attempts at one that stays down
CONNECTING = 20.0


async def listen(app: AsyncApp, settings: SlackSettings, api: Api) -> None:
    """Hear Slack over its socket until cancelled; connect again whenever the line is cut."""
    quiet = logging.getLogger("milepost.slack.socket")
    quiet.setLevel(logging.CRITICAL)  # it would log each attempt with the line's address, which is a secret
    socket = AsyncSocketModeHandler(app, settings.app_token, logger=quiet, web_client=api.client)
    client = socket.client
    client.proxy = proxy_for(settings.api_url)  # the client's own choice knows no NO_PROXY
    # The client's own ways to reconnect start two lines at once when Slack asks for a new one and then closes the old.
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    wait = LOOK
    try:
        while True:
            if not await client.is_connected():
                wait = LOOK if await _connected(socket) else min(wait * 2, LONGEST)
            await asyncio.sleep(wait)
    finally:
        await socket.close_async()  # type: ignore[no-untyped-call]


async def _connected(socket: AsyncSocketModeHandler) -> bool:
    """Connect at an address asked for anew: an old one leads nowhere, though the client would try it for ever."""
    try:
        async with asyncio.timeout(CONNECTING):
            await socket.client.connect_to_new_endpoint()
    except Exception as why:
        log.warning("no connection to Slack's socket yet (%s)", type(why).__name__)
        return False
    log.info("connected to Slack's socket")
    return await socket.client.is_connected()
