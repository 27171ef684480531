"""Microsoft's key server: the OpenID document, the published keys, and the tokens signed with them."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"
DOCUMENT = "/openid/.well-known/openidconfiguration"
KEYS = "/openid/keys"


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """One RSA key a name, made once a run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Key:
    """A signing key: its public name, the channels it is endorsed for, and which private key it is."""

    kid: str
    endorsements: tuple[str, ...]
    private: str

    def published(self) -> dict[str, object]:
        """The key as it stands in the key set."""
        public: dict[str, object] = json.loads(RSAAlgorithm.to_jwk(private_key(self.private).public_key()))
        return {**public, "kid": self.kid, "use": "sig", "alg": "RS256", "endorsements": list(self.endorsements)}

    def sign(self, claims: dict[str, object]) -> str:
        """A token of these claims."""
        return jwt.encode(claims, private_key(self.private), algorithm="RS256", headers={"kid": self.kid})


GOOD = Key("teams-1", ("msteams", "webchat"), "teams")
NEXT = Key("teams-2", ("msteams",), "rotated")
UNENDORSED = Key("directline-1", ("directline",), "directline")
IMPOSTOR = Key("teams-1", ("msteams",), "impostor")  # the good key's name on another key
STRANGE = Key("nobody-1", ("msteams",), "impostor")


class KeyServer:
    """Serves the OpenID document and the key set; may be taken down, held up, or given a new key."""

    def __init__(self) -> None:
        self.published = [GOOD, UNENDORSED]
        self.down = False
        self.answering = asyncio.Event()
        self.answering.set()
        self.asked = asyncio.Event()
        self.fetches = 0
        self.base = ""

    def routes(self) -> list[web.RouteDef]:
        """Where the document and the keys are."""
        return [web.get(DOCUMENT, self._document), web.get(KEYS, self._keys)]

    @property
    def url(self) -> str:
        """What MICROSOFT_OPENID_URL is set to."""
        return f"{self.base}{DOCUMENT}"

    async def _document(self, _request: web.Request) -> web.Response:
        await self._answering()
        return web.json_response(
            {
                "issuer": ISSUER,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": f"{self.base}{KEYS}",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def _keys(self, _request: web.Request) -> web.Response:
        await self._answering()
        return web.json_response({"keys": [key.published() for key in self.published]})

    async def _answering(self) -> None:
        self.fetches += 1
        self.asked.set()
        await self.answering.wait()
        if self.down:
            raise web.HTTPServiceUnavailable


def claims(app_id: str, service_url: str, clock: Callable[[], float] = time.time, **changed: object) -> dict[str, object]:
    """The claims of a channel's token, some of them changed; None takes a claim out."""
    now = int(clock())
    whole: dict[str, object] = {
        "serviceurl": service_url,
        "iss": ISSUER,
        "aud": app_id,
        "nbf": now - 30,
        "exp": now + 300,
        **changed,
    }
    return {name: value for name, value in whole.items() if value is not None}


def unsigned(of: dict[str, object]) -> str:
    """A token that names no algorithm and carries no signature."""
    return jwt.encode(of, "", algorithm="none", headers={"kid": GOOD.kid})


def signed_with_the_public_key(of: dict[str, object]) -> str:
    """A token signed with HS256, the published key taken for the secret."""
    public = private_key(GOOD.private).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header = {"alg": "HS256", "typ": "JWT", "kid": GOOD.kid}
    body = ".".join(_encoded(json.dumps(part).encode()) for part in (header, of))
    return f"{body}.{_encoded(hmac.new(public, body.encode(), hashlib.sha256).digest())}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
