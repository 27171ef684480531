"""Slack's door: who delivers over HTTP must have signed it."""

from __future__ import annotations

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from adapters.slack.bolt import reading
from adapters.slack.bolt.app import dispatch


class Door:
    """The door through which Slack delivers over HTTP. Nothing is read that is not signed. What is signed and unreadable is
    a 400."""

    def __init__(self, app: AsyncApp, verifier: SignatureVerifier) -> None:
        self._app = app
        self._verifier = verifier

    async def delivered(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if not self._signed(raw, request):
            return web.Response(status=401)
        body = reading.body_of(raw.decode("utf-8"), request.headers.get("Content-Type", ""))
        if body is None:
            return web.Response(status=400)
        if body.get("ssl_check") == "1":
            return web.Response()
        answer = await dispatch(self._app, body)
        if answer is None:
            return web.Response(status=400)
        kind = "application/json" if answer.body.startswith("{") else "text/plain"
        return web.Response(status=answer.status, text=answer.body, content_type=kind)

    def _signed(self, raw: bytes, request: web.Request) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16 and signature.isascii()):
            return False
        try:
            return self._verifier.is_valid(raw, timestamp, signature)
        except UnicodeDecodeError:
            return False
