"""Installing Milepost in several workspaces: bolt's OAuth flow, its installations kept in the record's own database."""

from __future__ import annotations

import logging
from html import escape
from urllib.parse import urlsplit

from aiohttp import ClientError, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from sqlalchemy import event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.slack.api import Api
from adapters.slack.settings import SlackSettings
from adapters.slack.setup import doctor
from adapters.slack.setup.keyring import Keyring, SealedInstallations, States
from adapters.slack.setup.manifest import scopes
from adapters.slack.setup.rotation import Rotation
from adapters.slack.workspaces import Installed
from bot.ports.channel import Finding
from bot.wording.sentences import words

log = logging.getLogger("milepost.slack")
INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
STATE_LASTS = 600  # seconds
# What has one process at a time make the tables, until it commits: several may start on a new database in the same moment.
_ALONE = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(7416211)"}


def engine_for(database_url: str) -> AsyncEngine:
    """Open the record's database as bolt's stores need it."""
    url = make_url(database_url)
    if url.drivername != "sqlite":
        return create_async_engine(url.set(drivername="postgresql+psycopg"), hide_parameters=True)
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"), connect_args={"timeout": 30}, hide_parameters=True
    )

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA secure_delete=ON")  # a token that is replaced or deleted is not left in the free pages
        cursor.close()

    return engine


async def migrate(settings: SlackSettings, database_url: str) -> tuple[Finding, ...]:
    """Bring what the installations left in the database up to date: what was done, and what cannot be read."""
    installation = Installation(settings, database_url)
    try:
        sealed = await installation.migrate()
        lost = await installation.workspaces.unreadable()
    finally:
        await installation.close()
    done = [Finding(ok=True, sentence=words("slack.install.sealed", {"count": sealed}))] if sealed else []
    return (*done, *doctor.unreadable(lost))


class Installation:
    """The pages that install Milepost, and the installations they leave behind."""

    def __init__(self, settings: SlackSettings, database_url: str, api: Api | None = None) -> None:
        self._engine = engine_for(database_url)
        self._store = SealedInstallations(settings.client_id, self._engine, Keyring(settings.secret_keys))
        self._states = States(STATE_LASTS, self._engine)
        self.workspaces = Installed(self._store, Rotation(self._store, settings, api) if api is not None else None)
        self._served = frozenset(one.id for one in settings.workspaces)
        self.settings = AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=list(scopes(settings.reads_files, settings.sends_files)),
            user_scopes=[],
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            install_page_rendering_enabled=False,
            installation_store=self._store,
            state_store=self._states,
            state_expiration_seconds=STATE_LASTS,
            authorization_url=_authorization_url(settings.api_url),
            callback_options=AsyncCallbackOptions(success=self._installed, failure=_not_installed),
        )

    async def start(self) -> None:
        """Make the tables if there are none, seal what was kept plain, and say which installations cannot be read.

        What an older key sealed stays as it is: another process may still have that one alone.
        """
        await self._make()
        await self._store.seal_anew(of_older_keys=False)
        for here in await self.workspaces.unreadable():
            log.warning(
                "installed in %s, cannot be read with MILEPOST_SECRET_KEY: install again at %s", here.id, INSTALL
            )

    async def migrate(self) -> int:
        """Make the tables if there are none, and seal every token with the first key. Returns how many were not."""
        await self._make()
        return await self._store.seal_anew(of_older_keys=True)

    async def _make(self) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(text(_ALONE[connection.dialect.name]))
            for kept in (self._store, self._states):
                await connection.run_sync(kept.metadata.create_all)

    async def close(self) -> None:
        """Close the database."""
        await self._engine.dispose()

    def routes(self, flow: AsyncOAuthFlow) -> list[web.RouteDef]:
        """Return the page that leads to Slack, and the one Slack leads back to."""

        async def install(request: web.Request) -> web.StreamResponse:
            return await to_aiohttp_response(await flow.handle_installation(_asked(request)))

        async def installed(request: web.Request) -> web.StreamResponse:
            try:
                page = await flow.handle_callback(_asked(request))
            except (ClientError, TimeoutError, OSError) as why:
                log.warning("an installation was not finished: Slack did not answer (%s)", type(why).__name__)
                page = _page("not_installed", 503, words("slack.install.silent"))
            return await to_aiohttp_response(page)

        return [web.get(INSTALL, install), web.get(REDIRECT, installed)]

    async def _installed(self, args: AsyncSuccessArgs) -> BoltResponse:
        self.workspaces.changed()
        here = args.installation
        id_ = (here.enterprise_id if here.is_enterprise_install else here.team_id) or ""
        if id_.casefold() not in self._served:
            return _page("inert", 200, id_)
        return _page("installed", 200)


async def _not_installed(args: AsyncFailureArgs) -> BoltResponse:
    """Say why, and who says so: only an `error` in the address comes from Slack, every other reason is Bolt's."""
    error = args.request.query.get("error", [None])[0]
    why = words("slack.install.refused_by_slack", {"error": error}) if error else words(f"slack.install.{args.reason}")
    return _page("not_installed", args.suggested_status_code, why)


def _asked(request: web.Request) -> AsyncBoltRequest:
    headers = {name: request.headers.getall(name) for name in request.headers}
    return AsyncBoltRequest(body="", query=request.query_string, headers=dict(headers))


def _page(key: str, status: int, why: str = "") -> BoltResponse:
    title, sentence = (words(f"slack.install.{key}{part}", {"reason": why}) for part in ("_title", ""))
    body = f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title>"
    body += f"<h1>{escape(title)}</h1><p>{escape(sentence)}</p></html>"
    return BoltResponse(status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"})


def _authorization_url(api_url: str) -> str:
    """Return the address at which people agree to the installation: on the host of the Web API."""
    parts = urlsplit(api_url)
    return f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize"
