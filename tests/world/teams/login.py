"""Microsoft's login server: gives the app tokens for the connector, and counts them."""

from __future__ import annotations

import asyncio
import time
from itertools import count

from aiohttp import web

SCOPE = "https://api.botframework.com/.default"


class Login:
    """Gives a token for the right tenant, id and secret; may be taken down, slowed, held up, or told to forget its tokens."""

    def __init__(self, app_id: str, secret: str, tenant: str) -> None:
        self._known = {"client_id": app_id, "client_secret": secret}
        self._tenant = tenant
        self._tokens: dict[str, float] = {}
        self._numbers = count(1)
        self.lifetime = 3599
        self.delay = 0.0
        self.answering = asyncio.Event()
        self.answering.set()
        self.asked = asyncio.Event()
        self.down = False
        self.fetches = 0
        self.base = ""

    @property
    def url(self) -> str:
        """What MICROSOFT_LOGIN_URL is set to."""
        return f"{self.base}/login"

    def routes(self) -> list[web.RouteDef]:
        """Where tokens are asked for."""
        return [web.post("/login/{tenant}/oauth2/v2.0/token", self._token)]

    def forget(self) -> None:
        """Every token given so far counts no longer."""
        self._tokens.clear()

    def good(self, header: str) -> bool:
        """Whether a request with this Authorization header may use the connector."""
        kind, _, token = header.partition(" ")
        return kind == "Bearer" and self._tokens.get(token, 0.0) > time.monotonic()

    async def _token(self, request: web.Request) -> web.Response:
        self.fetches += 1
        self.asked.set()
        await self.answering.wait()
        await asyncio.sleep(self.delay)
        if self.down:
            return web.json_response({"error": "temporarily_unavailable"}, status=503)
        asked = await request.post()
        if request.match_info["tenant"] != self._tenant:
            return _refused(400, "invalid_request", "AADSTS90002: Tenant not found.")
        if any(asked.get(name) != value for name, value in self._known.items()):
            return _refused(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
        if (asked.get("grant_type"), asked.get("scope")) != ("client_credentials", SCOPE):
            return _refused(400, "invalid_scope", "AADSTS70011: The provided value for scope is not valid.")
        token = f"aad-{next(self._numbers)}"
        self._tokens[token] = time.monotonic() + self.lifetime
        return web.json_response({"token_type": "Bearer", "expires_in": self.lifetime, "ext_expires_in": self.lifetime, "access_token": token})


def _refused(status: int, error: str, description: str) -> web.Response:
    return web.json_response({"error": error, "error_description": description}, status=status)
