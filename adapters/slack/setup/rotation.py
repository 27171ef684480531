"""Tokens that expire, renewed in good time by Slack's own library. A token that never expires is left alone."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from adapters.slack.api import Api
from adapters.slack.errors import TRY_LATER
from adapters.slack.settings import SlackSettings
from adapters.slack.setup.keyring import SealedInstallations
from adapters.web.ask_once import AskOnce
from bot.model.mark import mark

log = logging.getLogger("milepost.slack")
EARLY = 120  # minutes before its end that a token is renewed: Slack lets the old one live on
OTHERS = 0.3  # seconds in which another process, to which Slack gave the new token instead, has saved it
PATIENCE = 1.0  # seconds in which whoever needs the token waits for a new one


class Rotation:
    """Renews the tokens of installations, each once at a time."""

    def __init__(self, store: SealedInstallations, settings: SlackSettings, api: Api) -> None:
        self._store, self._api = store, api
        self._rotator = AsyncTokenRotator(
            client_id=settings.client_id, client_secret=settings.client_secret, client=api.client
        )
        self._asking: AskOnce[tuple[str, str], str | None] = AskOnce()
        self._refused: set[tuple[str, str]] = set()  # installations whose token Slack refused to renew when it was asked last

    async def token(self, team: str, enterprise: str, org_wide: bool, token: str) -> str:
        """Return the token to use for an installation now: a new one if it is time for that. If Slack is slow to give it, the
        old one serves, which still lives for a good while."""
        asking = self._asking.begin((enterprise, team), lambda: self._renewed(team, enterprise, org_wide))
        await asyncio.wait({asking}, timeout=PATIENCE)
        new = asking.result() if asking.done() and asking.exception() is None else None
        return new or token

    def is_refused(self, team: str, enterprise: str) -> bool:
        """Say if Slack refused to renew this installation's token: the client secret is another now, or Milepost was taken off.
        The old token lives on until its end."""
        return (enterprise, team) in self._refused

    async def _renewed(self, team: str, enterprise: str, org_wide: bool) -> str | None:
        kept = await self._kept(team, enterprise, org_wide)
        if kept is None:
            return None
        place = (enterprise, team)
        try:
            new = await self._asked(kept)
        except SlackTokenRotationError as why:
            refused = _error(why)
        else:
            self._refused.discard(place)
            return await self._saved(new) if new is not None else None
        await asyncio.sleep(OTHERS)
        now = await self._kept(team, enterprise, org_wide)
        if now is None or now.bot_token != kept.bot_token:
            self._refused.discard(place)
            return now.bot_token if now is not None else None
        self._note(place, refused)
        return None

    async def _kept(self, team: str, enterprise: str, org_wide: bool) -> Bot | None:
        return await self._store.async_find_bot(
            enterprise_id=enterprise or None, team_id=team or None, is_enterprise_install=org_wide
        )

    async def _saved(self, new: Bot) -> str | None:
        await self._store.async_save_bot(new)
        log.info("a token was renewed in good time (%s)", mark(new.team_id or new.enterprise_id or ""))
        return new.bot_token

    async def _asked(self, kept: Bot) -> Bot | None:
        """Return the installation with its new token. None if it is not time yet, or Slack is not reached. Raises
        SlackTokenRotationError if it refuses."""
        self._api.start()
        try:
            return await self._rotator.perform_bot_token_rotation(bot=kept, minutes_before_expiration=EARLY)
        except (aiohttp.ClientError, TimeoutError, OSError) as why:
            log.warning("a token could not be renewed (%s)", type(why).__name__)
        return None

    def _note(self, place: tuple[str, str], error: str) -> None:
        """Note that Slack does not renew a token, and log it once: it is asked again and again until the operator mended it."""
        if place not in self._refused:
            log.error("Slack does not renew the token of %s (%s)", place[1] or place[0], error)
        if error not in TRY_LATER:
            self._refused.add(place)


def _error(why: SlackTokenRotationError) -> str:
    """Return Slack's word for why it does not renew a token. Whatever else it said may hold the token."""
    told = why.api_error.response.get("error")
    return told if isinstance(told, str) and told.isidentifier() else "unknown"
