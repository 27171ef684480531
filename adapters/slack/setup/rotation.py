"""Tokens that expire, renewed in good time by Slack's own library. A token that never expires is left alone."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from adapters.slack.api import Api
from adapters.slack.settings import SlackSettings
from adapters.slack.setup.keyring import SealedInstallations
from adapters.web.ask_once import AskOnce

log = logging.getLogger("milepost.slack")
EARLY = 120  # minutes before its end that a token is renewed: Slack lets the old one live on
PATIENCE = 1.0  # seconds in which whoever needs the token waits for a new one


class Rotation:
    """Renews the tokens of installations, each once at a time."""

    def __init__(self, store: SealedInstallations, settings: SlackSettings, api: Api) -> None:
        self._store, self._api = store, api
        self._rotator = AsyncTokenRotator(
            client_id=settings.client_id, client_secret=settings.client_secret, client=api.client
        )
        self._asking: AskOnce[tuple[str, str], str | None] = AskOnce()

    async def token(self, team: str, enterprise: str, org_wide: bool, token: str) -> str:
        """Return the token to use for an installation now: a new one if it is time for that. If Slack is slow to give it, the
        old one serves, which still lives for a good while."""
        asking = self._asking.begin((enterprise, team), lambda: self._renewed(team, enterprise, org_wide))
        await asyncio.wait({asking}, timeout=PATIENCE)
        new = asking.result() if asking.done() and asking.exception() is None else None
        return new or token

    async def _renewed(self, team: str, enterprise: str, org_wide: bool) -> str | None:
        kept = await self._store.async_find_bot(
            enterprise_id=enterprise or None, team_id=team or None, is_enterprise_install=org_wide
        )
        new = await self._asked(kept) if kept is not None else None
        if new is None:
            return None
        await self._store.async_save_bot(new)
        log.info("the token of %s was renewed", team or enterprise)
        return new.bot_token

    async def _asked(self, kept: Bot) -> Bot | None:
        """Return the installation with its new token. None if another process was faster, or Slack does not give one now."""
        self._api.start()
        try:
            return await self._rotator.perform_bot_token_rotation(bot=kept, minutes_before_expiration=EARLY)
        except SlackTokenRotationError:  # its words may hold the token
            log.warning("Slack does not renew the token of %s", kept.team_id or kept.enterprise_id)
        except (aiohttp.ClientError, TimeoutError, OSError) as why:
            log.warning("a token could not be renewed (%s)", type(why).__name__)
        return None
