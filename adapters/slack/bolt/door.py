"""Slack's door: who delivers over HTTP must have signed it."""

from __future__ import annotations

import hmac
from enum import StrEnum

from aiohttp import web
from prometheus_client import Counter as Counted
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from adapters.slack.bolt import reading
from adapters.slack.bolt.app import dispatch
from adapters.slack.people import PLATFORM
from adapters.web.refused import Refused

LATE = Counted("milepost_slack_clock_refused", "Requests that Slack signed, refused because its clock and this machine's differ.")
WITHIN = 60 * 5  # seconds from now in which Slack's own requests come
NOT_OURS = (
    "it is not signed with SLACK_SIGNING_SECRET: if nobody on Slack is heard, compare that with the Signing Secret in Basic "
    "Information, and if people are heard, somebody forges requests"
)


class Reason(StrEnum):
    """The reasons for which a request is refused."""

    UNSIGNED = "unsigned"
    MISMATCH = "wrong_secret"
    STALE = "stale"  # nor was it sent now: whoever forges one seldom knows the secret, and Slack never sends one so late
    LATE = "late"
    EARLY = "early"


class Door:
    """The door through which Slack delivers over HTTP. Nothing is read that is not signed. What is signed and unreadable is
    a 400."""

    def __init__(self, app: AsyncApp, verifier: SignatureVerifier) -> None:
        self._app = app
        self._verifier = verifier
        self._refused = Refused(PLATFORM, Reason)

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
        readable = timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16 and signature.isascii()
        if not (readable and signature):
            self._refused.note(Reason.UNSIGNED, "it carries no signature of Slack's, so anybody may have sent it")
            return False
        try:
            if self._verifier.is_valid(raw, timestamp, signature):
                return True
            made = self._verifier.generate_signature(timestamp=timestamp, body=raw) or ""
        except UnicodeDecodeError:
            made = ""
        if hmac.compare_digest(made, signature):
            self._note_late(int(timestamp))
        elif abs(self._verifier.clock.now() - int(timestamp)) > WITHIN:
            self._refused.note(Reason.STALE, "it is neither signed as Slack does nor sent now, so anybody may have made it")
        else:
            self._refused.note(Reason.MISMATCH, NOT_OURS)
        return False

    def _note_late(self, sent: int) -> None:
        """Count a request that Slack did sign, at a moment that is not now: this machine's clock may be wrong."""
        LATE.inc()
        off = round(self._verifier.clock.now() - sent)
        why = f"Slack signed it, but by this machine's clock it was sent {off} seconds ago: compare the clock"
        self._refused.note(Reason.LATE if off > 0 else Reason.EARLY, why)
