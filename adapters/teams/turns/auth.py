"""The check of every incoming token: who may speak for Teams.

The SDK's own extractor judges signature, time, issuer and endorsement. Its key cache is replaced by ours, because the
SDK's asks with a blocking call, forgets to look again for a key it does not know, and remembers nothing while the key
server is down. Audience and service address are compared here, so that the SDK's ways for emulators and skills, which
leave them out, do not exist.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Mapping
from enum import StrEnum

import aiohttp
import jwt
from botframework.connector.auth import (  # type: ignore[import-untyped]
    AuthenticationConstants,
    GovernmentConstants,
    JwtTokenExtractor,
    VerifyOptions,
)
from pydantic import ConfigDict

from adapters.teams.net import Net, readable
from adapters.teams.settings import LOOPBACK, TeamsSettings, host_of
from adapters.web.ask_once import AskOnce
from bot.model.noun import Noun

log = logging.getLogger("milepost.teams")

CHANNEL = "msteams"  # on the bot's other channels (a web chat is there by default) a caller may claim to be anyone
LEEWAY = 5 * 60  # seconds a clock may be wrong, as the SDK allows
FRESH = 12 * 3600.0  # seconds after which the keys are fetched again
STALE = 48 * 3600.0  # seconds for which they serve while the key server does not answer
LOOK_AGAIN = 30.0  # seconds between two fetches because of a key nobody knows
RETRY = 1.0  # seconds between two fetches that fail
PATIENCE = aiohttp.ClientTimeout(total=3.0)


class Reason(StrEnum):
    """The reasons for which a request is refused."""

    UNSIGNED = "unsigned"
    TOKEN = "token"  # noqa: S105  # it cannot be read, or is not by the rules
    SIGNATURE = "signature"
    LATE = "late"
    EARLY = "early"
    ISSUER = "issuer"
    CHANNEL = "channel"
    AUDIENCE = "wrong_app"
    EXPIRY = "no_expiry"
    SERVICE = "service_address"
    KEY = "unknown_key"
    KEYS_DOWN = "keys_down"


WHY = {
    Reason.UNSIGNED: "it carries no token, so anybody may have sent it",
    Reason.TOKEN: "its token cannot be read, or is not for Teams",
    Reason.SIGNATURE: "its token is not signed with the key that it names",
    Reason.LATE: "by this machine's clock its token has run out: compare the clock",
    Reason.EARLY: "by this machine's clock its token is not valid yet: compare the clock",
    Reason.ISSUER: "its token is not from Microsoft's bot service: compare MICROSOFT_OPENID_URL",
    Reason.CHANNEL: "it does not come from Teams",
    Reason.AUDIENCE: "its token is for another app: compare MICROSOFT_APP_ID with the bot's id in the Azure portal",
    Reason.EXPIRY: "its token never runs out",
    Reason.SERVICE: "its token is for another service address",
    Reason.KEY: "its token is signed with a key that Microsoft does not publish: compare MICROSOFT_OPENID_URL",
    Reason.KEYS_DOWN: "Microsoft's key server does not answer, so nobody can tell (it is answered 503 and sent again)",
}


class NotAdmitted(Exception):
    """The request is not Microsoft's, or not for this app. Says why, never what was sent."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class KeysDown(Exception):
    """The key server does not answer, so nobody can tell."""


class Cloud(Noun):
    """The places at which one Microsoft cloud keeps its keys and gives its tokens, and its own name for itself.

    Bots of the old MultiTenant type get their tokens from a tenant that they share.
    """

    openid_url: str
    login_url: str
    issuer: str
    scope: str
    shared_tenant: str


class Key(Noun):
    """A published signing key, in the form the SDK's extractor asks for."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    public_key: object
    endorsements: tuple[str, ...]


def cloud(settings: TeamsSettings) -> Cloud:
    """Return the cloud the operator means: Microsoft's public one, the US government's, or a stand-in of the public one."""
    government = any(host_of(url).endswith(".us") for url in (settings.openid_url, settings.login_url))
    names = GovernmentConstants if government else AuthenticationConstants
    return Cloud(
        openid_url=settings.openid_url or str(names.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL),
        login_url=settings.login_url or str(names.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX),
        issuer=str(names.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER),
        scope=str(names.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE),
        shared_tenant=str(names.DEFAULT_CHANNEL_AUTH_TENANT),
    )


def is_loopback(url: str) -> bool:
    """Say if the address is on this machine."""
    return host_of(url) in LOOPBACK


class Guard:
    """Admits requests that Microsoft signed for this app, for this channel and this service address."""

    def __init__(self, app_id: str, where: Cloud, net: Net) -> None:
        self._app_id = app_id
        self.keys = Keys(where.openid_url, net)
        rules = VerifyOptions(issuer=[where.issuer], audience=None, clock_tolerance=LEEWAY, ignore_expiration=False)
        allowed = AuthenticationConstants.ALLOWED_SIGNING_ALGORITHMS
        self._extractor = JwtTokenExtractor(rules, where.openid_url, allowed)
        self._extractor.open_id_metadata = self.keys

    async def admit(self, header: str, channel: str, service_url: str) -> None:
        """Let in a request that is Microsoft's. Raises NotAdmitted if it is not, KeysDown if that cannot be told."""
        try:
            identity = await self._extractor.get_identity_from_auth_header(header, channel)
        except (NotAdmitted, KeysDown):
            raise
        except Exception as wrong:  # the SDK raises the token library's errors and bare ones alike
            raise NotAdmitted(_reason(wrong)) from wrong
        if identity is None:
            raise NotAdmitted(Reason.ISSUER)
        if channel != CHANNEL:
            raise NotAdmitted(Reason.CHANNEL)
        claims = identity.claims
        if not _same(claims.get("aud"), self._app_id):
            raise NotAdmitted(Reason.AUDIENCE)
        if "exp" not in claims:
            raise NotAdmitted(Reason.EXPIRY)
        if not service_url or not _same(claims.get(AuthenticationConstants.SERVICE_URL_CLAIM), service_url):
            raise NotAdmitted(Reason.SERVICE)


def _reason(wrong: BaseException) -> Reason:
    """Return why a token was refused, from the token library's error. The SDK may raise its own in place of that."""
    causes = [one for one in (wrong, wrong.__cause__, wrong.__context__) if one is not None]
    return next((reason for kind, reason in _REASONS.items() if any(isinstance(one, kind) for one in causes)), Reason.TOKEN)


_REASONS: Mapping[type[BaseException], Reason] = {
    jwt.ExpiredSignatureError: Reason.LATE,
    jwt.ImmatureSignatureError: Reason.EARLY,
    jwt.InvalidSignatureError: Reason.SIGNATURE,
}


def _same(claim: object, wanted: str) -> bool:
    return isinstance(claim, str) and hmac.compare_digest(claim.encode("utf-8", "replace"), wanted.encode())


class Keys:
    """The channel's published keys: fetched off the SDK's road, once for all who wait, and kept."""

    def __init__(self, url: str, net: Net) -> None:
        self._url = url
        self._net = net
        self._keys: dict[str, Key] = {}
        self._fetched: float | None = None
        self._failed: float | None = None
        self._asking: AskOnce[str, None] = AskOnce(net.errands)

    async def get(self, key_id: str | None) -> Key:
        """Return the key of that id. Raises KeysDown if it cannot be told, NotAdmitted if there is none."""
        if self._wanted(key_id):
            try:
                await self.fetch()
            except KeysDown:
                if key_id not in self._keys or self._age() > STALE:
                    raise
        key = self._keys.get(key_id or "")
        if key is None:
            raise NotAdmitted(Reason.KEY)
        return key

    async def fetch(self) -> None:
        """Fetch the keys, together with whoever else waits for them. Not again within a moment of failing."""
        if self._failed is not None and self._now() - self._failed < RETRY:
            raise KeysDown
        await self._asking.ask(self._url, self._fetch)

    def _wanted(self, key_id: str | None) -> bool:
        return self._age() > (FRESH if key_id in self._keys else LOOK_AGAIN)

    def _age(self) -> float:
        return float("inf") if self._fetched is None else self._now() - self._fetched

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    async def _fetch(self) -> None:
        try:
            document = await self._json(self._url)
            published = await self._json(str(document.get("jwks_uri")))
            self._keys = _readable_keys(published.get("keys"))
        except (aiohttp.ClientError, TimeoutError, ValueError) as wrong:
            self._failed = self._now()
            log.warning("the key server did not answer (%s)", readable(wrong))
            raise KeysDown from wrong
        else:
            self._fetched, self._failed = self._now(), None

    async def _json(self, url: str) -> Mapping[str, object]:
        async with self._net.session.get(url, timeout=PATIENCE) as answer:
            answer.raise_for_status()
            found = await answer.json(content_type=None)
        if not isinstance(found, dict):
            raise aiohttp.ClientPayloadError("no JSON object")
        return found


def _readable_keys(published: object) -> dict[str, Key]:
    """Return the keys that can be used, by id. One that cannot is no reason to refuse the others."""
    keys: dict[str, Key] = {}
    for one in published if isinstance(published, list) else []:
        if not isinstance(one, dict) or not isinstance(one.get("kid"), str):
            continue
        endorsed = one.get("endorsements")
        try:
            public = jwt.PyJWK(one, algorithm="RS256").key
        except (jwt.PyJWKError, jwt.InvalidKeyError, ValueError):
            log.warning("a published key could not be read")
            continue
        keys[one["kid"]] = Key(public_key=public, endorsements=tuple(endorsed) if isinstance(endorsed, list) else ())
    if not keys:
        raise ValueError("no keys")
    return keys
